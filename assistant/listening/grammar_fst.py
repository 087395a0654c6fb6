"""Writes ``Gr.fst``: what may be said, as OpenFst's ``VectorFst`` in binary, without OpenFst.

Format: OpenFst 1.8 ``fst/fst.h`` (FstHeader) and ``fst/vector-fst.h`` (VectorFst::WriteFst): the
header, then each state's final weight (float), number of arcs (int64) and arcs (int32 input label,
int32 output label, float weight, int32 next state); little-endian. Weights are costs (minus the
natural logarithm of a probability).
"""

import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.listening.ngram import END, START, History, Model

EPSILON: Final = 0
"""The label that is no word: taking the arc hears nothing."""

_MAGIC: Final = 2125659606
_LEAST: Final = 1e-30
"""Probabilities below count as this."""
_EXPANDED: Final = 0x1
_MUTABLE: Final = 0x2
_ARC: Final = np.dtype(
    [("source", "<i4"), ("in", "<i4"), ("out", "<i4"), ("cost", "<f4"), ("next", "<i4")]
)


@dataclass(slots=True)
class Graph:
    """A transducer under construction; state 0 is where an utterance starts."""

    arcs: list[tuple[int, int, int, float, int]] = field(default_factory=list)
    """State, label heard, label written, cost, next state."""
    states: int = 1
    finals: dict[int, float] = field(default_factory=dict)
    """State -> cost of the utterance ending there."""

    def state(self) -> int:
        """A new state."""
        self.states += 1
        return self.states - 1

    def arc(self, source: int, label: int, cost: float, target: int) -> None:
        """A way from state to state that hears, and writes, the word of that label."""
        self.arcs.append((source, label, label, cost, target))

    def spell(self, source: int, spelling: "Spelling", cost: float, target: int) -> None:
        """A way that hears words of the dictionary and writes others for them."""
        last = len(spelling.labels) - 1
        for place, (heard, written) in enumerate(spelling.labels):
            following = target if place == last else self.state()
            spent = cost + spelling.cost if place == 0 else 0.0
            self.arcs.append((source, heard, written, spent, following))
            source = following

    def to_bytes(self) -> bytes:
        """The file's content; arcs are sorted by label, as composition needs them."""
        head = [
            struct.pack("<i", _MAGIC) + _text("vector") + _text("standard"),
            struct.pack("<iiQqqq", 2, 0, _EXPANDED | _MUTABLE, 0, self.states, len(self.arcs)),
        ]
        return b"".join([*head, self._body().tobytes()])

    def _body(self) -> npt.NDArray[np.int32]:
        """Each state (three numbers), then its arcs (four each); costs as their bits."""
        arcs = np.array(self.arcs, _ARC)
        arcs = arcs[np.lexsort((arcs["cost"], arcs["in"], arcs["source"]))]
        number = np.bincount(arcs["source"], minlength=self.states)
        place = 3 * np.arange(self.states) + 4 * (np.cumsum(number) - number)
        final = np.full(self.states, np.inf, np.float32)
        final[list(self.finals)] = list(self.finals.values())
        body = np.zeros(3 * self.states + 4 * len(arcs), np.int32)
        body[place], body[place + 1] = final.view(np.int32), number
        at = 3 * (arcs["source"].astype(np.int64) + 1) + 4 * np.arange(len(arcs))
        columns = (arcs["in"], arcs["out"], arcs["cost"].copy().view(np.int32), arcs["next"])
        for offset, column in enumerate(columns):
            body[at + offset] = column
        return body


@dataclass(frozen=True, slots=True)
class Spelling:
    """Words of the dictionary, one after another, in the place of one that it lacks."""

    labels: tuple[tuple[int, int], ...]
    """The label heard, and the label written for it."""
    cost: float
    """Of choosing this spelling."""


def add_model(
    graph: Graph,
    model: Model,
    labels: Mapping[str, int],
    spellings: Mapping[str, Sequence[Spelling]] = MappingProxyType({}),
) -> None:
    """The n-gram model from state 0 on; a state is a history. Only words with a label or with
    spellings."""
    states = _states(graph, model)
    for level in model.listed:
        for history, words in level.items():
            state, after = states[history], history[len(history) > model.order - 2 :]
            for word, probability in words.items():
                cost = _cost(probability)
                if word == END:
                    graph.finals[state] = cost
                    continue
                known = (*after, word)
                while known not in states:
                    known = known[1:]
                if (label := labels.get(word)) is not None:
                    graph.arc(state, label, cost, states[known])
                    continue
                for spelling in spellings.get(word, ()):
                    graph.spell(state, spelling, cost, states[known])
            if history:
                graph.arc(state, EPSILON, _cost(model.backoff[history]), states[history[1:]])


def _states(graph: Graph, model: Model) -> dict[History, int]:
    """The state of each history that the model lists."""
    started = model.order > 1 and (START,) in model.listed[1]
    states: dict[History, int] = {(START,) if started else (): 0}
    for level in model.listed:
        for history in level:
            if history not in states:
                states[history] = graph.state()
    return states


def add_unknown(graph: Graph, label: int, entry: float, repeat: float) -> None:
    """A whole utterance of nothing but `[unk]`: the first at one cost, each other at another."""
    state = graph.state()
    graph.arc(0, label, entry, state)
    graph.arc(state, label, repeat, state)
    graph.finals[state] = 0.0


def _cost(probability: float) -> float:
    return -math.log(probability) if probability > _LEAST else -math.log(_LEAST)


def _text(text: str) -> bytes:
    return struct.pack("<i", len(text)) + text.encode()
