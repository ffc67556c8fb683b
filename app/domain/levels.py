"""How much experience a text speaks of, and the words that say so.

A title decides first ("Junior Developer"), then a labelled line ("Seniority: mid"), then a plain statement
("freshers welcome"), then the years asked for, then what the work implies ("mentor junior developers").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from app.domain.job_titles import Title
from app.domain.profile import Level

# The most years that a job asks for; more are the age of a company.
MOST_YEARS = 15


@dataclass(frozen=True, slots=True)
class LevelWords:
    """A level and where the text says so."""

    level: Level
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Years:
    """Years of experience and where the text speaks of them."""

    years: int
    start: int
    end: int


_NUMBER_WORDS = "zero one two three four five six seven eight nine ten"
_NUMBERS = {word: number for number, word in enumerate(_NUMBER_WORDS.split())}  # noqa: SIM905
_NUMBER = r"\d{1,2}|" + "|".join(_NUMBERS)
_YEARS = re.compile(
    r"(?<![\w.,$])(?P<at_most>(?:up to|less than|under|maximum(?: of)?|max\.?)\s)?"
    rf"(?P<low>{_NUMBER})(?:\s?\(\d\d?\))?\s?(?:\+|plus\b)?\s?"
    rf"(?:(?:[-\u2010-\u2014]|to|and|or)\s?(?:{_NUMBER})\s?\+?)?\s?(?:or more\s|full\s)?-?(?:years?|yrs?)\b",
    re.IGNORECASE,
)
_ASKS_BEFORE = re.compile(r"\b(?:experience|minimum|min|least|requires?|required|exp)\b", re.IGNORECASE)
_ASKS_AFTER = re.compile(
    r"['\u2019]?\+?\)?\s{0,12}(?:or more\s)?(?:\(?[\w-]{2,20}\)?[,/ ]{1,2}){0,4}"
    r"(?:exp|experience|in|of|with|as|working|work|building|developing|writing|designing|managing|"
    r"professional|industry|hands-on|coding|programming|required|minimum)\b",
    re.IGNORECASE,
)
_ELSEWHERE_BEFORE = re.compile(
    r"\b(?:we have|we['\u2019]ve|we bring|our (?:company|team|firm|agency)|"
    r"(?:company|agency|firm|team|business) with|founded|established|(?:the|over the) (?:last|past|next)|"
    r"within|every|contract|ages?)\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
_ELSEWHERE_AFTER = re.compile(
    r"['\u2019]?\s{0,2}-?(?:old|ago|of (?:age|history|growth|success|innovation|service|business|funding)|"
    r"in (?:business|a row|operation|existence|the market)|degree|contract|fixed|warranty|vesting|later|"
    r"bachelor)",
    re.IGNORECASE,
)

_LABEL = re.compile(
    r"\b(?:(?:experience|seniority|career|job|position|role)[ \t]level|seniority|level)"
    r"[ \t]{0,3}[:\u2013-]\s{0,3}"
    r"(?P<word>internship|intern|entry|graduate|fresher|trainee|junior|associate|mid|middle|intermediate|"
    r"senior|lead|principal|staff|director|executive)\b",
    re.IGNORECASE,
)
_OF_LABEL = {
    Level.FRESHER: ("internship", "intern", "entry", "graduate", "fresher", "trainee"),
    Level.JUNIOR: ("junior", "associate"),
    Level.MID: ("mid", "middle", "intermediate"),
}
_STATEMENTS = {
    Level.FRESHER: (
        r"entry[- ]level",
        r"(?:recent|new|fresh)(?: college| university| engineering| cs)? grad(?:uate)?s?\b",
        r"freshers?\b",
        r"graduate (?:programme|program|scheme|role|position|trainee|opportunity|job)",
        r"graduates? welcome",
        r"(?:paid|summer|this|our|month|week|remote|winter|spring|an) internship",
        r"internship (?:program|role|position)",
        r"no (?:prior |previous )?(?:professional |work |industry |commercial )?experience (?:is |are )?"
        r"(?:required|needed|necessary|expected)",
        r"(?:final|last|penultimate)[- ]year students?",
        r"campus hir\w{1,4}",
        r"currently (?:pursuing|enrolled|studying)",
        r"first job\b",
    ),
    Level.JUNIOR: (
        r"junior[- ]level",
        r"junior (?:role|position)",
        r"early[- ]career",
        r"early in (?:your|their) career",
    ),
    Level.MID: (r"(?:mid|middle|intermediate|medior)[- ]level", r"mid[- ](?:weight|career)"),
    Level.SENIOR: (r"(?:senior|staff|principal)[- ]level", r"senior (?:role|position|hire)"),
}
_STATED = {level: re.compile(rf"\b(?:{'|'.join(s)})", re.IGNORECASE) for level, s in _STATEMENTS.items()}
_ABOUT_OTHERS = re.compile(
    r"\b(?:mentor\w{0,5}|coach\w{0,3}|supervis\w{1,4}|guid\w{1,4}|train\w{0,3}|not?|never|isn['\u2019]t|"
    r"previous|prior|your)\b[^.\n]{0,25}$",
    re.IGNORECASE,
)
_OTHERS_FOLLOW = re.compile(
    r"\s{0,2}(?:stakeholders?|management|leadership|leaders|executives?|engineers|developers|staff|colleagues|"
    r"(?:need|should|will) not|please (?:do not|don))",
    re.IGNORECASE,
)
_IMPLIED = re.compile(
    r"\b(?:mentor(?:ing)?|coach(?:ing)?) (?:and \w{1,12} )?(?:other |more |the )?"
    r"(?:junior|engineers|developers|team)\b|\b(?:engineering|development) manager\b|\barchitect\b",
    re.IGNORECASE,
)


def level_for_years(years: float) -> Level:
    """Under 1 year fresher, under 3 junior, under 6 mid, from 6 on senior."""
    bounds = ((1, Level.FRESHER), (3, Level.JUNIOR), (6, Level.MID))
    return next((level for bound, level in bounds if years < bound), Level.SENIOR)


def find_level(text: str, title: Title | None) -> LevelWords | None:
    """The level that `text` asks for, and the words that show it; `title` is the job's own title in it."""
    if title and title.level:
        return LevelWords(title.level, title.level_start, title.level_end)
    return _labelled(text) or _stated(text) or _from_years(text) or _implied(text)


