"""Our eSpeak and its pyttsx3 driver: whole, stoppable, deaf to notation."""

import wave
from pathlib import Path

import pyttsx3

from assistant.messages import VoiceSettings
from assistant.speaking import driver
from assistant.speaking.synthesiser import EspeakSynthesiser


def length(text: str) -> int:
    chunks = EspeakSynthesiser({}).speak(text, VoiceSettings())
    return sum(len(chunk.pcm) for chunk in chunks)


def test_phoneme_notation_from_outside_is_read_as_letters_or_not_at_all() -> None:
    assert length("Hello [[]] there") < 1.3 * length("Hello there")
    assert length("Hello <break time='9s'/> there") < 6 * length("Hello there")


def test_stop_ends_a_text_within_a_piece_of_sound() -> None:
    EspeakSynthesiser({})
    engine = pyttsx3.init(driver.NAME)
    pieces: list[bytes] = []

    def receive(pcm: bytes, **_: object) -> None:
        pieces.append(pcm)
        engine.stop()

    token = engine.connect("audio", receive)
    engine.say("This would take a long while to say from its beginning to its end.")
    engine.runAndWait()
    engine.disconnect(token)
    assert len(pieces) == 1


def test_the_engine_writes_whole_files_and_says_all_that_is_queued(tmp_path: Path) -> None:
    EspeakSynthesiser({})
    engine = pyttsx3.init(driver.NAME)
    engine.setProperty("rate", 200)
    finished: list[bool] = []
    token = engine.connect("finished-utterance", lambda name, completed: finished.append(completed))
    engine.say("one")
    engine.say("two")
    engine.save_to_file("three hundred words " * 100, str(tmp_path / "long.wav"))
    engine.runAndWait()
    engine.disconnect(token)
    assert finished == [True, True]
    with wave.open(str(tmp_path / "long.wav")) as sound:
        assert sound.getnframes() / sound.getframerate() > 60


def test_a_hundred_thousand_characters_start_at_once_and_can_be_left() -> None:
    speech = EspeakSynthesiser({}).speak("botox and so on " * 6250, VoiceSettings())
    assert next(speech).pcm
