from __future__ import annotations

from riftline.models.encoder import _session


def test_a_text_reads_the_same_on_every_processor() -> None:
    # Without it, sums of int8 products saturate where a processor lacks VNNI, and the states drift (seen under qemu's Haswell: 0.06 of 0.44).
    assert _session().get_session_options().get_session_config_entry("session.x64quantprecision") == "1"
