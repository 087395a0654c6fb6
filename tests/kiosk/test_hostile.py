"""Clients that mean no good, or are broken: they are refused or served, and nobody else notices."""

import json
import socket
from contextlib import ExitStack, suppress

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection

from assistant.bench.kiosk_server import Served
from assistant.kiosk import limits

_LARGE = 10 * 1024 * 1024


@pytest.fixture(autouse=True)
def the_next_visitor_is_served(kiosk: Served) -> object:
    """After each attack."""
    yield
    assert kiosk.ask("What is Botox?")["intent"] == "botox.what_is_botox"
    with kiosk.socket() as page:
        assert json.loads(page.recv())["type"] == "hello"


def _ends(page: ClientConnection) -> int:
    """Read until the server closes; its close code."""
    try:
        while True:
            page.recv(timeout=30)
    except ConnectionClosed as closed:
        return closed.rcvd.code if closed.rcvd else 1006


def test_a_large_body_is_refused(kiosk: Served) -> None:
    answer = httpx.post(f"{kiosk.url}/ask", json={"text": "a" * _LARGE})
    assert answer.status_code == 413


def test_a_large_body_that_hides_its_size_is_refused(kiosk: Served) -> None:
    pieces = (b"a" * 100_000 for _ in range(100))
    with suppress(httpx.WriteError):  # refused while it was still being sent
        assert httpx.post(f"{kiosk.url}/ask", content=pieces).status_code == 413


def test_a_large_message_closes_its_connection(kiosk: Served) -> None:
    with kiosk.socket() as page:
        with suppress(ConnectionClosed):
            page.send(json.dumps({"type": "ask", "text": "a" * _LARGE}))
        assert _ends(page) in (1009, 1006)


def test_too_many_messages_close_their_connection(kiosk: Served) -> None:
    with kiosk.socket() as page:
        with suppress(ConnectionClosed):
            for _ in range(2000):
                page.send('{"type": "active"}')
        assert _ends(page) in (1008, 1006)


def test_more_sound_than_a_microphone_makes_closes_its_connection(kiosk: Served) -> None:
    with kiosk.socket() as page:
        with suppress(ConnectionClosed):
            for _ in range(200):
                page.send(bytes(60_000))
        assert _ends(page) in (1008, 1006)


def test_two_hundred_connections_are_served_or_refused(kiosk: Served) -> None:
    served = refused = 0
    with ExitStack() as pages:
        for _ in range(200):
            try:
                page = pages.enter_context(kiosk.socket())
                served += json.loads(page.recv())["type"] == "hello"
            except InvalidStatus as refusal:
                assert refusal.response.status_code in (403, 503)
                refused += 1
        assert kiosk.ask("hello")["control"] == "greeting"
    assert served + refused == 200
    assert 100 <= served <= limits.CONNECTIONS


def test_half_open_sockets_keep_nobody_out(kiosk: Served) -> None:
    with ExitStack() as sockets:
        for number in range(300):
            raw = sockets.enter_context(socket.create_connection(("127.0.0.1", kiosk.port)))
            raw.sendall(b"POST /ask HTTP/1.1\r\nHost: " if number % 2 else b"")
        assert kiosk.ask("hello")["control"] == "greeting"
        raw.settimeout(limits.PATIENCE * 3)
        assert raw.recv(1) == b""


def test_a_second_request_that_never_ends_is_given_up(kiosk: Served) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.port)) as raw:
        raw.settimeout(limits.PATIENCE * 5)
        raw.sendall(f"GET /health HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\n\r\n".encode())
        assert raw.recv(12) == b"HTTP/1.1 200"
        raw.sendall(b"GET /health HTTP/1.1\r\nHost: ")
        while raw.recv(4096):
            pass


def test_a_request_that_never_ends_is_given_up(kiosk: Served) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.port)) as raw:
        head = (
            f"POST /ask HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\nContent-Length: 100\r\n\r\n{{"
        )
        raw.sendall(head.encode())
        raw.settimeout(limits.PATIENCE * 3)
        assert raw.recv(12) == b"HTTP/1.1 408"


def test_a_page_that_takes_nothing_in_is_given_up(kiosk: Served) -> None:
    """It asks for speech and reads none of it: its buffers fill, and it must not hold the rest."""

    def visitors() -> int:
        told: int = httpx.get(f"{kiosk.url}/health").json()["visitors"]
        return told

    before = visitors()
    with socket.socket() as raw:
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        raw.connect(("127.0.0.1", kiosk.port))
        raw.sendall(_handshake(kiosk))
        assert visitors() == before + 1
        with suppress(OSError):
            for _ in range(40):
                raw.sendall(_masked(b'{"type": "ask", "text": "Does Botox weaken the muscles?"}'))
        while visitors() > before:
            assert kiosk.ask("hello")["control"] == "greeting"


def _handshake(kiosk: Served) -> bytes:
    return (
        f"GET /ws HTTP/1.1\r\nHost: localhost:{kiosk.port}\r\nUpgrade: websocket\r\n"
        "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
    ).encode()


def _masked(text: bytes) -> bytes:
    """A client's text frame; a mask of zeros leaves the text as it is."""
    return bytes((0x81, 0x80 | len(text))) + bytes(4) + text


@pytest.mark.parametrize(
    "sent",
    [
        b"\x00" * 1000,
        b"GET / HTTP/9.9\r\n\r\n",
        b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
        b"POST /ask HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
    ],
)
def test_broken_requests_are_refused(kiosk: Served, sent: bytes) -> None:
    with socket.create_connection(("127.0.0.1", kiosk.port)) as raw:
        raw.settimeout(30)
        raw.sendall(sent)
        answer = raw.recv(12)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4")


def test_markup_comes_back_as_the_text_that_it_is(kiosk: Served) -> None:
    markup = "<img src=x onerror=alert(1)><script>alert(2)</script>"
    answer = httpx.post(f"{kiosk.url}/ask", json={"text": markup})
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["question"] == markup
