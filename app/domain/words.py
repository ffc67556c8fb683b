"""Text as sentences and words, with the place of each; no model needed."""

from __future__ import annotations

import re
from dataclasses import dataclass

SENTENCE_END = re.compile(r"(?<=[.!?;])\s+|\n+")
WORD = re.compile(r"[^\W_]+(?:[+#]+|(?:['’.-][^\W_]+)*)")
MAX_SENTENCE_WORDS = 40
"""Speech comes without full stops; longer runs are cut so that evidence stays a readable span."""

ENGLISH = """
a about above after again against all almost also although always am an and another any anyone anything are
around as at away back be because been before being below between both but by can cannot could did do does
doing done down during each either else enough even ever every few first for from further get gets getting
give given gives go goes going got had has have having he her here hers him his how however i if in instead
into is it its itself just keep keeps kept last least less let lets like made make makes making many may
maybe me might more most much must my need needs neither never no nor not nothing now of off often on once
one only onto or other others our out over own per rather really same say says see seem seems shall she
should since so some something such take takes than that the their them themselves then there therefore
these they thing things this those though through to together too under until up upon us use used uses using
very via want wants was way ways we well were what when where whereas whether which while who whole whom
whose why will with within without would yet you your yours yourself don't doesn't didn't isn't aren't
wasn't weren't won't can't couldn't shouldn't wouldn't hasn't haven't it's that's there's they're we're
you're i'm i'd i'll i've we'd we'll we've you'd you'll let's
"""
FUNCTION_WORDS = frozenset(ENGLISH.split())
"""English words that carry grammar rather than content."""

LIST_WORDS = frozenset(("and", "or", "the", "a", "an", "of", "also"))
"""Function words that a bare list has too."""

SUFFIXES: tuple[str, ...] = (
    *("ations", "ation", "ingly", "edly", "ments", "ment", "ness", "ings", "ing", "ions", "ion"),
    *("ies", "ied", "ers", "ally", "ed", "er", "es", "ly", "s", "y", "e"),
)


@dataclass(frozen=True, slots=True)
class Span:
    """The half-open range of characters `text[start:end]` of a longer text."""

    start: int
    end: int


def sentences(text: str) -> tuple[Span, ...]:
    """The sentences of a text, without outer space; long ones in pieces of 40 words at most."""
    spans: list[Span] = []
    start = 0
    for end, following in [*((m.start(), m.end()) for m in SENTENCE_END.finditer(text)), (len(text), 0)]:
        spans.extend(_pieces(text, start, end))
        start = following
    return tuple(spans)


def words(text: str) -> tuple[Span, ...]:
    """Every word of a text; `C++`, `C#`, `node.js` and `don't` are one each."""
    return tuple(Span(*match.span()) for match in WORD.finditer(text))


def is_function_word(word: str) -> bool:
    """Whether the word carries grammar rather than content."""
    return word.lower().replace("’", "'") in FUNCTION_WORDS


def grammar_share(text: str) -> float:
    """Share of the words that hold sentences together, of all words; those of `LIST_WORDS` do not count.

    0 for a text without words. The 136 reference answers of the bank have .24 to .50.
    """
    found = [text[w.start : w.end].lower() for w in words(text)]
    return sum(is_function_word(w) and w not in LIST_WORDS for w in found) / len(found) if found else 0.0


def stem(word: str) -> str:
    """A crude stem, good enough to tell that two forms are of one word: `caching` and `caches` are `cach`."""
    word = word.lower()
    for suffix in SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= 3:
            return word[: -len(suffix)]
    return word


def _pieces(text: str, start: int, end: int) -> list[Span]:
    found = [Span(start + w.start, start + w.end) for w in words(text[start:end])]
    starts = [found[i].start for i in range(0, len(found), MAX_SENTENCE_WORDS)]
    if not starts:
        return []
    bounds = [start, *starts[1:], end]
    return [_trimmed(text, a, b) for a, b in zip(bounds, bounds[1:], strict=False)]


def _trimmed(text: str, start: int, end: int) -> Span:
    piece = text[start:end]
    return Span(start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip()))
