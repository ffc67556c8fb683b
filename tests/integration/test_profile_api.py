"""The profile, the résumé, the job description, and leaving with everything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from app.api.profile import EXAMPLE
from db.models import Answer, Interview, LoginCode, Profile, Resume, User
from tests.integration import documents
from tests.integration.house import House, Member, problem

TEXT = "\n".join(documents.LINES).encode()


def upload(member: Member, data: bytes, name: str = "resume.pdf") -> Any:
    return member.http.post("/api/profile/resume", files={"file": (name, data)})


@pytest.fixture
def uploads(house: House) -> Path:
    return house.folder / "uploads"


def test_a_new_profile_is_empty(ada: Member) -> None:
    assert ada.http.get("/api/profile").json() == {
        "skills": [],
        "projects": [],
        "experience": {"level": None, "years": None, "roles": []},
        "interests": [],
        "target": {"role": "", "job_description": ""},
    }


def test_a_profile_comes_back_as_it_was_saved(ada: Member, bob: Member) -> None:
    assert ada.http.put("/api/profile", json=EXAMPLE).json() == EXAMPLE
    assert ada.http.get("/api/profile").json() == EXAMPLE
    assert bob.http.get("/api/profile").json()["skills"] == []


def test_saving_again_replaces_the_profile(ada: Member) -> None:
    ada.http.put("/api/profile", json=EXAMPLE)
    ada.http.put("/api/profile", json={"skills": ["Go"]})
    profile = ada.http.get("/api/profile").json()
    assert (profile["skills"], profile["projects"]) == (["Go"], [])
    assert Profile.select().where(Profile.user == ada.id).count() == 1


@pytest.mark.parametrize(
    "change",
    [
        {"skills": ["x" * 201]},
        {"skills": ["x"] * 101},
        {"skills": "Python"},
        {"skills": ["a\x00b"]},
        {"interests": ["x" * 201]},
        {"projects": [{"name": "x" * 201}]},
        {"projects": [{"description": "no name"}]},
        {"projects": [{"name": "x", "tech_stack": ["x"] * 101}]},
        {"projects": [{"name": "x", "description": "x" * 50_001}]},
        {"projects": [{"name": "x", "description": "a\x00b"}]},
        {"experience": {"level": "wizard"}},
        {"experience": {"years": -1}},
        {"experience": {"years": 81}},
        {"experience": {"roles": ["x" * 201]}},
        {"target": {"role": "x" * 201}},
        {"target": {"role": "", "job_description": "x" * 50_001}},
    ],
)
def test_what_nobody_would_write_is_refused_and_not_saved(ada: Member, change: dict[str, Any]) -> None:
    ada.http.put("/api/profile", json=EXAMPLE)
    assert problem(ada.http.put("/api/profile", json=change)) == (422, "invalid_input")
    assert ada.http.get("/api/profile").json() == EXAMPLE


@pytest.mark.parametrize("years", ["NaN", "Infinity", "-Infinity", "1e999"])
def test_years_are_a_number(ada: Member, years: str) -> None:
    answer = ada.http.put(
        "/api/profile",
        content=f'{{"experience": {{"years": {years}}}}}',
        headers={"Content-Type": "application/json"},
    )
    assert problem(answer) == (422, "invalid_input")


@pytest.mark.parametrize("body", ["", "{", "[]", "null", '"profile"', '{"skills": ["\\ud800"]}'])
def test_a_body_that_is_no_profile_is_refused(ada: Member, body: str) -> None:
    answer = ada.http.put("/api/profile", content=body, headers={"Content-Type": "application/json"})
    assert problem(answer) == (422, "invalid_input")


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (documents.pdf(*documents.LINES), "pdf"),
        (documents.docx(*documents.LINES), "docx"),
        (TEXT, "txt"),
    ],
    ids=["pdf", "docx", "txt"],
)
def test_a_resume_is_kept_for_its_owner_and_read(ada: Member, uploads: Path, data: bytes, kind: str) -> None:
    answer = upload(ada, data, f"Grace Hopper.{kind}")
    body = answer.json()
    assert answer.status_code == 201
    assert body["filename"] == f"Grace Hopper.{kind}"
    assert {"Python", "PostgreSQL", "Docker"} <= set(body["extracted"]["skills"])
    assert set(body["extracted"]) == {"skills", "projects", "experience"}
    row = Resume.get(Resume.user == ada.id)
    path = Path(row.path)
    assert path.parent == uploads
    assert path.suffix == f".{kind}"
    assert "Grace" not in path.name
    assert path.read_bytes() == data
    assert path.stat().st_mode & 0o777 == 0o600
    assert "Grace Hopper" in row.text


def test_a_resume_leaves_the_profile_as_it_is(ada: Member) -> None:
    ada.http.put("/api/profile", json=EXAMPLE)
    assert upload(ada, TEXT).status_code == 201
    assert ada.http.get("/api/profile").json() == EXAMPLE


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "..\\..\\boot.ini", "/etc/passwd", "x" * 400 + ".txt", "a\nb.txt", "..", "é.txt"],
)
def test_a_file_name_reaches_nowhere(ada: Member, uploads: Path, name: str) -> None:
    before = {*uploads.parent.rglob("*")}
    shown = upload(ada, TEXT, name).json()["filename"]
    (new,) = {p for p in uploads.parent.rglob("*") if "rehearse.db" not in p.name} - before - {uploads}
    assert new.parent == uploads
    assert len(shown) <= 255
    assert shown.isprintable()
    assert not {"/", "\\"} & set(shown)


@pytest.mark.parametrize(
    ("data", "hint"),
    [
        (b"x" * (5 * 1024 * 1024 + 1), "5 MB"),
        (documents.PNG, "PNG"),
        (documents.locked_pdf(), "password"),
        (documents.pdf(), "No text"),
        (documents.bomb(), "unpacks"),
        (b"", "empty"),
        (b"%PDF-1.7 broken", "damaged"),
        (b"PK\x03\x04 broken", "damaged"),
        (b" \n\t ", "No text"),
    ],
    ids=["too large", "PNG", "locked", "empty PDF", "bomb", "empty", "broken PDF", "broken DOCX", "blank"],
)
def test_a_file_that_is_refused_leaves_nothing_behind(
    ada: Member, uploads: Path, data: bytes, hint: str
) -> None:
    before = set(uploads.glob("*"))
    answer = upload(ada, data)
    assert problem(answer) == (422, "file_rejected")
    assert hint in answer.json()["detail"]
    assert set(uploads.glob("*")) == before
    assert Resume.select().where(Resume.user == ada.id).count() == 0


def test_exactly_five_megabytes_are_taken(ada: Member) -> None:
    assert upload(ada, TEXT + b" " * (5 * 1024 * 1024 - len(TEXT))).status_code == 201


def test_a_disk_that_is_full_leaves_nothing_behind(
    ada: Member, house: House, uploads: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(handle: int) -> None:
        raise OSError(28, "No space left on device")

    before = set(uploads.glob("*"))
    monkeypatch.setattr("app.services.profiles.os.fsync", fail)
    client = TestClient(house.app, headers=ada.http.headers, raise_server_exceptions=False)
    answer = client.post("/api/profile/resume", files={"file": ("r.txt", TEXT)})
    assert problem(answer) == (500, "internal")
    assert set(uploads.glob("*")) == before
    assert Resume.select().where(Resume.user == ada.id).count() == 0


def test_a_form_without_a_file_is_refused(ada: Member) -> None:
    assert problem(ada.http.post("/api/profile/resume", data={"file": "text"})) == (422, "invalid_input")
    assert problem(ada.http.post("/api/profile/resume", json={})) == (422, "invalid_input")


def test_a_job_description_is_read_with_its_evidence(ada: Member) -> None:
    text = "Senior Backend Engineer\nYou know Python and Kubernetes well."
    body = ada.http.post("/api/job-descriptions/analyze", json={"text": text}).json()
    assert body["level"] == "senior"
    assert "Backend" in body["role"]
    assert {"name": "Python", "evidence": "Python"} in body["skills"]
    assert all(skill["evidence"] in text for skill in body["skills"])


def test_an_empty_job_description_says_nothing(ada: Member) -> None:
    body = ada.http.post("/api/job-descriptions/analyze", json={"text": ""}).json()
    assert body == {"role": None, "level": None, "skills": []}


def test_a_job_description_has_50_000_characters_at_most(ada: Member) -> None:
    assert ada.http.post("/api/job-descriptions/analyze", json={"text": "x " * 25_000}).status_code == 200
    answer = ada.http.post("/api/job-descriptions/analyze", json={"text": "x" * 50_001})
    assert problem(answer) == (422, "invalid_input")


def use_everything(member: Member) -> None:
    """Leave something of the member in every table."""
    member.http.put("/api/profile", json={"skills": [f"skill of {member.name}"]})
    upload(member, f"{member.name}: Python\n".encode(), f"{member.name}.txt")
    body = {"role": f"Role of {member.name}", "level": "junior", "question_count": 1}
    interview = member.http.post("/api/interviews", json=body).json()
    answer = {"question_id": interview["questions"][0]["id"], "text": f"Answer of {member.name}."}
    assert member.http.post(f"/api/interviews/{interview['id']}/answers", json=answer).status_code == 201


def test_the_export_holds_all_of_the_member_and_nothing_of_others(ada: Member, bob: Member) -> None:
    use_everything(ada)
    use_everything(bob)
    answer = ada.http.get("/api/me/export")
    document = answer.json()
    assert "attachment" in answer.headers["content-disposition"]
    assert document["user"] == {"id": ada.id, "name": "Ada", "email": ada.email}
    assert document["profile"]["skills"] == ["skill of Ada"]
    assert [resume["filename"] for resume in document["resumes"]] == ["Ada.txt"]
    (interview,) = document["interviews"]
    assert interview["role"] == "Role of Ada"
    assert interview["questions"][0]["answer"]["text"] == "Answer of Ada."
    assert interview["questions"][0]["answer"]["feedback"]["grader_version"]
    assert "Bob" not in answer.text and bob.email not in answer.text


def test_erasing_an_account_leaves_no_row_and_no_file(
    ada: Member, bob: Member, client: TestClient, uploads: Path
) -> None:
    use_everything(ada)
    use_everything(bob)
    path = Path(Resume.get(Resume.user == ada.id).path)
    answers = Answer.select().count()
    assert ada.http.delete("/api/me").status_code == 204
    assert not path.exists()
    assert Answer.select().count() == answers - 1
    for model in (Profile, Resume, Interview):
        assert model.select().where(model.user == ada.id).count() == 0
        assert model.select().where(model.user == bob.id).count() == 1
    assert not User.select().where(User.email == ada.email).exists()
    assert not LoginCode.select().where(LoginCode.email == ada.email).exists()
    assert Path(Resume.get(Resume.user == bob.id).path).exists()
    assert bob.http.get("/api/me").status_code == 200


def test_the_doors_ask_for_a_token(client: TestClient) -> None:
    for method, path in (
        ("GET", "/api/me"),
        ("DELETE", "/api/me"),
        ("GET", "/api/me/export"),
        ("GET", "/api/profile"),
        ("PUT", "/api/profile"),
        ("POST", "/api/profile/resume"),
        ("POST", "/api/job-descriptions/analyze"),
        ("POST", "/api/auth/logout"),
    ):
        assert problem(client.request(method, path)) == (401, "not_signed_in"), path
