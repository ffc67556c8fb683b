"""The point reader: an encoder that reads an answer on behalf of statements, and says what it found.

Question and answer stand first in one sequence, then every point that is looked for. A point's tokens attend
to question, answer and themselves; the answer's to question and answer: so each point is read as if it stood
there alone, and all of them cost one pass. (That a statement and a text are best compared by reading them
together is Rocktäschel et al. 2016; sharing the pass is ours.) The layers are the encoder's own plus a
low-rank difference (Hu et al. 2021) that `python -m training.reader` makes.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from serving.schemas import FINDINGS, Reading

QUESTION_TOKENS, ANSWER_TOKENS, POINT_TOKENS = 96, 256, 128
UNITS = 128
_PRODUCT, _DISTANCE = 20.0, 10.0
"""Bring product and distance of two unit vectors to the size of the hidden states beside them."""


@dataclass(frozen=True, slots=True)
class Packed:
    """Readings as tensors of b sequences of length t, with n points in all.

    `ids`, `places`, `kinds` (b, t); `sees` (b, 1, t, t) is true where a token attends to another. `point_at`
    are the tokens of points in the flattened batch and `point_of` their points, likewise `answer_at` and
    `answer_of`; `first` (n,) is where each point begins, `row` (n,) its sequence.
    """

    ids: Tensor
    places: Tensor
    kinds: Tensor
    sees: Tensor
    point_at: Tensor
    point_of: Tensor
    answer_at: Tensor
    answer_of: Tensor
    first: Tensor
    row: Tensor


def pack(readings: Sequence[Reading], tokenizer: Any, device: torch.device | str = "cpu") -> Packed:
    """The readings as one batch, padded to the longest. Overlong texts lose their tails."""
    rows = [_tokens(reading, tokenizer) for reading in readings]
    length = max(len(asked) + len(said) + sum(map(len, points)) for asked, said, points in rows)
    ids, places, kinds = (torch.zeros(len(rows), length, dtype=torch.long) for _ in range(3))
    sees = torch.zeros(len(rows), 1, length, length, dtype=torch.bool)
    point_at: list[int] = []
    point_of: list[int] = []
    answer_at: list[int] = []
    answer_of: list[int] = []
    first: list[int] = []
    row_of: list[int] = []
    for row, (asked, said, points) in enumerate(rows):
        base, end = row * length, len(asked) + len(said)
        ids[row, :end] = torch.tensor(asked + said)
        places[row, :end] = torch.arange(end)
        sees[row, 0, :end, :end] = True
        answer_at += range(base + len(asked), base + end)
        answer_of += [row] * len(said)
        seen = end
        for point in points:
            start, end = end, end + len(point)
            ids[row, start:end] = torch.tensor(point)
            places[row, start:end] = torch.arange(len(point))
            kinds[row, start:end] = 1
            sees[row, 0, start:end, :seen] = True
            sees[row, 0, start:end, start:end] = True
            inner = range(base + start + 1, base + end - 1) or range(base + start, base + start + 1)
            point_at += inner
            point_of += [len(first)] * len(inner)
            first.append(base + start)
            row_of.append(row)
        padding = torch.arange(end, length)
        sees[row, 0, padding, padding] = True
    lists = (point_at, point_of, answer_at, answer_of, first, row_of)
    tensors = (ids, places, kinds, sees, *(torch.tensor(each, dtype=torch.long) for each in lists))
    return Packed(*(tensor.to(device) for tensor in tensors))


def _tokens(reading: Reading, tokenizer: Any) -> tuple[list[int], list[int], list[list[int]]]:
    def ids(text: str, most: int) -> list[int]:
        found: list[int] = tokenizer(text, add_special_tokens=False, truncation=True, max_length=most - 2)[
            "input_ids"
        ]
        return found

    begin, end = tokenizer.cls_token_id, tokenizer.sep_token_id
    asked = [begin, *ids(reading.question, QUESTION_TOKENS), end]
    said = [*ids(reading.answer, ANSWER_TOKENS), end]
    return asked, said, [[begin, *ids(point, POINT_TOKENS), end] for point in reading.points]


class Findings(nn.Module):
    """From a point's hidden states and the answer's to what was found, by way of one hidden layer."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Linear(4 * width, UNITS)
        self.outer = nn.Linear(UNITS, len(FINDINGS))
        self.direct = nn.Linear(4 * width, len(FINDINGS))
        nn.init.zeros_(self.direct.weight)

    def forward(self, point: Tensor, first: Tensor, answer: Tensor, drop: float = 0.0) -> Tensor:
        """Log-odds (n, 4) from the means over the points' and answers' tokens and the points' first token."""
        a, b = functional.normalize(point, dim=-1), functional.normalize(answer, dim=-1)
        features = torch.cat([point, first, _PRODUCT * a * b, _DISTANCE * (a - b).abs()], dim=1)
        features = functional.dropout(features, drop, self.training)
        units = functional.dropout(functional.gelu(self.inner(features)), drop, self.training)
        result: Tensor = self.outer(units) + self.direct(features)
        return result


