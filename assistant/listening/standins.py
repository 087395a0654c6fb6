"""Words of the dictionary that, said one after another, sound like a word that it lacks.

Method: weighted edit distance of phones (Wagner and Fischer 1974) between the word and every
sequence of up to three pronunciations: the dictionary is searched as a tree of shared beginnings,
level by level, without those that already cost too much.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from assistant.listening.dictionary import NUMBERS, Dictionary
from assistant.listening.nearness import additions, changes

_WORDS: Final = 3
"""A word is spelt with at most so many of the dictionary's."""
_BORDER: Final = 0.1
"""Cost of one word more: a pause may come between them."""
_TOGETHER: Final = 64
"""Wanted words that are searched at once."""
_BUDGETS: Final = (0.5, 1.0, 2.0, 3.5)
"""Costs that are searched up to, one after another: most words are found at the first."""

Floats = npt.NDArray[np.float32]
Integers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class StandIn:
    """Words that stand for another."""

    words: tuple[str, ...]
    cost: float
    """How far they are from it in sound: 0 is the same, 1 about one other phone."""


@dataclass(frozen=True, slots=True)
class _Level:
    """The tree's nodes of one depth."""

    phone: Integers
    """(nodes,): the last phone of each."""
    first: Integers
    """(nodes of the depth before,): the first node below each."""
    number: Integers
    """(nodes of the depth before,): how many are below."""
    word: Integers
    """(nodes,): a pronunciation that ends here, -1 where none does."""


@dataclass(slots=True)
class _Reached:
    """How far the sequences of so many words came, for several wanted words at once."""

    cost: Floats
    """(wanted words, places in their phones): cheapest to have said the phones before."""
    word: Integers
    """The last word of the cheapest."""
    start: Integers
    """Where that began."""


