"""How far our own labels are met on questions never seen: `python -m training.check FILE.csv… [--json OUT]`.

Trains without some shelves of the bank, grades the labelled answers to those, and so on until each was left
out once. The files are the graded answers that the shipped grader was trained on.
"""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from app.domain.grading.grade import MET, PARTIAL
from app.domain.grading.head import CREDIT
from benchmarks.agreement import pearson
from benchmarks.report import parser, show, write
from serving.client import LocalModels
from serving.settings import ServingArgs
from training.examples import Example, read_rows
from training.figures import Figures, embed, figures, texts_of
from training.fit import Recipe, fit
from training.grader import examples_of

FOLDS = 5
STATUSES = {"met": 1.0, "partial": 0.5, "missed": 0.0}


def main() -> None:
    """Train and test by shelf, print, and write where asked."""
    arguments = parser(__doc__)
    arguments.add_argument("files", nargs="+", type=Path)
    arguments.add_argument("--cache", type=Path, help="keep embeddings here between runs")
    options = arguments.parse_args()
    examples = examples_of(read_rows(options.files))
    models = LocalModels(ServingArgs(whisper_model="none"))
    made = figures(examples, embed(texts_of(examples), models, options.cache))
    credit = held_out(examples, made)
    own = np.array([e.source == "rehearse" for e in examples])
    values = figures_of(credit[own], np.array([e.credit for e in examples])[own])
    show(f"{own.sum():,} labelled key points, shelves left out", {k: f"{v:.3f}" for k, v in values.items()})
    write(options.json, "labelled", values)


def held_out(examples: list[Example], made: Figures) -> NDArray[np.float64]:
    """Each labelled example's credit by a head trained without its shelf."""
    shelves = sorted({e.group for e in examples if e.source == "rehearse"})
    fold = {shelf: place % FOLDS for place, shelf in enumerate(shelves)}
    own = np.array([fold.get(e.group, -1) for e in examples])
    owner = np.repeat(np.arange(len(examples)), np.diff(made.start))
    credit = np.zeros(len(examples))
    for number in range(FOLDS):
        head = fit(examples, made, own != number, Recipe())
        left = own[owner] == number
        np.maximum.at(credit, owner[left], head.judge(made.pairs[left])[:, CREDIT])
    return credit


def figures_of(credit: NDArray[np.float64], wanted: NDArray[np.float64]) -> dict[str, float]:
    """Correlation with the labels, agreement on met or not, and how often each status is right."""
    r, low, high = pearson(credit, wanted)
    found = np.digitize(credit, (PARTIAL, MET)) / 2
    right = {f"right when {name}": float((wanted == v)[found == v].mean()) for name, v in STATUSES.items()}
    agreed = float(((found == 1) == (wanted == 1)).mean())
    return {"r": r, "r, low": low, "r, high": high, "met or not": agreed, **right}


if __name__ == "__main__":
    main()
