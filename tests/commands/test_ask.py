"""Ask, console and the command line itself: what is printed, and the exit status."""

import io
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from assistant.console import converse
from assistant.skill import Skill
from tests.commands.conftest import Command


def test_a_question_is_answered_with_its_source(command: Command) -> None:
    result = command("ask", "does your face sag after botox")
    assert result.status == 0
    assert "Source: Does Your Face Sag More After Botox?" in result.out
    assert result.err == ""


def test_both_sides_of_a_disagreement_are_printed(command: Command) -> None:
    result = command("ask", "does botox weaken the muscles")
    assert "The sources disagree:" in result.out
    assert result.out.count("\n  - ") >= 2


def test_json_is_one_object(command: Command) -> None:
    reply = json.loads(command("ask", "--json", "is botox a filler").out)
    assert reply["intent"] == "botox.is_it_filler"


def test_verbose_shows_every_view_and_the_reason(command: Command) -> None:
    out = command("ask", "-v", "will I look like a waxwork").out
    assert all(word in out for word in ("decision", "meaning", "words", "sounds", "frozen_face"))


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (["ask"], 2, "give either"),
        (["ask", "x", "--audio", "q.wav"], 2, "give either"),
        (["nonsense"], 2, "No such command"),
        (["ask", "--content", "/no/such", "x"], 2, "does not exist"),
        (["ask", "--pack", "nonsense", "x"], 1, "nonsense"),
        (["ask", "--audio", "no-such-file.wav"], 1, "no-such-file.wav"),
    ],
)
def test_a_users_mistake_is_one_line_and_a_status(
    command: Command, arguments: list[str], status: int, told: str
) -> None:
    result = command(*arguments)
    assert result.status == status
    assert told in result.err
    assert "Traceback" not in result.err


def test_help_teaches_by_example(command: Command) -> None:
    assert "Examples:" in command("--help").out
    assert "Examples:" in command("ask", "--help").out


def test_an_unknown_setting_is_told(command: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ASSISTANT_VOICE_RATE", "fast")
    result = command("ask", "hello")
    assert (result.status, "ASSISTANT_VOICE_RATE" in result.err) == (1, True)


def test_the_console_answers_until_goodbye(skill: Skill) -> None:
    written: list[str] = []
    converse(skill, ["", "is botox a filler", "bye", "never read"], written.append)
    text = "\n".join(written)
    assert text.startswith("Hello.")
    assert "filler" in text
    assert "never read" not in text


def test_the_console_sends_no_escape_sequences(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "assistant", "console"],
        input=b"is botox a filler\n\xff\xfe\nbye\n",
        capture_output=True,
        env={**os.environ, "TERM": "xterm-256color"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0
    assert b"\x1b" not in done.stdout
    assert b"Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("line", "status", "told"),
    [
        ("ask -v hello | true", 0, ""),
        ("ask hello > /dev/full", 1, "assistant: the output: No space left on device\n"),
        ("ask hello >&-", 0, ""),
        ("console <&- >&-", 0, ""),
        ("batch <&-", 0, "0 lines answered, 0 with an error\n"),
    ],
)
def test_output_and_input_may_be_closed_or_full(line: str, status: int, told: str) -> None:
    program = f"set -o pipefail; {sys.executable} -m assistant {line}"
    done = subprocess.run(
        ["bash", "-c", program], capture_output=True, timeout=120, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (status, told)


def _interruptible() -> None:
    """Interrupts reach the program, even where the tests run in the background without them."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_an_interrupt_ends_it_quietly() -> None:
    """In the midst of speech, too, where C calls Python."""
    text = "word " * 20_000
    line = [sys.executable, "-m", "assistant", "say", text, "--out", os.devnull]
    with subprocess.Popen(line, stderr=subprocess.PIPE, preexec_fn=_interruptible) as program:
        time.sleep(3)
        program.send_signal(signal.SIGINT)
        _, told = program.communicate(timeout=60)
    # A shell says 130 of both: Python ends itself by the signal where it came while it compiled.
    assert program.returncode in (130, -signal.SIGINT)
    assert told.strip() == b""


def test_without_a_verb_it_says_what_it_starts_and_why(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_OUTPUT_DEVICE", "no such loudspeaker")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    result = command()
    assert result.status == 0
    assert result.out.startswith("Typed console, since ")
    assert "Hello." in result.out
