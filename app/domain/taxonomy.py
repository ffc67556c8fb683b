"""The skills the house knows by name, and where a text names them.

A taxonomy is data (`skills.yaml`); this module turns it into a lookup that reads a text once, from left to
right, and takes the longest spelling at each word. What an everyday word needs to count as a skill is in
`skill_context`.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from app.domain.skill_context import Candidate, keep_supported, stands_alone


@dataclass(frozen=True, slots=True)
class Skill:
    """A technology or a practice; the fields are explained at the top of `skills.yaml`."""

    id: str
    name: str
    category: str
    aliases: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    case_sensitive: bool = False
    needs_context: tuple[str, ...] = ()
    not_before: tuple[str, ...] = ()
    not_after: tuple[str, ...] = ()
    bank: tuple[str, ...] = ()

    @property
    def is_technology(self) -> bool:
        """Whether it is something to build with, rather than a way of working."""
        return self.category != "practice"


@dataclass(frozen=True, slots=True)
class Mention:
    """A place that names a skill: `text` is `source[start:end]`, `name` the skill's own name."""

    skill: str
    name: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: `text` is `source[start:end]`."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class FoundSkill:
    """A skill and the first place that names it."""

    name: str
    id: str
    evidence: Span


@dataclass(frozen=True, slots=True)
class _Word:
    """A run of letters, a run of digits or one sign; `glued` where nothing parts it from the one before."""

    text: str
    start: int
    end: int
    glued: bool

    @property
    def key(self) -> str:
        return "\0" + self.text if self.glued else self.text


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One way to write a skill; `exact` where only this case counts."""

    skill: Skill
    exact: str | None = None
    needs_context: bool = False

    def fits(self, written: str) -> bool:
        return self.exact is None or _one_spaced(self.exact) == _one_spaced(written)


# Hyphens count as spaces, so that "machine-learning" and "machine learning" are the same two words.
_WORD = re.compile(r"[^\W\d_]+|\d+|[^\w\s\-\u2010\u2011]|_")
_WIDEST_GAP = 3
# Addresses name hosts and people, not skills. Every repetition is bounded: linear in the text.
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S{1,2000}|[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,5}"
    r"|\b[\w-]{1,63}\.(?:com|org|dev|edu|co|in|github\.io)(?:/\S{0,2000}|\b)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Taxonomy:
    """All skills. Two skills may not share a spelling: ValueError names both."""

    skills: tuple[Skill, ...]
    _by_id: Mapping[str, Skill] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_id", {skill.id: skill for skill in self.skills})
        if len(self._by_id) != len(self.skills):
            raise ValueError("Two skills of the taxonomy share an id.")
        self._spellings  # noqa: B018 - built now, so that a clash shows at once

    def find(self, text: str) -> tuple[Mention, ...]:
        """Every place that names a skill, in order and without overlaps; linear in the length of `text`.

        Web and mail addresses are passed over.
        """
        words = _words(_ADDRESS.sub(lambda address: " " * len(address[0]), text))
        kept = keep_supported(text, tuple(self._candidates(text, words)))
        return tuple(self._mention(text, candidate) for candidate in kept)

    def find_skills(self, text: str) -> tuple[FoundSkill, ...]:
        """The skills that `text` names, each once, with the first place that names it."""
        first: dict[str, Mention] = {}
        for mention in self.find(text):
            first.setdefault(mention.skill, mention)
        return tuple(FoundSkill(m.name, m.skill, Span(m.start, m.end, m.text)) for m in first.values())

    def resolve(self, name: str) -> Skill | None:
        """The skill meant by `name`: its id, or any spelling in any case, with a version or without."""
        if name in self._by_id:
            return self._by_id[name]
        keys = [word.key for word in _words(name.strip())]
        while keys:
            spellings = self._spellings.get((keys[0].lstrip("\0"), *keys[1:]))
            if spellings:
                return spellings[0].skill
            if not keys[-1].strip("\0.").isdigit() and keys[-1] != "\0.":
                return None
            keys.pop()
        return None

    def bank_skills(self, names: Iterable[str]) -> tuple[str, ...]:
        """The shelves of the bank to draw from for `names`, in order and each once.

        A name that is no skill's own may still contain some ("Python & Django"); others are passed over.
        """
        shelves = (shelf for name in names for skill in self._meant(name) for shelf in skill.bank)
        return tuple(dict.fromkeys(shelves))

    def _meant(self, name: str) -> tuple[Skill, ...]:
        skill = self.resolve(name)
        return (skill,) if skill else tuple(self._by_id[mention.skill] for mention in self.find(name))

    def _mention(self, text: str, candidate: Candidate) -> Mention:
        skill = self._by_id[candidate.skill]
        start, end = candidate.start, candidate.end
        return Mention(skill.id, skill.name, start, end, text[start:end])

    @cached_property
    def _spellings(self) -> dict[tuple[str, ...], tuple[_Spelling, ...]]:
        """Each spelling's words, as keys, to those who are spelt so."""
        spellings: defaultdict[tuple[str, ...], list[_Spelling]] = defaultdict(list)
        for skill in self.skills:
            for written, spelling in _spellings_of(skill):
                spellings[_keys(written)].append(spelling)
        _refuse_clashes(spellings)
        return {keys: tuple(found) for keys, found in spellings.items()}

    @cached_property
    def _longest(self) -> dict[str, int]:
        """The number of words in the longest spelling that starts with a word."""
        longest: dict[str, int] = {}
        for first, *rest in self._spellings:
            longest[first] = max(longest.get(first, 0), 1 + len(rest))
        return longest

    def _candidates(self, text: str, words: Sequence[_Word]) -> Iterator[Candidate]:
        position = 0
        while position < len(words):
            length, candidate = self._longest_at(text, words, position)
            if candidate:
                yield candidate
            position += length

    def _longest_at(self, text: str, words: Sequence[_Word], position: int) -> tuple[int, Candidate | None]:
        """The longest spelling that starts at a word and its number of words, or 1 and None."""
        first = words[position]
        for length in range(min(self._longest.get(first.text, 0), len(words) - position), 0, -1):
            run = words[position : position + length]
            for spelling in self._spellings.get((first.text, *(word.key for word in run[1:])), ()):
                candidate = _candidate(text, run, spelling)
                if candidate:
                    return length, candidate
        return 1, None


