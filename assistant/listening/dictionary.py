"""How the dictionary's words are pronounced, read back from the shipped model's graph.

The shipped ``HCLr.fst`` is the dictionary with every phone replaced by its two transitions (see
``models/training/speech/phones.py``): a way through it spells one word. Layout of the file: OpenFst
1.8 ``fst/fst.h`` (header), ``fst/const-fst.h`` (states, then arcs).
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, cast

import numpy as np
import numpy.typing as npt

# fmt: off
PHONES: Final = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)
# fmt: on
"""The phones of the CMU dictionary without stress."""
NUMBERS: Final = {phone: number for number, phone in enumerate(PHONES, 1)}
"""Of each phone; 0 is none."""

_LONGEST: Final = 28
"""Phones of the longest word."""
_PLACES: Final = 4
_BEGIN, _END, _SINGLE = 0, 1, 3
"""Where in a word a phone stands: at its beginning, its end, or alone (2: inside)."""
_ENTRIES: Final = (4, 2 * (1 + _PLACES * len(PHONES)))
"""Even transitions that enter a phone of a word; 2 enters silence, those after are `[unk]`'s."""
_MARKS: Final = 2 * (1 + (_PLACES + 3) * len(PHONES)) + 1
"""Labels from here on tell words of one sound apart."""
_STATE: Final = np.dtype(
    [("final", "<f4"), ("first", "<u4"), ("arcs", "<u4"), ("in", "<u4"), ("out", "<u4")]
)
_ARC: Final = np.dtype([("in", "<i4"), ("out", "<i4"), ("cost", "<f4"), ("next", "<i4")])

Integers = npt.NDArray[np.int64]
Phones = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Dictionary:
    """Pronunciations in alphabetical order of their phones."""

    words: tuple[str, ...]
    """A word a pronunciation."""
    phones: Phones
    """(pronunciations, longest): numbers of ``PHONES``, then zeros."""


def read_dictionary(graph: Path, labels: Mapping[str, int]) -> Dictionary:
    """The pronunciations in a graph of the shipped model's kind, of the words in ``labels``."""
    names = {label: word for word, label in labels.items() if word[:1].isalpha()}
    written, phones = _ways(*_read(graph.read_bytes()))
    order = np.lexsort(phones.T[::-1])
    kept = [place for place in order.tolist() if int(written[place]) in names]
    return Dictionary(tuple(names[int(written[place])] for place in kept), phones[kept])


def _read(data: bytes) -> tuple[npt.NDArray[np.void], npt.NDArray[np.void]]:
    """States and arcs of the constant graph inside a lookahead graph."""
    _, _, outer = _header(data, 0)
    states, arcs, place = _header(data, outer + 4)
    first = place + states * _STATE.itemsize
    return np.frombuffer(data, _STATE, states, place), np.frombuffer(data, _ARC, arcs, first)


def _header(data: bytes, place: int) -> tuple[int, int, int]:
    """Number of states and of arcs, and where the header ends."""
    place += 4
    for _ in range(2):
        (length,) = struct.unpack_from("<i", data, place)
        place += 4 + length
    states, arcs = struct.unpack_from("<qq", data, place + 24)
    return states, arcs, place + 40


def _ways(states: Any, arcs: Any) -> tuple[Integers, Phones]:
    """All words' labels and phones, by walking from the start state, all ways at once.

    The word's label may stand on any arc of its way, or on the mark behind.
    """
    label, entry = arcs["out"].astype(np.int64), arcs["in"].astype(np.int64)
    sounds = (entry % 2 == 0) & (entry >= _ENTRIES[0]) & (entry <= _ENTRIES[1])
    phone, place = np.divmod(entry // 2 - 2, _PLACES)
    here, word = np.zeros(1, np.int64), np.zeros(1, np.int64)
    path = np.zeros((1, _LONGEST), np.uint8)
    found: list[tuple[Integers, Phones]] = []
    for depth in range(_LONGEST):
        came, taken = _leaving(states, here)
        goes = sounds[taken]
        if depth == 0:
            goes &= (place[taken] == _BEGIN) | (place[taken] == _SINGLE)
        came, taken = came[goes], taken[goes]
        word = np.where(label[taken] > 0, label[taken], word[came])
        path = path[came]
        path[:, depth] = phone[taken] + 1
        here = arcs["next"][taken].astype(np.int64)
        ends = (place[taken] == _END) | (place[taken] == _SINGLE)
        found.append((word[ends & (word > 0)], path[ends & (word > 0)]))
        waits = np.flatnonzero(ends & (word == 0))
        came, taken = _leaving(states, here[waits])
        told = (entry[taken] >= _MARKS) & (label[taken] > 0)
        found.append((label[taken[told]], path[waits][came[told]]))
        word, path, here = word[~ends], path[~ends], here[~ends]
    return np.concatenate([w for w, _ in found]), np.concatenate([p for _, p in found])


def _leaving(states: Any, here: Integers) -> tuple[Integers, Integers]:
    """The arcs that leave the states: the place of the state in ``here``, and of the arc."""
    first, number = states["first"][here].astype(np.int64), states["arcs"][here].astype(np.int64)
    came = np.repeat(np.arange(len(here)), number)
    before = np.cumsum(number) - number
    return came, cast("Integers", np.arange(len(came)) + (first - before)[came])
