"""The real application as a process of its own, in an empty folder of its own."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import httpx
import psutil

ROOT = Path(__file__).parents[1]
STARTS_WITHIN_S = 300.0
STOPS_WITHIN_S = 60.0
POLL_S = 0.02

OTHERS = ("REHEARSE_", "RAY_", "GRADIO_")
"""What starts like this in the environment belongs to another installation."""


@dataclass(frozen=True, slots=True)
class Memory:
    """Bytes of a process tree: `rss` counts shared memory once a process, `pss` once; None beyond Linux."""

    rss: int
    pss: int | None


class House:
    """`python -m app` on a free port, with MiniLM, no speech recognition and a Ray of its own."""

    def __init__(self, folder: Path) -> None:
        """Start it; `folder` becomes its working directory and takes everything that it keeps."""
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = folder / "server.log"
        with self._log.open("wb") as log:
            self._started_at = time.perf_counter()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "app"], cwd=folder, env=_environment(port), stdout=log, stderr=log
            )

    def wait_until(self, path: str) -> float:
        """Seconds from the start of the process to the first 200 for `path`.

        Raises RuntimeError, with the end of the log, where it stops before or takes too long.
        """
        with httpx.Client(base_url=self.url, timeout=10) as client:
            while not _answers(client, path):
                if self._process.poll() is not None or self._age_s() > STARTS_WITHIN_S:
                    raise RuntimeError(self._why_silent(path))
                time.sleep(POLL_S)
        return self._age_s()

    def log(self) -> str:
        """What it has written to the terminal so far."""
        return self._log.read_text(encoding="utf-8", errors="replace")

    def login_code(self, email: str) -> str:
        """The code that was last printed for the address."""
        return str(re.findall(rf"Login code for {re.escape(email)}: (\d+)", self.log())[-1])

    def memory(self) -> Memory:
        """What it and every process below it take now."""
        found = [memory for process in self._tree() if (memory := _memory_of(process))]
        shares = [memory.pss for memory in found if memory.pss is not None]
        return Memory(sum(memory.rss for memory in found), sum(shares) if shares else None)

    def close(self) -> None:
        """Stop it as Ctrl+C would; what is left of it after a minute is killed."""
        tree = self._tree()
        with suppress(ProcessLookupError):
            self._process.send_signal(signal.SIGINT)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPS_WITHIN_S)
        _, left = psutil.wait_procs(tree, timeout=STOPS_WITHIN_S)
        for process in left:
            with suppress(psutil.NoSuchProcess):
                process.kill()
        self._process.wait()

    def _why_silent(self, path: str) -> str:
        code = self._process.poll()
        state = "still runs" if code is None else f"ended with {code}"
        end = self.log()[-4000:]
        return (
            f"{path} did not answer in {self._age_s():.0f} s; the process {state}, its log ends with:\n{end}"
        )

    def _age_s(self) -> float:
        return time.perf_counter() - self._started_at

    def _tree(self) -> list[psutil.Process]:
        try:
            parent = psutil.Process(self._process.pid)
            return [parent, *parent.children(recursive=True)]
        except psutil.NoSuchProcess:
            return []


@contextmanager
def open_house() -> Iterator[House]:
    """A house that has just been started, and is gone with its folder afterwards."""
    with tempfile.TemporaryDirectory(prefix="rehearse-", ignore_cleanup_errors=True) as folder:
        house = House(Path(folder))
        try:
            yield house
        finally:
            house.close()


def _environment(port: int) -> dict[str, str]:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith(OTHERS)}
    own = {"REHEARSE_PORT": str(port), "REHEARSE_WHISPER_MODEL": "none", "PYTHONPATH": str(ROOT)}
    return inherited | own


def _answers(client: httpx.Client, path: str) -> bool:
    try:
        return client.get(path).status_code == 200
    except httpx.TransportError:
        return False


def _memory_of(process: psutil.Process) -> Memory | None:
    try:
        full = process.memory_full_info()
    except psutil.Error:
        return None  # ended by now
    return Memory(full.rss, getattr(full, "pss", None))


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