class Searcher:
    """Finds stand-ins in one dictionary."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._words = dictionary.words
        self._levels = list(_levels(dictionary.phones))
        self._changes, self._additions = changes(), additions()

    def nearest(self, wanted: Sequence[Sequence[str]]) -> list[list[StandIn]]:
        """For each wanted word (its phones) the nearest sequence of each number of words, best
        first; none where all are far."""
        result: list[list[StandIn]] = [[] for _ in wanted]
        for budget in _BUDGETS:
            left = [place for place, found in enumerate(result) if wanted[place] and not found]
            left.sort(key=lambda place: len(wanted[place]))
            for at in range(0, len(left), _TOGETHER):
                places = left[at : at + _TOGETHER]
                found = self._search([wanted[place] for place in places], budget)
                for place, each in zip(places, found, strict=True):
                    result[place] = sorted(each, key=lambda stand_in: stand_in.cost)
        return result

    def _search(self, wanted: Sequence[Sequence[str]], budget: float) -> list[list[StandIn]]:
        phones = np.zeros((len(wanted), max(map(len, wanted))), np.int64)
        for row, each in enumerate(wanted):
            phones[row, : len(each)] = [NUMBERS[phone] for phone in each]
        budgets = np.full(len(wanted), budget, np.float32)
        cost = np.full((len(wanted), phones.shape[1] + 1), np.inf, np.float32)
        cost[:, 0] = 0.0
        back: list[_Reached] = []
        found: list[list[StandIn]] = [[] for _ in wanted]
        for _ in range(_WORDS):
            back.append(self._one_more(phones, cost, budgets))
            for row, each in enumerate(wanted):
                spent = back[-1].cost[row, len(each)]
                if spent <= budgets[row]:
                    budgets[row] = spent
                    found[row].append(StandIn(self._trace(back, row, len(each)), float(spent)))
            cost = back[-1].cost + np.float32(_BORDER)
        return found

    def _trace(self, back: Sequence[_Reached], row: int, place: int) -> tuple[str, ...]:
        said = []
        for reached in reversed(back):
            said.append(self._words[reached.word[row, place]])
            place = int(reached.start[row, place])
        return tuple(reversed(said))

    def _one_more(self, wanted: Integers, reached: Floats, budgets: Floats) -> _Reached:
        """With one word more."""
        best = _Reached(
            np.full(reached.shape, np.inf, np.float32), *np.full((2, *reached.shape), -1)
        )
        near = np.flatnonzero(reached.min(axis=1) <= budgets)
        row, node, costs = near, np.zeros_like(near), reached[near]
        begun = np.tile(np.arange(reached.shape[1], dtype=np.int16), (len(near), 1))
        self._leave_out(wanted[row], costs, begun)
        for level in self._levels:
            above, node = _below(level, node)
            row, phone = row[above], level.phone[node]
            costs, begun = self._step(wanted[row], phone, costs[above], begun[above])
            alive = costs.min(axis=1) <= budgets[row]
            row, node, costs, begun = row[alive], node[alive], costs[alive], begun[alive]
            if not len(row):
                break
            ends = np.flatnonzero(level.word[node] >= 0)
            _keep(best, row[ends], level.word[node[ends]], costs[ends], begun[ends])
        return best

    def _step(
        self, wanted: Integers, phone: Integers, costs: Floats, begun: Any
    ) -> tuple[Floats, Any]:
        """One phone further down: it is added, changed, or the wanted ones before are left out."""
        result, origin = costs + self._additions[phone][:, None], begun.copy()
        changed = costs[:, :-1] + self._changes[phone[:, None], wanted]
        better = changed < result[:, 1:]
        result[:, 1:][better], origin[:, 1:][better] = changed[better], begun[:, :-1][better]
        self._leave_out(wanted, result, origin)
        return result, origin

    def _leave_out(self, wanted: Integers, costs: Floats, begun: Any) -> None:
        """Wanted phones that are not said, in place."""
        missing = self._additions[wanted]
        for place in range(1, costs.shape[1]):
            left_out = costs[:, place - 1] + missing[:, place - 1]
            better = left_out < costs[:, place]
            costs[better, place] = left_out[better]
            begun[better, place] = begun[better, place - 1]


def _keep(best: _Reached, row: Integers, word: Integers, costs: Floats, begun: Any) -> None:
    """Note the words that end here, at each place where one is cheaper than before; ``row`` is in
    order."""
    if not len(row):
        return
    rows, firsts = np.unique(row, return_index=True)
    least = np.full_like(best.cost, np.inf)
    least[rows] = np.minimum.reduceat(costs, firsts, axis=0)
    least[least >= best.cost] = np.inf
    which, place = np.nonzero((costs == least[row]) & np.isfinite(costs))
    best.cost[row[which], place] = costs[which, place]
    best.word[row[which], place] = word[which]
    best.start[row[which], place] = begun[which, place]


def _below(level: _Level, node: Integers) -> tuple[Integers, Integers]:
    """The nodes below the given ones, in order, and for each the place of the one above."""
    first, number = level.first[node], level.number[node]
    above = np.repeat(np.arange(len(node)), number)
    before = np.cumsum(number) - number
    return above, np.arange(len(above)) + (first - before)[above]


def _levels(phones: Any) -> Iterator[_Level]:
    """The tree of sorted pronunciations, from the first phone on."""
    new = np.arange(len(phones)) == 0
    above, size = np.zeros(len(phones), np.int64), 1
    for depth in range(phones.shape[1]):
        new[1:] |= phones[1:, depth] != phones[:-1, depth]
        there = phones[:, depth] > 0
        opens = np.flatnonzero(new & there)
        if depth + 1 < phones.shape[1]:
            ends = phones[opens, depth + 1] == 0
        else:
            ends = np.ones(len(opens), bool)
        number = np.bincount(above[opens], minlength=size)
        yield _Level(
            phones[opens, depth].astype(np.int64),
            np.cumsum(number) - number,
            number,
            np.where(ends, opens, -1),
        )
        above, size = np.cumsum(new & there) - 1, len(opens)
