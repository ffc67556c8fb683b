"""An embedded Ray leaves neither processes nor files behind, however its parent ends."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

PARENT = """
import signal, sys, threading
from serving.background import BackgroundModels
from serving.settings import ServingArgs

stop = threading.Event()
signal.signal(signal.SIGTERM, lambda *_: stop.set())
args = ServingArgs(whisper_model="weightless", encoder_model="weightless")
models = BackgroundModels(args, startup_wait_s=120)
models.start()
models.embed(["ready"])
print("ready", flush=True)
while not stop.wait(0.1):
    pass
models.close()
print("closed", flush=True)
"""

PATIENCE_S = 40
ROOT = Path(__file__).parents[3]


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGKILL], ids=lambda ending: ending.name)
def test_nothing_is_left_of_ray_when_its_parent_ends(ending: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as parent:
        assert parent.stdout and parent.stdout.readline() == "ready\n"
        family = psutil.Process(parent.pid).children(recursive=True)
        folder = ray_folder(family)

        parent.send_signal(ending)
        rest = parent.stdout.read()

    if ending is signal.SIGTERM:
        assert parent.returncode == 0 and rest == "closed\n"
    _, alive = psutil.wait_procs(family, timeout=PATIENCE_S)
    assert [process.name() for process in alive if process.status() != psutil.STATUS_ZOMBIE] == []
    assert not folder.exists()


def ray_folder(family: list[psutil.Process]) -> Path:
    """The session folder that the reaper was given."""
    [command] = [p.cmdline() for p in family if any(word.endswith("reaper.py") for word in p.cmdline())]
    return Path(command[-1])
