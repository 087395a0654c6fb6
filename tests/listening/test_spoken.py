"""Texts as they are said."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.spoken import in_dictionary, named, spoken


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Does your face sag after Botox?", "does your face sag after botox"),
        ("It doesn\u2019t hurt, does it?", "it doesn't hurt does it"),
        ("my parents' names", "my parents names"),
        ("'quoted'", "quoted"),
        ("for 3 to 4 months", "for three to four months"),
        ("after 45 days", "after forty five days"),
        ("I'm over 18", "i'm over eighteen"),
        ("caf\u00e9 na\u00efve", "cafe naive"),
        ("A-Z: crow's-feet", "a z crow's feet"),
        ("", ""),
        ("?! \N{GRINNING FACE} \u505a", ""),
    ],
)
def test_a_text_is_read_aloud(text: str, words: str) -> None:
    assert " ".join(spoken(text)) == words


@given(st.text(max_size=60))
def test_whatever_is_given_only_words_come_out_and_they_stay_as_they_are(text: str) -> None:
    words = spoken(text)
    assert all(re.fullmatch(r"[a-z]+('[a-z]+)*", word) for word in words)
    assert spoken(" ".join(words)) == words


@pytest.mark.parametrize(
    ("word", "known", "found"),
    [
        ("colour", {"color"}, "color"),
        ("colour", {"color", "colour"}, "colour"),
        ("moisturiser", {"moisturizer"}, "moisturizer"),
        ("paralyse", {"paralyze"}, "paralyze"),
        ("botox's", {"botox"}, "botox"),
        ("ageing", {"aging"}, "aging"),
        ("blorp", {"color"}, "blorp"),
    ],
)
def test_a_word_is_spelled_as_the_dictionary_spells_it(
    word: str, known: set[str], found: str
) -> None:
    assert in_dictionary((word,), known) == (found,)


def test_what_the_name_is_misheard_as_is_the_name_the_longest_first() -> None:
    alikes = {("bow", "tox"): "botox", ("bow", "tox", "in"): "botoxin", ("photox",): "botox"}
    assert named(spoken("is bow tox in it"), alikes) == ("is", "botoxin", "it")
    assert named(spoken("photox or bow tox"), alikes) == ("botox", "or", "botox")
    assert named(spoken("a bow"), alikes) == ("a", "bow")


def test_a_contraction_without_its_apostrophe_is_found() -> None:
    known = {"don't", "i've", "they're"}
    assert in_dictionary(("dont", "ive", "theyre"), known) == ("don't", "i've", "they're")
