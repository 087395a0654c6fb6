"""Length and difficulty of texts for the ear."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.readability import grade, seconds, sentences, syllables


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ("One.", 1),
        ("One", 1),
        ("One. Two!  Three?", 3),
        ('He said: "No." Then he left.', 2),
        ("It costs 3.5 euros.", 1),
        ("Ask Dr. Smith. She knows.", 2),
        ("Well... yes.", 2),
    ],
)
def test_sentences(text: str, number: int) -> None:
    assert sentences(text) == number


@given(st.integers(0, 300))
def test_a_hundred_and_fifty_words_take_a_minute(words: int) -> None:
    assert seconds("word " * words) == pytest.approx(words / 150 * 60)


@pytest.mark.parametrize(
    ("word", "number"),
    [
        ("the", 1),
        ("face", 1),
        ("muscle", 2),
        ("wrinkles", 2),
        ("relaxes", 3),
        ("agree", 2),
        ("x", 1),
    ],
)
def test_syllables(word: str, number: int) -> None:
    assert syllables(word) == number


def test_grade_is_flesch_and_kincaids_formula() -> None:
    # Six words of one syllable in one sentence, by hand: 0.39 * 6 + 11.8 * 1 - 15.59.
    assert grade("The cat sat on the mat.") == pytest.approx(-1.45)
    hard = "Considerable anatomical understanding determines administration."
    assert grade(hard) > 20 > grade("It goes away. That takes some months.")
    assert grade("") == 0
