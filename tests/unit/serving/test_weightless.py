from __future__ import annotations

import numpy as np

from serving.audio import decode_audio
from serving.weightless import DIMENSION, WeightlessEncoder, WeightlessTranscriber
from tests.unit.serving import clips


def test_the_transcript_tells_duration_and_content() -> None:
    transcriber = WeightlessTranscriber()

    one = transcriber.transcribe(decode_audio(clips.wav(1.0)))
    two = transcriber.transcribe(decode_audio(clips.wav(2.4)))

    assert one.text.startswith("weightless transcript ") and one.text.endswith(", 1.0 s")
    assert two.text.endswith(", 2.4 s") and two.duration_s == 2.4
    assert one.text.split()[2] != two.text.split()[2]


def test_the_same_recording_always_has_the_same_transcript() -> None:
    audio = decode_audio(clips.wav(1.0))

    assert WeightlessTranscriber().transcribe(audio) == WeightlessTranscriber().transcribe(audio.copy())


def test_digital_silence_has_an_empty_transcript() -> None:
    transcript = WeightlessTranscriber().transcribe(np.zeros(16_000, np.float32))

    assert transcript.text == "" and transcript.segments == () and transcript.duration_s == 1.0


def test_vectors_have_length_one_and_tokens_point_into_the_text() -> None:
    [embedded] = WeightlessEncoder().embed(["Caches lie, often."])

    assert np.isclose(np.linalg.norm(embedded.embedding), 1)
    assert np.allclose(np.linalg.norm(embedded.token_embeddings, axis=1), 1)
    assert [embedded.text[t.start : t.end] for t in embedded.tokens] == ["Caches", "lie", ",", "often", "."]


def test_the_same_word_has_the_same_token_vector_in_any_text() -> None:
    one, two = WeightlessEncoder().embed(["the cache", "a Cache here"])

    assert np.array_equal(one.token_embeddings[1], two.token_embeddings[1])
    assert not np.array_equal(one.embedding, two.embedding)


def test_an_empty_text_has_zero_vectors() -> None:
    [embedded] = WeightlessEncoder().embed([" "])

    assert not embedded.embedding.any() and embedded.token_embeddings.shape == (0, DIMENSION)
