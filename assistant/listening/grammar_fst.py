"""Writes ``Gr.fst``: what may be said, as OpenFst's ``VectorFst`` in binary, without OpenFst.

Format: OpenFst 1.8 ``fst/fst.h`` (FstHeader) and ``fst/vector-fst.h`` (VectorFst::WriteFst): the
header, then each state's final weight (float), number of arcs (int64) and arcs (int32 input label,
int32 output label, float weight, int32 next state); little-endian. Weights are costs (minus the
natural logarithm of a probability).
"""

import math
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.listening.ngram import END, START, History, Model

EPSILON: Final = 0
"""The label that is no word: taking the arc hears nothing."""

_MAGIC: Final = 2125659606
_EXPANDED: Final = 0x1
_MUTABLE: Final = 0x2
_ACCEPTOR: Final = 0x10000
_ARC: Final = np.dtype([("in", "<i4"), ("out", "<i4"), ("cost", "<f4"), ("next", "<i4")])


@dataclass(slots=True)
class Graph:
    """An acceptor under construction; state 0 is where an utterance starts."""

    labels: list[list[int]] = field(default_factory=lambda: [[]])
    costs: list[list[float]] = field(default_factory=lambda: [[]])
    targets: list[list[int]] = field(default_factory=lambda: [[]])
    finals: dict[int, float] = field(default_factory=dict)
    """State -> cost of the utterance ending there."""

    def state(self) -> int:
        """A new state."""
        for lists in (self.labels, self.costs, self.targets):
            lists.append([])
        return len(self.labels) - 1

    def arc(self, source: int, label: int, cost: float, target: int) -> None:
        """A way from state to state that hears the word of that label."""
        self.labels[source].append(label)
        self.costs[source].append(cost)
        self.targets[source].append(target)

    def to_bytes(self) -> bytes:
        """The file's content; arcs are sorted by label, as composition needs them."""
        arcs = sum(map(len, self.labels))
        properties = _EXPANDED | _MUTABLE | _ACCEPTOR
        parts = [
            struct.pack("<i", _MAGIC) + _text("vector") + _text("standard"),
            struct.pack("<iiQqqq", 2, 0, properties, 0, len(self.labels), arcs),
        ]
        for state in range(len(self.labels)):
            final = self.finals.get(state, math.inf)
            parts.append(struct.pack("<fq", final, len(self.labels[state])))
            parts.append(self._arcs(state).tobytes())
        return b"".join(parts)

    def _arcs(self, state: int) -> npt.NDArray[np.void]:
        table = np.empty(len(self.labels[state]), _ARC)
        table["in"] = table["out"] = self.labels[state]
        table["cost"], table["next"] = self.costs[state], self.targets[state]
        table.sort(order=["in", "cost"])
        return table


def add_model(graph: Graph, model: Model, labels: Mapping[str, int]) -> None:
    """The n-gram model from state 0 on; a state is a history. Only words with a label."""
    states = _History(graph, model)
    for level in model.listed:
        for history, words in level.items():
            state = states[history]
            for word, probability in words.items():
                if word == END:
                    graph.finals[state] = _cost(probability)
                elif word in labels:
                    target = states[(*history, word)]
                    graph.arc(state, labels[word], _cost(probability), target)
            if history:
                graph.arc(state, EPSILON, _cost(model.backoff[history]), states[history[1:]])


class _History(dict[History, int]):
    """The state of each history that the model lists; of others, the longest listed end's."""

    def __init__(self, graph: Graph, model: Model) -> None:
        started = model.order > 1 and (START,) in model.listed[1]
        super().__init__({(START,) if started else (): 0})
        self._graph = graph
        self._model = model

    def __missing__(self, history: History) -> int:
        model = self._model
        if len(history) < model.order and history in model.listed[len(history)]:
            self[history] = self._graph.state()
        else:
            self[history] = self[history[1:]]
        return self[history]


def add_unknown(graph: Graph, label: int, entry: float, repeat: float) -> None:
    """A whole utterance of nothing but `[unk]`: the first at one cost, each other at another."""
    state = graph.state()
    graph.arc(0, label, entry, state)
    graph.arc(state, label, repeat, state)
    graph.finals[state] = 0.0


def _cost(probability: float) -> float:
    return -math.log(max(probability, 1e-30))


def _text(text: str) -> bytes:
    return struct.pack("<i", len(text)) + text.encode()
