"""Files of exports that the server keeps for a while."""

from __future__ import annotations

from riftline.api.exports import KEPT, Exports


def test_the_latest_are_kept_until_the_server_ends() -> None:
    exports = Exports()
    paths = [exports.room(f"job{n}", "csv") for n in range(KEPT)]
    assert exports.file("job0") is None, "it is not written yet"
    for path in paths:
        path.write_text("id\n", encoding="utf-8")
    assert exports.file("job0") == paths[0]
    exports.room("one more", "parquet")
    assert exports.file("job0") is None
    assert not paths[0].exists()
    assert exports.file("job1") == paths[1]
    exports.close()
    assert not paths[1].parent.exists()
    assert exports.file("job1") is None
    exports.close()
