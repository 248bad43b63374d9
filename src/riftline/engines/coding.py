"""The seam between engines: one picklable function from a batch of articles to their codings, the same on one machine and on many."""

from __future__ import annotations

import json
import os
import selectors
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from riftline.engines.batches import Outcome, pack_found, unpack_error
from riftline.errors import EngineError, InputError, ModelError
from riftline.pipeline import Options
from riftline.sources.base import Found
from riftline.store.codec import unpack

ALL = Options()
CODER = "riftline.extraction.coder:code"
PATIENCE = 600.0
"""Seconds for one article (the first waits for the model too), after which the process that codes it is ended."""
TRIES = 2
"""How often an article is tried whose process ends: the process may have been ended for something else."""


class Code:
    """Codes batches of articles in a process of its own, which loads the model once and is started again when an article ends it."""

    def __init__(self, options: Options = ALL, coder: str = CODER, patience: float = PATIENCE) -> None:
        self.options, self.coder, self.patience = options, coder, patience
        self._child: subprocess.Popen[bytes] | None = None
        self._rest = b""
        self._stopped = False

    def __reduce__(self) -> tuple[type[Code], tuple[Options, str, float]]:
        return type(self), (self.options, self.coder, self.patience)

    def __call__(self, articles: Sequence[Found]) -> list[Outcome]:
        """Of each article its coding, or why it has none: that it ended the process, or took longer than `patience`, as well.

        Raises ModelError where no article can be coded.
        """
        return [item if isinstance(item, InputError) else self._one(item) for item in articles]

    def _one(self, found: Found) -> Outcome:
        line = json.dumps(pack_found(found)).encode() + b"\n"
        why = ""
        for _ in range(TRIES):
            told = self._asked(line)
            if isinstance(told, str):
                why = told
            elif "fatal" in told:
                raise ModelError(told["fatal"])
            elif "error" in told:
                return unpack_error(told)
            else:
                return unpack(told["coding"], told["text"])
        assert not isinstance(found, InputError)
        return InputError(found.article.origin or found.article.id, f"it could not be coded: {why}, and did so again. This is a fault in Riftline.")

    def _asked(self, line: bytes) -> dict[str, Any] | str:
        """The child's answer; where it gives none, what became of it."""
        if self._stopped:
            raise EngineError("it was stopped.")
        child = self._child = self._child or self._started()
        assert child.stdin
        with suppress(OSError):  # it has ended: reading will tell
            child.stdin.write(line)
            child.stdin.flush()
        answer = self._line(child)
        if answer:
            told: dict[str, Any] = json.loads(answer)
            return told
        late = answer is None
        self.close()
        if late:
            return f"it took longer than {self.patience:g} s"
        return f"it ended the process that codes ({f'signal {-child.returncode}' if child.returncode < 0 else f'code {child.returncode}'})"

    def _line(self, child: subprocess.Popen[bytes]) -> bytes | None:
        """The next line; empty where the process has ended, None where it took too long."""
        assert child.stdout
        with selectors.DefaultSelector() as ready:
            ready.register(child.stdout, selectors.EVENT_READ)
            while b"\n" not in self._rest:
                if not ready.select(self.patience):
                    return None
                some = os.read(child.stdout.fileno(), 1 << 20)
                if not some:
                    return b""
                self._rest += some
        line, _, self._rest = self._rest.partition(b"\n")
        return line

    def _started(self) -> subprocess.Popen[bytes]:
        published = self.options.published.isoformat() if self.options.published else None
        about = {"coder": self.coder, "published": published, "least_confidence": self.options.least_confidence}
        # One thread each: there are as many processes as are to work at once.
        env = {"OMP_NUM_THREADS": "1", "RIFTLINE_THREADS": "1"} | os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
        command = [sys.executable, "-m", "riftline.engines.child", json.dumps(about)]
        self._rest = b""
        return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=env, bufsize=0, process_group=0)

    def stop(self) -> None:
        """Ends the process in the middle of its work, for another thread that waits for it: that gets an EngineError."""
        self._stopped = True
        if child := self._child:
            child.kill()

    def close(self) -> None:
        """Ends the process."""
        child, self._child = self._child, None
        if child is None:
            return
        for pipe in (child.stdin, child.stdout):
            if pipe:
                with suppress(OSError):
                    pipe.close()
        try:
            child.wait(1)  # it ends by itself once its input has, unless it is busy
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()

    def __del__(self) -> None:
        with suppress(Exception):
            self.close()
