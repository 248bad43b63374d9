"""Where the data to measure with lie: the folder of `RIFTLINE_DATA`, by default ../shared/data beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
DATA = Path(os.environ.get("RIFTLINE_DATA") or ROOT.parent / "shared" / "data")
