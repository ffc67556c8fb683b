"""The tables. Unbound at import; `db.database.open_database` binds them once, at start."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from peewee import (
    BooleanField,
    CharField,
    Check,
    DatabaseProxy,
    DateField,
    DateTimeField,
    ForeignKeyField,
    IntegerField,
    JSONField,
    Model,
    TextField,
)

proxy = DatabaseProxy()


class UtcDateTimeField(DateTimeField):
    """An aware UTC datetime, kept without its zone so that text and native columns sort alike."""

    def db_value(self, value: datetime | None) -> Any:
        """Refuse a naive datetime: whose clock would it be?"""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a datetime for the database must carry its zone")
        return super().db_value(value.astimezone(UTC).replace(tzinfo=None))

    def python_value(self, value: Any) -> datetime | None:
        """Give the zone back."""
        read = super().python_value(value)
        return read if read is None else read.replace(tzinfo=UTC)


class BaseModel(Model):
    """What all tables share: the database they are bound to."""

    id: Any  # Peewee adds it; declared for the type checker alone

    class Meta:
        database = proxy


class User(BaseModel):
    """A candidate's account; the e-mail address is kept lower-case."""

    name = CharField(max_length=100)
    email = CharField(max_length=254, unique=True)
    created_at = UtcDateTimeField()

    class Meta:
        table_name = "users"


class LoginCode(BaseModel):
    """A one-time code on its way; known and unknown addresses are treated alike, so there is no user here."""

    email = CharField(max_length=254)
    name = CharField(max_length=100)
    code_hash = CharField(max_length=255)
    created_at = UtcDateTimeField()
    expires_at = UtcDateTimeField()
    tries = IntegerField(default=0)
    spent = BooleanField(default=False)

    class Meta:
        table_name = "login_codes"
        indexes = ((("email", "created_at"), False),)


class AccessToken(BaseModel):
    """A token that may be used; logging out deletes its row."""

    jti = CharField(max_length=64, primary_key=True)
    user = ForeignKeyField(User, backref="tokens", on_delete="CASCADE")
    expires_at = UtcDateTimeField(index=True)

    class Meta:
        table_name = "access_tokens"


class Profile(BaseModel):
    """What a candidate tells about themselves, as one JSON document."""

    user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
    document = JSONField()
    updated_at = UtcDateTimeField()

    class Meta:
        table_name = "profiles"


class Resume(BaseModel):
    """An uploaded résumé: the file lies at `path`, its text is kept here."""

    user = ForeignKeyField(User, backref="resumes", on_delete="CASCADE")
    filename = CharField(max_length=255)
    path = CharField(max_length=1024, unique=True)
    size_bytes = IntegerField()
    text = TextField()
    uploaded_at = UtcDateTimeField()

    class Meta:
        table_name = "resumes"


class BankQuestion(BaseModel):
    """One version of a question. Editing its file adds a version; only the last one is `current`."""

    slug = CharField(max_length=100)
    content_hash = CharField(max_length=64)
    current = BooleanField()
    skill = CharField(max_length=50, index=True)
    kind = CharField(max_length=20)
    level = CharField(max_length=10)
    text = TextField()
    reference_answer = TextField()
    key_points = JSONField()

    class Meta:
        table_name = "questions"
        indexes = ((("slug", "content_hash"), True),)


class Interview(BaseModel):
    """One interview; `day` is set for the daily challenge alone, one a day and person."""

    user_id: int
    user = ForeignKeyField(User, backref="interviews", on_delete="CASCADE")
    mode = CharField(max_length=10)
    status = CharField(max_length=10, constraints=[Check("status IN ('active', 'finished')")])
    role = CharField(max_length=200)
    level = CharField(max_length=10)
    job_description = TextField()
    skills = JSONField()
    seed = IntegerField()
    day = DateField(null=True)
    started_at = UtcDateTimeField(index=True)
    finished_at = UtcDateTimeField(null=True)

    class Meta:
        table_name = "interviews"
        indexes = ((("user", "day"), True),)


class InterviewQuestion(BaseModel):
    """A question in its place; it points at the very version that was asked."""

    interview_id: int
    interview = ForeignKeyField(Interview, backref="questions", on_delete="CASCADE")
    question = ForeignKeyField(BankQuestion, on_delete="RESTRICT")
    position = IntegerField()

    class Meta:
        table_name = "interview_questions"
        indexes = ((("interview", "position"), True), (("interview", "question"), True))


class Answer(BaseModel):
    """An answer, stored before it is graded; one a question."""

    interview_question_id: int
    interview_question = ForeignKeyField(
        InterviewQuestion, unique=True, backref="answers", on_delete="CASCADE"
    )
    text = TextField()
    source = CharField(max_length=10)
    transcript = TextField(null=True)
    answered_at = UtcDateTimeField()

    class Meta:
        table_name = "answers"


class Feedback(BaseModel):
    """The grade of an answer, as one JSON document; `score` stands apart for queries."""

    answer = ForeignKeyField(Answer, primary_key=True, backref="feedback", on_delete="CASCADE")
    score = IntegerField(null=True, constraints=[Check("score BETWEEN 0 AND 100")])
    grader_version = CharField(max_length=64)
    document = JSONField()
    graded_at = UtcDateTimeField()

    class Meta:
        table_name = "feedback"


MODELS = (
    User,
    LoginCode,
    AccessToken,
    Profile,
    Resume,
    BankQuestion,
    Interview,
    InterviewQuestion,
    Answer,
    Feedback,
)
