"""The written graph, read back by a reader of its own: what it costs is what the model says."""

import math
import struct
from collections.abc import Sequence
from dataclasses import dataclass, field

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.grammar_fst import EPSILON, Graph, add_model, add_unknown
from assistant.listening.ngram import END, train

WORDS = ("does", "it", "hurt", "last")
LABELS = {"<eps>": 0, "hurt": 4, "it": 3, "last": 2, "does": 1, "never": 7, "[unk]": 9}
BASE = {"does": 0.3, "it": 0.2, "hurt": 0.1, "last": 0.1, "never": 0.05, END: 0.25}

sentences = st.lists(st.lists(st.sampled_from(WORDS), max_size=5), max_size=12)
sayings = st.lists(st.sampled_from((*WORDS, "never")), max_size=6)


@dataclass
class State:
    """A state as it stands in the file."""

    final: float
    arcs: list[tuple[int, int, float, int]] = field(default_factory=list)


def read(data: bytes) -> list[State]:
    """The states of an OpenFst ``const`` file of ``standard`` arcs, start state first."""
    place = 0

    def take(layout: str) -> tuple[int, ...]:
        nonlocal place
        values = struct.unpack_from("<" + layout, data, place)
        place += struct.calcsize("<" + layout)
        return values

    def text() -> bytes:
        nonlocal place
        (length,) = take("i")
        place += length
        return data[place - length : place]

    assert take("i") == (2125659606,)
    assert (text(), text()) == (b"const", b"standard")
    version, flags, _, start, states, arcs = take("iiQqqq")
    assert (version, flags, start) == (2, 0, 0)
    heads = [take("fIIII") for _ in range(states)]
    ways: list[tuple[int, int, float, int]] = [take("iifi") for _ in range(arcs)]  # type: ignore[misc]
    assert place == len(data)
    before = [sum(head[2] for head in heads[:n]) for n in range(states)]
    assert [head[1] for head in heads] == before
    result = []
    for final, first, count, *empty in heads:
        leaving = ways[first : first + count]
        assert empty == [sum(arc[n] == EPSILON for arc in leaving) for n in (0, 1)]
        result.append(State(final, leaving))
    assert sum(len(state.arcs) for state in result) == arcs
    return result


def cost(states: Sequence[State], words: Sequence[str]) -> float:
    """Of the way that hears the words, backing off only where there is no other."""
    total, here = 0.0, 0
    for label in [LABELS[word] for word in words]:
        while True:
            ways = {arc[0]: arc for arc in states[here].arcs}
            _, _, spent, here = ways.get(label) or ways[EPSILON]
            total += spent
            if label in ways:
                break
    while math.isinf(states[here].final):
        _, _, spent, here = next(arc for arc in states[here].arcs if arc[0] == EPSILON)
        total += spent
    return total + states[here].final


@given(sentences, st.integers(1, 3), sayings)
def test_a_way_through_the_graph_costs_what_the_model_says(
    said: list[list[str]], order: int, words: list[str]
) -> None:
    model, graph = train(said, order, BASE), Graph()
    add_model(graph, model, LABELS)
    assert cost(read(graph.to_bytes()), words) == pytest.approx(model.cost(words), rel=1e-5)


@given(sentences)
def test_arcs_are_sorted_hear_one_word_each_and_lead_somewhere(said: list[list[str]]) -> None:
    graph = Graph()
    add_model(graph, train(said, 3, BASE), LABELS)
    add_unknown(graph, LABELS["[unk]"], 5.0, 2.0)
    states = read(graph.to_bytes())
    for state in states:
        labels = [arc[0] for arc in state.arcs]
        assert labels == sorted(set(labels))
        assert all(heard == written for heard, written, _, _ in state.arcs)
        assert all(0 <= target < len(states) for *_, target in state.arcs)


def test_words_without_a_label_are_left_out() -> None:
    graph = Graph()
    add_model(graph, train([["does", "it", "sag"]], 2, {**BASE, "sag": 0.1}), LABELS)
    labels = {arc[0] for state in read(graph.to_bytes()) for arc in state.arcs}
    assert labels == {EPSILON, *(LABELS[word] for word in (*WORDS, "never"))}


def test_unknown_words_are_a_whole_utterance_of_their_own() -> None:
    graph = Graph()
    add_model(graph, train([["does", "it"]], 2, BASE), LABELS)
    add_unknown(graph, LABELS["[unk]"], 5.0, 2.0)
    states = read(graph.to_bytes())
    assert cost(states, ["[unk]"] * 3) == pytest.approx(5.0 + 2.0 + 2.0)
    (arc,) = [arc for arc in states[0].arcs if arc[0] == LABELS["[unk]"]]
    assert [way[0] for way in states[arc[3]].arcs] == [LABELS["[unk]"]]
