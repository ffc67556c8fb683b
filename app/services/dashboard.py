"""Looking back and ahead: history, figures, today's challenge, what to practise next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from app.domain.interviews import Interview, Mode
from app.domain.profile import Level
from app.domain.progress import HistoryLine, SkillScore, Suggestion, history_line, skill_scores, suggest
from app.services.clock import Clock
from app.services.interviews import Interviews
from app.services.profiles import Profiles


@dataclass(frozen=True, slots=True)
class DailyChallenge:
    """The question of one day; it is an interview of one question."""

    day: date
    interview: Interview


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the dashboard shows; `history` has the newest first, `skills` the weakest."""

    history: tuple[HistoryLine, ...]
    skills: tuple[SkillScore, ...]
    suggestions: tuple[Suggestion, ...]
    daily: DailyChallenge


class Dashboard:
    """Reads what the other services keep; keeps nothing but the day's challenge."""

    def __init__(self, interviews: Interviews, profiles: Profiles, clock: Clock) -> None:
        self._interviews = interviews
        self._profiles = profiles
        self._clock = clock

    def overview(self, user_id: int) -> Overview:
        """The candidate's dashboard."""
        daily = self.daily_challenge(user_id)
        interviews = [i for i in self._interviews.history(user_id) if i.mode is Mode.PRACTICE or i.answers]
        return Overview(
            history=tuple(history_line(interview) for interview in interviews),
            skills=skill_scores(interviews),
            suggestions=suggest(interviews),
            daily=daily,
        )

    def daily_challenge(self, user_id: int) -> DailyChallenge:
        """Today's question (UTC) for this candidate, fitting their profile; made on first sight."""
        profile = self._profiles.get(user_id)
        level = profile.experience.level or Level.JUNIOR
        today = self._clock().date()
        return DailyChallenge(today, self._interviews.challenge(user_id, level, profile.skills, today))
