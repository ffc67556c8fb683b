"""Bytes of a recording in, samples out. Works in memory: nothing is written to disk."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import TYPE_CHECKING

import av
import numpy as np
from av.audio.resampler import AudioResampler
from av.error import FFmpegError, InvalidDataError

from serving.errors import AudioEmpty, AudioTooLong, AudioUnreadable

if TYPE_CHECKING:
    from av.audio.frame import AudioFrame
    from av.container import InputContainer
    from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Hertz; what Whisper and Silero VAD read."""

_SAMPLE_RATES = range(4_000, 192_001)

# FFmpeg reads playlists too, and a playlist names other files and hosts: plain containers only, no protocols.
_OPTIONS = {
    "format_whitelist": "wav,w64,aiff,matroska,webm,mov,mp4,m4a,ogg,flac,mp3,aac,caf",
    "protocol_whitelist": "",
}


def decode_audio(data: bytes, *, max_duration_s: float = 600.0) -> NDArray[np.float32]:
    """Return the clip as 16 kHz mono samples in [-1, 1], shape (n,).

    Decoding stops as soon as `max_duration_s` is passed, so a small file that unpacks to hours costs little.
    A damaged packet is left out; what can be heard is returned.

    Raises:
        AudioEmpty: there are no bytes, or a header with no samples.
        AudioUnreadable: this is no audio, or a video without a sound track.
        AudioTooLong: it lasts longer than `max_duration_s`.
    """
    if not data:
        raise AudioEmpty("The recording is empty.")
    try:
        with av.open(io.BytesIO(data), mode="r", options=_OPTIONS, metadata_errors="ignore") as container:
            return _decode(container, max_duration_s)
    except (FFmpegError, ValueError, EOFError) as exc:
        raise AudioUnreadable("The recording is not audio that can be read.") from exc


def _decode(container: InputContainer, max_duration_s: float) -> NDArray[np.float32]:
    if not container.streams.audio:
        raise AudioUnreadable("The file has no sound track.")
    chunks = list(_resampled(_limited(_frames(container), max_duration_s)))
    if not chunks:
        raise AudioEmpty("The recording holds no sound.")
    return np.concatenate(chunks).astype(np.float32) / np.float32(32_768)


def _frames(container: InputContainer) -> Iterator[AudioFrame]:
    """Yield every frame that decodes; raise AudioUnreadable where packets came and none did."""
    damaged = decoded = 0
    for packet in container.demux(container.streams.audio[0]):
        try:
            frames = packet.decode()
        except InvalidDataError:
            damaged += 1
            continue
        decoded += len(frames)
        yield from frames
    if damaged and not decoded:
        raise AudioUnreadable("The recording is damaged.")


def _limited(frames: Iterator[AudioFrame], max_duration_s: float) -> Iterator[AudioFrame]:
    """Yield `frames` until they last longer than the limit."""
    duration_s = 0.0
    for frame in frames:
        if frame.sample_rate not in _SAMPLE_RATES:
            raise AudioUnreadable(f"A sample rate of {frame.sample_rate} Hz is not supported.")
        duration_s += frame.samples / frame.sample_rate
        if duration_s > max_duration_s + 1e-3:  # a sum of fractions
            raise AudioTooLong(max_duration_s)
        frame.pts = None  # browsers write gaps and repeats into WebM; samples follow each other all the same
        yield frame


def _resampled(frames: Iterator[AudioFrame]) -> Iterator[NDArray[np.int16]]:
    """Yield each frame as mono samples at SAMPLE_RATE, then what the resampler still holds.

    In 16 bits: only then does FFmpeg mix channels to their mean, and never beyond full scale.
    """
    resampler = AudioResampler(format="s16", layout="mono", rate=SAMPLE_RATE)
    for frame in frames:
        for part in resampler.resample(frame):
            yield part.to_ndarray()[0]
    for part in resampler.resample(None):
        yield part.to_ndarray()[0]
