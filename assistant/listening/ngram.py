"""N-gram language models, interpolated Kneser-Ney, small enough to be made while one waits.

Method: Chen and Goodman, "An empirical study of smoothing techniques for language modeling"
(1999), section 4.1.6 (modified Kneser-Ney in its interpolated form).
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

START: Final = "<s>"
END: Final = "</s>"

History = tuple[str, ...]
Sentence = Sequence[str]


@dataclass(slots=True)
class Model:
    """Probabilities with back-off: what is not listed after a history is the shorter history's
    probability times the history's back-off weight."""

    order: int
    """Words that a probability looks at, with the predicted one; at least 1."""
    listed: list[dict[History, dict[str, float]]]
    """By length of history: history -> word -> probability. ``listed[0][()]`` has every word."""
    backoff: dict[History, float] = field(default_factory=dict)
    """History (not empty) -> weight of the shorter one."""

    def probability(self, word: str, history: History) -> float:
        """Of ``word`` after ``history`` (START first, oldest word first); 0 for unknown words."""
        weight, history = 1.0, history[len(history) - min(len(history), self.order - 1) :]
        while history:
            words = self.listed[len(history)].get(history)
            if words is not None:
                if word in words:
                    return weight * words[word]
                weight *= self.backoff[history]
            history = history[1:]
        return weight * self.listed[0][()].get(word, 0.0)

    def cost(self, sentence: Sentence) -> float:
        """Minus the natural logarithm of the whole sentence's probability, its end included."""
        total = 0.0
        history: History = (START,)
        for word in (*sentence, END):
            probability = self.probability(word, history)
            total += -math.log(probability) if probability > 0 else 100.0
            history = (*history, word)
        return total


def train(sentences: Iterable[Sentence], order: int, base: Mapping[str, float]) -> Model:
    """A model of the sentences. ``base`` is what is left for the unforeseen: a distribution over
    every word that may come, and ``</s>``."""
    counts = _counts(sentences, order)
    model = Model(order, [])
    for length in range(order):
        level = counts[length]
        below = dict(base) if length == 0 else None
        discounts = _discounts(level)
        model.listed.append({})
        for history, words in level.items():
            _smooth(model, history, words, discounts, below)
    model.listed[0].setdefault((), dict(base))
    return model


def _counts(sentences: Iterable[Sentence], order: int) -> list[dict[History, dict[str, int]]]:
    """Counts of the longest n-grams; below, in how many different contexts a shorter one stands
    (n-grams at the start of a sentence have no context and keep their counts)."""
    raw: list[Counter[History]] = [Counter() for _ in range(order)]
    for sentence, times in Counter(map(tuple, sentences)).items():
        words = (START, *sentence, END)
        for end in range(2, len(words) + 1):
            whole = words[max(0, end - order) : end]
            raw[len(whole) - 1][whole] += times
    for length in range(order - 1, 0, -1):
        shorter = raw[length - 1]
        for gram in raw[length]:
            shorter[gram[1:]] += 1
    levels: list[dict[History, dict[str, int]]] = []
    for grams in raw:
        level: dict[History, dict[str, int]] = defaultdict(dict)
        for gram, count in grams.items():
            level[gram[:-1]][gram[-1]] = count
        levels.append(level)
    return levels


def _discounts(level: Mapping[History, Mapping[str, int]]) -> tuple[float, float, float]:
    """What is taken from counts of one, two, and more."""
    times = Counter(c for words in level.values() for c in words.values())
    if not (times[1] and times[2]):
        return 0.5, 0.75, 0.9
    share = times[1] / (times[1] + 2 * times[2])
    found = [n - (n + 1) * share * times[n + 1] / times[n] if times[n] else 0.9 for n in (1, 2, 3)]
    low, middle, high = (min(max(d, 0.1), n - 0.1) for n, d in zip((1, 2, 3), found, strict=True))
    return low, middle, high


def _smooth(
    model: Model,
    history: History,
    words: Mapping[str, int],
    discounts: tuple[float, float, float],
    base: Mapping[str, float] | None,
) -> None:
    total = sum(words.values())
    one, two, more = discounts
    taken = (0.0, one, two)
    kept = {word: count - (taken[count] if count < 3 else more) for word, count in words.items()}
    free = 1 - sum(kept.values()) / total
    if base is not None:
        result = {word: free * probability for word, probability in base.items()}
        for word, count in kept.items():
            result[word] = result.get(word, 0.0) + count / total
        model.listed[0][()] = result
        return
    shorter = model.listed[len(history) - 1][history[1:]]  # has every word that is listed here
    model.listed[len(history)][history] = {
        word: count / total + free * shorter[word] for word, count in kept.items()
    }
    model.backoff[history] = free
