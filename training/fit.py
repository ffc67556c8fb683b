"""Training the head: several small networks and the gate, in torch on the CPU, the same every time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from app.domain.grading.head import CONTRADICTION, CONTRIVED, STYLED, Head
from app.domain.grading.pairs import NAMES
from serving.schemas import FINDINGS
from training.examples import STYLES, Example
from training.figures import Figures

FIGURES = len(NAMES) + len(FINDINGS)


@dataclass(frozen=True, slots=True)
class Recipe:
    """How the head is trained."""

    networks: int = 6
    detectors: int = 2
    hidden: int = 32
    epochs: int = 8
    batch: int = 128
    rate: float = 2e-3
    decay: float = 0.05
    drop_figures: float = 0.1
    drop_interactions: float = 0.5
    drop_hidden: float = 0.3
    figures_weight: float = 0.5
    interactions_weight: float = 0.2
    contradiction_weight: float = 0.5
    gate_steps: int = 800
    gate_decay: float = 2e-5


class Network(nn.Module):
    """One of the networks that vote."""

    def __init__(self, inputs: int, recipe: Recipe) -> None:
        super().__init__()
        self.recipe = recipe
        outputs = STYLED + len(STYLES)
        self.hidden = nn.Linear(inputs, recipe.hidden)
        self.out = nn.Linear(recipe.hidden, outputs)
        self.direct = nn.Linear(inputs, outputs, bias=False)
        nn.init.zeros_(self.direct.weight)

    def forward(self, x: Tensor) -> Tensor:
        """Log-odds of contradiction, of being contrived, and of the mark by style, for rows of figures."""
        recipe = self.recipe
        figures = functional.dropout(x[:, :FIGURES], recipe.drop_figures, self.training)
        rest = functional.dropout(x[:, FIGURES:], recipe.drop_interactions, self.training)
        x = torch.cat([figures, rest], 1)
        units = self.hidden(x)
        units = functional.dropout(units * torch.sigmoid(1.702 * units), recipe.drop_hidden, self.training)
        result: Tensor = self.out(units) + self.direct(x)
        return result


def fit(examples: Sequence[Example], figures: Figures, chosen: NDArray[np.bool_], recipe: Recipe) -> Head:
    """The head learned from the chosen examples.

    Some networks mark, and never see an attack; others only tell attacks from answers. One that learned both
    marked honest answers worse (on Mohler r .57 instead of .61). In the head each is silent on the other's
    columns.
    """
    known = figures.pairs[chosen & figures.heard]
    centre, spread = known.mean(0), known.std(0) + 1e-6
    spread[:FIGURES] /= recipe.figures_weight
    spread[FIGURES:] /= recipe.interactions_weight
    x = torch.tensor(np.clip((figures.pairs - centre) / spread, -4, 4).astype(np.float32))
    heard = np.flatnonzero(chosen & figures.heard)
    markers = [_network(x, examples, heard, recipe, seed, False) for seed in range(recipe.networks)]
    detectors = [_network(x, examples, heard, recipe, seed, True) for seed in range(recipe.detectors)]
    made = [*markers, *detectors]
    shares = np.ones((len(made), STYLED + len(STYLES)), np.float32)
    shares[:, CONTRIVED] = 0
    shares[recipe.networks :] = 0
    shares[recipe.networks :, CONTRIVED] = 1
    shares *= len(made) / shares.sum(axis=0)
    gate, gate_bias = _gate(examples, figures, chosen, recipe)

    def stack(name: str) -> NDArray[np.float32]:
        return np.stack([net.state_dict()[name].numpy().T for net in made]).astype(np.float32)

    def shared(name: str) -> NDArray[np.float32]:
        weights = stack(name)
        spoken: NDArray[np.float32] = weights * (shares if weights.ndim == 2 else shares[:, None, :])
        return spoken

    return Head(
        centre=centre.astype(np.float32),
        spread=spread.astype(np.float32),
        hidden=stack("hidden.weight"),
        hidden_bias=stack("hidden.bias"),
        out=shared("out.weight"),
        direct=shared("direct.weight"),
        out_bias=shared("out.bias"),
        gate=gate,
        gate_bias=gate_bias,
        table=figures.table,
    )


def _gate(
    examples: Sequence[Example], figures: Figures, chosen: NDArray[np.bool_], recipe: Recipe
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Multinomial logistic regression from what is asked to the style it was marked in, once a question."""
    first = {e.group: n for n, e in reversed(list(enumerate(examples))) if chosen[n]}
    places = sorted(first.values())
    x = torch.tensor(figures.asked[places])
    style = torch.tensor([examples[n].style for n in places])
    weights = 1.0 / torch.bincount(style, minlength=len(STYLES)).float()
    torch.manual_seed(0)
    gate = nn.Linear(x.shape[1], len(STYLES))
    nn.init.zeros_(gate.weight)
    optimizer = torch.optim.Adam(gate.parameters(), lr=0.05)
    for _ in range(recipe.gate_steps):
        loss = (
            functional.cross_entropy(gate(x), style, weights) + recipe.gate_decay * gate.weight.square().sum()
        )
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    return gate.weight.detach().numpy().T.copy(), gate.bias.detach().numpy().copy()


def _network(
    x: Tensor,
    examples: Sequence[Example],
    heard: NDArray[np.int64],
    recipe: Recipe,
    seed: int,
    detects: bool,
) -> Network:
    torch.manual_seed(seed)
    rng = np.random.default_rng(seed)
    net = Network(x.shape[1], recipe)
    optimizer = torch.optim.AdamW(net.parameters(), lr=recipe.rate, weight_decay=recipe.decay)
    attack = np.array([e.source.startswith("attack") for e in examples])
    heard = heard if detects else heard[~attack[heard]]
    batches = len(heard) // recipe.batch
    steps = recipe.epochs * batches
    schedule = torch.optim.lr_scheduler.OneCycleLR(
        optimizer, recipe.rate, total_steps=steps + 1, pct_start=0.1
    )
    targets = Targets.of(examples)
    for _ in range(recipe.epochs):
        order = rng.permutation(heard)
        for start in range(0, batches * recipe.batch, recipe.batch):
            loss = _loss(net, x, targets, order[start : start + recipe.batch], recipe, detects)
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            schedule.step()
    return net.eval()


@dataclass(frozen=True, eq=False)
class Targets:
    """What is wanted of each example, and in which column of the output the mark stands."""

    mark: Tensor
    column: Tensor
    contradicts: Tensor
    told: Tensor
    contrived: Tensor

    @classmethod
    def of(cls, examples: Sequence[Example]) -> Targets:
        """The targets of the examples."""
        return cls(
            torch.tensor([e.mark for e in examples]),
            torch.tensor([STYLED + e.style for e in examples]),
            torch.tensor([e.contradicts or 0.0 for e in examples]),
            torch.tensor([float(e.contradicts is not None) for e in examples]),
            torch.tensor([float(e.source.startswith("attack")) for e in examples]),
        )


def _loss(
    net: Network, x: Tensor, targets: Targets, batch: NDArray[np.int64], recipe: Recipe, detects: bool
) -> Tensor:
    odds = net(x[batch])
    if detects:
        return functional.binary_cross_entropy_with_logits(odds[:, CONTRIVED], targets.contrived[batch])
    mark = odds.gather(1, targets.column[batch][:, None])[:, 0]
    loss = functional.binary_cross_entropy_with_logits(mark, targets.mark[batch])
    other = functional.binary_cross_entropy_with_logits(
        odds[:, CONTRADICTION], targets.contradicts[batch], targets.told[batch]
    )
    return loss + recipe.contradiction_weight * other
