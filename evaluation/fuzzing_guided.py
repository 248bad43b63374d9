"""The readers under a fuzzer that looks for new ways through the code: `python -m evaluation.fuzzing_guided KIND [--seconds 60]`.

Needs atheris, which is no dependency of Riftline (`pip install atheris`; Linux, Python 3.11 to 3.13). It begins with the seeds of `evaluation.fuzzing` and ends
at the first input with which a reader fails, takes longer than 5 seconds or more than 2 GB; that input then lies in the folder it was started in.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from contextlib import suppress
from pathlib import Path

KINDS = ("feed", "feeds", "robots", "json", "jsonl", "ninjs.json", "csv", "md", "warc", "packed", "zip", "value")
"""Those whose reading is mostly Python, in which atheris can see the ways."""


def main() -> None:
    """Runs until the time is over or something fails."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=KINDS)
    parser.add_argument("--seconds", type=int, default=60)
    asked = parser.parse_args()
    try:
        import atheris
    except ImportError:
        sys.exit("atheris is not installed: pip install atheris")
    with atheris.instrument_imports(include=["riftline.sources", "riftline.feeds", "riftline.text", "feedparser", "warcio", "protego"]):
        import riftline.feeds.config
        import riftline.feeds.documents
        import riftline.pipeline
        import riftline.sources.files  # noqa: F401  what is imported here is watched
        from evaluation.fuzzing_seeds import SEEDS
        from evaluation.fuzzing_targets import of
        from riftline.errors import RiftlineError

    target = of(asked.kind)
    folder, known = (Path(tempfile.mkdtemp(prefix=f"riftline-{name}-")) for name in ("fuzzing", "seeds"))
    for number, seed in enumerate(SEEDS[asked.kind]):
        (known / str(number)).write_bytes(seed())

    def one(data: bytes) -> None:
        with suppress(RiftlineError):
            target(data, folder)

    one(SEEDS[asked.kind][0]())  # what is loaded at the first call is not timed
    atheris.Setup([sys.argv[0], f"-max_total_time={asked.seconds}", "-timeout=5", "-rss_limit_mb=2048", "-max_len=20000", str(known)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