class Reader(nn.Module):
    """A transformer and what is concluded from its last hidden states."""

    def __init__(self, transformer: nn.Module, width: int) -> None:
        super().__init__()
        self.transformer = transformer
        self.findings = Findings(width)

    def forward(self, packed: Packed, drop: float = 0.0) -> Tensor:
        """Log-odds (n, 4), in the order of the readings and their points."""
        hidden = self.transformer(
            input_ids=packed.ids,
            attention_mask=packed.sees,
            token_type_ids=packed.kinds,
            position_ids=packed.places,
        ).last_hidden_state
        flat = hidden.reshape(-1, hidden.shape[-1])
        point = _means(flat[packed.point_at], packed.point_of, len(packed.first))
        answer = _means(flat[packed.answer_at], packed.answer_of, len(packed.ids))[packed.row]
        result: Tensor = self.findings(point, flat[packed.first], answer, drop)
        return result


def _means(states: Tensor, owner: Tensor, owners: int) -> Tensor:
    total = states.new_zeros(owners, states.shape[1]).index_add_(0, owner, states)
    count = states.new_zeros(owners).index_add_(0, owner, states.new_ones(len(owner)))
    return total / count.clamp(min=1)[:, None]


def fingerprint(transformer: nn.Module) -> str:
    """Tells encoders apart: a digest of the weights of all layers."""
    digest = hashlib.sha256()
    for tensor in transformer.encoder.state_dict().values():  # type: ignore[union-attr]
        digest.update(tensor.detach().float().cpu().numpy().tobytes())
    return digest.hexdigest()[:16]


def reader_from(transformer: Any, arrays: Mapping[str, NDArray[Any]]) -> Reader:
    """A reader that shares the transformer's embeddings and has layers of its own.

    `arrays` holds `encoder`, the fingerprint of the transformer it was trained on; for each changed matrix
    `NAME.down` (r, in) and `NAME.up` (out, r), whose product is the difference; and everything else that was
    changed under its own name.

    Raises:
        ValueError: it was trained on another encoder.
    """
    known = str(arrays["encoder"])
    if (given := fingerprint(transformer)) != known:
        raise ValueError(f"the reader was trained on the encoder {known}, this one is {given}")
    own = copy.copy(transformer)
    own._modules = {**transformer._modules, "encoder": copy.deepcopy(transformer.encoder)}
    reader = Reader(own, int(transformer.config.hidden_size))
    state = reader.state_dict()
    for name in arrays:
        if name.endswith(".down"):
            matrix = name.removesuffix(".down")
            up, down = (arrays[f"{matrix}.{side}"].astype(np.float32) for side in ("up", "down"))
            state[f"{matrix}.weight"] += torch.from_numpy(up @ down).to(state[f"{matrix}.weight"].device)
        elif name in state:
            state[name].copy_(torch.from_numpy(arrays[name].astype(np.float32)))
    return reader.eval()
