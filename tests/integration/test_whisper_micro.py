"""The small trained Whisper, through faster-whisper itself."""

import wave
from pathlib import Path

import pytest
from faster_whisper import WhisperModel

from tests.speech_samples import WHISPER_MICRO, needs_espeak, speak, spoken_words

SENTENCES = [
    "Tell me about a time you debugged a slow database query.",
    "How would you design a rate limiter for a public API?",
    "What is the difference between a process and a thread?",
    "The cache was invalidated before the transaction committed.",
    "A binary search tree keeps its keys in sorted order.",
    "Dependency injection makes unit testing much easier.",
]
TRAINED_VOICE, UNSEEN_VOICE = "en-us", "en-us+m5"


@pytest.fixture(scope="module")
def model() -> WhisperModel:
    return WhisperModel(str(WHISPER_MICRO), device="cpu", compute_type="float32", cpu_threads=1)


def transcribe(model: WhisperModel, path: Path) -> str:
    segments, _ = model.transcribe(str(path), beam_size=1, vad_filter=True)
    return "".join(segment.text for segment in segments)


@needs_espeak
@pytest.mark.parametrize("voice", [TRAINED_VOICE, UNSEEN_VOICE])
@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_spoken_sentence_is_transcribed_word_for_word(
    model: WhisperModel, tmp_path: Path, sentence: str, voice: str
) -> None:
    path = speak(sentence, tmp_path / "sentence.wav", voice)
    assert spoken_words(transcribe(model, path)) == spoken_words(sentence)


@needs_espeak
def test_words_come_with_times_in_order_and_within_the_recording(model: WhisperModel, tmp_path: Path) -> None:
    path = speak(SENTENCES[0], tmp_path / "sentence.wav")
    segments, info = model.transcribe(str(path), beam_size=1, vad_filter=True, word_timestamps=True)
    words = [word for segment in segments for word in segment.words or []]
    starts = [word.start for word in words]
    assert len(words) == len(spoken_words(SENTENCES[0]))
    assert starts == sorted(starts)
    assert all(0 <= word.start <= word.end <= info.duration for word in words)


def test_silence_gives_empty_text(model: WhisperModel, tmp_path: Path) -> None:
    path = write_silence(tmp_path / "silence.wav", seconds=3)
    assert transcribe(model, path) == ""


def write_silence(path: Path, seconds: int) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(16_000)
        file.writeframes(bytes(2 * 16_000 * seconds))
    return path