def _candidate(text: str, run: Sequence[_Word], spelling: _Spelling) -> Candidate | None:
    start, end, skill = run[0].start, run[-1].end, spelling.skill
    if not spelling.fits(text[start:end]) or not _close_together(text, run):
        return None
    if not stands_alone(text, start, end, skill.not_before, skill.not_after):
        return None
    return Candidate(skill.id, start, end, spelling.needs_context, skill.is_technology)


def _close_together(text: str, run: Sequence[_Word]) -> bool:
    """Whether the words belong to one phrase: near each other, and no empty line between them."""
    gaps = [text[a.end : b.start] for a, b in zip(run, run[1:], strict=False)]
    return all(len(gap) <= _WIDEST_GAP and gap.count("\n") < 2 for gap in gaps)


def _words(text: str) -> list[_Word]:
    words: list[_Word] = []
    end = -1
    for found in _WORD.finditer(text):
        words.append(_Word(found[0].lower(), found.start(), found.end(), found.start() == end))
        end = found.end()
    return words


def _keys(written: str) -> tuple[str, ...]:
    first, *rest = _words(written)
    return (first.text, *(word.key for word in rest))


def _spellings_of(skill: Skill) -> Iterator[tuple[str, _Spelling]]:
    if skill.name not in skill.needs_context:
        yield skill.name, _Spelling(skill, skill.name if skill.case_sensitive else None)
    for alias in skill.aliases:
        yield alias, _Spelling(skill)
    for exact in skill.exact:
        yield exact, _Spelling(skill, exact)
    for exact in skill.needs_context:
        yield exact, _Spelling(skill, exact, needs_context=True)


def _refuse_clashes(spellings: Mapping[tuple[str, ...], Sequence[_Spelling]]) -> None:
    for keys, found in spellings.items():
        owners = {spelling.skill.id for spelling in found}
        if len(owners) > 1:
            written = "".join(keys).replace("\0", "")
            raise ValueError(f"The spelling {written!r} belongs to {' and '.join(sorted(owners))}.")


def _one_spaced(written: str) -> str:
    return " ".join(written.replace("-", " ").split())
