"""Small recordings in every container a browser or a phone sends, made with PyAV."""

from __future__ import annotations

import io
from typing import Any

import av
import numpy as np


def tone(duration_s: float = 1.0, rate: int = 16_000, channels: int = 1) -> np.ndarray[Any, Any]:
    """A 440 Hz tone of amplitude 0.5, int16, shape (n, channels)."""
    seconds = np.arange(int(duration_s * rate)) / rate
    mono = (np.sin(2 * np.pi * 440 * seconds) * 16_384).astype(np.int16)
    return np.repeat(mono[:, None], channels, axis=1)


def encoded(
    container: str, codec: str, *, duration_s: float = 1.0, rate: int = 48_000, channels: int = 1
) -> bytes:
    """A tone in `container`, encoded with `codec`."""
    layout = "mono" if channels == 1 else "stereo"
    frame = av.AudioFrame.from_ndarray(tone(duration_s, rate, channels).reshape(1, -1), "s16", layout)
    frame.sample_rate = rate
    buffer = io.BytesIO()
    with av.open(buffer, "w", format=container) as output:
        stream = output.add_stream(codec, rate=rate, layout=layout)
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            output.mux(packet)
    return buffer.getvalue()


def wav(duration_s: float = 1.0, *, rate: int = 16_000, channels: int = 1) -> bytes:
    """A tone as 16-bit WAV."""
    return encoded("wav", "pcm_s16le", duration_s=duration_s, rate=rate, channels=channels)


def silent_video() -> bytes:
    """Half a second of grey pictures and no sound track."""
    buffer = io.BytesIO()
    with av.open(buffer, "w", format="mp4") as output:
        stream = output.add_stream("mpeg4", rate=10)
        stream.width = stream.height = 32
        for _ in range(5):
            picture = av.VideoFrame.from_ndarray(np.full((32, 32, 3), 128, np.uint8), "rgb24")
            output.mux(stream.encode(picture))
        output.mux(stream.encode(None))
    return buffer.getvalue()
