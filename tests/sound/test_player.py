"""The player on a virtual loudspeaker: whole, silent when told, back when the server is back."""

import time
from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from assistant.bench.pulse import Pulse, Recording
from assistant.errors import AudioError
from assistant.messages import SpeechChunk, VoiceSettings
from assistant.speaking.player import Player
from assistant.speaking.synthesiser import EspeakSynthesiser

pytestmark = pytest.mark.sound

TEXT = "Botox does not make your face sag, and its effect goes away within a few months."
RATE = 22050


@pytest.fixture(scope="module")
def speech() -> SpeechChunk:
    chunks = EspeakSynthesiser({}).speak(TEXT, VoiceSettings())
    return SpeechChunk(b"".join(chunk.pcm for chunk in chunks))


@pytest.fixture
def recording(pulse: Pulse) -> Iterator[Recording]:
    made = Recording()
    yield made
    made.stop()


def likeness(speech: SpeechChunk, heard: npt.NDArray[np.int16]) -> float:
    """Correlation of what was played with what was recorded, where they lie on each other."""
    played = soxr.resample(np.frombuffer(speech.pcm, "<i2").astype(np.float32), RATE, 16000)
    size = len(played) + len(heard)
    spectrum = np.fft.rfft(heard.astype(float), size) * np.conj(np.fft.rfft(played, size))
    part = heard[int(np.argmax(np.fft.irfft(spectrum, size))) :][: len(played)].astype(float)
    played = played[: len(part)]
    return float(part @ played / np.sqrt((part @ part) * (played @ played)))


def test_what_is_played_is_what_is_heard(recording: Recording, speech: SpeechChunk) -> None:
    started = time.perf_counter()
    with Player(RATE) as player:
        player.play([speech])
        assert player.wait(20)
    time.sleep(0.3)
    assert likeness(speech, recording.samples(started)) > 0.95


def test_a_loudspeaker_at_another_rate_gets_resampled_sound(
    recording: Recording, speech: SpeechChunk, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sounddevice

    refuse = sounddevice.RawOutputStream

    def picky(samplerate: int, **options: object) -> object:
        if samplerate != 44100:
            raise sounddevice.PortAudioError("Invalid sample rate", -9997)
        return refuse(samplerate=samplerate, **options)

    monkeypatch.setattr(sounddevice, "RawOutputStream", picky)
    started = time.perf_counter()
    with Player(RATE) as player:
        player.play([speech])
        assert player.wait(20)
    time.sleep(0.3)
    assert likeness(speech, recording.samples(started)) > 0.95


def test_stop_and_pause_are_silent_and_resume_goes_on(
    recording: Recording, speech: SpeechChunk
) -> None:
    with Player(RATE) as player:
        player.play([speech])
        time.sleep(1.0)
        player.pause()
        time.sleep(0.4)
        silent = time.perf_counter()
        time.sleep(0.5)
        assert recording.first_sound(silent) is None
        player.resume()
        time.sleep(0.5)
        assert recording.first_sound(silent) is not None
        player.stop()
        assert not player.playing
        time.sleep(0.4)
        silent = time.perf_counter()
        time.sleep(0.5)
        assert recording.first_sound(silent) is None


def test_every_block_is_told_to_the_tap(pulse: Pulse, speech: SpeechChunk) -> None:
    blocks: list[npt.NDArray[np.int16]] = []
    with Player(RATE, tap=lambda block, rate: blocks.append(block)) as player:
        player.play([speech])
        player.wait(20)
    played = np.frombuffer(speech.pcm, "<i2")
    told = np.concatenate(blocks)
    begin = int(np.argmax(told != 0)) - int(np.argmax(played != 0))
    assert np.array_equal(told[begin : begin + len(played) - 1000], played[: len(played) - 1000])


def test_a_crashed_server_is_an_error_and_play_works_when_it_is_back(
    pulse: Pulse, speech: SpeechChunk
) -> None:
    player = Player(RATE)
    player.play([speech])
    time.sleep(0.3)
    pulse.kill()
    with pytest.raises(AudioError, match="went away"):
        player.wait(20)
    with pytest.raises(AudioError):
        player.play([speech])
    pulse.start()
    recording = Recording()
    started = time.perf_counter()
    player.play([speech])
    assert player.wait(20)
    player.close(drain=True)
    time.sleep(0.3)
    recording.stop()
    assert likeness(speech, recording.samples(started)) > 0.95
