"""Cleans up after an embedded Ray, also when the process that started it is killed.

Run as a script with a folder: it waits until its standard input closes, which happens when the parent ends
in whatever way, then ends every process that still writes into that folder, and removes it. Without it two of
Ray's processes outlive a killed parent by a minute, and the folder stays.
"""

from __future__ import annotations

import os
import shutil
import sys
import time
from pathlib import Path

import psutil

PATIENCE_S = 20.0


def reap(folder: Path, *, spare: int, patience_s: float = PATIENCE_S) -> None:
    """End the processes with open files under `folder`, all but the one with the id `spare`; remove it."""
    deadline = time.monotonic() + patience_s
    while (found := _writers(folder, spare)) and time.monotonic() < deadline:
        for process in found:
            _kill(process)
        psutil.wait_procs(found, timeout=1.0)
    shutil.rmtree(folder, ignore_errors=True)


def _writers(folder: Path, spare: int) -> list[psutil.Process]:
    others = (process for process in psutil.process_iter() if process.pid != spare)
    return [process for process in others if _writes_into(process, folder)]


def _writes_into(process: psutil.Process, folder: Path) -> bool:
    try:
        return any(Path(file.path).is_relative_to(folder) for file in process.open_files())
    except (psutil.Error, OSError):
        return False  # gone by now, or somebody else's


def _kill(process: psutil.Process) -> None:
    try:
        process.kill()
    except psutil.Error:
        return  # gone by now


if __name__ == "__main__":
    parent = os.getppid()
    sys.stdin.read()
    reap(Path(sys.argv[1]), spare=parent)
