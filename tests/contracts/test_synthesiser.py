"""What every synthesiser must keep; a new one joins by a line in ``SYNTHESISERS``."""

import threading
from collections.abc import Callable, Iterator

import numpy as np
import pytest

from assistant.errors import SettingsError
from assistant.messages import SpeechChunk, VoiceSettings
from assistant.protocols import Synthesiser
from assistant.speaking import driver
from assistant.speaking.synthesiser import EspeakSynthesiser
from assistant.speaking.system import SystemSynthesiser

SENTENCE = "Botox does not make your face sag. The effect goes away within months."
VOICE = VoiceSettings()


def espeak() -> Synthesiser:
    return EspeakSynthesiser({"botox": "bow tox"})


def system() -> Synthesiser:
    """pyttsx3's way through files, here with our own driver: the platform's are elsewhere."""
    driver.register()
    return SystemSynthesiser({"botox": "bow tox"}, driver.NAME)


SYNTHESISERS: tuple[Callable[[], Synthesiser], ...] = (espeak, system)


@pytest.fixture(params=SYNTHESISERS, ids=lambda make: make.__name__)
def synthesiser(request: pytest.FixtureRequest) -> Iterator[Synthesiser]:
    made: Synthesiser = request.param()
    yield made


def samples(chunks: Iterator[SpeechChunk]) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return np.frombuffer(b"".join(chunk.pcm for chunk in chunks), "<i2")


def test_speech_is_heard_and_as_long_as_speech(synthesiser: Synthesiser) -> None:
    sound = samples(synthesiser.speak(SENTENCE, VOICE))
    assert 3.0 < len(sound) / synthesiser.rate < 9.0
    assert np.abs(sound).max() > 3000


def test_faster_is_shorter_and_quieter_is_quieter(synthesiser: Synthesiser) -> None:
    usual = samples(synthesiser.speak(SENTENCE, VOICE))
    fast = samples(synthesiser.speak(SENTENCE, VoiceSettings(rate=300)))
    quiet = samples(synthesiser.speak(SENTENCE, VoiceSettings(volume=0.3)))
    assert len(fast) < 0.8 * len(usual)
    assert np.abs(quiet).max() < 0.6 * np.abs(usual).max()


def test_a_voice_named_by_voices_can_be_used(synthesiser: Synthesiser) -> None:
    name = synthesiser.voices()[-1]
    assert samples(synthesiser.speak("Hello.", VoiceSettings(voice=name))).any()


def test_an_unknown_voice_is_said_by_name(synthesiser: Synthesiser) -> None:
    with pytest.raises(SettingsError, match="klingon"):
        list(synthesiser.speak("Hello.", VoiceSettings(voice="klingon")))
    assert samples(synthesiser.speak("Hello.", VOICE)).any()


@pytest.mark.parametrize("text", ["", "   ", "...", "\x00\x07\ud800", "[[", "\N{GRINNING FACE}"])
def test_what_cannot_be_said_is_silence(synthesiser: Synthesiser, text: str) -> None:
    assert not list(synthesiser.speak(text, VOICE))


def test_closing_the_iterator_ends_it_and_the_next_text_is_whole(synthesiser: Synthesiser) -> None:
    speech = synthesiser.speak(SENTENCE * 200, VOICE)
    next(speech)
    speech.close()  # type: ignore[attr-defined]
    assert 3.0 < len(samples(synthesiser.speak(SENTENCE, VOICE))) / synthesiser.rate < 9.0


def test_two_threads_get_each_their_own_speech(synthesiser: Synthesiser) -> None:
    lengths: dict[str, int] = {}

    def say(text: str) -> None:
        lengths[text] = len(samples(synthesiser.speak(text, VOICE)))

    texts = ["Yes.", SENTENCE]
    threads = [threading.Thread(target=say, args=(text,)) for text in texts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert lengths["Yes."] < 0.4 * lengths[SENTENCE]


def test_marks_name_words_of_the_text_in_order(synthesiser: Synthesiser) -> None:
    chunks = list(synthesiser.speak(SENTENCE, VOICE))
    marks = [mark for chunk in chunks for mark in chunk.marks]
    words = [SENTENCE[mark.offset : mark.offset + mark.length] for mark in marks]
    length = sum(len(chunk.pcm) for chunk in chunks) / 2 / synthesiser.rate
    assert [mark.time for mark in marks] == sorted(mark.time for mark in marks)
    assert all(0 <= mark.time <= length for mark in marks)
    assert all(word in SENTENCE.replace(".", "").split() for word in words)
