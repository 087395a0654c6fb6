"""The verb transcribe, on speech of our synthesiser."""

import json
import wave
from pathlib import Path

import pytest

from tests.commands.conftest import Command
from tests.listening.speech import say, silence


def wav(path: Path, pcm: bytes) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, 16000, 0, "NONE", ""))
        file.writeframes(pcm)
    return path


@pytest.fixture
def question(tmp_path: Path) -> Path:
    return wav(tmp_path / "question.wav", say("does your face sag after botox"))


def test_what_is_said_is_written_down_with_times(command: Command, question: Path) -> None:
    result = command("transcribe", str(question))
    first, *words = result.out.splitlines()
    assert result.status == 0
    assert first.startswith(f"{question}: does your face sag after botox  (")
    assert " ".join(line.split()[-1] for line in words) == "does your face sag after botox"


def test_each_file_is_a_line_of_json_in_order_and_a_bad_one_stops_nothing(
    command: Command, question: Path, tmp_path: Path
) -> None:
    bad, still = tmp_path / "bad.wav", wav(tmp_path / "still.wav", silence(1))
    bad.write_text("this is not sound")
    files = [str(file) for file in (question, bad, tmp_path / "none.wav", still)]
    result = command("transcribe", "--json", *files)
    lines = [json.loads(line) for line in result.out.splitlines()]
    assert result.status == 1
    assert [line["file"] for line in lines] == files
    assert lines[0]["text"] == "does your face sag after botox"
    assert set(lines[0]) == {"file", "text", "confidence", "alternatives", "words"}
    assert set(lines[0]["words"][0]) == {"text", "start", "end", "confidence"}
    assert all(set(line) == {"file", "error"} for line in lines[1:3])
    assert (lines[3]["text"], lines[3]["words"]) == ("", [])


def test_a_bad_file_is_told_of_on_the_other_channel(command: Command, tmp_path: Path) -> None:
    result = command("transcribe", str(tmp_path / "none.wav"))
    assert (result.status, result.out) == (1, "")
    assert "none.wav cannot be read" in result.err


def test_a_list_of_phrases_is_the_vocabulary(
    command: Command, question: Path, tmp_path: Path
) -> None:
    """However it was saved, and nothing else is heard than what is in it."""
    phrases = tmp_path / "phrases.txt"

    def heard(text: str) -> str:
        phrases.write_text(text, "utf-8")
        result = command("transcribe", "--json", "--phrases", str(phrases), str(question))
        return str(json.loads(result.out)["text"])

    own = "\ufeffa large coffee\r\n\r\nDoes your face sag after Botox?\r\n"
    assert heard(own) == "does your face sag after botox"
    words = heard("a large coffee\na small tea").split()
    assert set(words) <= {"a", "large", "coffee", "small", "tea", "[unk]"}


@pytest.mark.parametrize(("held", "problem"), [(b"\n \n", "holds no phrase"), (b"\xff", "cannot")])
def test_a_list_without_phrases_is_said_so(
    command: Command, question: Path, tmp_path: Path, held: bytes, problem: str
) -> None:
    phrases = tmp_path / "phrases.txt"
    phrases.write_bytes(held)
    result = command("transcribe", "--phrases", str(phrases), str(question))
    assert (result.status, result.out) == (1, "")
    assert problem in result.err and "phrases.txt" in result.err


def test_no_file_is_wrong_usage(command: Command) -> None:
    assert command("transcribe").status == 2
