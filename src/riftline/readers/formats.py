"""Every format of event data that can be read. A new one: a module with its `FORMAT`, named here; its columns in `data/readers/columns.tsv`."""

from __future__ import annotations

from riftline.readers import acled, gdelt, ged, icews, plover, polecat, quadruples

FORMATS = {
    form.name: form
    for form in (icews.FORMAT, gdelt.FORMAT, gdelt.FIRST, polecat.FORMAT, acled.FORMAT, ged.FORMAT, plover.FORMAT, quadruples.FORMAT)
}
"""By name, as `--as` has them."""
