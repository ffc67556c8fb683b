from __future__ import annotations

import random

import numpy as np
import pytest

from serving.encoder import BertEncoder, load_encoder
from serving.weights import encoder_folder

SENTENCE = "the cache was invalidated before a transaction committed so readers saw stale rows again"


@pytest.fixture(scope="module")
def encoder() -> BertEncoder:
    return load_encoder("minilm", threads=1)


@pytest.fixture(scope="module")
def texts() -> list[str]:
    rng = random.Random(7)
    return [" ".join(rng.choices(SENTENCE.split(), k=rng.randint(1, 60))) for _ in range(32)]


def test_a_text_has_the_same_bytes_alone_and_among_31_others(encoder: BertEncoder, texts: list[str]) -> None:
    together = encoder.embed(texts)

    for text, embedded in zip(texts, together, strict=True):
        [alone] = encoder.embed([text])
        assert alone.embedding.tobytes() == embedded.embedding.tobytes()
        assert alone.token_embeddings.tobytes() == embedded.token_embeddings.tobytes()


def test_answers_come_in_the_order_of_the_questions(encoder: BertEncoder, texts: list[str]) -> None:
    assert [embedded.text for embedded in encoder.embed(texts)] == texts


def test_shapes_lengths_and_types_are_as_promised(encoder: BertEncoder) -> None:
    [embedded] = encoder.embed(["Kubernetes restarts the container."])

    assert embedded.embedding.shape == (384,) and embedded.embedding.dtype == np.float32
    assert embedded.token_embeddings.shape == (len(embedded.tokens), 384)
    assert np.allclose(np.linalg.norm(embedded.token_embeddings, axis=1), 1, atol=1e-6)
    assert np.linalg.norm(embedded.embedding) == pytest.approx(1, abs=1e-6)


def test_tokens_point_to_their_characters_and_leave_special_tokens_out(encoder: BertEncoder) -> None:
    text = "Ünïcode: Kubernetes  restarts"
    [embedded] = encoder.embed([text])

    assert [token.text for token in embedded.tokens] == [text[t.start : t.end] for t in embedded.tokens]
    assert "".join(token.text for token in embedded.tokens) == text.replace(" ", "")


@pytest.mark.parametrize("text", ["", "   ", "\n\t"])
def test_an_empty_text_has_zero_vectors_and_no_tokens(encoder: BertEncoder, text: str) -> None:
    empty, full = encoder.embed([text, "word"])

    assert not empty.embedding.any() and empty.tokens == ()
    assert empty.token_embeddings.shape == (0, 384)
    assert full.embedding.any()


def test_no_texts_have_no_embeddings(encoder: BertEncoder) -> None:
    assert encoder.embed([]) == []


def test_a_text_longer_than_the_model_reads_says_so(encoder: BertEncoder) -> None:
    short, long, endless = encoder.embed(["word", "word " * 300, "word " * 100_000])

    assert [short.truncated, long.truncated, endless.truncated] == [False, True, True]
    assert len(long.tokens) == 254
    assert long.embedding.tobytes() == endless.embedding.tobytes()


def test_half_a_surrogate_pair_harms_nobody(encoder: BertEncoder) -> None:
    broken, whole = encoder.embed(["bad \ud800 text", "good text"])

    assert broken.embedding.any() and whole.embedding.any()


def test_close_meanings_are_closer_than_strange_ones(encoder: BertEncoder) -> None:
    one, two, three = (
        e.embedding for e in encoder.embed(["a fast car", "a quick automobile", "boil two eggs"])
    )

    assert one @ two > one @ three


def test_embeddings_equal_those_of_sentence_transformers(encoder: BertEncoder, texts: list[str]) -> None:
    library = pytest.importorskip("sentence_transformers")
    reference = library.SentenceTransformer(str(encoder_folder("minilm")), device="cpu").encode(
        texts, normalize_embeddings=True
    )

    ours = np.stack([embedded.embedding for embedded in encoder.embed(texts)])
    assert np.abs(ours - reference).max() < 2e-6