def years_stated(text: str) -> Years | None:
    """The longest experience spoken of; of a range the lower end counts, of "up to N" what is below N."""
    asked = [(years, found) for years, found in _years(text) if _asks(text, found)]
    if not asked:
        return None
    years, found = max(asked, key=lambda pair: pair[0])
    return Years(years, found.start(), found.end())


def _from_years(text: str) -> LevelWords | None:
    years = years_stated(text)
    return LevelWords(level_for_years(years.years), years.start, years.end) if years else None


def _years(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    for found in _YEARS.finditer(text):
        low = found["low"].lower()
        years = _NUMBERS[low] if low in _NUMBERS else int(low)
        if years <= MOST_YEARS:
            yield max(0, years - 1) if found["at_most"] else years, found


def _asks(text: str, years: re.Match[str]) -> bool:
    """Whether the years are a candidate's: not a company's age, a degree's length or a contract's term."""
    before, after = text[max(0, years.start() - 60) : years.start()], text[years.end() : years.end() + 80]
    if _ELSEWHERE_BEFORE.search(before) or _ELSEWHERE_AFTER.match(after):
        return False
    return bool(_ASKS_AFTER.match(after) or _ASKS_BEFORE.search(before))


def _labelled(text: str) -> LevelWords | None:
    found = _LABEL.search(text)
    if not found:
        return None
    word = found["word"].lower()
    level = next((level for level, words in _OF_LABEL.items() if word in words), Level.SENIOR)
    return LevelWords(level, found.start(), found.end())


def _stated(text: str) -> LevelWords | None:
    for level, pattern in _STATED.items():
        for found in pattern.finditer(text):
            before = text[max(0, found.start() - 40) : found.start()]
            if not _ABOUT_OTHERS.search(before) and not _OTHERS_FOLLOW.match(text, found.end()):
                return LevelWords(level, found.start(), found.end())
    return None


def _implied(text: str) -> LevelWords | None:
    found = _IMPLIED.search(text)
    return LevelWords(Level.SENIOR, found.start(), found.end()) if found else None
