"""When an utterance is over: by what sentences end with, and by who speaks."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.load import load_content
from assistant.conversation.endings import SHIPPED, Counted, Endings, learn, open_endings, read
from assistant.errors import ModelError
from assistant.listening.endpointer import SlowSpeaker
from assistant.settings import load_settings
from assistant.understanding import encoder

SENTENCES = [
    text.split()
    for text in (
        "how long does it last",
        "how long does it last in men",
        "how much does it hurt",
        "does it hurt",
        "does it hurt a lot",
        "is it safe",
    )
]


def test_half_a_question_is_no_whole_one() -> None:
    endings = Counted(SENTENCES)
    whole = endings.probability(["how", "long", "does", "it", "last"])
    half = endings.probability(["how", "long", "does", "it"])
    assert whole > 5 * half


def test_an_ending_helps_in_a_sentence_never_seen() -> None:
    endings = Counted(SENTENCES)
    assert endings.probability(["can", "it", "hurt"]) > endings.probability(["can", "it", "does"])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1), min_size=1))
def test_probabilities_are_probabilities(sentences: list[list[str]]) -> None:
    endings = Counted(sentences)
    assert all(0.0 < endings.probability(sentence) <= 1.0 for sentence in sentences)
    assert 0.0 < endings.probability(["unseen"]) <= 1.0


WHOLE = ["can i still smile properly", "will i be able to frown", "how long is it supposed to last"]
HALF = ["can i still", "will i be able to", "how long is it supposed to"]


def test_questions_are_told_from_their_beginnings() -> None:
    endings = open_endings(load_content(load_settings({})))
    for whole, half in zip(WHOLE, HALF, strict=True):
        assert endings.probability(whole) > 2 * endings.probability(half)


def test_the_regression_is_learned_from_sentences_and_belongs_to_their_encoder() -> None:
    network = encoder.shared()
    sentences = [*map(" ".join, SENTENCES), *WHOLE]
    learned = learn(sentences, network)
    endings = Endings(sentences, network, learned)
    assert endings.probability("how long does it last") > endings.probability("how long does it")
    with pytest.raises(ModelError, match="another encoder"):
        Endings(sentences, network, replace(learned, encoder="0" * 64))


def test_a_broken_regression_is_an_error_with_its_file(tmp_path: Path) -> None:
    (tmp_path / SHIPPED).write_text("{")
    with pytest.raises(ModelError, match=SHIPPED):
        read(tmp_path / SHIPPED)


def test_a_slow_speaker_is_noticed_and_forgotten() -> None:
    speaker = SlowSpeaker()
    seen = []
    for pause in (0.1, 0.5, 0.5):
        speaker.paused(pause)
        seen.append(speaker.slow)
    speaker.flowed()
    seen.append(speaker.slow)
    speaker.paused(0.5)
    speaker.forget()
    seen.append(speaker.slow)
    assert seen == [False, False, True, False, False]
    assert SlowSpeaker(always=True).slow
