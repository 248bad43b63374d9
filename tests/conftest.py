"""The order in which tests are taken up, and a small disk for those that fill one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from small_disks import mounted, unmounted


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test go first: a worker that has such a file last makes the others wait for it. Needs `--no-loadscope-reorder`."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder that is a disk of 2 MB of its own, which `small_disks` makes larger and smaller."""
    disk = tmp_path / "disk"
    if not mounted(disk, "2m"):
        pytest.skip("no small disk can be made here")
    yield disk
    unmounted(disk)
