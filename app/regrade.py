"""`python -m app.regrade`: grade old answers again with the grader of this version.

The database is the one that the app uses (`REHEARSE_DATABASE_URL`). The app may be running meanwhile.
"""

from __future__ import annotations

import sys
from statistics import fmean

from app.config import Settings
from app.errors import Unavailable
from app.services.clock import utc_now
from app.services.grader import grader_version
from app.services.grading import Grading
from app.services.regrading import Regraded, Regrading
from db.database import open_database
from serving.client import LocalModels
from serving.settings import ServingArgs


def main() -> None:
    """Regrade, telling how far it is and how far scores moved."""
    settings = Settings()
    database = open_database(settings.database_url)
    models = LocalModels(ServingArgs(whisper_model="none", encoder_model=settings.encoder_model))
    regrading = Regrading(database, Grading(models), utc_now)
    total = len(regrading.outdated())
    done: list[Regraded] = []
    try:
        for graded in regrading.regrade():
            done.append(graded)
            sys.stdout.write(f"\r{len(done):,} of {total:,} answers graded again")
    except Unavailable as exc:
        raise SystemExit(f"\nStopped after {len(done):,} of {total:,}: {exc}") from exc
    sys.stdout.write(f"\n{told(done)} Every grade is now by {grader_version()}.\n")


def told(done: list[Regraded]) -> str:
    """How far the scores moved, in a sentence."""
    moved = [each.after - each.before for each in done if each.before is not None and each.after is not None]
    if not moved:
        return "No score had to change."
    return f"Scores moved by {fmean(moved):+.1f} points on average, at most {max(map(abs, moved))}."


if __name__ == "__main__":
    main()
