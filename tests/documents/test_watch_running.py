"""Content edited under the programs that visitors use: the console, the kiosk, the conversation."""

import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from assistant.bench.pulse import Pulse
from assistant.content.files import write_text

PATIENCE = 300.0
"""Seconds after which a machine under any load must have noticed; it takes about one."""
QUESTION = "how long does a battery last"
Ask = Callable[[], str]


class Running:
    """A verb of the command line in a process of its own, with all that it writes."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self.process = process
        self.written = ""
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stdout
        for line in self.process.stdout:
            self.written += line

    def until(self, wanted: Callable[[], bool]) -> None:
        """Wait for what may take a while; the process must live on."""
        end = time.monotonic() + PATIENCE
        while not wanted():
            assert self.process.poll() is None, self.written
            assert time.monotonic() < end, self.written
            time.sleep(0.1)

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        self._reader.join()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()


@contextmanager
def running(verb: str, packs: Path, *options: str) -> Iterator[Running]:
    command = [sys.executable, "-u", "-m", "assistant", verb, *options]
    found = Running(
        subprocess.Popen(
            [*command, "--content", str(packs), "--pack", "hearing"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    )
    try:
        yield found
    finally:
        found.close()


@pytest.fixture
def packs(hearing_packs: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(hearing_packs, tmp_path / "packs"))


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    write_text(path, text.replace(old, new))


def take_up(program: Running, packs: Path, ask: Ask) -> None:
    """A sound edit is used; a broken one is told with its place, and what was used stays."""
    document = next((packs / "hearing" / "documents").glob("looking-after*.md"))
    assert "five and ten days" in ask()
    edit(document, "five and ten days", "three and four days")
    program.until(lambda: "three and four days" in ask())
    edit(packs / "hearing" / "pack.yaml", "title: Hearing", "titel: Hearing")
    program.until(lambda: "has no 'title'" in program.written)
    assert re.search(r"pack\.yaml:\d+: this file has no 'title': add", program.written)
    edit(document, "three and four days", "eight and nine days")
    assert "three and four days" in ask()
    edit(packs / "hearing" / "pack.yaml", "titel: Hearing", "title: Hearing")
    program.until(lambda: "eight and nine days" in ask())


def test_under_the_console(packs: Path) -> None:
    with running("console", packs) as program:

        def ask() -> str:
            assert program.process.stdin
            before = len(program.written)
            program.process.stdin.write(f"{QUESTION}\n")
            program.process.stdin.flush()
            program.until(lambda: "battery lasts" in program.written[before:])
            return program.written[before:]

        take_up(program, packs, ask)


def test_under_the_kiosk(packs: Path) -> None:
    with running("kiosk", packs, "--port", "0") as program:
        program.until(lambda: "http://" in program.written)
        port = re.search(r"http://localhost:(\d+)/", program.written)
        assert port

        def ask() -> str:
            address = f"http://localhost:{port[1]}/ask"
            return str(httpx.post(address, json={"text": QUESTION}, timeout=PATIENCE).json())

        take_up(program, packs, ask)


@pytest.mark.sound
def test_under_the_spoken_conversation(packs: Path) -> None:
    """Nothing is asked aloud here: only that a broken edit is told, and what runs goes on."""
    with Pulse(), running("listen", packs) as program:
        program.until(lambda: "Assistant: " in program.written)
        edit(packs / "hearing" / "pack.yaml", "title: Hearing", "titel: Hearing")
        program.until(lambda: "has no 'title': add" in program.written)
