"""The order in which tests are taken up."""

import pytest


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with a slow test go first: a worker that has such a file last makes the others wait for it. Needs `--no-loadscope-reorder`."""
    slow = {item.path for item in items if item.get_closest_marker("slow")}
    items.sort(key=lambda item: item.path not in slow)
