"""How many threads numerical libraries take."""

from __future__ import annotations

import os


def one_thread() -> None:
    """Has NumPy multiply with one thread, unless the user says otherwise; to be called before it is imported.

    All products here are narrow: OpenBLAS's other threads, one for each core, mostly spin until there is work, and take processor time for
    nothing. Where others wanted the cores too, coding an article took three times as long by them.
    """
    if not {"OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS"} & set(os.environ):
        os.environ["OPENBLAS_NUM_THREADS"] = "1"
