"""Reading a job description that somebody pasted."""

from __future__ import annotations

from app.domain.job_description import JobDescriptionFacts, analyze_job_description
from app.domain.taxonomy import Taxonomy
from app.errors import InvalidInput
from app.services.texts import check_storable

MAX_CHARACTERS = 50_000


class JobDescriptions:
    """Finds role, level and skills in a text."""

    def __init__(self, taxonomy: Taxonomy) -> None:
        self._taxonomy = taxonomy

    def analyze(self, text: str) -> JobDescriptionFacts:
        """What the text asks for, with the words that say so; InvalidInput for an overlong one."""
        if len(text) > MAX_CHARACTERS:
            raise InvalidInput(
                f"The job description is longer than {MAX_CHARACTERS:,} characters; paste its main part."
            )
        check_storable([text])
        return analyze_job_description(text, self._taxonomy)
