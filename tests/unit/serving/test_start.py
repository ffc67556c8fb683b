from __future__ import annotations

import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil
import pytest

from serving.errors import StartFailed
from serving.reaper import reap
from serving.settings import ServingArgs
from serving.signals import sigterm_kept
from serving.start import start_models


def test_an_address_where_nothing_listens_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"127.0.0.1:{free.getsockname()[1]}"
    monkeypatch.setenv("RAY_ADDRESS", address)

    with pytest.raises(StartFailed, match=f"{address}.*cannot be used.*RAY_AUTH_MODE"):
        start_models(ServingArgs())


def test_the_reaper_ends_writers_and_removes_their_folder(tmp_path: Path) -> None:
    folder = tmp_path / "session"
    folder.mkdir()
    script = "import sys, time; file = open(sys.argv[1], 'w'); print('open', flush=True); time.sleep(600)"
    with subprocess.Popen(
        [sys.executable, "-c", script, str(folder / "log")], stdout=subprocess.PIPE, text=True
    ) as writer:
        assert writer.stdout and writer.stdout.readline() == "open\n"
        with (folder / "own").open("w"):
            reap(folder, spare=psutil.Process().pid)

    assert not psutil.pid_exists(writer.pid)
    assert not folder.exists()


def test_the_handler_of_sigterm_survives_another_one() -> None:
    heard: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda *_: heard.append("ours"))
    try:
        with sigterm_kept():
            signal.signal(signal.SIGTERM, lambda *_: heard.append("theirs"))
        signal.raise_signal(signal.SIGTERM)
    finally:
        signal.signal(signal.SIGTERM, before)

    assert heard == ["ours"]
