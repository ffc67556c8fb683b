"""Cuts a clip into windows of speech, so that Whisper never reads silence and no window exceeds 30 s."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from faster_whisper.vad import VadOptions, get_speech_timestamps  # type: ignore[import-untyped]

from serving.audio import SAMPLE_RATE

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAX_WINDOW_S = 30.0
"""What Whisper's encoder reads at once."""

SPLIT_PAUSE_S = 2.0
"""A pause this long starts a new window. Every window costs the encoder a full 30 s, so shorter pauses stay
inside; longer ones are where Whisper invents words."""

_VAD = VadOptions(speech_pad_ms=150, min_silence_duration_ms=300, max_speech_duration_s=MAX_WINDOW_S)


@dataclass(frozen=True, slots=True, eq=False)
class Window:
    """A stretch of one clip: 16 kHz samples, shape (n,), and where it starts in the clip, in seconds."""

    samples: NDArray[np.float32]
    start_s: float


def speech_windows(audio: NDArray[np.float32], split_pause_s: float = SPLIT_PAUSE_S) -> list[Window]:
    """Return the windows of `audio` (16 kHz mono) that hold speech, in order; none for silence.

    Neighbouring stretches of speech, as Silero VAD finds them, share a window with the pause between them
    as long as that pause is shorter than `split_pause_s` and the window at most 30 s.
    """
    if not len(audio):
        return []
    found = get_speech_timestamps(audio, _VAD)
    spans = merge_spans([(span["start"], span["end"]) for span in found], split_pause_s)
    return [Window(audio[start:end], start / SAMPLE_RATE) for start, end in spans]


def merge_spans(spans: Iterable[tuple[int, int]], split_pause_s: float) -> Sequence[tuple[int, int]]:
    """Join half-open sample ranges that are close enough and together at most MAX_WINDOW_S long."""
    merged: list[tuple[int, int]] = []
    for start, end in spans:
        if merged and _fit(merged[-1], start, end, split_pause_s):
            merged[-1] = (merged[-1][0], end)
        else:
            merged.append((start, end))
    return merged


def _fit(previous: tuple[int, int], start: int, end: int, split_pause_s: float) -> bool:
    pause, length = start - previous[1], end - previous[0]
    return pause < split_pause_s * SAMPLE_RATE and length <= MAX_WINDOW_S * SAMPLE_RATE
