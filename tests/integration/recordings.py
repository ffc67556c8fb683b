"""Recordings, honest and not, as small files."""

from __future__ import annotations

import io
import wave

import av
import numpy as np


def tone(hertz: float = 440.0, duration_s: float = 1.0) -> bytes:
    """A sine as a 16 kHz WAV."""
    seconds = np.arange(int(16_000 * duration_s)) / 16_000
    return _wav((np.sin(2 * np.pi * hertz * seconds) * 12_000).astype(np.int16), 16_000)


def silence(duration_s: float = 1.0) -> bytes:
    """Digital silence as an 8 kHz WAV."""
    return _wav(np.zeros(int(8_000 * duration_s), np.int16), 8_000)


def silent_minutes(minutes: float) -> bytes:
    """Digital silence as an 8 kHz FLAC: an hour of it takes some 200 kB."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="flac") as output:
        stream = output.add_stream("flac", rate=8_000, layout="mono")
        for _ in range(int(minutes * 6)):
            frame = av.AudioFrame.from_ndarray(np.zeros((1, 80_000), np.int16), "s16", "mono")
            frame.sample_rate = 8_000
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return buffer.getvalue()


def _wav(samples: np.ndarray, rate: int) -> bytes:
    buffer = io.BytesIO()
    with wave.open(buffer, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(samples.tobytes())
    return buffer.getvalue()
