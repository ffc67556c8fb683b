"""The first tables. Frozen copies, on purpose independent of db.models."""

from peewee import *


def up(migrator, db):
    class User(Model):
        name = CharField(max_length=100)
        email = CharField(unique=True, max_length=254)
        created_at = DateTimeField()

        class Meta:
            database = db
            table_name = "users"

    db.create_tables([User])

    class AccessToken(Model):
        jti = CharField(primary_key=True, max_length=64)
        user = ForeignKeyField(User, on_delete="CASCADE")
        expires_at = DateTimeField(index=True)

        class Meta:
            database = db
            table_name = "access_tokens"

    db.create_tables([AccessToken])

    class Interview(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        mode = CharField(max_length=10)
        status = CharField(max_length=10, constraints=[Check("status IN ('active', 'finished')")])
        role = CharField(max_length=200)
        level = CharField(max_length=10)
        job_description = TextField()
        skills = JSONField()
        seed = IntegerField()
        day = DateField(null=True)
        started_at = DateTimeField(index=True)
        finished_at = DateTimeField(null=True)

        class Meta:
            database = db
            table_name = "interviews"
            indexes = ((("user", "day"), True),)

    db.create_tables([Interview])

    class BankQuestion(Model):
        slug = CharField(max_length=100)
        content_hash = CharField(max_length=64)
        current = BooleanField()
        skill = CharField(index=True, max_length=50)
        kind = CharField(max_length=20)
        level = CharField(max_length=10)
        text = TextField()
        reference_answer = TextField()
        key_points = JSONField()

        class Meta:
            database = db
            table_name = "questions"
            indexes = ((("slug", "content_hash"), True),)

    db.create_tables([BankQuestion])

    class InterviewQuestion(Model):
        interview = ForeignKeyField(Interview, on_delete="CASCADE")
        question = ForeignKeyField(BankQuestion, on_delete="RESTRICT")
        position = IntegerField()

        class Meta:
            database = db
            table_name = "interview_questions"
            indexes = ((("interview", "position"), True), (("interview", "question"), True))

    db.create_tables([InterviewQuestion])

    class Answer(Model):
        interview_question = ForeignKeyField(InterviewQuestion, unique=True, on_delete="CASCADE")
        text = TextField()
        source = CharField(max_length=10)
        transcript = TextField(null=True)
        answered_at = DateTimeField()

        class Meta:
            database = db
            table_name = "answers"

    db.create_tables([Answer])

    class Feedback(Model):
        answer = ForeignKeyField(Answer, primary_key=True, on_delete="CASCADE")
        score = IntegerField(null=True, constraints=[Check("score BETWEEN 0 AND 100")])
        grader_version = CharField(max_length=64)
        document = JSONField()
        graded_at = DateTimeField()

        class Meta:
            database = db
            table_name = "feedback"

    db.create_tables([Feedback])

    class LoginCode(Model):
        email = CharField(max_length=254)
        name = CharField(max_length=100)
        code_hash = CharField()
        created_at = DateTimeField()
        expires_at = DateTimeField()
        tries = IntegerField(default=0)
        spent = BooleanField(default=False)

        class Meta:
            database = db
            table_name = "login_codes"
            indexes = ((("email", "created_at"), False),)

    db.create_tables([LoginCode])

    class Profile(Model):
        user = ForeignKeyField(User, unique=True, on_delete="CASCADE")
        document = JSONField()
        updated_at = DateTimeField()

        class Meta:
            database = db
            table_name = "profiles"

    db.create_tables([Profile])

    class Resume(Model):
        user = ForeignKeyField(User, on_delete="CASCADE")
        filename = CharField()
        path = CharField(unique=True, max_length=1024)
        size_bytes = IntegerField()
        text = TextField()
        uploaded_at = DateTimeField()

        class Meta:
            database = db
            table_name = "resumes"

    db.create_tables([Resume])


def down(migrator, db):
    migrator.migrate(migrator.drop_table("resumes"))
    migrator.migrate(migrator.drop_table("profiles"))
    migrator.migrate(migrator.drop_table("login_codes"))
    migrator.migrate(migrator.drop_table("feedback"))
    migrator.migrate(migrator.drop_table("answers"))
    migrator.migrate(migrator.drop_table("interview_questions"))
    migrator.migrate(migrator.drop_table("questions"))
    migrator.migrate(migrator.drop_table("interviews"))
    migrator.migrate(migrator.drop_table("access_tokens"))
    migrator.migrate(migrator.drop_table("users"))
