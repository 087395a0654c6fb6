"""Spoken conversations on virtual devices, and devices that go away."""

import subprocess
import threading
import time
import wave
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from assistant.bench.pulse import Pulse, Recording
from assistant.conversation.live import Live
from assistant.messages import Reply
from assistant.settings import Settings
from assistant.skill import Skill
from tests.conversation.scene import Screen
from tests.conversation.voices import speech

pytestmark = pytest.mark.sound

SAG = "does your face sag after botox"
LAST = "how long does botox last"
LONG = (
    "Botox does not make your face sag. The effect goes away within months, and the muscles "
    "regain their function. An expert decides where it goes, and how much of it."
)


class Visit:
    """A running conversation and a visitor's mouth."""

    def __init__(self, pulse: Pulse, skill: Skill, folder: Path) -> None:
        self.pulse = pulse
        self.screen = Screen()
        self.live = Live(skill, self.screen)
        self._file = folder / "said.wav"
        self._thread = threading.Thread(target=self.live.run)
        self._thread.start()
        self.until(lambda: self.live.player.playing)
        self.until(lambda: not self.live.player.playing)

    def say(self, text: str) -> None:
        samples = np.concatenate((speech(text), np.zeros(1600, np.float32)))
        with wave.open(str(self._file), "wb") as file:
            file.setparams((1, 2, 16000, 0, "NONE", ""))
            file.writeframes((samples * 32767).astype("<i2").tobytes())
        subprocess.run(["paplay", "-d", "micfeed", self._file], check=True)

    def until(self, true: Callable[[], object], timeout: float = 15.0) -> None:
        end = time.monotonic() + timeout
        while not true():
            assert time.monotonic() < end, (self.screen.notes, self.screen.utterances)
            time.sleep(0.02)

    def answer(self, text: str) -> Reply:
        """Say something and wait for the reply to it."""
        count = len(self.screen.replies)
        self.say(text)
        self.until(lambda: len(self.screen.replies) > count)
        return self.screen.replies[-1]

    def close(self) -> None:
        self.live.end()
        self._thread.join(15)
        assert not self._thread.is_alive()


@pytest.fixture(scope="module")
def skill(own_cache: None) -> Skill:
    return Skill.open(Settings(tones=False))  # type: ignore[call-arg]


@pytest.fixture
def visit(pulse: Pulse, skill: Skill, tmp_path: Path) -> Iterator[Visit]:
    running = Visit(pulse, skill, tmp_path)
    yield running
    running.close()


def test_a_conversation_of_several_turns_is_heard_at_the_loudspeaker(visit: Visit) -> None:
    recording = Recording()
    started = time.perf_counter()
    assert visit.answer(SAG).intent == "botox.face_sag"
    visit.until(lambda: visit.live.player.first_sound)
    time.sleep(1.0)
    assert visit.answer("stop").control == "stop"
    time.sleep(0.5)
    silent = time.perf_counter()
    time.sleep(0.5)
    assert recording.first_sound(started) is not None
    assert recording.first_sound(silent) is None
    assert visit.answer(LAST).intent == "botox.how_long_lasts"
    time.sleep(1.0)
    recording.stop()
    assert visit.live.conversation.counts.barge_ins >= 1


def test_it_does_not_talk_to_itself(visit: Visit) -> None:
    with visit.pulse.echo():
        for _ in range(2):
            visit.live.call(lambda conversation: conversation.say(LONG))
            visit.until(lambda: visit.live.player.playing)
            visit.until(lambda: not visit.live.player.playing, 40)
    assert visit.live.conversation.counts.turns == 0
    assert not visit.screen.utterances


def test_a_crashed_sound_server_is_survived(visit: Visit) -> None:
    visit.pulse.kill()
    visit.until(lambda: any("went away" in note for note in visit.screen.notes))
    visit.pulse.start()
    visit.until(lambda: any("are back" in note for note in visit.screen.notes), 30)
    assert visit.answer(SAG).intent == "botox.face_sag"


def test_an_unplugged_microphone_is_noticed_and_comes_back(visit: Visit) -> None:
    module = next(
        line.split()[0]
        for line in visit.pulse.control("list", "short", "modules").splitlines()
        if "module-remap-source" in line
    )
    visit.pulse.control("unload-module", module)
    visit.until(lambda: any("zeros" in n or "went away" in n for n in visit.screen.notes), 20)
    remap = ("source_name=mic", "master=micfeed.monitor")
    visit.pulse.control("load-module", "module-remap-source", *remap)
    visit.pulse.control("set-default-source", "mic")

    def answered() -> bool:
        visit.say(SAG)
        time.sleep(2.0)
        return SAG in visit.screen.utterances

    visit.until(answered, 60)


def test_a_vanished_loudspeaker_is_noticed_and_comes_back(visit: Visit) -> None:
    module = next(
        line.split()[0]
        for line in visit.pulse.control("list", "short", "modules").splitlines()
        if "sink_name=speaker" in line
    )
    visit.pulse.control("unload-module", module)
    time.sleep(2.0)
    options = ("sink_name=speaker", "norewinds=1", "rate=48000", "channels=2")
    visit.pulse.control("load-module", "module-null-sink", *options)
    visit.pulse.control("set-default-sink", "speaker")
    assert visit.answer(SAG).intent == "botox.face_sag"

    def heard() -> bool:
        recording = Recording()
        since = time.perf_counter()
        visit.live.call(lambda conversation: conversation.say(LONG))
        time.sleep(1.5)
        recording.stop()
        return recording.first_sound(since) is not None

    visit.until(heard, 60)
