"""Captions, own words, patience, wishes, tones."""

import numpy as np
import pytest

from assistant.conversation import tones
from assistant.conversation.captions import Captions
from assistant.conversation.own_words import is_own
from assistant.conversation.patience import Patience
from assistant.conversation.wishes import Wishes
from assistant.messages import Reply, VoiceSettings

SAID = "Botox does not make your face sag. The effect goes away within months."


@pytest.mark.parametrize(
    ("heard", "own"),
    [
        ("the effect goes away within months", True),
        ("does not make your face sack", True),
        ("effect goes a way within", True),
        ("stop", False),
        ("within months", False),
        ("is that safe for me", False),
        ("how long does the effect last in men", False),
        ("", False),
    ],
)
def test_own_words_are_told_from_a_visitors(heard: str, own: bool) -> None:
    assert is_own(heard, SAID) is own


def test_nothing_said_nothing_owned() -> None:
    assert not is_own("the effect goes away", "")


def test_patience_asks_once_and_then_forgets() -> None:
    patience = Patience(45, 20)
    steps = [(t, patience.step(t, False, open=True)) for t in np.arange(0.0, 100.0, 0.5)]
    assert [(t, step) for t, step in steps if step][:2] == [(45.0, "ask"), (65.0, "forget")]


def test_patience_is_not_lost_while_somebody_speaks_or_nobody_came() -> None:
    patience = Patience(45, 20)
    assert not any(patience.step(t, True, open=True) for t in np.arange(0.0, 100.0, 0.5))
    assert not any(patience.step(t, False, open=False) for t in np.arange(100.0, 300.0, 0.5))
    patience.heard(300.0)
    assert patience.step(344.0, False, open=True) is None


def test_wishes_are_whole_utterances() -> None:
    wishes = Wishes(["en-us", "en-gb", "fr"])
    assert wishes.find("push to talk") == "push-to-talk"
    assert wishes.find("Hands free, please") == "hands-free"
    assert wishes.find("another voice") == "another_voice"
    assert wishes.find("does botox change your voice when you talk") is None


def test_another_voice_goes_round() -> None:
    wishes = Wishes(["en-us", "en-gb", "fr"])
    voice = VoiceSettings(rate=120)
    second = wishes.next_voice(voice)
    assert second == VoiceSettings(rate=120, voice="en-gb")
    assert wishes.next_voice(second).voice == "en-us"


def test_tones_are_short_soft_and_end_in_silence() -> None:
    for chunk in (tones.listening(22050), tones.heard(22050)):
        samples = np.frombuffer(chunk.pcm, "<i2")
        assert len(samples) / 22050 < 0.25
        assert 1000 < np.abs(samples).max() < 8000
        assert abs(int(samples[0])) < 50 and abs(int(samples[-1])) < 50


def test_captions_only_append_plain_lines_and_do_not_hurry() -> None:
    lines: list[str] = []
    times = iter([1.0, 1.1, 1.2, 2.5])
    captions = Captions(lines.append, lambda: next(times))
    for text in ("how", "how long", "how long does", "how long does it"):
        captions.hearing(text)
    captions.heard("how long does it last")
    captions.saying(Reply("answer", "Months.", "Months.\nThree to four.", confidence=0.9))
    captions.note("the microphone is off")
    assert lines == [
        "... how",
        "... how long does it",
        "You: how long does it last",
        "Assistant: Months.",
        "  Three to four.",
        "(the microphone is off)",
    ]
