"""Whole utterances that mean one thing: control words, choices, follow-ups."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Final, Generic, TypeVar

from rapidfuzz import process
from rapidfuzz.distance import OSA

Value = TypeVar("Value")

_ESCAPES: Final = re.compile(
    r"(?:\x1b\[|\x9b)[0-?]*[ -/]*[@-~]"  # colours, arrow keys
    r"|(?:\x1b\]|\x9d)[^\x07\x1b\x9c]*(?:\x07|\x1b\\|\x9c)"  # the window's title
)
_NOT_WORDS: Final = re.compile(r"[^\w']+|_+")
_FILLERS: Final = re.compile(
    r"^(?:(?:um+|uh+|er+m?|ah|oh|well|so|okay|ok|right|please|hey|now|and|but|sorry)\s+)+"
    r"|(?:\s+(?:please|then|now|thanks|thank you))+$"
)
_TYPO: Final = 0.89
"""Similarity (one minus the share of letters to insert, delete, replace or swap) from which a
longer wording counts as the same, mistyped: one slip in ten letters passes."""
_SHORTEST_TYPO: Final = 6


def clean(text: str) -> str:
    """A text from outside without what no one can say: control characters, half characters.

    What a terminal takes for a command or sends for a key goes as a whole.
    """
    whole = _ESCAPES.sub("", text.encode("utf-8", "replace").decode("utf-8"))
    return "".join(" " if unicodedata.category(c) in ("Cc", "Cs", "Co") else c for c in whole)


def plain(text: str) -> str:
    """Lower-case words and apostrophes only, separated by single spaces."""
    folded = unicodedata.normalize("NFKC", text).lower().replace("\u2019", "'")
    return _NOT_WORDS.sub(" ", folded).strip()


def without_fillers(text: str) -> str:
    """A plain text without the hesitations and courtesies around it; never empty."""
    return _FILLERS.sub("", text) or text


class Wordings(Generic[Value]):
    """Finds what a whole utterance stands for; a word inside a longer sentence never counts."""

    def __init__(self, wordings: Mapping[Value, Iterable[str]]) -> None:
        self._values = {plain(text): value for value, texts in wordings.items() for text in texts}
        self._words = {word for text in self._values for word in text.split()}
        self._of_length: dict[int, list[str]] = {}
        for text in self._values:
            self._of_length.setdefault(text.count(" "), []).append(text)

    def find(self, text: str) -> Value | None:
        """The value of the utterance, exact or mistyped; None where it is something else."""
        said = plain(text)
        for form in (said, without_fillers(said)):
            if form in self._values:
                return self._values[form]
        return self._mistyped(without_fillers(said))

    def find_all(self, text: str) -> list[Value]:
        """The values of an utterance that is nothing but wordings said one after another, in
        their order; empty where a word is left over."""
        words = without_fillers(plain(text)).split()
        longest = max(self._of_length, default=0) + 1
        read: list[list[Value] | None] = [[]]
        for end in range(1, len(words) + 1):
            ways = [
                [*before, self._values[part]]
                for start in range(max(0, end - longest), end)
                if (before := read[start]) is not None
                and (part := " ".join(words[start:end])) in self._values
            ]
            read.append(min(ways, key=len, default=None))
        return read[-1] or []

    def _mistyped(self, said: str) -> Value | None:
        """Only among wordings of as many words ("go back again" must not find "go back"), and
        only by words that are in none: "what is it" is no slip of "that is it"."""
        if len(said) < _SHORTEST_TYPO:
            return None
        alike = self._of_length.get(said.count(" "), [])
        best = process.extractOne(said, alike, scorer=OSA.normalized_similarity, score_cutoff=_TYPO)
        if best is None or set(said.split()) - set(best[0].split()) & self._words:
            return None
        return self._values[best[0]]
