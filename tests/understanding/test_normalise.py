"""One form for all the ways in which the same question can be written."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.model import Topic
from assistant.understanding import english
from assistant.understanding.normalise import LONGEST, TopicNames, normalise


@pytest.mark.parametrize(
    ("written", "form"),
    [
        ("What\u2019s Botox?", "what is botox"),
        ("ISN'T it 100% safe", "is not it one hundred safe"),
        ("in your 20s", "in your twenties"),
        ("since the 1980s", "since the nineteen eighties"),
        ("in 2002", "in two thousand two"),
        ("the 3rd, 5th and 21st", "the third fifth and twenty first"),
        ("dose it hurt", "does it hurt"),
        ("the dose it takes", "the dose it takes"),
        ("dose of what", "dose of what"),
        ("wat r u", "what are you"),
        ("na\u00efve caf\u00e9", "naive cafe"),
        ("\uff46\uff55\uff4c\uff4c width", "full width"),
        ("my mother's face", "my mothers face"),
        ("don't 'quote' me", "do not quote me"),
        ("\u041f\u0440\u0438\u0432\u0435\u0442 \u043c\u0438\u0440", ""),
        ("\u5317\u4eac", ""),
        ("\x00\x1b[31mred\x07", "thirty one mred"),
    ],
)
def test_forms(written: str, form: str) -> None:
    """Contractions, numbers, haste, accents, other scripts."""
    assert normalise(written) == form


@given(st.text(max_size=200))
def test_only_plain_words_come_out(text: str) -> None:
    """Whatever goes in; and what came out stays as it is."""
    form = normalise(text)
    assert re.fullmatch(r"(?:[a-z]+(?: [a-z]+)*)?", form)


def test_a_long_text_is_cut() -> None:
    """A hundred thousand letters take no longer than a few hundred."""
    assert len(normalise("word " * 20_000)) <= LONGEST


@given(st.integers(0, 9999))
def test_numbers_are_said_as_words(value: int) -> None:
    """Each number has its own words; no digit is left."""
    words = english.number(str(value)).split()
    assert words
    assert all(word.isalpha() and word != "_" for word in words)


def test_one_topic_becomes_it() -> None:
    """Names, mishearings, the words for the treatment, and the article before them."""
    names = TopicNames([Topic(("botox", "botulinum toxin"), ("bow tox",)), Topic()])
    for said in ("botox", "the botox", "botox injections", "bow tox", "botulinum toxin shots"):
        assert names.rewrite(f"does {said} last") == "does it last"
    assert names.rewrite("a filler") == "a filler"
    assert names.rewrite("botoxer") == "botoxer"


def test_several_topics_keep_apart() -> None:
    """ "How long does it last" must not be the same question on two subjects."""
    names = TopicNames([Topic(("tea", "green tea")), Topic(("coffee",), ("coughy",))])
    assert names.rewrite("is green tea strong") == "is tea strong"
    assert names.rewrite("is coughy strong") == "is coffee strong"
