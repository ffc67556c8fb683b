"""The BERT wrapper. Knows no server: texts in, vectors out."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from serving.schemas import Reading, TextEmbedding, Token
from serving.weights import encoder_folder, unavailable

if TYPE_CHECKING:
    from numpy.typing import NDArray

logger = logging.getLogger(__name__)

READER = Path(__file__).parent / "reader.npz"
"""What `python -m training.reader` learned."""

MAX_TOKENS = 256
"""Special tokens included; what all-MiniLM-L6-v2 was trained to read."""

_MAX_CHARACTERS = 20_000
"""Far more than MAX_TOKENS tokens of any real text; bounds the work of the tokenizer."""

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")

_LENGTH_STEP = 16
_ROWS_A_PASS = {"cpu": 8, "cuda": 64}


class Encoder(Protocol):
    """Whatever turns texts into vectors."""

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """Return one TextEmbedding a text, in order; a text without tokens has zero vectors."""
        ...

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """Return for each reading what was found of its points: log-odds, shape (points, findings).

        The columns are those of `FINDINGS`. Raises ModelUnavailable where none was trained for this encoder.
        """
        ...


@dataclass(frozen=True, slots=True)
class _Row:
    """A tokenised text: where it stood in the call, its ids with special tokens, and its plain tokens."""

    index: int
    ids: list[int]
    special: list[int]
    tokens: tuple[Token, ...]
    truncated: bool

    @property
    def padded_length(self) -> int:
        return -(-len(self.ids) // _LENGTH_STEP) * _LENGTH_STEP


class BertEncoder:
    """A transformers encoder with mean pooling and L2 normalisation, as sentence-transformers does it.

    A text gets the same vectors alone and among others. Padding to the longest neighbour would change the
    rounding (2e-6), so every text is padded to the next multiple of 16 tokens, whoever stands beside it, and
    shares a pass only with texts of that length. What is left is the choice of matrix kernel by number of
    rows: on the CPU where it was measured (1 to 32 rows, 16 to 256 tokens) it changed no bit; on a GPU expect
    differences around 1e-6.
    """

    def __init__(self, folder: str, *, device: str = "cpu", threads: int = 0) -> None:
        """Load the model in `folder`. `threads` (0: leave as it is) holds for torch in the whole process.

        Raises whatever transformers raises; `load_encoder` translates.
        """
        import torch
        from transformers import AutoModel, AutoTokenizer

        if threads:
            torch.set_num_threads(threads)
        self._device = torch.device(device)
        self._tokenizer: Any = AutoTokenizer.from_pretrained(folder, local_files_only=True)
        model: Any = AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32)
        self._model = model.to(self._device).eval()
        self.dimension = int(self._model.config.hidden_size)
        self._reader, self._unread = _reader(self._model)

    def embed(self, texts: Sequence[str]) -> list[TextEmbedding]:
        """See `Encoder.embed`; `embedding` and `token_embeddings` are float32 of length `dimension`."""
        rows = self._tokenise(texts)
        embedded = {row.index: self._empty(texts[row.index], row) for row in rows if not row.tokens}
        for group in _passes((row for row in rows if row.tokens), _ROWS_A_PASS[self._device.type]):
            for row, hidden in zip(group, self._hidden_states(group), strict=True):
                embedded[row.index] = _pooled(texts[row.index], row, hidden)
        return [embedded[index] for index in range(len(texts))]

    def read(self, readings: Sequence[Reading]) -> list[NDArray[np.float32]]:
        """See `Encoder.read`. Each reading has a pass of its own: what it finds depends on no neighbour."""
        if self._reader is None:
            raise unavailable("encoder", self._unread)
        import torch

        from serving.reader import pack

        found = []
        for reading in readings:
            with torch.inference_mode():
                odds = self._reader(pack([reading], self._tokenizer, self._device))
            found.append(odds.float().cpu().numpy())
        return found

    def _tokenise(self, texts: Sequence[str]) -> list[_Row]:
        if not texts:
            return []
        cut = [_LONE_SURROGATE.sub("\ufffd", text[:_MAX_CHARACTERS]) for text in texts]
        encoded = self._tokenizer(cut, truncation=True, max_length=MAX_TOKENS)
        return [
            _row(index, encoding, text, truncated=len(texts[index]) > len(text))
            for index, (encoding, text) in enumerate(zip(encoded.encodings, cut, strict=True))
        ]

    def _hidden_states(self, rows: Sequence[_Row]) -> list[NDArray[np.float32]]:
        """Return each row's last hidden states, shape (its number of ids, dimension)."""
        import torch

        length = rows[0].padded_length
        pad = self._tokenizer.pad_token_id or 0
        ids = torch.tensor([row.ids + [pad] * (length - len(row.ids)) for row in rows])
        mask = torch.tensor([[1] * len(row.ids) + [0] * (length - len(row.ids)) for row in rows])
        with torch.inference_mode():
            output = self._model(input_ids=ids.to(self._device), attention_mask=mask.to(self._device))
        hidden = output.last_hidden_state.float().cpu().numpy()
        return [states[: len(row.ids)] for row, states in zip(rows, hidden, strict=True)]

    def _empty(self, text: str, row: _Row) -> TextEmbedding:
        zero = np.zeros(self.dimension, np.float32)
        return TextEmbedding(text, zero, (), np.zeros((0, self.dimension), np.float32), row.truncated)


def load_encoder(model: str = "minilm", **options: Any) -> BertEncoder:
    """Load an encoder by name ("minilm"), folder or hub repository; `options` go to BertEncoder.

    Raises:
        ModelUnavailable: its weights cannot be had or read.
    """
    folder = encoder_folder(model)
    try:
        encoder = BertEncoder(str(folder), **options)
    except (RuntimeError, ValueError, OSError, ImportError) as exc:
        raise unavailable("encoder", f"The encoder in {folder} cannot be loaded ({exc}).") from exc
    logger.info("Loaded the encoder in %s", folder)
    return encoder


def _reader(model: Any) -> tuple[Any, str]:
    """Return the reader that was trained on this encoder; or None, and why there is none."""
    from serving.reader import reader_from

    with np.load(READER) as file:
        arrays = dict(file)
    try:
        return reader_from(model, arrays), ""
    except ValueError as exc:
        return None, f"Answers cannot be graded: {exc}; `python -m training.reader` trains one for it."


def _row(index: int, encoding: Any, text: str, *, truncated: bool) -> _Row:
    special = list(encoding.special_tokens_mask)
    tokens = tuple(
        Token(text[start:end], start, end)
        for (start, end), is_special in zip(encoding.offsets, special, strict=True)
        if not is_special
    )
    return _Row(index, list(encoding.ids), special, tokens, truncated or bool(encoding.overflowing))


def _passes(rows: Iterable[_Row], most: int) -> Iterator[list[_Row]]:
    """Yield rows of equal padded length together, at most `most` at once."""
    length = attrgetter("padded_length")
    for _, group in groupby(sorted(rows, key=length), key=length):
        equal = list(group)
        yield from (equal[start : start + most] for start in range(0, len(equal), most))


def _pooled(text: str, row: _Row, hidden: NDArray[np.float32]) -> TextEmbedding:
    own = hidden[np.array(row.special) == 0]
    return TextEmbedding(text, _unit(hidden.mean(axis=0)), row.tokens, _unit(own), truncated=row.truncated)


def _unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Scale every row to Euclidean length 1; zero rows stay zero."""
    lengths = np.linalg.norm(vectors, axis=-1, keepdims=True)
    unit: NDArray[np.float32] = (vectors / np.maximum(lengths, 1e-12)).astype(np.float32)
    return unit
