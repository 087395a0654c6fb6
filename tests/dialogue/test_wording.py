"""Whole utterances: exact, with courtesies, mistyped; never a word inside a sentence."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.dialogue.wording import Wordings, clean, plain, without_fillers

CONTROLS = Wordings(
    {"repeat": ["repeat that", "say it again", "again"], "back": ["go back"], "no": ["no"]}
)


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("Repeat that!", "repeat"),
        ("um, say it again please", "repeat"),
        ("again", "repeat"),
        ("repaet that", "repeat"),
        ("well, go back then", "back"),
        ("No.", "no"),
    ],
)
def test_finds_the_control_that_the_whole_utterance_is(said: str, meant: str) -> None:
    assert CONTROLS.find(said) == meant


@pytest.mark.parametrize(
    "said",
    [
        "will the wrinkles come back again",
        "do I have to go back again",
        "is there no pain",
        "say it will not sag again",
        "now",
        "",
    ],
)
def test_a_control_word_inside_a_question_is_a_part_of_the_question(said: str) -> None:
    assert CONTROLS.find(said) is None


def test_several_wordings_said_together_are_all_found() -> None:
    assert CONTROLS.find_all("no, say it again please") == ["no", "repeat"]
    assert CONTROLS.find_all("no, say it all again") == []


def test_a_word_that_exists_is_no_slip() -> None:
    known = Wordings({"yes": ["that is it"], "more": ["what else"]})
    assert known.find("thta is it") == "yes"
    assert known.find("what is it") is None


@given(st.text(max_size=200))
def test_cleaned_text_can_be_stored_and_holds_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode("utf-8")
    assert len(cleaned) <= len(text)
    assert not any(ord(c) < 32 for c in cleaned)


@pytest.mark.parametrize(
    "typed",
    ["\x1b[31mhello", "hel\x1b[1;5D\x1b[Alo", "\x1b]0;a title\x07hello\x1b[0m", "\x9b31mhello"],
)
def test_keys_and_colours_of_a_terminal_go_as_a_whole(typed: str) -> None:
    assert clean(typed) == "hello"


def test_a_lone_half_of_a_character_is_replaced() -> None:
    assert clean("a\ud800b") == "a?b"


@given(st.text(alphabet=string.ascii_letters + " .,!?'", max_size=80))
def test_plain_is_stable(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(alphabet=string.ascii_lowercase + " ", max_size=40).map(plain).filter(bool))
def test_an_utterance_never_loses_all_its_words(text: str) -> None:
    assert without_fillers(text)
