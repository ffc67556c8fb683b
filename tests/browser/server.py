"""The real server as a process of its own, which tests start, kill and start again."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import httpx
import psutil
from peewee import SqliteDatabase

STARTS_WITHIN_S = 180


class Server:
    """`python -m app` on a free port with everything it keeps under one folder."""

    def __init__(self, folder: Path, whisper_model: str) -> None:
        self.folder = folder
        self.port = _free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        self._environment = {
            **os.environ,
            "REHEARSE_DATABASE_URL": f"sqlite:///{folder / 'rehearse.db'}",
            "REHEARSE_UPLOADS_DIR": str(folder / "uploads"),
            "REHEARSE_SECRET_FILE": str(folder / "secret.key"),
            "REHEARSE_WHISPER_MODEL": whisper_model,
            "REHEARSE_PORT": str(self.port),
            "GRADIO_TEMP_DIR": str(folder / "recordings"),
        }
        self._environment.pop("REHEARSE_SMTP_URL", None)
        self._process: subprocess.Popen[bytes] | None = None
        self._family: dict[int, psutil.Process] = {}

    def start(self) -> None:
        """Start and wait until text and speech are ready."""
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app"], env=self._environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + STARTS_WITHIN_S
        while not self._ready():
            if self._process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the server did not start:\n{self.log.read_text()[-4000:]}")
            time.sleep(0.3)
        self.family()

    def family(self) -> list[psutil.Process]:
        """The server and every process it started, also those it left behind."""
        assert self._process is not None
        if psutil.pid_exists(self._process.pid):
            parent = psutil.Process(self._process.pid)
            for process in (parent, *parent.children(recursive=True)):
                self._family[process.pid] = process
        return [process for process in self._family.values() if process.is_running()]

    def kill(self) -> None:
        """End the server as a power cut would: SIGKILL, then whatever it left behind."""
        family = self.family()
        assert self._process is not None
        self._process.kill()
        self._process.wait()
        _end(family, signal.SIGKILL)

    def stop(self) -> None:
        """End the server as Ctrl+C would; what is still there after half a minute is killed."""
        assert self._process is not None
        family = self.family()
        self._process.send_signal(signal.SIGINT)
        psutil.wait_procs(family, timeout=30)
        _end(family, signal.SIGKILL)
        self._process.wait()

    def rows(self, query: str) -> list[tuple[object, ...]]:
        """What the database file holds, read from outside."""
        database = SqliteDatabase(str(self.folder / "rehearse.db"))
        with database:
            return list(database.execute_sql(query).fetchall())

    def _ready(self) -> bool:
        try:
            parts = httpx.get(f"{self.url}/readyz", timeout=5).json()["parts"]
        except (httpx.HTTPError, ValueError):
            return False
        return all(part["state"] == "ready" for part in parts.values())


def _end(processes: list[psutil.Process], how: int) -> None:
    for process in processes:
        if process.is_running():
            process.send_signal(how)
    psutil.wait_procs(processes, timeout=10)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
