"""Interviews: begin one, answer its questions, end it."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from peewee import Database, IntegrityError

from app.domain.feedback import Feedback
from app.domain.interviews import AskedQuestion, Interview, InterviewStatus, Mode, Source
from app.domain.profile import Level
from app.domain.progress import Summary, summarise
from app.domain.questions import Question, choose_questions
from app.domain.taxonomy import Taxonomy
from app.errors import Conflict, InvalidInput, NotFound, RehearseError
from app.services import interview_rows as rows
from app.services.bank import Bank, to_question
from app.services.clock import Clock
from app.services.grading import Grading
from app.services.texts import check_storable
from db import interviews as queries

logger = logging.getLogger(__name__)

MAX_QUESTIONS = 20
MAX_ANSWER = 20_000
MAX_ROLE = 200
MAX_JOB_DESCRIPTION = 50_000
MAX_SKILLS = 100

MAX_ID = 2**31 - 1
"""Of PostgreSQL's integers; a database refuses to look for more."""

ANSWERED = "This question is answered already; go on to the next one."


@dataclass(frozen=True, slots=True)
class InterviewRequest:
    """What a candidate wants to be asked about; `skills` are names or aliases of the taxonomy."""

    role: str
    level: Level
    job_description: str = ""
    skills: tuple[str, ...] = ()
    question_count: int = 5


class Interviews:
    """Every interview of every candidate; each call names whose it is."""

    def __init__(
        self, database: Database, bank: Bank, grading: Grading, taxonomy: Taxonomy, clock: Clock
    ) -> None:
        self._database = database
        self._bank = bank
        self._grading = grading
        self._taxonomy = taxonomy
        self._clock = clock

    def start(self, user_id: int, request: InterviewRequest) -> Interview:
        """Begin an interview on questions that fit the request, none twice; raises InvalidInput."""
        check_request(request)
        shelves = self.shelves_for(request)
        return self._create(user_id, request, Mode.PRACTICE, shelves, secrets.randbits(31), None)

    def shelves_for(self, request: InterviewRequest) -> tuple[str, ...]:
        """The bank's shelves that fit: of the skills given, else of the job description, else all (empty)."""
        named = self._taxonomy.bank_skills(request.skills)
        if named:
            return named
        mentioned = [mention.name for mention in self._taxonomy.find(request.job_description)]
        return self._taxonomy.bank_skills(mentioned)

    def challenge(self, user_id: int, level: Level, skills: Sequence[str], day: date) -> Interview:
        """The candidate's one question of that day; the same however often it is asked for."""
        with self._database.connection_context():
            row = queries.daily_interview(user_id, day)
        if row is not None:
            return self.get(user_id, row.id)
        request = InterviewRequest("Daily challenge", level, "", tuple(skills), 1)
        seed = day.toordinal()
        try:
            return self._create(user_id, request, Mode.DAILY, self.shelves_for(request), seed, day)
        except IntegrityError:  # Another tab was faster.
            return self.challenge(user_id, level, skills, day)

    def get(self, user_id: int, interview_id: int) -> Interview:
        """One interview of the user; raises NotFound for no such one, or somebody else's."""
        with self._database.connection_context():
            found = rows.load(user_id, interview_id) if 0 < interview_id <= MAX_ID else ()
        if not found:
            raise NotFound("There is no such interview; open it from your dashboard.")
        return found[0]

    def history(self, user_id: int) -> tuple[Interview, ...]:
        """Every interview of the user, the newest first."""
        with self._database.connection_context():
            return rows.load(user_id)

    def latest_active(self, user_id: int) -> Interview | None:
        """The rehearsal to go on with, if one was left open."""
        open_ones = (i for i in self.history(user_id) if i.status is InterviewStatus.ACTIVE)
        return next((i for i in open_ones if i.mode is Mode.PRACTICE), None)

    def answer(
        self,
        user_id: int,
        interview_id: int,
        question_id: int,
        text: str,
        *,
        source: Source = Source.TEXT,
        transcript: str | None = None,
    ) -> AskedQuestion:
        """Store an answer, then grade it; the question with both comes back.

        Raises what `store_answer` and `grade_question` raise.
        """
        self.store_answer(user_id, interview_id, question_id, text, source=source, transcript=transcript)
        return self.grade_question(user_id, interview_id, question_id)

    def store_answer(
        self,
        user_id: int,
        interview_id: int,
        question_id: int,
        text: str,
        *,
        source: Source = Source.TEXT,
        transcript: str | None = None,
    ) -> AskedQuestion:
        """Keep an answer for good; its grade comes after.

        Raises InvalidInput, NotFound or Conflict with nothing stored.
        """
        text = check_answer(text)
        question = self.check_open(user_id, interview_id, question_id)
        with self._database.connection_context():
            stored = queries.add_answer(
                question.id, text=text, source=source.value, transcript=transcript, now=self._clock()
            )
        if stored is None:
            raise Conflict(ANSWERED)
        return self.question(user_id, interview_id, question_id)

    def question(self, user_id: int, interview_id: int, question_id: int) -> AskedQuestion:
        """One question of an interview; raises NotFound."""
        return _question_of(self.get(user_id, interview_id), question_id)

    def check_open(self, user_id: int, interview_id: int, question_id: int) -> AskedQuestion:
        """The question if it may be answered now; raises NotFound or Conflict."""
        interview = self.get(user_id, interview_id)
        question = _question_of(interview, question_id)
        if interview.status is InterviewStatus.FINISHED:
            raise Conflict("This interview is finished; start a new one to answer more questions.")
        if question.answer is not None:
            raise Conflict(ANSWERED)
        return question

    def prepare(self, question_id: int) -> None:
        """Make ready to grade a question that somebody is about to answer; returns at once."""
        self._grading.prepare(self._bank_question(question_id))

    def grade_question(self, user_id: int, interview_id: int, question_id: int) -> AskedQuestion:
        """Grade the question's stored answer unless it is graded.

        Raises GradingUnavailable or Overloaded; the answer then waits for `grade_waiting`.
        """
        asked = self.question(user_id, interview_id, question_id)
        if asked.answer is None or asked.answer.feedback is not None:
            return asked
        feedback = self._grading.grade(self._bank_question(question_id), asked.answer.text)
        self._keep(asked.answer.id, feedback)
        return self.question(user_id, interview_id, question_id)

    def grade_waiting(self) -> int:
        """Grade what was stored but not graded, say before a crash; how many were.

        Stops at the first failure: what fails once would fail for all.
        """
        with self._database.connection_context():
            waiting = queries.ungraded_answers()
        for done, (user_id, interview_id, question_id) in enumerate(waiting):
            try:
                self.grade_question(user_id, interview_id, question_id)
            except RehearseError as exc:
                logger.warning("%d answers wait for their grade: %s", len(waiting) - done, exc)
                return done
        return len(waiting)

    def finish(self, user_id: int, interview_id: int) -> Summary:
        """End an interview; ending it again changes nothing."""
        self.get(user_id, interview_id)
        with self._database.connection_context():
            queries.finish_interview(interview_id, self._clock())
        return self.summary(user_id, interview_id)

    def summary(self, user_id: int, interview_id: int) -> Summary:
        """The figures of one interview."""
        return summarise(self.get(user_id, interview_id))

    def _create(
        self,
        user_id: int,
        request: InterviewRequest,
        mode: Mode,
        shelves: Sequence[str],
        seed: int,
        day: date | None,
    ) -> Interview:
        with self._database.connection_context():
            seen = queries.seen_slugs(user_id)
        chosen = choose_questions(
            self._bank.page(),
            skills=shelves,
            level=request.level,
            count=request.question_count,
            seed=seed,
            avoid=seen,
        )
        values = {
            "user": user_id,
            "mode": mode.value,
            "role": request.role.strip(),
            "level": request.level.value,
            "job_description": request.job_description,
            "skills": list(request.skills),
            "seed": seed,
            "day": day,
            "started_at": self._clock(),
        }
        with self._database.connection_context():
            interview_id = queries.create_interview(values, [question.id for question in chosen])
        return self.get(user_id, interview_id)

    def _bank_question(self, question_id: int) -> Question:
        with self._database.connection_context():
            return to_question(queries.bank_question(question_id))

    def _keep(self, answer_id: int, feedback: Feedback) -> None:
        with self._database.connection_context():
            queries.save_feedback(
                answer_id,
                score=feedback.score,
                grader_version=feedback.grader_version,
                document=rows.feedback_adapter.dump_python(feedback, mode="json"),
                now=self._clock(),
            )


