"""What the benchmark of hearing says about confidences."""

import pytest

from assistant.bench.reliability import judge_words, reliability, right_above_wrong
from assistant.messages import Word


def heard(text: str) -> list[Word]:
    """Words with confidences of 0.1, 0.2, and so on."""
    return [Word(word, n, n + 1, n / 10) for n, word in enumerate(text.split(), start=1)]


@pytest.mark.parametrize(
    ("said", "text", "right"),
    [
        ("does it hurt", "does it hurt", [True, True, True]),
        ("does it hurt", "it hurt", [True, True]),
        ("does it hurt", "does a bit hurt", [True, False, False, True]),
        ("does it hurt", "hurt", [True]),
        ("does it hurt", "", []),
        ("", "the", [False]),
    ],
)
def test_a_word_is_right_where_it_is_said_at_its_place(
    said: str, text: str, right: list[bool]
) -> None:
    words = heard(text)
    assert judge_words(said.split(), words) == [
        (word.confidence, found) for word, found in zip(words, right, strict=True)
    ]


def test_confidences_that_tell_right_from_wrong_and_that_do_not() -> None:
    assert right_above_wrong([(0.9, True), (0.8, True), (0.3, False)]) == (1.0, 2, 1)
    assert right_above_wrong([(0.5, True), (0.5, False)]) == (0.5, 1, 1)
    assert right_above_wrong([(0.2, True), (0.8, False), (0.1, False)]) == (0.5, 1, 2)
    assert right_above_wrong([(0.2, True)]) is None


def test_each_confidence_is_in_one_range_with_what_is_stated_and_right() -> None:
    judged = [(0.0, False), (0.49, True), (0.5, True), (0.6, False), (0.99, True), (1.0, True)]
    found = dict(reliability(judged))
    assert list(found) == ["0.00-0.50", "0.50-0.70", "0.99-1.00"]
    assert found["0.50-0.70"].startswith("stated  55.0%, right  50.0%     1 / 2 ")
    assert found["0.99-1.00"].startswith("stated  99.5%, right 100.0%     2 / 2 ")
