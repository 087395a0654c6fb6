"""The server as a process: REST endpoints, headers, address and token, start and end."""

import base64
import hashlib
import json
import re
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from pydantic import TypeAdapter
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from assistant.bench.kiosk_server import Served, serve
from assistant.kiosk.files import PAGE
from assistant.messages import Reply


@pytest.fixture(scope="module")
def token(own_cache: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A kiosk for other machines, which makes up its token."""
    with serve(tmp_path_factory.mktemp("open"), "--host", "0.0.0.0") as served:
        yield served


def test_a_question_is_answered_with_a_reply(kiosk: Served) -> None:
    reply = kiosk.ask("Does Botox weaken the muscles?", id="q1")
    assert TypeAdapter(Reply).validate_python(reply).intent == "botox.weakens_muscles"
    assert (reply["id"], reply["session"], reply["heard"]) == ("q1", "", None)
    assert reply["disagreement"]["positions"]


def test_turns_of_a_session_share_context_and_no_other_session_does(kiosk: Served) -> None:
    first = kiosk.ask("Does Botox weaken the muscles?", session="one")
    assert first["session"] == "one"
    assert kiosk.ask("repeat", session="one")["speech"] == first["speech"]
    for other in ({}, {"session": "two"}):
        assert first["speech"] not in kiosk.ask("repeat", **other)["speech"]


def test_every_text_gets_an_outcome(kiosk: Served) -> None:
    for text in ("", " ", "\x00\x07", "<script>alert(1)</script>", "привет", "a" * 5000, "😀" * 50):
        assert kiosk.ask(text)["outcome"] == "decline", text


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b"", "Invalid JSON"),
        (b"{", "Invalid JSON"),
        (b"[]", "body"),
        (b'{"session": "s"}', "text"),
        (b'{"text": 1}', "text"),
        (b'{"text": "a", "session": 7}', "session"),
        (b'\xff\xfe{"text"', "Invalid JSON"),
    ],
)
def test_a_body_that_cannot_be_used_is_refused_with_its_cause(
    kiosk: Served, body: bytes, told: str
) -> None:
    answer = httpx.post(f"{kiosk.url}/ask", content=body)
    assert answer.status_code == 400
    assert told in answer.json()["error"]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/nothing", 404),
        ("GET", "/ask", 405),
        ("DELETE", "/topics", 405),
        ("POST", "/", 405),
    ],
)
def test_no_such_path_or_method_is_said_in_json(
    kiosk: Served, method: str, path: str, status: int
) -> None:
    answer = httpx.request(method, f"{kiosk.url}{path}")
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


def test_another_kind_of_body_is_refused_in_json(kiosk: Served) -> None:
    for form in ({"data": {"text": "hello"}}, {"files": {"text": b"hello"}}):
        answer = httpx.post(f"{kiosk.url}/ask", **form)
        assert answer.status_code == 400
        assert '{"text": "a question"}' in answer.json()["error"]


def test_an_empty_session_name_is_no_session(kiosk: Served) -> None:
    first = kiosk.ask("Does Botox weaken the muscles?", session="")
    assert first["speech"] not in kiosk.ask("repeat", session="")["speech"]


def test_a_refusal_does_not_repeat_what_was_sent(kiosk: Served) -> None:
    answer = httpx.post(f"{kiosk.url}/ask", json={"text": {"secret": "my illness"}})
    assert "illness" not in answer.text


def test_health_tells_who_is_served_and_nothing_of_what_they_said(kiosk: Served) -> None:
    before = httpx.get(f"{kiosk.url}/health").json()
    with kiosk.socket() as socket:
        socket.recv()
        during = httpx.get(f"{kiosk.url}/health").json()
    assert during["status"] == "ok"
    assert during["visitors"] == before["visitors"] + 1
    assert set(during) == {"status", "version", "content", "visitors", "sessions"}


def test_topics_list_questions_that_are_answered_as_themselves(kiosk: Served) -> None:
    topics = httpx.get(f"{kiosk.url}/topics").json()
    assert len(topics) > 3
    for topic in topics:
        choice = topic["questions"][0]
        assert kiosk.ask(choice["question"])["intent"] == choice["intent"]


def test_the_description_names_every_endpoint_and_resolves(kiosk: Served) -> None:
    description = httpx.get(f"{kiosk.url}/openapi.json").json()
    assert set(description["paths"]) == {"/ask", "/health", "/topics", "/openapi.json", "/ws"}
    schemas = description["components"]["schemas"]
    for name in re.findall(r'"#/components/schemas/([^"]+)"', json.dumps(description)):
        assert name in schemas
    assert set(schemas["Reply"]["properties"]) == set(kiosk.ask("hello"))


def test_nothing_may_be_kept_framed_or_sent_elsewhere(kiosk: Served) -> None:
    for path in ("/", "/app.js", "/health", "/nothing"):
        headers = httpx.get(f"{kiosk.url}{path}").headers
        assert headers["cache-control"] == "no-store"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy and "*" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert "server" not in headers


def test_the_page_brings_its_only_style_sheet_which_the_policy_names_by_its_hash(
    kiosk: Served,
) -> None:
    page = httpx.get(kiosk.url)
    assert 'rel="stylesheet"' not in page.text
    [sheet] = re.findall(r"<style>(.*?)</style>", page.text, re.DOTALL)
    digest = base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in page.headers["content-security-policy"]


def test_files_outside_the_page_are_not_served(kiosk: Served) -> None:
    for path in ("/../app.py", "/%2e%2e/app.py", "/..%2fapp.py", "//etc/passwd"):
        with socket.create_connection(("127.0.0.1", kiosk.port)) as raw:
            raw.sendall(f"GET {path} HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\n\r\n".encode())
            assert raw.recv(12) == b"HTTP/1.1 404"


def test_the_page_asks_no_other_machine_and_is_light() -> None:
    files = [path for path in PAGE.rglob("*") if path.is_file() and path.suffix != ".txt"]
    assert sum(path.stat().st_size for path in files) <= 150_000
    for path in files:
        if path.suffix != ".woff2":
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert set(re.findall(r"https?://[\w.]*", text)) <= {"http://localhost"}
            for maker in (
                "innerHTML",
                "outerHTML",
                "insertAdjacentHTML",
                "document.write",
                "eval(",
            ):
                assert maker not in text


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Host": "evil.example"}, 421),
        ({"Origin": "http://evil.example"}, 403),
        ({"Origin": "null"}, 403),
    ],
)
def test_foreign_names_and_pages_are_refused(
    kiosk: Served, headers: dict[str, str], status: int
) -> None:
    for path in ("/", "/health", "/topics"):
        assert httpx.get(f"{kiosk.url}{path}", headers=headers).status_code == status
    answer = httpx.post(f"{kiosk.url}/ask", json={"text": "hello"}, headers=headers)
    assert answer.status_code == status
    assert set(answer.json()) == {"error"}


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://localhost:1"}],
)
def test_foreign_pages_get_no_websocket(kiosk: Served, headers: dict[str, str]) -> None:
    with pytest.raises(InvalidStatus) as refused:
        connect(f"ws://localhost:{kiosk.port}/ws", additional_headers=headers)
    assert refused.value.response.status_code == 403


def test_an_own_page_and_a_program_get_the_websocket(kiosk: Served) -> None:
    with kiosk.socket() as page:
        assert json.loads(page.recv())["type"] == "hello"
    with connect(f"ws://localhost:{kiosk.port}/ws") as program:
        assert json.loads(program.recv())["type"] == "hello"


def test_on_the_network_it_warns_and_wants_the_token(token: Served) -> None:
    assert "Others on the network can reach this address" in token.said
    assert len(token.token) >= 20
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Cookie": "kiosk=wrong"}):
        assert httpx.get(f"{token.url}/health", headers=headers).status_code == 401
    shown: list[dict[str, Any]] = [
        {"headers": {"Authorization": f"Bearer {token.token}"}},
        {"headers": {"Cookie": f"kiosk={token.token}"}},
    ]
    for way in shown:
        assert httpx.get(f"{token.url}/health", **way).status_code == 200


def test_the_token_in_the_address_becomes_a_cookie(token: Served) -> None:
    with httpx.Client() as client:
        answer = client.get(f"{token.url}/?token={token.token}")
        assert answer.status_code == 303
        assert token.token not in answer.headers["location"]
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie and "samesite=strict" in cookie
        assert client.get(f"{token.url}/").status_code == 200


def test_the_token_in_an_address_leads_to_this_page_and_nowhere_else(token: Served) -> None:
    asked = {"token": token.token}
    assert httpx.get(f"{token.url}//evil.example", params=asked).headers["location"] == "/"


def test_cookies_of_other_servers_on_the_same_name_do_not_hide_the_token(token: Served) -> None:
    cookies = f'other={{"a": [1]}}; kiosk={token.token}; x'
    assert httpx.get(f"{token.url}/health", headers={"Cookie": cookies}).status_code == 200


def test_without_the_token_there_is_no_websocket(token: Served) -> None:
    with pytest.raises(InvalidStatus):
        token.socket()
    address = f"ws://localhost:{token.port}/ws"
    with connect(address, additional_headers={"Cookie": f"kiosk={token.token}"}) as page:
        assert json.loads(page.recv())["type"] == "hello"


def test_a_token_that_was_set_is_wanted_on_this_machine_too(
    own_cache: None, tmp_path: Path
) -> None:
    with serve(tmp_path, "--token", "our-secret") as served:
        assert served.token == "our-secret"
        assert "Others on the network" not in served.said
        assert httpx.get(f"{served.url}/health").status_code == 401
        shown = {"Authorization": "Bearer our-secret"}
        assert httpx.get(f"{served.url}/health", headers=shown).status_code == 200


def test_it_ends_cleanly_while_visitors_are_there(own_cache: None, tmp_path: Path) -> None:
    """Quietly, and each page is told that the service restarts."""
    with serve(tmp_path) as served, served.socket() as page:
        page.send('{"type": "ask", "text": "What is Botox?"}')
        assert served.stop() in (0, -15)
        with pytest.raises(ConnectionClosed) as closed:
            while True:
                page.recv(timeout=10)
        assert closed.value.rcvd is not None and closed.value.rcvd.code == 1012


def test_a_port_in_use_is_one_line_with_the_cure(kiosk: Served) -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "assistant", "kiosk", "--port", str(kiosk.port)],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert "--port" in ended.stderr
