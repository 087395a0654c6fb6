"""The plain form of an utterance, and the correction of its spelling."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.safety.spelling import Spelling
from assistant.safety.wording import LONGEST, words_of

SPELLING = Spelling(
    ["breathe", "throat", "closing", "swollen", "swallow", "unconscious", "that", "chest"],
    {"breathe": ["breed"], "closing": ["clothing up"]},
    ["frost", "those", "chess"],
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I can't breathe", "i can not breathe"),
        ("I CANT breathe!!!", "i can not breathe"),
        ("I cannot", "i can not"),
        ("I\u2019m, um, ill...", "i am , um , ill"),
        ("mum's throat", "mum s throat"),
        ("she's won't", "she s will not"),
        ("caf\u00e9", "cafe"),
        ("", ""),
    ],
)
def test_plain_form(text: str, words: str) -> None:
    """Contractions are written out, with and without their apostrophes."""
    assert words_of(text) == words.split()


@given(st.text(max_size=300))
def test_any_text_has_a_plain_form(text: str) -> None:
    """Only lower-case words and single commas come out, whatever goes in."""
    words = words_of(text)
    assert all(word == "," or (word.isascii() and word.isalnum()) for word in words)
    assert [",", ","] not in [words[i : i + 2] for i in range(len(words))]


def test_long_text_keeps_both_ends() -> None:
    """A text of any length is read at its beginning and its end."""
    words = words_of("first " + "middle " * 20_000 + "last")
    assert words[0] == "first"
    assert words[-1] == "last"
    assert len(words) <= LONGEST


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("brethe", "breathe"),
        ("thoat", "throat"),
        ("swolen", "swollen"),
        ("unconcious", "unconscious"),
        ("icannotbreathe", "i can not breathe"),
        ("unconsc ious", "unconscious"),
        ("frost", "frost"),
        ("chess", "chess"),
        ("cat", "cat"),
    ],
)
def test_spelling(wrong: str, right: str) -> None:
    """Typing errors are mended; words that are right as they stand are left alone."""
    spelling = Spelling(
        ["breathe", "throat", "swollen", "unconscious", "that", "chest", "not", "can"],
        {},
        ["frost", "chess"],
    )
    assert spelling.corrected(wrong.split()) == right.split()


def test_misheard() -> None:
    """What sounds alike is put right, also where it is more than one word."""
    assert SPELLING.heard(["is", "clothing", "up"]) == ["is", "closing"]
    assert SPELLING.heard(["breed"]) == ["breathe"]
