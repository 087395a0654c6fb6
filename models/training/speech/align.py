"""Forced alignment: which unit is heard when, by the network itself.

A text's graph has, for each word, a branch a pronunciation, and a silence that may be left out
between words. Viterbi search through it chooses pronunciations and pauses.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from .lexicon import PHONES, UNITS, Pronunciation, lexicon

NUMBER: Final = {unit: number for number, unit in enumerate(UNITS)}
SILENCE: Final = 0
NEVER: Final = np.float32(-1e30)

Scores = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Graph:
    """States of a text's pronunciation graph, in topological order."""

    units: npt.NDArray[np.int64]
    """Unit of each state."""
    before: npt.NDArray[np.int64]
    """(states, most predecessors): the states before each; padded with the number of states."""
    first: list[int]
    """States in which an utterance may begin."""
    last: list[int]
    """States in which it may end."""


@dataclass(frozen=True)
class Alignment:
    """The units of an utterance in time."""

    units: tuple[int, ...]
    """Numbers of units, silences included."""
    starts: tuple[int, ...]
    """Output (30 ms) in which each begins."""
    score: float
    """Log score of the path, less the best score of each output: 0 where nothing fits better."""

    @property
    def units_array(self) -> npt.NDArray[np.int64]:
        """The units as an array."""
        return np.array(self.units)


def text_graph(words: Sequence[str]) -> Graph:
    """The graph of a text; raises KeyError for a word without pronunciation."""
    dictionary = lexicon()
    return graph([dictionary[word] for word in words])


def graph(words: Sequence[Sequence[Pronunciation]]) -> Graph:
    """The graph of words given by their pronunciations; silence may stand at every border."""
    units: list[int] = [SILENCE]
    before: list[list[int]] = [[]]
    first, ends = [0], [0]
    for position, pronunciations in enumerate(words):
        last = []
        for pronunciation in set(pronunciations):
            for place, phone in enumerate(pronunciation):
                if place == 0 and position == 0:
                    first.append(len(units))
                before.append([len(units) - 1] if place else ends)
                units.append(NUMBER[phone])
            last.append(len(units) - 1)
        before.append(last)
        units.append(SILENCE)
        ends = [*last, len(units) - 1]
    width = max(map(len, before))
    table = [row + [len(units)] * (width - len(row)) for row in before]
    return Graph(np.array(units), np.array(table), first, ends)


def align(scores: Scores, text: Graph) -> Alignment | None:
    """The best path through the graph; None where the utterance is too short for its text."""
    states, outputs = len(text.units), len(scores)
    enter, stay = scores[:, 2 * text.units], scores[:, 2 * text.units + 1]
    best = np.full(states + 1, NEVER, np.float32)
    best[text.first] = enter[0, text.first]
    back = np.zeros((outputs, states), np.int64)
    rows = np.arange(states)
    for time in range(1, outputs):
        arrivals = best[text.before]
        choice = arrivals.argmax(axis=1)
        came = arrivals[rows, choice] + enter[time]
        stayed = best[:-1] + stay[time]
        moved = came > stayed
        back[time] = np.where(moved, text.before[rows, choice], rows)
        best[:-1] = np.where(moved, came, stayed)
    state = max(text.last, key=lambda s: float(best[s]))
    if best[state] < NEVER / 2:
        return None
    return traced(text, back, state, float(best[state] - scores.max(axis=1).sum()))


def traced(text: Graph, back: npt.NDArray[np.int64], state: int, score: float) -> Alignment:
    """Follows the back pointers from the last state."""
    units, starts = [], []
    for time in range(len(back) - 1, -1, -1):
        previous = int(back[time, state]) if time else -1
        if previous != state:
            units.append(int(text.units[state]))
            starts.append(time)
        state = previous
    return Alignment(tuple(units[::-1]), tuple(starts[::-1]), score)


def targets(
    alignment: Alignment, outputs: int, speed: float
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The output wanted at each time, and the sequence of units, of a copy at another speed."""
    starts = np.round(np.array(alignment.starts) / speed).astype(int)
    wanted = np.empty(outputs, np.int64)
    ends = [*starts[1:], outputs]
    for unit, start, end in zip(alignment.units, starts, ends, strict=True):
        wanted[start:end] = 2 * unit + 1
        if start < outputs:
            wanted[start] = 2 * unit
    return wanted, np.array(alignment.units)


def spelled(alignment: Alignment) -> str:
    """The units by name, for people."""
    names = (SILENCE_NAME, *PHONES)
    return " ".join(names[unit] for unit in alignment.units)


SILENCE_NAME: Final = "-"
