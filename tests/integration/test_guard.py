"""The lock on the private pages, tried on every path that Gradio serves."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from tests.integration.house import House, Member, problem

PAGES = ("/profile", "/form", "/interview", "/summary", "/dashboard")
GRADIO = """
GET /config
GET /theme.css
GET /svelte/x.js
GET /assets/x.js
GET /static/img/x.svg
GET /monitoring
GET /monitoring/summary
GET /pwa_icon
GET /gradio_api/info
GET /gradio_api/openapi.json
GET /gradio_api/app_id
GET /gradio_api/user
GET /gradio_api/token
GET /gradio_api/startup-events
GET /gradio_api/theme.css
GET /gradio_api/runs
GET /gradio_api/deep_link
GET /gradio_api/heartbeat/abc
GET /gradio_api/queue/data?session_hash=abc
GET /gradio_api/queue/status
POST /gradio_api/queue/join
POST /gradio_api/run/predict
POST /gradio_api/api/load
POST /gradio_api/call/load
GET /gradio_api/call/load/1
POST /gradio_api/cancel
POST /gradio_api/reset
POST /gradio_api/component_server
POST /gradio_api/upload
GET /gradio_api/upload_progress?upload_id=1
POST /gradio_api/process_recording
POST /gradio_api/stream/abc
POST /gradio_api/stream/abc/close
GET /gradio_api/stream/abc/0/1/playlist.m3u8
GET /gradio_api/stream/abc/0/1/playlist-file
GET /gradio_api/file=/etc/passwd
HEAD /gradio_api/file=/etc/passwd
GET /gradio_api/file//etc/passwd
GET /gradio_api/proxy=http://example.org/
POST /gradio_api/vibe-edit
GET /gradio_api/vibe-code
GET /gradio_api/custom_component/a/b/c/d.js
""".strip().split("\n")


@pytest.fixture
def browser(client: TestClient) -> TestClient:
    """A guest that asks for pages and stays where it is sent."""
    client.follow_redirects = False
    client.headers["Accept"] = "text/html,application/xhtml+xml"
    return client


def upload(member: Member, content: bytes = b"a secret of its owner") -> str:
    """The path of a file that the member uploaded through the pages."""
    answer = member.http.post(
        "/gradio_api/upload", files={"files": ("secret.txt", content)}, headers=member.cookie
    )
    assert answer.status_code == 200
    (path,) = answer.json()
    return str(path)


@pytest.mark.parametrize("page", [f"{page}{slash}" for page in PAGES for slash in ("", "/")])
def test_a_guest_who_asks_for_a_page_is_led_to_the_login_and_back(browser: TestClient, page: str) -> None:
    answer = browser.get(f"{page}?id=5&x=a b")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login/?next=" + quote(f"{page}?id=5&x=a%20b", safe="/")


@pytest.mark.parametrize("route", [*(f"GET {page}" for page in PAGES), *GRADIO])
def test_nothing_private_answers_a_guest(client: TestClient, route: str) -> None:
    method, path = route.split(" ")
    answer = client.request(method, path)
    assert answer.status_code == 401
    if method != "HEAD":
        assert problem(answer) == (401, "not_signed_in")


@pytest.mark.parametrize("page", PAGES)
def test_a_member_gets_the_page(ada: Member, page: str) -> None:
    answer = ada.http.get(page, headers={**ada.cookie, "Accept": "text/html"})
    assert answer.status_code == 200
    assert "gradio" in answer.text


@pytest.mark.parametrize("page", ["/", "/home", "/home/", "/login", "/login/?next=/profile", "/docs"])
def test_a_guest_gets_the_public_pages(client: TestClient, page: str) -> None:
    assert client.get(page, headers={"Accept": "text/html"}).status_code == 200


def test_a_member_reads_their_own_upload(ada: Member) -> None:
    path = upload(ada)
    answer = ada.http.get(f"/gradio_api/file={path}", headers=ada.cookie)
    assert answer.content == b"a secret of its owner"


def addresses(path: str) -> list[str]:
    """Every way to ask for an uploaded file that we could think of."""
    folder, _, name = path.rpartition("/")
    plain = [
        f"/gradio_api/file={path}",
        f"/gradio_api/file/{path}",
        f"/gradio_api/file={path}/",
        f"/gradio_api/file=/{path}",
        f"/gradio_api/file=//{path}",
        f"/gradio_api/file={folder}/./{name}",
        f"/gradio_api/file={folder}/x/../{name}",
        f"/gradio_api/file={folder}//{name}",
        f"/gradio_api/file=file://{path}",
        f"/gradio_api/file={quote(path, safe='')}",
        f"/gradio_api/file={quote(quote(path, safe=''), safe='')}",
        f"/gradio_api/file%3D{path}",
        f"/gradio_api%2Ffile={path}",
        f"/%67radio_api/file={path}",
        f"//gradio_api/file={path}",
        f"/./gradio_api/file={path}",
        f"/x/../gradio_api/file={path}",
        f"/%2e/gradio_api/file={path}",
        f"/GRADIO_API/file={path}",
        f"/gradio_api/FILE={path}",
        f"/gradio_api//file={path}",
        f"/gradio_api/./file={path}",
        f"/gradio_api/file={path}%00",
        f"/gradio_api/file={path}?x=1",
        f"/gradio_api/file={path};x",
        f"/gradio_api/proxy={path}",
        f"/file={path}",
        f"/file/{path}",
        f"/profile/gradio_api/file={path}",
    ]
    doors = ("/home", "/login", "/api", "/docs", "/healthz", "/look", "/openapi.json")
    return plain + [f"{door}{address}" for door in doors for address in plain]


def test_no_address_opens_anothers_upload(house: House, ada: Member, bob: Member, client: TestClient) -> None:
    path = upload(ada)
    upload(bob, b"something of Bob")
    quiet = TestClient(house.app, raise_server_exceptions=False)
    for address in addresses(path):
        for headers in ({}, bob.cookie):
            answer = quiet.get(address, headers=headers)
            assert b"a secret of its owner" not in answer.content, address
            assert answer.status_code >= 400 or "html" in answer.headers["content-type"], address
    assert ada.http.get(f"/gradio_api/file={path}", headers=ada.cookie).status_code == 200


def test_the_same_bytes_uploaded_by_two_belong_to_both(ada: Member, bob: Member) -> None:
    first, second = upload(ada, b"shared"), upload(bob, b"shared")
    for member, path in ((ada, first), (bob, second)):
        assert member.http.get(f"/gradio_api/file={path}", headers=member.cookie).content == b"shared"


def test_an_address_that_only_looks_like_an_upload_is_not_taken_for_one(ada: Member, bob: Member) -> None:
    path = upload(ada)
    for file in ("/etc/passwd", path + "x", path.rsplit("/", 1)[0], "", "secret.txt"):
        answer = bob.http.get(f"/gradio_api/file={file}", headers=bob.cookie)
        assert problem(answer) == (404, "not_found"), file


@pytest.mark.parametrize("door", ["/home", "/login"])
def test_a_public_page_takes_no_form(client: TestClient, door: str) -> None:
    assert client.post(door, data={"username": "ada", "password": "x"}).status_code == 405


@pytest.mark.parametrize("door", ["/home", "/login"])
def test_a_guest_uploads_nothing_through_the_public_pages(client: TestClient, door: str) -> None:
    files: Any = {"files": ("x.txt", b"x")}
    assert problem(client.post(f"{door}/gradio_api/upload", files=files)) == (404, "not_found")


def test_a_cookie_is_dead_after_logging_out(ada: Member, browser: TestClient) -> None:
    path = upload(ada)
    ada.http.post("/api/auth/logout")
    assert browser.get("/profile", headers=ada.cookie).status_code == 303
    browser.headers["Accept"] = "*/*"
    for address in ("/config", f"/gradio_api/file={path}"):
        assert problem(browser.get(address, headers=ada.cookie)) == (401, "not_signed_in")


@pytest.mark.parametrize("path", ["//evil.example/x", "/\\evil.example", "///evil.example", "/%5Cevil.org"])
def test_the_way_back_leads_nowhere_else(browser: TestClient, path: str) -> None:
    answer = browser.get(f"http://testserver{path}")
    location = answer.headers.get("location", "/")
    if "next=" in location:
        target = location.partition("next=")[2]
        assert target.startswith("/") and not target.lower().startswith(("//", "/%5c"))
