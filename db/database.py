"""Opening the database: SQLite in a file, or PostgreSQL."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from peewee import Database, SqliteDatabase
from playhouse.db_url import connect
from playhouse.migrations import Runner

from db.models import proxy

MIGRATIONS = Path(__file__).parent / "migrations"

SQLITE_PRAGMAS = {"journal_mode": "wal", "foreign_keys": 1, "synchronous": "full", "busy_timeout": 15_000}
"""WAL lets readers pass a writer; FULL so that what was acknowledged survives a power cut."""


def open_database(url: str) -> Database:
    """Connect the models to the database at `url` and bring its tables up to date.

    `url` is `sqlite:///path` or `postgresql://user:password@host/name`. Each thread then opens its own
    connection with `with database.connection_context()`. Raises ValueError for any other scheme and
    peewee's OperationalError where the database cannot be reached.
    """
    database = _make(url)
    proxy.initialize(database)
    with database.connection_context():
        Runner(database, directory=str(MIGRATIONS)).up()
    return database


def check(database: Database) -> None:
    """Ask the database for a sign of life; raises PeeweeException for none."""
    with database.connection_context():
        database.execute_sql("SELECT 1")


def _make(url: str) -> Database:
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        path = url.removeprefix("sqlite:///")
        if path in ("", ":memory:"):
            raise ValueError(
                "REHEARSE_DATABASE_URL must name a file: each thread would see its own :memory:."
            )
        Path(path).parent.mkdir(parents=True, exist_ok=True)
        # IMMEDIATE takes the write lock at once and waits for it: with the default, 20 % of 32 writers
        # fail with "database is locked" half-way through a transaction.
        return SqliteDatabase(path, pragmas=SQLITE_PRAGMAS, lock_type="IMMEDIATE")
    if scheme in ("postgres", "postgresql"):
        return connect(url, prefer_psycopg3=True)
    raise ValueError(f"REHEARSE_DATABASE_URL has the scheme {scheme!r}; use sqlite:///… or postgresql://…")
