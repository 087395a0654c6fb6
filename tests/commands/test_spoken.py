"""The spoken path on files: a question in, the contract's JSON and the spoken answer out."""

import json
import re
from difflib import SequenceMatcher
from pathlib import Path

import pytest

from assistant.listening.files import recognise_file
from assistant.listening.spoken import spoken
from assistant.listening.vosk_recogniser import open_phrase_recogniser
from assistant.messages import VoiceSettings
from assistant.settings import load_settings
from assistant.skill import Skill
from assistant.speaking.wav import write_wav
from tests.commands.conftest import Command

QUESTION = "does your face sag after botox"


@pytest.fixture
def question(skill: Skill, tmp_path: Path) -> Path:
    """The question in our own voice."""
    synthesiser = skill.synthesiser()
    path = tmp_path / "q.wav"
    write_wav(path, list(synthesiser.speak(QUESTION, VoiceSettings())), synthesiser.rate)
    return path


def test_a_spoken_question_gives_the_reply_and_speech_that_is_heard_again(
    command: Command, question: Path, tmp_path: Path
) -> None:
    out = tmp_path / "a.wav"
    result = command("ask", "--audio", str(question), "--json", "--out", str(out))
    reply = json.loads(result.out)
    assert result.status == 0
    assert reply["heard"]["text"] == QUESTION
    assert reply["intent"] == "botox.face_sag"
    assert set(reply["timing_ms"]) == {"recognise", "understand", "synthesise"}
    sentences = re.split(r"(?<=[.:?!])\s+", reply["speech"])
    heard = recognise_file(out, open_phrase_recogniser(sentences, load_settings()))
    said = list(spoken(reply["speech"]))
    likeness = SequenceMatcher(None, said, heard.text.split(), autojunk=False).ratio()
    assert likeness > 0.8, heard.text


def test_a_place_that_cannot_be_written_is_told(command: Command, tmp_path: Path) -> None:
    result = command("ask", "hello", "--out", str(tmp_path / "no" / "such" / "a.wav"))
    assert (result.status, "a.wav" in result.err) == (1, True)


@pytest.mark.parametrize("text", ["", "\x1b[0m", "🙂"])
def test_what_cannot_be_said_is_wrong_usage(command: Command, tmp_path: Path, text: str) -> None:
    result = command("say", text, "--out", str(tmp_path / "a.wav"))
    assert (result.status, list(tmp_path.glob("*.wav"))) == (2, [])
