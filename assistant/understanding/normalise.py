"""One form for all the ways in which the same question can be written."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

from assistant.content.model import Content, Topic
from assistant.understanding import english

LONGEST: Final = 600
"""Characters of a text that are read; the rest of a longer one is dropped."""
TOKEN: Final = "it"
"""What the topic's names become: most questions say "it" already (LAB.md §8: +2...6 points)."""

_APOSTROPHES: Final = str.maketrans(dict.fromkeys("‘’‛ʼ`´", "'"))
_NUMBER: Final = re.compile(r"(\d+)('?s\b|st\b|nd\b|rd\b|th\b)?")
_NOT_SAID: Final = re.compile(r"[^a-z' ]+")
_QUOTE: Final = re.compile(r"(?<![a-z])'|'(?![a-z])")
_POSSESSIVE: Final = re.compile(r"'s$")


def normalise(text: str) -> str:
    """Lower-case words of plain letters: contractions and numbers written out, single spaces.

    Letters of other scripts have no such form and vanish; their accents alone do.
    """
    folded = text[:LONGEST].translate(_APOSTROPHES).lower()
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(c for c in parts if not unicodedata.combining(c))
    said = _NOT_SAID.sub(" ", _NUMBER.sub(_said, folded))
    words = _QUOTE.sub(" ", said).split()
    return " ".join(_written_out(word, words, place) for place, word in enumerate(words))


def _said(found: re.Match[str]) -> str:
    words = english.number(found[1][:12])
    if not (ending := found[2]):
        return f" {words} "
    if ending.endswith("s"):
        return f" {words[:-1]}ies " if words.endswith("ty") else f" {words}s "
    *first, last = words.split()
    regular = f"{last[:-1]}ieth" if last.endswith("y") else f"{last}th"
    return " ".join(["", *first, english.ORDINALS.get(last, regular), ""])


def _written_out(word: str, words: list[str], place: int) -> str:
    if word in english.DOSE and not _is_does(words, place):
        return word
    word = english.HURRIED.get(word, word)
    word = english.UNMARKED.get(word, word)
    if word in english.CONTRACTIONS:
        return english.CONTRACTIONS[word]
    if "'" not in word:
        return word
    for ending, full in english.ENDINGS.items():
        if word.endswith(ending) and len(word) > len(ending):
            return word[: -len(ending)] + full
    return _POSSESSIVE.sub("s", word).replace("'", "")


def _is_does(words: list[str], place: int) -> bool:
    return place == 0 and len(words) > 1 and words[1] not in english.NOT_DOES


class TopicNames:
    """Rewrites the names of what the packs are about, and their mishearings, to one token."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        named = [topic for topic in topics if topic.names]
        self._patterns = [
            (_pattern(topic), TOKEN if len(named) == 1 else normalise(topic.names[0]))
            for topic in named
        ]

    @classmethod
    def of(cls, content: Content) -> "TopicNames":
        """The names of all packs' topics; with several, each keeps a name of its own."""
        return cls(pack.topic for pack in content.packs)

    def rewrite(self, text: str) -> str:
        """``text`` (normalised) with every name replaced, and what doubles by it removed."""
        for pattern, token in self._patterns:
            text = pattern.sub(token, text)
        return text


def _pattern(topic: Topic) -> re.Pattern[str]:
    """The longest name first; an article before it and a word for the treatment behind go too."""
    names = {normalise(name) for name in (*topic.names, *topic.misheard)} - {""}
    either = "|".join(re.escape(name) for name in sorted(names, key=lambda n: (-len(n), n)))
    treatment = r"(?: (?:injection|shot|jab|treatment)s?| stuff)?"
    return re.compile(rf"\b(?:(?:the|this|that|some) )?(?:{either})s?{treatment}\b")
