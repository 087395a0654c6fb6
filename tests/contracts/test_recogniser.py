"""What every recogniser must keep; a new one joins by a line in ``RECOGNISERS``."""

from collections.abc import Callable

import pytest

from assistant.content.load import load_content
from assistant.listening.files import recognise
from assistant.listening.vosk_recogniser import open_phrase_recogniser, open_recogniser
from assistant.messages import Hypothesis
from assistant.protocols import Recogniser
from assistant.settings import load_settings
from tests.listening.speech import noise, say, silence

QUESTION = "does your face sag after botox"


def content() -> Recogniser:
    return open_recogniser(load_content(load_settings()), load_settings())


def phrases() -> Recogniser:
    return open_phrase_recogniser([QUESTION, "how long does it last"], load_settings())


RECOGNISERS: tuple[Callable[[], Recogniser], ...] = (content, phrases)


@pytest.fixture(scope="module", params=RECOGNISERS, ids=lambda make: make.__name__)
def opened(own_cache: None, request: pytest.FixtureRequest) -> Recogniser:
    made: Recogniser = request.param()
    return made


@pytest.fixture
def recogniser(opened: Recogniser) -> Recogniser:
    opened.reset()
    return opened


def test_speech_is_heard(recogniser: Recogniser) -> None:
    assert recognise(say(QUESTION), recogniser).text == QUESTION


def test_a_hypothesis_is_sound(recogniser: Recogniser) -> None:
    pcm = say(QUESTION)
    heard = recognise(pcm, recogniser)
    assert 0 <= heard.confidence <= 1
    assert " ".join(word.text for word in heard.words) == heard.text
    times = [time for word in heard.words for time in (word.start, word.end)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= len(pcm) / 2 / recogniser.rate
    assert all(0 <= word.confidence <= 1 for word in heard.words)
    assert heard.text not in heard.alternatives
    assert len(set(heard.alternatives)) == len(heard.alternatives)


def test_the_same_sound_gives_the_same_hypothesis_whatever_was_before(
    recogniser: Recogniser,
) -> None:
    first = recognise(say(QUESTION), recogniser)
    recognise(say("how long does it last"), recogniser)
    recogniser.accept(say(QUESTION)[:30000])
    assert recognise(say(QUESTION), recogniser) == first


def test_partial_texts_grow_and_end_with_the_utterance(recogniser: Recogniser) -> None:
    pcm = say(QUESTION)
    partial = [recogniser.accept(pcm[at : at + 3200]) for at in range(0, len(pcm), 3200)]
    assert partial[0] == ""
    assert QUESTION.startswith(partial[-1][:20])
    assert len(partial[-1]) >= max(map(len, partial[: len(partial) // 2]))
    assert recogniser.final().text == QUESTION
    assert recogniser.accept(b"") == ""
    assert recogniser.final() == Hypothesis("", 0.0)


@pytest.mark.parametrize("size", [31, 777, 31999])
def test_pieces_may_have_any_length(recogniser: Recogniser, size: int) -> None:
    """Odd ones too: a sample may come in two halves."""
    pcm = say("how long does it last")
    for at in range(0, len(pcm), size):
        recogniser.accept(pcm[at : at + size])
    assert recogniser.final().text == "how long does it last"


@pytest.mark.parametrize(
    "pcm", [b"", b"\x01", silence(0.01), silence(3), noise(3), noise(3, 0.003), noise(0.05)]
)
def test_what_is_no_speech_has_no_words(recogniser: Recogniser, pcm: bytes) -> None:
    assert recognise(pcm, recogniser) == Hypothesis("", 0.0)


def test_forgetting_forgets(recogniser: Recogniser) -> None:
    recogniser.accept(say(QUESTION))
    recogniser.reset()
    assert recogniser.final() == Hypothesis("", 0.0)
