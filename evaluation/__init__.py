"""Measurements of what Riftline does; `evaluation.check` holds them against their floors."""

from riftline.threads import one_thread

one_thread()
