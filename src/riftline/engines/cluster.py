"""Many machines as an engine, by Ray Data: tasks read, a pool of actors codes (each loads the model once), tasks write."""

from __future__ import annotations

import json
import logging
import os
import secrets
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

from riftline.engines.batches import Source, batches, packed, packed_outcomes, unpacked, unpacked_outcomes
from riftline.engines.coding import Code
from riftline.engines.parts import Tally, write_part
from riftline.errors import EngineError
from riftline.store.lake import Lake

Row = dict[str, Any]

BLOCK = 1
"""Bytes of a block from which it is handed on: a batch is not kept back until there are more."""
INPUTS = 10_000
"""Reading tasks, at most; more inputs share them."""
LIGHT = 0.25
"""Processors that a task which reads or writes asks for."""
MEMORY = 256_000_000
"""Bytes of the object store of a Ray of this machine alone; what does not fit goes to the disk."""


QUIET = {"RAY_USAGE_STATS_ENABLED": "0", "RAY_BACKEND_LOG_LEVEL": "fatal", "RAY_DATA_LOG_LEVEL": "WARNING"}
"""Ray tells its makers of its use unless it is told not to, and the user of every step."""
LOOPBACK = "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"
"""Unless this is "0" (as it is anyway on macOS and Windows), Ray takes the machine's outer address for 127.0.0.1, and listens on all."""


@contextmanager
def connected(address: str | None, **more: Any) -> Iterator[None]:
    """Ray, for as long as the context lasts: the cluster at an address, else one of this machine alone. Raises EngineError."""
    for name, value in QUIET.items():
        os.environ.setdefault(name, value)
    if address is None and "ray" not in sys.modules:  # which reads them when it is imported
        os.environ.setdefault(LOOPBACK, "0")
        if "RAY_AUTH_MODE" not in os.environ:  # with a token nobody else on this machine can have it do things
            os.environ |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    try:
        import ray
        import ray.data
    except ImportError as problem:
        raise EngineError(f"--engine ray needs Ray ({problem}); install it with pip install 'riftline[ray]', or use --engine local.") from None
    if ray.is_initialized():
        yield
        return
    if address is None:
        more = {"include_dashboard": False, "_node_ip_address": "127.0.0.1", "object_store_memory": MEMORY} | more
    try:
        ray.init(address=address or "local", log_to_driver=False, logging_level=logging.WARNING, **more)
    except Exception as problem:  # which is all that Ray says where a node does not come up in time
        raise EngineError(f"there is no Ray at {address or 'this machine'}: {' '.join(str(problem).split())[:300]}") from None
    try:
        yield
    finally:
        ray.shutdown()


class _Coding:
    """The actor: its process loads the model with its first article and keeps it."""

    def __init__(self, code: Code) -> None:
        self.code = code

    def __call__(self, row: Row) -> Row:
        return row if row["told"] else row | {"outcomes": packed_outcomes(self.code(unpacked(row["batch"]).found))}


def run(inputs: Iterable[Source], code: Code, lake: Lake, done: frozenset[str], size: int, workers: int | None) -> Iterator[Tally]:
    """Reads, codes and writes; what came of each batch, as they are done. Those in `done` are only read. `connected` is around it.

    Ray starts a lost worker again and gives it the batch that it had. Raises EngineError where Ray itself gives up.
    """
    import ray

    items = [asdict(source) for source in inputs]
    if not items:
        return
    known = ray.put(done)

    def read(row: Row) -> Iterator[Row]:
        there: frozenset[str] = ray.get(known)
        for batch in batches(Source(**row), code.options, size):
            told = json.dumps(asdict(Tally(batch.id, batch.order, there=True))) if batch.id in there else ""
            yield {"batch": "" if told else packed(batch), "outcomes": "", "told": told}

    def write(row: Row) -> Row:
        told = row["told"] or json.dumps(asdict(write_part(lake, unpacked(row["batch"]), unpacked_outcomes(row["outcomes"]))))
        return {"told": told}

    context = ray.data.DataContext.get_current()
    context.target_max_block_size, context.enable_progress_bars = BLOCK, False
    context.print_on_execution_start = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    cpus = int(ray.cluster_resources().get("CPU", 1))
    workers = workers or cpus
    share = _share(cpus, workers)
    pool = ray.data.ActorPoolStrategy(size=workers)
    try:
        data = ray.data.from_items(items, override_num_blocks=min(len(items), INPUTS))
        data = data.flat_map(read, num_cpus=LIGHT).map(_Coding, fn_constructor_args=(code,), compute=pool, num_cpus=share).map(write, num_cpus=LIGHT)
        for row in data.iter_rows():
            yield Tally(**json.loads(row["told"]))
    except ray.exceptions.RayError as problem:
        raise EngineError(f"Ray gave up: {_last(problem)} What was done is kept; the same command goes on from there.") from None


def _share(cpus: int, workers: int) -> float:
    """Processors that an actor asks Ray for: one, but less where the actors would leave none to read and write with, as Ray Data waits forever then."""
    return min(1.0, max(cpus - 1, cpus / 2) / workers)


def _last(problem: Exception) -> str:
    """What an error of Ray says at its end, where the cause stands."""
    lines = [line.strip() for line in str(problem).splitlines() if line.strip()]
    return f"{lines[-1].rstrip('.') if lines else type(problem).__name__}."
