"""Spoken test sentences, and the small Whisper that was trained to understand them."""

from __future__ import annotations

import io
import shutil
import subprocess
import wave
from pathlib import Path

import numpy as np
import pytest

MICRO_MODEL = Path(__file__).parents[2] / "fixtures" / "whisper_micro" / "model"

needs_speech = pytest.mark.skipif(
    not (MICRO_MODEL / "model.bin").exists() or shutil.which("espeak-ng") is None,
    reason=f"needs espeak-ng on the PATH and the trained test Whisper in {MICRO_MODEL}",
)


def spoken(*sentences: str, pause_s: float = 0.7, voice: str = "en-us") -> bytes:
    """Return a WAV of espeak-ng saying `sentences`, with `pause_s` of silence before, between and after."""
    parts = [_say(sentence, voice) for sentence in sentences]
    rate = parts[0][1]
    pause = np.zeros(int(pause_s * rate), np.int16)
    samples = np.concatenate([pause, *(piece for part, _ in parts for piece in (part, pause))])
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()


def _say(sentence: str, voice: str) -> tuple[np.ndarray[tuple[int], np.dtype[np.int16]], int]:
    said = subprocess.run(
        ["espeak-ng", "-v", voice, "-s", "165", "--stdout", sentence], capture_output=True, check=True
    ).stdout
    with wave.open(io.BytesIO(said)) as file:  # to a pipe espeak-ng writes a header with an endless length
        return np.frombuffer(file.readframes(10**7), np.int16), file.getframerate()
