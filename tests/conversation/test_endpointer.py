"""When an utterance is over: by what sentences end with, and by who speaks."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.endpointer import Endings, SlowSpeaker

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
    endings = Endings(SENTENCES)
    whole = endings.probability(["how", "long", "does", "it", "last"])
    half = endings.probability(["how", "long", "does", "it"])
    assert whole > 5 * half


def test_an_ending_helps_in_a_sentence_never_seen() -> None:
    endings = Endings(SENTENCES)
    assert endings.probability(["can", "it", "hurt"]) > endings.probability(["can", "it", "does"])


@given(st.lists(st.lists(st.sampled_from(["a", "b", "c", "d"]), min_size=1), min_size=1))
def test_probabilities_are_probabilities(sentences: list[list[str]]) -> None:
    endings = Endings(sentences)
    assert all(0.0 < endings.probability(sentence) <= 1.0 for sentence in sentences)
    assert 0.0 < endings.probability(["unseen"]) <= 1.0


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
