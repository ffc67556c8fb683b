"""The point reader: what a point finds depends on no neighbour, and the encoder itself stays as it is."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import torch
from transformers import AutoModel, AutoTokenizer

from serving.encoder import READER, BertEncoder, load_encoder
from serving.reader import ANSWER_TOKENS, QUESTION_TOKENS, fingerprint, pack, reader_from
from serving.schemas import FINDINGS, Reading
from serving.weights import encoder_folder

QUEUE = Reading(
    "What is a queue?",
    "A line: whoever came first is served first, and new ones stand at the back.",
    ("Elements leave in the order in which they came.", "The newest element leaves first.", "It is a hash."),
)


@pytest.fixture(scope="module")
def encoder() -> BertEncoder:
    return load_encoder("minilm", threads=1)


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(encoder_folder("minilm"))


def test_a_point_finds_the_same_alone_and_among_others(encoder: BertEncoder) -> None:
    [together] = encoder.read([QUEUE])
    for place, point in enumerate(QUEUE.points):
        [alone] = encoder.read([Reading(QUEUE.question, QUEUE.answer, (point,))])
        assert np.allclose(alone[0], together[place], atol=1e-4)


def test_a_reading_has_the_same_bytes_alone_and_among_31_others(encoder: BertEncoder) -> None:
    readings = [Reading(QUEUE.question, f"{QUEUE.answer} {n * 'Really. '}", QUEUE.points) for n in range(32)]
    together = encoder.read(readings)
    for reading, odds in zip(readings, together, strict=True):
        assert encoder.read([reading])[0].tobytes() == odds.tobytes()


def test_padding_beside_a_longer_neighbour_changes_nothing_but_rounding(
    encoder: BertEncoder, tokenizer: Any
) -> None:
    long = Reading(QUEUE.question, QUEUE.answer * 5, QUEUE.points)
    with torch.inference_mode():
        padded = encoder._reader(pack([QUEUE, long], tokenizer))[: len(QUEUE.points)]
    assert np.allclose(padded.numpy(), encoder.read([QUEUE])[0], atol=1e-4)


def test_a_point_that_is_made_earns_more_than_one_that_is_not(encoder: BertEncoder) -> None:
    [odds] = encoder.read([QUEUE])
    credit = odds[:, FINDINGS.index("credit")]
    assert odds.shape == (3, len(FINDINGS)) and credit[0] > credit[2]


@pytest.mark.parametrize("answer", ["", "?", "\x00", "word " * 5000, "字" * 3000])
def test_any_answer_can_be_read(encoder: BertEncoder, answer: str) -> None:
    [odds] = encoder.read([Reading("q" * 5000, answer, ("", "point " * 900))])
    assert odds.shape == (2, len(FINDINGS)) and np.isfinite(odds).all()


def test_overlong_texts_lose_their_tails(tokenizer: Any) -> None:
    packed = pack([Reading("why " * 900, "so " * 900, ("x",))], tokenizer)
    assert packed.ids.shape[1] == QUESTION_TOKENS + ANSWER_TOKENS - 1 + 3


def test_the_encoder_itself_is_left_as_it_was() -> None:
    model = AutoModel.from_pretrained(encoder_folder("minilm"), dtype=torch.float32)
    before = fingerprint(model)
    with np.load(READER) as arrays:
        reader = reader_from(model, dict(arrays))
    assert fingerprint(model) == before != fingerprint(reader.transformer)
    assert reader.transformer.embeddings is model.embeddings


def test_a_reader_of_another_encoder_is_refused() -> None:
    model = AutoModel.from_pretrained(encoder_folder("minilm"), dtype=torch.float32)
    model.encoder.layer[-1].output.dense.bias.data += 1
    with np.load(READER) as arrays, pytest.raises(ValueError, match="trained on the encoder"):
        reader_from(model, dict(arrays))
