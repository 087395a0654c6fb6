"""The rules' language, against Python's regular expressions and by example."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.safety.patterns import Compiler, PatternError, PatternIndex
from assistant.safety.pieces import Text
from assistant.safety.wording import words_of

COMPILER = Compiler({"BODY": ["arm", "leg*", "left . hand"], "MINE": ["my BODY", "BODY"]})


def found(source: str, text: str) -> bool:
    """Whether a cue applies somewhere in a text."""
    return bool(PatternIndex([COMPILER.compile(source)]).find(Text(text.split())))


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("can not breathe", "i can not breathe now"),
        ("breath*", "she is breathless"),
        ("(cold|very hot) tea", "a very hot tea"),
        ("my [old] arm", "my arm"),
        ("my [old] arm", "my old arm"),
        ("not .. breathe", "not able to really breathe"),
        ("a ... b", "a 1 2 3 4 5 6 7 b"),
        ("my BODY hurts", "my legs hurts"),
        ("MINE hurts", "so my left poor hand hurts"),
        ("pain in chest", "pain , in chest"),
        (", my arm", "well , my arm"),
        ("< can it", "sorry , can it"),
    ],
)
def test_cue_applies(source: str, text: str) -> None:
    """What words.yaml promises to those who write rules."""
    assert found(source, text)


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("arm", "alarm"),
        ("not .. breathe", "not 1 2 3 4 breathe"),
        ("a ... b", "a 1 2 3 4 5 6 7 8 b"),
        ("my BODY hurts", "my left hand hurts"),
        ("< can it", "i can it"),
        (", my arm", "well my arm"),
    ],
)
def test_cue_does_not_apply(source: str, text: str) -> None:
    """Whole words only, bounded gaps, and sentence beginnings."""
    assert not found(source, text)


@pytest.mark.parametrize(
    "source", ["", "(a", "a)", "[a", "a|", "UNKNOWN", "can't", "[a]", "..", "a-b"]
)
def test_malformed_cue_is_refused(source: str) -> None:
    """A clinician's slip is named, and does not silently match everything or nothing."""
    with pytest.raises(PatternError):
        COMPILER.compile(source)


WORDS = st.sampled_from(["a", "b", "ab", "c"])


@given(st.lists(WORDS, max_size=12), st.lists(st.sampled_from(["a", "b", "ab*", "[c]", ".."])))
def test_agrees_with_regular_expressions(words: list[str], parts: list[str]) -> None:
    """The same language, compiled by another hand: Python's ``re``."""
    parts = [*parts, "a"]
    forms = {"ab*": r"ab\w* ", "[c]": "(?:c )?", "..": r"(?:\S+ ){0,3}"}
    expression = "(?<![^ ])" + "".join(forms.get(part, f"{part} ") for part in parts)
    expected = re.search(expression, "".join(f"{word} " for word in words)) is not None
    assert found(" ".join(parts), " ".join(words)) is expected


def test_index_tries_no_fewer_patterns_than_apply() -> None:
    """The shortcut by anchor words never hides a match."""
    sources = ["breath* is hard", "(gasp*|wheez*)", "my [poor] leg*", "not .. air"]
    compiled = [COMPILER.compile(source) for source in sources]
    text = Text(words_of("my poor legs, wheezing and not enough air as breathing is hard"))
    assert {match.number for match in PatternIndex(compiled).find(text)} == {0, 1, 2, 3}


def test_whole_text() -> None:
    """``alone`` rules want to be all that is said."""
    index = PatternIndex([COMPILER.compile("heart attack")])
    assert index.whole(Text(["heart", "attack"]))
    assert not index.whole(Text(["a", "heart", "attack"]))
