"""Pronunciations: the CMU dictionary inside the package `pocketsphinx` (free), and our own."""

import re
from functools import cache
from pathlib import Path
from typing import Final

import pocketsphinx

# fmt: off
PHONES: Final = (
    "AA", "AE", "AH", "AO", "AW", "AY", "B", "CH", "D", "DH", "EH", "ER", "EY", "F", "G", "HH",
    "IH", "IY", "JH", "K", "L", "M", "N", "NG", "OW", "OY", "P", "R", "S", "SH", "T", "TH", "UH",
    "UW", "V", "W", "Y", "Z", "ZH",
)
# fmt: on
"""The phones of the CMU dictionary without stress."""

SILENCE: Final = "SIL"

UNITS: Final = (SILENCE, *PHONES)
"""What the network tells apart; unit number n owns the outputs 2n (entry) and 2n + 1 (stay)."""

ADDED: Final = Path(__file__).with_name("added-words.txt")
"""Words that the dictionary lacks, a pronunciation a line, in the dictionary's own format."""

Pronunciation = tuple[str, ...]


def read_dictionary(path: Path) -> dict[str, list[Pronunciation]]:
    """Words and their pronunciations from a file in the CMU format (`word(2) PH ON ES`)."""
    words: dict[str, list[Pronunciation]] = {}
    for line in path.read_text("utf-8").splitlines():
        head, *phones = line.split()
        words.setdefault(re.sub(r"\(\d+\)$", "", head), []).append(tuple(phones))
    return words


@cache
def lexicon() -> dict[str, list[Pronunciation]]:
    """The dictionary with the added words; an added word never replaces one that is there."""
    bundled = Path(pocketsphinx.__file__).parent / "model" / "en-us" / "cmudict-en-us.dict"
    return read_dictionary(ADDED) | read_dictionary(bundled)
