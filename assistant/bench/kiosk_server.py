"""A kiosk as a process of its own, as it runs in a waiting room: for benchmarks and tests."""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
from websockets.sync.client import ClientConnection, connect

_ADDRESS = re.compile(r"http://(?P<host>[^ /]+?):(?P<port>\d+)/(?:\?token=(?P<token>\S+))?")


@dataclass(frozen=True)
class Served:
    """A kiosk that runs."""

    process: subprocess.Popen[str]
    port: int
    said: str
    """What it printed until it was ready."""
    token: str = ""

    @property
    def url(self) -> str:
        """The page's address."""
        return f"http://localhost:{self.port}"

    def ask(self, text: str, **more: Any) -> dict[str, Any]:
        """``POST /ask``: the reply's JSON."""
        answer = httpx.post(f"{self.url}/ask", json={"text": text, **more}, timeout=30)
        answer.raise_for_status()
        reply: dict[str, Any] = answer.json()
        return reply

    def questions(self) -> list[str]:
        """The questions that have an answer of their own, from ``GET /topics``."""
        topics = httpx.get(f"{self.url}/topics").json()
        return [
            choice["question"]
            for topic in topics
            for choice in topic["questions"]
            if not choice["intent"].startswith("house.")
        ]

    def vague(self) -> str:
        """An utterance that may mean several questions: a few words of some of them."""
        words = [question.rstrip("?").split() for question in self.questions()]
        cuts = [(start, size) for size in (4, 3, 2) for start in (0, 1, 2)]
        tries = [" ".join(line[start : start + size]) for start, size in cuts for line in words]
        return next(text for text in tries if self.ask(text)["outcome"] == "clarify")

    def socket(self) -> ClientConnection:
        """A WebSocket, as a page opens it; it takes in all that comes."""
        address, headers = f"ws://localhost:{self.port}/ws", {"Origin": self.url}
        return connect(address, additional_headers=headers, max_queue=None)

    def stop(self) -> int:
        """End it as systemd does; the exit status."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(20)


@contextmanager
def serve(
    home: Path, *flags: str, settings: Mapping[str, object] | None = None
) -> Iterator[Served]:
    """A kiosk on a free port, with its own folders and these flags and settings."""
    folders = {f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "STATE")}
    chosen = {f"ASSISTANT_{name.upper()}": str(value) for name, value in (settings or {}).items()}
    process = subprocess.Popen(
        [sys.executable, "-m", "assistant", "kiosk", "--port", "0", *flags],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, **folders, **chosen, "PYTHONUNBUFFERED": "1"},
    )
    try:
        yield _ready(process)
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def _ready(process: subprocess.Popen[str]) -> Served:
    assert process.stdout is not None
    said = ""
    for line in process.stdout:
        said += line
        if found := _ADDRESS.search(line):
            return Served(process, int(found["port"]), said, found["token"] or "")
    raise AssertionError(f"the kiosk ended with {process.wait()} before it was ready: {said}")
