"""The recogniser's phones: the units in their places in a word, and the phones of `[unk]`.

A place is B(egin), I(nside), E(nd) or S(ingle). The phones of `[unk]` (names with a leading `g`)
share the outputs of the real ones, so a word that no dictionary has can still be followed.
"""

from typing import Final

from .lexicon import PHONES, SILENCE, UNITS

PLACES: Final = {"B": "begin", "I": "internal", "E": "end", "S": "singleton"}

NAMES: Final = (
    SILENCE,
    *(f"{phone}_{place}" for phone in PHONES for place in "BEIS"),
    *(f"g{phone}_{place}" for phone in PHONES for place in "BIE"),
)
"""Names of the recogniser's phones; the number of a phone is its place here plus 1."""

IDS: Final = {name: number for number, name in enumerate(NAMES, 1)}


def unit(phone: int) -> int:
    """The unit whose outputs a phone uses."""
    name = NAMES[phone - 1].split("_")[0]
    return UNITS.index(name.removeprefix("g") if name not in UNITS else name)


def entry(phone: int) -> int:
    """The transition that enters a phone and leaves it (Kaldi's transition id)."""
    return 2 * phone


def stay(phone: int) -> int:
    """The transition that stays in a phone."""
    return 2 * phone - 1


def in_word(pronunciation: tuple[str, ...]) -> list[int]:
    """The phones of a word."""
    if len(pronunciation) == 1:
        return [IDS[pronunciation[0] + "_S"]]
    places = "B" + "I" * (len(pronunciation) - 2) + "E"
    return [IDS[f"{p}_{place}"] for p, place in zip(pronunciation, places, strict=True)]


def word_boundaries() -> str:
    """The text of `word_boundary.int`."""
    kinds = ["nonword", *(PLACES[name[-1]] for name in NAMES[1:])]
    return "".join(f"{number} {kind}\n" for number, kind in enumerate(kinds, 1))
