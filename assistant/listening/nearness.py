"""How near two phones sound: what changing, adding or leaving out one costs."""

from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.listening.dictionary import NUMBERS, PHONES

Floats = npt.NDArray[np.float32]

# fmt: off
_VOWELS: Final = {
    "AA": (0.0, 0.7, 0.0, 0.7), "AE": (0.2, 0.1, 0.2, 0.1), "AH": (0.45, 0.5, 0.45, 0.5),
    "AO": (0.2, 0.9, 0.2, 0.9), "AW": (0.0, 0.5, 0.8, 0.9), "AY": (0.0, 0.5, 0.85, 0.15),
    "EH": (0.5, 0.1, 0.5, 0.1), "ER": (0.55, 0.55, 0.55, 0.6), "EY": (0.6, 0.1, 0.95, 0.05),
    "IH": (0.8, 0.2, 0.8, 0.2), "IY": (1.0, 0.0, 1.0, 0.0), "OW": (0.4, 0.8, 0.8, 0.9),
    "OY": (0.3, 0.9, 0.85, 0.15), "UH": (0.8, 0.8, 0.8, 0.8), "UW": (1.0, 0.8, 1.0, 0.9),
}
_CONSONANTS: Final = {
    "P": (0.0, "stop", 0), "B": (0.0, "stop", 1), "T": (0.4, "stop", 0), "D": (0.4, "stop", 1),
    "K": (0.9, "stop", 0), "G": (0.9, "stop", 1), "CH": (0.6, "affricate", 0),
    "JH": (0.6, "affricate", 1), "F": (0.1, "fricative", 0), "V": (0.1, "fricative", 1),
    "TH": (0.25, "fricative", 0), "DH": (0.25, "fricative", 1), "S": (0.45, "sibilant", 0),
    "Z": (0.45, "sibilant", 1), "SH": (0.65, "sibilant", 0), "ZH": (0.65, "sibilant", 1),
    "HH": (1.0, "fricative", 0), "M": (0.0, "nasal", 1), "N": (0.4, "nasal", 1),
    "NG": (0.9, "nasal", 1), "L": (0.4, "liquid", 1), "R": (0.6, "glide", 1),
    "W": (0.1, "glide", 1), "Y": (0.7, "glide", 1),
}
# fmt: on
"""Vowels: height and backness at their start and end, 0 to 1. Consonants: place (0 is at the
lips), manner, voice."""

_MANNERS: Final = {
    frozenset(("stop", "affricate")): 0.4,
    frozenset(("stop", "fricative")): 0.5,
    frozenset(("affricate", "sibilant")): 0.25,
    frozenset(("fricative", "sibilant")): 0.3,
    frozenset(("liquid", "glide")): 0.4,
    frozenset(("nasal", "liquid")): 0.6,
}
_OTHER_MANNER: Final = 0.8
_PLACE: Final = 0.6
_ELSEWHERE: Final = 0.15
"""Of any other place, however near."""
_VOICE: Final = 0.25
_ROUND: Final = 0.15
"""Of one vowel that rounds the lips and one that does not."""
_ROUNDED: Final = ("AO", "OW", "OY", "UH", "UW", "ER")
_MIXED: Final = 1.4
"""A vowel for a consonant; twice the cost of most that are added or left out would be more."""
_RELATED: Final = {
    ("ER", "R"): 0.5, ("UW", "W"): 0.6, ("UH", "W"): 0.7, ("IY", "Y"): 0.5,
    ("AA", "AO"): 0.25, ("AH", "IH"): 0.35, ("AH", "UH"): 0.4, ("AH", "ER"): 0.45,
}  # fmt: skip
"""Vowels that are consonants, too, and those that dialects and weak syllables mix up."""
_WEAK: Final = {"AH": 0.6, "IH": 0.7, "HH": 0.5, "Y": 0.5, "W": 0.6, "R": 0.6, "T": 0.7, "D": 0.7}
_ADDED: Final = 0.85
"""Costs of adding or leaving out a phone: of weak ones, of others."""


def changes() -> Floats:
    """(phones + 1, phones + 1): of hearing one phone for another, by ``NUMBERS``; row and column 0
    are no phone."""
    costs = np.full((len(PHONES) + 1, len(PHONES) + 1), np.float32(9))
    for one in PHONES:
        for other in PHONES:
            costs[NUMBERS[one], NUMBERS[other]] = _change(one, other)
    return costs


def additions() -> Floats:
    """(phones + 1,): of a phone too many or too few, by ``NUMBERS``."""
    return np.array([0.0, *(_WEAK.get(phone, _ADDED) for phone in PHONES)], np.float32)


def _change(one: str, other: str) -> float:
    if related := _RELATED.get((one, other)) or _RELATED.get((other, one)):
        return related
    if one in _VOWELS and other in _VOWELS:
        return min(1.0, _vowels(one, other))
    if one in _CONSONANTS and other in _CONSONANTS:
        return min(1.0, _consonants(one, other))
    return _MIXED


def _vowels(one: str, other: str) -> float:
    pairs = zip(_VOWELS[one], _VOWELS[other], strict=True)
    away = 0.6 * sum(abs(a - b) for a, b in pairs)
    return away + _ROUND * ((one in _ROUNDED) != (other in _ROUNDED))


def _consonants(one: str, other: str) -> float:
    (place, manner, voice), (place2, manner2, voice2) = _CONSONANTS[one], _CONSONANTS[other]
    apart = 0.0 if manner == manner2 else _MANNERS.get(frozenset((manner, manner2)), _OTHER_MANNER)
    moved = _ELSEWHERE + _PLACE * abs(place - place2) if place != place2 else 0.0
    return apart + moved + _VOICE * (voice != voice2)
