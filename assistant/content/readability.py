"""How long and how hard a text is for the ear."""

import re
from typing import Final

WORDS_A_MINUTE: Final = 150
_SENTENCE_END: Final = re.compile(r"[.!?]+[\"')\]]*(?=\s|$)")
_ABBREVIATION: Final = re.compile(r"\b(?:Dr|Mr|Mrs|Ms|St|e\.g|i\.e|approx|No)\.(?=\s)")
_WORD: Final = re.compile(r"[A-Za-z']+|\d+")
_VOWELS: Final = re.compile(r"[aeiouy]+")


def sentences(text: str) -> int:
    """How many sentences a text has; one that lacks its full stop counts."""
    parts = _SENTENCE_END.split(_ABBREVIATION.sub("", text))
    return sum(1 for part in parts if _WORD.search(part))


def seconds(text: str) -> float:
    """How long it takes to say a text at the voice's usual rate."""
    return len(_WORD.findall(text)) * 60 / WORDS_A_MINUTE


def grade(text: str) -> float:
    """The school year that a text asks for, by Flesch and Kincaid (1975); 0 for no words."""
    words = _WORD.findall(text)
    if not words:
        return 0.0
    per_sentence = len(words) / max(1, sentences(text))
    per_word = sum(map(syllables, words)) / len(words)
    return 0.39 * per_sentence + 11.8 * per_word - 15.59


def syllables(word: str) -> int:
    """How many syllables a word has: its groups of vowels, without a silent e at the end."""
    lower = word.lower()
    groups = len(_VOWELS.findall(lower))
    if lower.endswith("e") and not lower.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)
