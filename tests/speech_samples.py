"""Speech for tests: sentences spoken by espeak-ng, and the small Whisper that understands them."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

FIXTURES = Path(__file__).parent / "fixtures"
WHISPER_MICRO = FIXTURES / "whisper_micro" / "model"
"""For `faster_whisper.WhisperModel`; it knows the lines of `whisper_micro/sentences.txt` and nothing else."""

needs_espeak = pytest.mark.skipif(
    shutil.which("espeak-ng") is None,
    reason="espeak-ng is not installed: no speech to transcribe (apt install espeak-ng)",
)


def speak(text: str, path: Path, voice: str = "en-us") -> Path:
    """Write `text` to `path` as mono WAV at 22,050 Hz (faster-whisper resamples); return `path`."""
    command = ["espeak-ng", "-v", voice, "-w", str(path), text]
    subprocess.run(command, check=True, capture_output=True, timeout=30)
    return path


def spoken_words(text: str) -> list[str]:
    """The words alone, for comparison: lower case, no punctuation."""
    return re.findall(r"[a-z0-9']+", text.lower())
