"""A clarification is answered by number, by name, or by the question itself."""

import pytest

from assistant.dialogue.choosing import chosen, wants_other
from assistant.messages import Choice

CHOICES = (
    Choice("p.last", "How long does Botox last?"),
    Choice("p.stop", "What stays when you stop having Botox?"),
    Choice("p.undo", "Can the effect be undone?"),
)


@pytest.mark.parametrize(
    ("said", "number"),
    [
        ("one", 0),
        ("number two", 1),
        ("the second one please", 1),
        ("3", 2),
        ("the last one", 2),
        ("I meant the first", 0),
        ("how long it lasts", 0),
        ("the one about stopping when you stop", 1),
        ("undone", 2),
        ("Can the effect be undone?", 2),
    ],
)
def test_names_a_choice(said: str, number: int) -> None:
    assert chosen(said, CHOICES) == CHOICES[number]


@pytest.mark.parametrize(
    "said", ["four", "", "botox", "does it make the skin thin", "is one treatment enough for me"]
)
def test_names_none(said: str) -> None:
    assert chosen(said, CHOICES) is None


def test_a_number_beyond_the_choices_names_none() -> None:
    assert chosen("three", CHOICES[:2]) is None


@pytest.mark.parametrize(
    "said", ["not that, the other one you said", "no not that one", "the other one", "not that"]
)
def test_wants_the_other(said: str) -> None:
    assert wants_other(said)


@pytest.mark.parametrize("said", ["is the other side of my face affected", "not sure", "another"])
def test_does_not_want_the_other(said: str) -> None:
    assert not wants_other(said)
