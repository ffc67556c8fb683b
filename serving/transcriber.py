"""The Whisper wrapper. Knows no server: samples in, Transcript out.

A transcription has three steps, so that windows of different people can one day share the middle one:
`prepare` cuts a clip into windows, `core` recognises windows, `finish` puts one clip's windows together.
"""

from __future__ import annotations

import dataclasses
import logging
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Protocol

from serving.audio import SAMPLE_RATE
from serving.schemas import Segment, Transcript, Word
from serving.weights import unavailable, whisper_folder
from serving.windows import SPLIT_PAUSE_S, Window, speech_windows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)


class Transcriber(Protocol):
    """Whatever turns speech into text."""

    def transcribe(
        self, audio: NDArray[np.float32], *, language: str | None = None, hotwords: str | None = None
    ) -> Transcript:
        """Transcribe 16 kHz mono samples in [-1, 1], shape (n,).

        `language` is a code such as "en"; None leaves the choice to the transcriber. `hotwords` are words the
        speaker is likely to use. Silence has an empty transcript.
        """
        ...


class WhisperTranscriber:
    """faster-whisper with settings for interview answers; safe to call from several threads."""

    def __init__(
        self,
        folder: str,
        *,
        device: str = "cpu",
        compute_type: str = "default",
        cpu_threads: int = 0,
        beam_size: int = 1,
        language: str | None = None,
        split_pause_s: float = SPLIT_PAUSE_S,
    ) -> None:
        """Load the model in `folder`.

        `cpu_threads` 0 leaves the number to CTranslate2. `beam_size` 1 is two to three times as fast on a CPU
        as 5; take 5 on a GPU. `language` is what callers speak who name none.

        Raises whatever CTranslate2 raises; `load_whisper` translates.
        """
        from faster_whisper import WhisperModel  # type: ignore[import-untyped]

        self._model = WhisperModel(folder, device=device, compute_type=compute_type, cpu_threads=cpu_threads)
        self._beam_size = beam_size
        self._language = language
        self._split_pause_s = split_pause_s

    def transcribe(
        self, audio: NDArray[np.float32], *, language: str | None = None, hotwords: str | None = None
    ) -> Transcript:
        """See `Transcriber.transcribe`."""
        windows = self.prepare(audio)
        recognised, spoken = self.core(windows, language=language or self._language, hotwords=hotwords)
        return self.finish(audio, windows, recognised, spoken)

    def prepare(self, audio: NDArray[np.float32]) -> list[Window]:
        """Return the stretches of `audio` that hold speech."""
        return speech_windows(audio, self._split_pause_s)

    def core(
        self, windows: Sequence[Window], *, language: str | None, hotwords: str | None
    ) -> tuple[list[list[Segment]], str]:
        """Recognise each window on its own; return its segments, timed from its start, and the language.

        `language` None detects it from the first window.
        """
        recognised = []
        for window in windows:
            segments, info = self._model.transcribe(
                window.samples,
                language=language,
                hotwords=hotwords,
                beam_size=self._beam_size,
                word_timestamps=True,
                condition_on_previous_text=False,
            )
            recognised.append([_segment(segment) for segment in segments])
            language = info.language
        return recognised, language or ""

    @staticmethod
    def finish(
        audio: NDArray[np.float32],
        windows: Sequence[Window],
        recognised: Sequence[Sequence[Segment]],
        language: str,
    ) -> Transcript:
        """Put the windows of one clip together, timed from the start of the clip."""
        placed = tuple(
            _moved(segment, window.start_s)
            for window, segments in zip(windows, recognised, strict=True)
            for segment in segments
            if segment.text
        )
        text = " ".join(segment.text for segment in placed)
        return Transcript(text, language, len(audio) / SAMPLE_RATE, placed)


def load_whisper(model: str, **options: Any) -> WhisperTranscriber:
    """Load a Whisper model by folder, size or hub repository; `options` go to WhisperTranscriber.

    Raises:
        ModelUnavailable: `model` is "none", or its weights cannot be had or read.
    """
    folder = whisper_folder(model)
    try:
        transcriber = WhisperTranscriber(str(folder), **options)
    except (RuntimeError, ValueError, OSError) as exc:
        raise unavailable("speech", f"The Whisper model in {folder} cannot be loaded ({exc}).") from exc
    logger.info("Loaded the Whisper model in %s", folder)
    return transcriber


def _segment(segment: Any) -> Segment:
    words = tuple(
        Word(word.word.strip(), float(word.start), float(word.end), float(word.probability))
        for word in segment.words or ()
    )
    return Segment(
        text=segment.text.strip(),
        start_s=float(segment.start),
        end_s=float(segment.end),
        no_speech_prob=float(segment.no_speech_prob),
        avg_logprob=float(segment.avg_logprob),
        words=words,
    )


def _moved(segment: Segment, by_s: float) -> Segment:
    words = tuple(
        dataclasses.replace(word, start_s=round(word.start_s + by_s, 3), end_s=round(word.end_s + by_s, 3))
        for word in segment.words
    )
    start_s, end_s = round(segment.start_s + by_s, 3), round(segment.end_s + by_s, 3)
    return dataclasses.replace(segment, start_s=start_s, end_s=end_s, words=words)
