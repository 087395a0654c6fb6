"""Every way in which a sound device fails, while a conversation goes on; none ends it."""

import time
from pathlib import Path

import pytest

from assistant.bench.pulse import Pulse, Recording
from assistant.skill import Skill
from tests.sound.visit import LONG, SAG, Visit

pytestmark = pytest.mark.sound


def module(pulse: Pulse, words: str) -> str:
    """The number of the server's module that was loaded with these words."""
    lines = pulse.control("list", "short", "modules").splitlines()
    return next(line.split()[0] for line in lines if words in line)


def test_a_crashed_sound_server_is_survived(visit: Visit) -> None:
    visit.pulse.kill()
    visit.until_noted("went away")
    visit.pulse.start()
    visit.until_noted("are back")
    assert visit.answer(SAG).intent == "botox.face_sag"


def test_an_unplugged_microphone_is_noticed_and_comes_back(visit: Visit) -> None:
    with visit.pulse.room():
        visit.pulse.control("unload-module", module(visit.pulse, "source_name=mic"))
        visit.until_noted("zeros", "went away")
        remap = ("source_name=mic", "master=micfeed.monitor")
        visit.pulse.control("load-module", "module-remap-source", *remap)
        visit.pulse.control("set-default-source", "mic")
        visit.until_noted("back")
        visit.until_answered(SAG)


def test_a_microphone_that_gives_zeros_is_noticed_and_comes_back(visit: Visit) -> None:
    with visit.pulse.room():
        visit.pulse.control("set-source-mute", "mic", "1")
        try:
            visit.until_noted("only zeros")
        finally:
            visit.pulse.control("set-source-mute", "mic", "0")
        visit.until_noted("the microphone is back")
        visit.until_answered(SAG)


def test_a_vanished_loudspeaker_is_noticed_and_comes_back(visit: Visit) -> None:
    visit.pulse.control("unload-module", module(visit.pulse, "sink_name=speaker"))
    time.sleep(2.0)
    options = ("sink_name=speaker", "norewinds=1", "rate=48000", "channels=2")
    visit.pulse.control("load-module", "module-null-sink", *options)
    visit.pulse.control("set-default-sink", "speaker")
    visit.until_answered(SAG)

    def heard() -> bool:
        recording = Recording()
        since = time.perf_counter()
        visit.live.call(lambda conversation: conversation.say(LONG))
        time.sleep(1.5)
        recording.stop()
        return recording.first_sound(since) is not None

    visit.until(heard, 60)


def test_devices_that_refuse_the_rate_are_opened_at_their_own(
    pulse: Pulse, skill: Skill, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    def picky(kind: str) -> None:
        opened = getattr(sounddevice, kind)

        def open_stream(samplerate: int, **options: object) -> object:
            if samplerate != 44100:
                raise sounddevice.PortAudioError("Invalid sample rate", -9997)
            return opened(samplerate=samplerate, **options)

        monkeypatch.setattr(sounddevice, kind, open_stream)

    picky("RawInputStream")
    picky("RawOutputStream")
    visit = Visit(pulse, skill, tmp_path)
    assert visit.answer(SAG).intent == "botox.face_sag"
    visit.close()
