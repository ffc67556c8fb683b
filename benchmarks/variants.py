"""The same answer told otherwise: what should move a grade little, and what should never raise it."""

from __future__ import annotations

import random
import re

from app.domain.words import sentences, words

SOUNDS_LIKE = {
    word: other
    for pair in (
        ("there", "their"), ("to", "too"), ("your", "you're"), ("its", "it's"), ("then", "than"),
        ("write", "right"), ("cache", "cash"), ("queue", "cue"), ("byte", "bite"), ("node", "note"),
        ("thread", "threat"), ("index", "in decks"), ("array", "a ray"), ("key", "quay"), ("read", "red"),
        ("two", "too"), ("four", "for"), ("whole", "hole"), ("route", "root"), ("tier", "tear"),
        ("lock", "log"), ("request", "request's"), ("data", "date"), ("port", "pour"), ("test", "text"),
        ("code", "coat"), ("state", "stayed"), ("hash", "has"), ("class", "glass"), ("join", "joined"),
        ("sum", "some"), ("new", "knew"), ("one", "won"), ("buy", "by"), ("wait", "weight"), ("see", "sea"),
        ("where", "wear"), ("which", "witch"), ("know", "no"), ("pull", "pool"), ("branch", "brunch"),
        ("commit", "comet"), ("stack", "stuck"), ("heap", "heat"), ("loop", "loup"), ("model", "motto"),
        ("row", "roe"), ("table", "cable"), ("user", "use her"), ("server", "sever"), ("client", "climate"),
    )
    for word, other in (pair, pair[::-1])
}  # fmt: skip
"""Words that a recogniser takes for one another."""

CONTRACTIONS = (
    ("it is", "it's"), ("does not", "doesn't"), ("do not", "don't"), ("is not", "isn't"),
    ("are not", "aren't"),
    ("cannot", "can't"), ("that is", "that's"), ("you are", "you're"), ("they are", "they're"),
    ("will not", "won't"), ("would not", "wouldn't"), ("I am", "I'm"), ("we have", "we've"),
)  # fmt: skip
BLURRED = dict(zip("bdgvzmnaiouptk", "ptkfsnmeeuobdg", strict=True))
"""Sounds taken for one another, by letter."""

FILLERS = ("um", "uh", "you know", "like", "basically", "I mean", "so", "well")
FILLED, MISTYPED = 0.08, 0.05
"""Shares of words with a filler before them, and of words with a typing mistake."""


def misheard(answer: str, rate: float, rng: random.Random) -> str:
    """As a recogniser with that word error rate might write it: words taken for others, dropped, split."""
    out: list[str] = []
    for word in answer.split():
        if rng.random() >= rate:
            out.append(word)
            continue
        bare = word.strip(".,;:!?").lower()
        kind = rng.random()
        if bare in SOUNDS_LIKE:
            out.append(SOUNDS_LIKE[bare])
        elif kind < 0.4:
            continue
        elif kind < 0.7 and len(bare) > 5:
            cut = rng.randrange(2, len(bare) - 2)
            out += [bare[:cut], bare[cut:]]
        else:
            out.append(_blurred(bare, rng))
    return " ".join(out)


def _blurred(word: str, rng: random.Random) -> str:
    """The word with one sound taken for another."""
    places = [i for i, letter in enumerate(word) if letter in BLURRED]
    if not places:
        return f"{word}s"
    place = rng.choice(places)
    return word[:place] + BLURRED[word[place]] + word[place + 1 :]


def contracted(answer: str, rng: random.Random) -> str:
    """With contractions."""
    for long, short in CONTRACTIONS:
        answer = re.sub(rf"\b{long}\b", short, answer)
    return answer


def lower_case(answer: str, rng: random.Random) -> str:
    """Without capitals."""
    return answer.lower()


def mistyped(answer: str, rng: random.Random) -> str:
    """With two neighbouring letters swapped in some words."""
    out = []
    for word in answer.split(" "):
        if len(word) > 4 and rng.random() < MISTYPED:
            place = rng.randrange(1, len(word) - 2)
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        out.append(word)
    return " ".join(out)


def filled(answer: str, rng: random.Random) -> str:
    """With filler words."""
    spoken = [
        f"{rng.choice(FILLERS)} {word}" if rng.random() < FILLED else word for word in answer.split(" ")
    ]
    return " ".join(spoken)


def reordered(answer: str, rng: random.Random) -> str:
    """With its sentences in another order."""
    parts = [answer[s.start : s.end] for s in sentences(answer)]
    return " ".join(rng.sample(parts, len(parts)))


LITTLE = {
    "contractions": contracted,
    "no capitals": lower_case,
    "typing mistakes": mistyped,
    "filler words": filled,
    "sentences in another order": reordered,
}
"""What should move a grade little."""


def without_a_sentence(answer: str) -> list[str]:
    """Every answer that leaves one sentence out; none for one sentence."""
    spans = [span for span in sentences(answer) if words(answer[span.start : span.end])]
    if len(spans) < 2:
        return []
    parts = [answer[s.start : s.end] for s in spans]
    return [" ".join(parts[:i] + parts[i + 1 :]) for i in range(len(parts))]
