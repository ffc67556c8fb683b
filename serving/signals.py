"""Keeps the program's own SIGTERM handler while native code installs its own."""

from __future__ import annotations

import ctypes
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_get = ctypes.pythonapi.PyOS_getsig
_get.argtypes, _get.restype = [ctypes.c_int], ctypes.c_void_p
_set = ctypes.pythonapi.PyOS_setsig
_set.argtypes, _set.restype = [ctypes.c_int, ctypes.c_void_p], ctypes.c_void_p


@contextmanager
def sigterm_kept() -> Iterator[None]:
    """Put the handler of SIGTERM back on leaving, from any thread.

    Ray's core installs one that aborts the process; started off the main thread, nothing replaces it, and
    `signal.signal` works in the main thread alone.
    """
    native, python = _get(signal.SIGTERM), signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if threading.current_thread() is threading.main_thread() and python is not None:
            signal.signal(signal.SIGTERM, python)  # started on the main thread, Ray replaced both
        _set(signal.SIGTERM, native)
