"""Spoken conversations on virtual devices, recorded at the loudspeaker and heard again."""

import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from rapidfuzz.distance import Levenshtein

from assistant.bench.pulse import Pulse, Recording
from assistant.cli import run
from assistant.dialogue.wording import plain
from assistant.listening.vosk_recogniser import open_phrase_recogniser
from assistant.settings import load_settings
from tests.sound.visit import LAST, LONG, PATIENCE, SAG, Visit, say

pytestmark = pytest.mark.sound


def words_in(sound: npt.NDArray[np.int16], said: Sequence[str]) -> list[str]:
    """The words of a recording, for a recogniser that knows what may have been said."""
    sentences = [plain(part) for text in said for part in text.split(".") if part.strip()]
    recogniser = open_phrase_recogniser(sentences, load_settings())
    recogniser.accept(sound.tobytes())
    return recogniser.final().text.split()


def test_a_conversation_of_several_turns_is_heard_at_the_loudspeaker(visit: Visit) -> None:
    recording = Recording()
    times, replies = [], []
    for question in (SAG, "say that again", LAST):
        times.append(time.perf_counter())
        replies.append(visit.answer(question))
        visit.until_silent()
        time.sleep(1.0)
    recording.stop()
    assert [reply.intent for reply in replies[::2]] == ["botox.face_sag", "botox.how_long_lasts"]
    assert replies[1].control == "repeat"
    said = [reply.speech for reply in replies]
    for begin, end, text in zip(times, [*times[1:], float("inf")], said, strict=True):
        heard = words_in(recording.samples(begin, end), said)
        assert Levenshtein.normalized_similarity(heard, plain(text).split()) > 0.6


def test_it_falls_silent_when_it_is_told_to(visit: Visit) -> None:
    visit.live.call(lambda conversation: conversation.say(LONG))
    visit.until(lambda: visit.live.player.playing)
    assert visit.answer("stop").control == "stop"
    visit.until_silent()
    time.sleep(0.5)
    recording = Recording()
    since = time.perf_counter()
    time.sleep(0.5)
    recording.stop()
    assert recording.first_sound(since) is None
    assert visit.live.conversation.counts.barge_ins >= 1


def test_it_does_not_talk_to_itself(visit: Visit) -> None:
    with visit.pulse.echo():
        for _ in range(2):
            visit.live.call(lambda conversation: conversation.say(LONG))
            visit.until(lambda: visit.live.player.playing)
            visit.until_silent()
    assert visit.live.conversation.counts.turns == 0
    assert not visit.screen.utterances


@contextmanager
def listening(folder: Path, *options: str) -> Iterator["subprocess.Popen[str]"]:
    """``assistant listen`` without a standard input; ended by an interrupt."""
    with (folder / "errors.txt").open("w", encoding="utf-8") as errors:
        process = subprocess.Popen(
            [sys.executable, "-m", "assistant", "listen", *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=errors,
            text=True,
            preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
        )
        try:
            yield process
            process.send_signal(signal.SIGINT)
            assert process.wait(PATIENCE) == 130
        finally:
            process.kill()
            process.communicate()
    # click ends the line after an interrupt, for the shell's prompt.
    assert (folder / "errors.txt").read_text("utf-8").strip() == ""


def read_until(process: "subprocess.Popen[str]", beginning: str) -> str:
    """The next line that begins so."""
    assert process.stdout
    return next(line.strip() for line in process.stdout if line.startswith(beginning))


def hear_out() -> None:
    """Wait until the loudspeaker has been silent for two seconds."""
    recording = Recording()
    try:
        for _ in range(30):
            since = time.perf_counter()
            time.sleep(2)
            if recording.first_sound(since) is None:
                return
        raise AssertionError("it never falls silent")
    finally:
        recording.stop()


def test_the_command_goes_on_without_a_standard_input(
    pulse: Pulse, own_cache: None, tmp_path: Path
) -> None:
    with listening(tmp_path, "--hands-free") as process:
        assert "hands-free" in read_until(process, "(hands-free")
        read_until(process, "Assistant: ")
        say(SAG, tmp_path)
        assert read_until(process, "You: ") == f"You: {SAG}"
        assert "sag" in read_until(process, "Assistant: ")
        hear_out()
        say("push to talk", tmp_path)
        assert "key" in read_until(process, "Assistant: ")


def test_a_chosen_microphone_is_remembered(
    pulse: Pulse, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["devices", "--input", "pulse", "--test"]) == 0
    told = capsys.readouterr().out
    assert "used as microphone" in told
    assert "Loudest sample" in told
    assert load_settings().input_device == "pulse"
