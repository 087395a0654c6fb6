"""The language model: probabilities that sum to one, and the same by a second reckoning."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.ngram import END, START, Model, train

WORDS = ("does", "it", "hurt", "last")
BASE = {"does": 0.3, "it": 0.2, "hurt": 0.1, "last": 0.1, "never": 0.05, END: 0.25}

sentences = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=12)
histories = st.lists(st.sampled_from((*WORDS, "never", "elsewhere", START)), max_size=4).map(tuple)


@given(sentences, st.integers(1, 4), histories)
def test_after_any_history_the_probabilities_sum_to_one(
    said: list[list[str]], order: int, history: tuple[str, ...]
) -> None:
    model = train(said, order, BASE)
    found = [model.probability(word, history) for word in BASE]
    assert all(0 < each <= 1 + 1e-9 for each in found)
    assert math.fsum(found) == pytest.approx(1, abs=1e-6)
    assert model.probability("elsewhere", history) == 0


class Plain:
    """Chen and Goodman's formula (1999, 4.1.6) word for word: slow, recursive, nothing stored."""

    def __init__(self, said: Sequence[Sequence[str]], order: int, base: Mapping[str, float]):
        self.base, self.order = base, order
        whole = [(START, *sentence, END) for sentence in said]
        self.grams = [
            Counter(
                words[end - n : end] for words in whole for end in range(max(2, n), len(words) + 1)
            )
            for n in range(1, order + 1)
        ]

    def count(self, gram: tuple[str, ...]) -> int:
        """How often, for the longest and at a sentence's start; else after how many words."""
        if len(gram) == self.order or gram[0] == START:
            return self.grams[len(gram) - 1][gram]
        return sum(longer[1:] == gram for longer in self.grams[len(gram)])

    def discount(self, gram: tuple[str, ...]) -> float:
        level = [self.count(each) for each in self.grams[len(gram) - 1]]
        one, two, three, four = (level.count(times) for times in (1, 2, 3, 4))
        count = min(self.count(gram), 3)
        if not one or not two:
            return (0.5, 0.75, 0.9)[count - 1]
        y = one / (one + 2 * two)
        if count == 3 and not three:
            return 0.9
        found = (1 - 2 * y * two / one, 2 - 3 * y * three / two, 3 - 4 * y * four / (three or 1))
        return min(max(found[count - 1], 0.1), count - 0.1)

    def probability(self, word: str, history: tuple[str, ...]) -> float:
        history = history[max(0, len(history) - self.order + 1) :]
        length = len(history) + 1
        after = [gram for gram in self.grams[length - 1] if gram[:-1] == history]
        shorter = self.probability(word, history[1:]) if history else self.base.get(word, 0.0)
        if not after:
            return shorter
        total = sum(map(self.count, after))
        free = sum(map(self.discount, after)) / total
        own = (*history, word)
        kept = self.count(own) - self.discount(own) if own in after else 0.0
        return kept / total + free * shorter


@given(sentences, st.integers(1, 3), histories)
def test_it_is_kneser_ney_by_a_second_reckoning(
    said: list[list[str]], order: int, history: tuple[str, ...]
) -> None:
    model, plain = train(said, order, BASE), Plain(said, order, BASE)
    for word in BASE:
        expected = plain.probability(word, history)
        assert model.probability(word, history) == pytest.approx(expected, abs=1e-6)


def test_frequent_and_unforeseen_counts_are_reckoned_alike() -> None:
    """Counts of one, two, three, four and more, which chance seldom brings together."""
    said = [["does"]] * 6 + [["it", "hurt"]] * 4 + [["hurt"]] * 3 + [["last", "it"]] * 2
    said += [["does", "last"], ["it", "it", "does"], ["hurt", "hurt", "hurt", "last"]]
    model, plain = train(said, 3, BASE), Plain(said, 3, BASE)
    for history in ((), (START,), ("it",), (START, "it"), ("hurt", "hurt"), ("does", "never")):
        for word in BASE:
            expected = plain.probability(word, history)
            assert model.probability(word, history) == pytest.approx(expected, abs=1e-9)


def likely(model: Model, text: str) -> float:
    return -model.cost(text.split())


def test_what_was_said_is_likelier_than_its_words_turned_round() -> None:
    model = train([["does", "it", "hurt"], ["does", "it", "last"]], 3, BASE)
    assert likely(model, "does it hurt") > likely(model, "hurt it does") > likely(model, "what")


def test_a_sentences_cost_is_that_of_its_words_and_its_end() -> None:
    model = train([["does", "it", "hurt"]], 2, BASE)
    parts = [("does", START), ("it", "does"), (END, "it")]
    expected = -sum(math.log(model.probability(word, (before,))) for word, before in parts)
    assert model.cost(["does", "it"]) == pytest.approx(expected)
