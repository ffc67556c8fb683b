"""Grading as a service: ask the models, then let the domain decide."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache

from app.domain.feedback import Feedback
from app.domain.grading.grade import answer_readings, answer_texts, grade, question_texts
from app.domain.questions import Question
from app.errors import Unavailable
from app.services.grader import load_grader
from app.services.model_errors import grading_errors
from serving.client import Models
from serving.schemas import TextEmbedding

logger = logging.getLogger(__name__)

CACHED_QUESTIONS = 256
"""About 0.2 MB of token embeddings each."""


class Grading:
    """Grades one answer at a time; what belongs to the question is embedded once."""

    def __init__(self, models: Models) -> None:
        self._models = models
        self._grader = load_grader()
        self._of_question = lru_cache(maxsize=CACHED_QUESTIONS)(self._embed_question)
        self._ahead = ThreadPoolExecutor(max_workers=1, thread_name_prefix="prepare")

    def grade(self, question: Question, answer: str) -> Feedback:
        """The feedback on an answer. Raises GradingUnavailable or Overloaded."""
        with grading_errors():
            embeddings = {
                **self._of_question(question),
                **self._embed(answer_texts(answer)),
            }
            asked = answer_readings(question, answer)
            findings = dict(zip(asked, self._models.read(asked), strict=True)) if asked else {}
        return grade(question, answer, embeddings, findings, self._grader.head, self._grader.version)

    def prepare(self, question: Question) -> None:
        """Embed what belongs to the question while its answer is being thought of; returns at once."""
        self._ahead.submit(self._prepare, question)

    def _prepare(self, question: Question) -> None:
        try:
            with grading_errors():
                self._of_question(question)
        except Unavailable as exc:  # Then it is embedded with the answer, and failing is told there.
            logger.info("question %s was not prepared: %s", question.id, exc)

    def _embed_question(self, question: Question) -> Mapping[str, TextEmbedding]:
        return self._embed(question_texts(question))

    def _embed(self, texts: Sequence[str]) -> dict[str, TextEmbedding]:
        unique = tuple(dict.fromkeys(texts))
        return dict(zip(unique, self._models.embed(unique), strict=True)) if unique else {}
