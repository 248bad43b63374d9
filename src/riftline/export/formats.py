"""The list of export formats."""

from __future__ import annotations

from riftline.errors import RiftlineError
from riftline.export import acled, ftm, gdelt, geojson, icews, parquet, plover, polecat, table
from riftline.export.base import Format

FORMATS: tuple[Format, ...] = (
    polecat.FORMAT,
    plover.FORMAT,
    gdelt.FORMAT,
    icews.FORMAT,
    acled.FORMAT,
    geojson.FORMAT,
    parquet.FORMAT,
    table.FORMAT,
    ftm.FORMAT,
)


def get_format(name: str) -> Format:
    """The format of a name, in any case. Raises RiftlineError where there is none."""
    for form in FORMATS:
        if form.name == name.casefold():
            return form
    raise RiftlineError(f"{name!r} is no export format; there are {', '.join(form.name for form in FORMATS)}.")
