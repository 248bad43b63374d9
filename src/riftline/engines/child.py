"""The process that codes: `python -m riftline.engines.child`. It reads articles from standard input and writes what it found, a line of JSON each.

It is a process of its own so that an article which ends it costs that article alone. It ends when its input does, as when its parent is killed.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from datetime import date
from importlib import import_module
from tempfile import gettempdir
from typing import Any

from riftline.engines.batches import pack_error, unpack_found
from riftline.errors import InputError, RiftlineError, disk_full
from riftline.pipeline import Coder, Options, coded, prepared
from riftline.store.codec import pack

Line = dict[str, Any]


def answers(lines: Iterator[str], options: Options, coder: Coder) -> Iterator[Line]:
    """Of each article its coding and text, or its error; `fatal` where no article could be coded here."""
    for line in lines:
        try:
            (ready,) = prepared([unpack_found(json.loads(line))], options)
            done = ready if isinstance(ready, InputError) else coded(ready, options, coder)
        except RiftlineError as problem:
            yield {"fatal": str(problem)}
            return
        except OSError as problem:
            if not disk_full(problem):
                raise
            yield {"fatal": f"the disk is full: there is no room in {gettempdir()}. Free some space and run the command again: it goes on where it stopped."}
            return
        yield pack_error(done) if isinstance(done, InputError) else {"coding": pack(done.coding), "text": done.coding.document.text}


def main() -> None:
    """Answers until the input ends."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8", buffering=1)
    os.dup2(2, 1)  # whatever prints while coding must not come between the lines
    about = json.loads(sys.argv[1])
    module, _, name = about["coder"].partition(":")
    options = Options(date.fromisoformat(about["published"]) if about["published"] else None, least_confidence=about["least_confidence"])
    try:
        coder = getattr(import_module(module), name)
    except RiftlineError as problem:
        out.write(json.dumps({"fatal": str(problem)}) + "\n")
        return
    try:
        for answer in answers(sys.stdin, options, coder):
            out.write(json.dumps(answer) + "\n")
    except BrokenPipeError:  # nobody waits for it any longer
        os._exit(0)


if __name__ == "__main__":
    main()
