"""A small disk that a test fills up: how much of it is taken, and how large it is to be."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path


def mounted(disk: Path, size: str) -> bool:
    """Makes a folder a disk of that size; whether that is allowed here."""
    disk.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(disk)]
    return os.geteuid() == 0 and subprocess.run(command, capture_output=True, check=False).returncode == 0


def unmounted(disk: Path) -> None:
    """Takes the disk away, with all that is on it."""
    subprocess.run(["umount", str(disk)], check=True)


def remounted(disk: Path, *options: str) -> None:
    """Changes a disk that is there: size=20m, ro."""
    subprocess.run(["mount", "-o", ",".join(("remount", *options)), str(disk)], check=True)


def left(disk: Path, kilobytes: int) -> None:
    """Leaves so much room on it, beside what is there."""
    about = os.statvfs(disk)
    remounted(disk, f"size={(about.f_blocks - about.f_bfree) * about.f_frsize // 1024 + kilobytes}k")
