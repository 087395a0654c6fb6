"""Texts as they are said: lower-case words without punctuation, numbers written out."""

import re
import unicodedata
from collections.abc import Container, Mapping

from assistant.understanding.english import number

_NUMBER = re.compile(r"\d+")
_WORD = re.compile(r"[a-z]+(?:'[a-z]+)*'?")


def spoken(text: str) -> tuple[str, ...]:
    """The words that somebody who reads the text aloud says."""
    folded = unicodedata.normalize("NFKD", text.lower().replace("\u2019", "'"))
    plain = folded.encode("ascii", "ignore").decode()
    said = _NUMBER.sub(lambda found: f" {number(found[0])} ", plain)
    return tuple(word.rstrip("'") for word in _WORD.findall(said))


def in_dictionary(words: tuple[str, ...], known: Container[str]) -> tuple[str, ...]:
    """The words as a dictionary writes them: British endings in the American way, possessives
    and plurals without theirs, contractions with an apostrophe; what it does not know in any
    spelling stays as it is."""
    return tuple(word if word in known else _spelt(word, known) for word in words)


def named(words: tuple[str, ...], alikes: Mapping[tuple[str, ...], str]) -> tuple[str, ...]:
    """The words with the name in the place of what it is misheard as, the longest first."""
    longest = max(map(len, alikes), default=0)
    for start in range(len(words)):
        for size in range(longest, 0, -1):
            if name := alikes.get(words[start : start + size]):
                return (*words[:start], name, *named(words[start + size :], alikes))
    return words


def _spelt(word: str, known: Container[str]) -> str:
    return next((variant for variant in _variants(word) if variant in known), word)


def _variants(word: str) -> tuple[str, ...]:
    return (
        word.replace("isi", "izi").replace("ise", "ize"),
        word.replace("our", "or"),
        word.replace("yse", "yze"),
        word.replace("geing", "ging"),
        word.replace("ll", "l"),
        word.removesuffix("'s"),
        word.removesuffix("s"),
        word.replace("c", "k", 1),
        word[:-1] + "'" + word[-1:],
        word[:-2] + "'" + word[-2:],
    )