def check_request(request: InterviewRequest) -> None:
    """Raise InvalidInput for a request no interview can be made of."""
    if not request.role.strip():
        raise InvalidInput("Tell which role you rehearse for.")
    if len(request.role) > MAX_ROLE:
        raise InvalidInput(f"The role is longer than {MAX_ROLE} characters; shorten it.")
    if not 1 <= request.question_count <= MAX_QUESTIONS:
        raise InvalidInput(f"Choose between 1 and {MAX_QUESTIONS} questions.")
    if len(request.job_description) > MAX_JOB_DESCRIPTION:
        raise InvalidInput(
            f"The job description is longer than {MAX_JOB_DESCRIPTION:,} characters; paste its main part."
        )
    if len(request.skills) > MAX_SKILLS or any(len(skill) > MAX_ROLE for skill in request.skills):
        raise InvalidInput(f"Choose at most {MAX_SKILLS} skills with short names.")
    check_storable([request.role, request.job_description, *request.skills])


def check_answer(text: str) -> str:
    """The answer without outer space; raises InvalidInput for an empty or an overlong one."""
    text = text.replace("\x00", "").strip()
    if not text:
        raise InvalidInput("There is no answer yet; say or type one first.")
    if len(text) > MAX_ANSWER:
        raise InvalidInput(
            f"The answer has {len(text):,} characters; shorten it to {MAX_ANSWER:,}, about an hour of speech."
        )
    check_storable([text])
    return text


def _question_of(interview: Interview, question_id: int) -> AskedQuestion:
    for question in interview.questions:
        if question.id == question_id:
            return question
    raise NotFound("That question is not part of this interview.")
