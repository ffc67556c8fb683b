from __future__ import annotations

import numpy as np
import pytest

from serving.audio import decode_audio
from serving.transcriber import WhisperTranscriber, load_whisper
from tests.integration.serving.speech import MICRO_MODEL, needs_speech, spoken

pytestmark = needs_speech

ONE = "We moved the payment service from a monolith to microservices."
TWO = "Memory leaks are hard to find without a profiler."
THREE = "Docker images should be small and reproducible."


@pytest.fixture(scope="module")
def whisper() -> WhisperTranscriber:
    return load_whisper(str(MICRO_MODEL), compute_type="float32", cpu_threads=1, split_pause_s=0.5)


def test_a_sentence_is_understood(whisper: WhisperTranscriber) -> None:
    transcript = whisper.transcribe(decode_audio(spoken(ONE)))

    assert transcript.text == ONE
    assert transcript.language == "en"


def test_sentences_after_pauses_are_each_understood(whisper: WhisperTranscriber) -> None:
    transcript = whisper.transcribe(decode_audio(spoken(ONE, TWO, THREE)))

    assert [segment.text for segment in transcript.segments] == [ONE, TWO, THREE]
    assert transcript.text == f"{ONE} {TWO} {THREE}"


def test_words_are_timed_from_the_start_of_the_clip(whisper: WhisperTranscriber) -> None:
    audio = decode_audio(spoken(ONE, TWO, pause_s=3.0))
    transcript = whisper.transcribe(audio)

    words = [word for segment in transcript.segments for word in segment.words]
    assert " ".join(word.text for word in words) == transcript.text
    assert words[0].start_s == pytest.approx(3.0, abs=0.25)
    assert all(word.start_s <= word.end_s for word in words)
    assert [word.start_s for word in words] == sorted(word.start_s for word in words)
    first, second = transcript.segments
    assert second.start_s - first.end_s == pytest.approx(3.0, abs=0.5)
    assert transcript.duration_s == pytest.approx(len(audio) / 16_000)


def test_silence_and_faint_noise_have_empty_transcripts(whisper: WhisperTranscriber) -> None:
    noise = np.random.default_rng(3).normal(0, 0.005, 48_000).astype(np.float32)

    for audio in (np.zeros(48_000, np.float32), noise, np.zeros(0, np.float32)):
        transcript = whisper.transcribe(audio)
        assert transcript.text == "" and transcript.segments == ()


def test_hotwords_and_a_language_do_not_disturb(whisper: WhisperTranscriber) -> None:
    audio = decode_audio(spoken(TWO))

    assert whisper.transcribe(audio, language="en", hotwords="profiler").text == TWO
