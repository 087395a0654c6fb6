"""Writes ``Gr.fst``: what may be said, as OpenFst's ``ConstFst`` in binary, without OpenFst.

Format: OpenFst 1.8 ``fst/fst.h`` (FstHeader) and ``fst/const-fst.h`` (ConstFst::WriteFst, version
2, not aligned): the header, then of each state its final weight (float), the place of its first
arc, its number of arcs, of arcs that hear nothing and of arcs that write nothing (uint32 each),
then all arcs (int32 input label, int32 output label, float weight, int32 next state);
little-endian. Weights are costs (minus the natural logarithm of a probability). ``VectorFst`` would
take 5 MB more memory.
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
_STATE: Final = np.dtype(
    [
        ("final", "<f4"),
        ("place", "<u4"),
        ("arcs", "<u4"),
        ("in_epsilons", "<u4"),
        ("out_epsilons", "<u4"),
    ]
)
_ARC: Final = np.dtype([("in", "<i4"), ("out", "<i4"), ("cost", "<f4"), ("next", "<i4")])


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
        arcs = np.array(self.arcs, [("source", "<i4"), *_ARC.descr])
        arcs = arcs[np.lexsort((arcs["cost"], arcs["in"], arcs["source"]))]
        states = np.zeros(self.states, _STATE)
        states["final"] = np.inf
        states["final"][list(self.finals)] = list(self.finals.values())
        states["arcs"] = self._leaving(arcs["source"])
        states["place"] = np.cumsum(states["arcs"]) - states["arcs"]
        states["in_epsilons"] = self._leaving(arcs["source"][arcs["in"] == EPSILON])
        states["out_epsilons"] = self._leaving(arcs["source"][arcs["out"] == EPSILON])
        head = [
            struct.pack("<i", _MAGIC) + _text("const") + _text("standard"),
            struct.pack("<iiQqqq", 2, 0, _EXPANDED, 0, self.states, len(arcs)),
        ]
        bare = np.zeros(len(arcs), _ARC)
        for name in _ARC.names or ():
            bare[name] = arcs[name]
        return b"".join([*head, states.tobytes(), bare.tobytes()])

    def _leaving(self, sources: npt.NDArray[np.int32]) -> npt.NDArray[np.intp]:
        """How many of these arcs leave each state."""
        return np.bincount(sources, minlength=self.states)


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
