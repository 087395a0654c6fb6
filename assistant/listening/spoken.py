"""Texts as they are said: lower-case words without punctuation, numbers written out."""

import re
import unicodedata
from collections.abc import Container

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
    and plurals without theirs; what it does not know in any spelling stays as it is."""
    return tuple(next((v for v in _variants(word) if v in known), word) for word in words)


def _variants(word: str) -> tuple[str, ...]:
    return (
        word,
        word.replace("isi", "izi").replace("ise", "ize"),
        word.replace("our", "or"),
        word.replace("yse", "yze"),
        word.replace("geing", "ging"),
        word.replace("ll", "l"),
        word.removesuffix("'s"),
        word.removesuffix("s"),
        word.replace("c", "k", 1),
    )
