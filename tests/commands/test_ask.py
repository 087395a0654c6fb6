"""Ask, console and the command line itself: what is printed, and the exit status."""

import io
import json
import os
import subprocess
import sys
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
    assert (result.status, "voice_rate" in result.err) == (1, True)


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


def test_a_reader_that_goes_away_ends_it_quietly() -> None:
    program = f"{sys.executable} -m assistant ask hello | true"
    done = subprocess.run(program, shell=True, capture_output=True, timeout=120, check=False)
    assert done.stderr == b""


def test_without_a_verb_it_says_what_it_starts_and_why(
    command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ASSISTANT_OUTPUT_DEVICE", "no such loudspeaker")
    monkeypatch.setattr("sys.stdin", io.StringIO())
    result = command()
    assert result.status == 0
    assert result.out.startswith("Typed console, since ")
    assert "Hello." in result.out
