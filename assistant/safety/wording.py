"""The form in which the rules see an utterance: plain words, a comma for any pause."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

LONGEST: Final = 600
"""Characters that are read at each end of an utterance: nobody says more in one breath, and
what is pasted in must not slow the answer."""

_APOSTROPHES: Final = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\u00b4": "'"})
_TOKEN: Final = re.compile(r"\[unk\]|[a-z0-9']+|[,.;:?!\u2026\u2013\u2014]+|\s-+\s")
_ENDINGS: Final = (
    (re.compile(r"^can'?t$|^cannot$|^cant'$|^can'nt$|^carnt$|^kant$"), "can not"),
    (re.compile(r"^wo'?nt$|^won't$"), "will not"),
    (re.compile(r"^(do|does|did|is|are|was|were|has|have|had|would|could|should)n'?t$"), r"\1 not"),
    (re.compile(r"^ain'?t$"), "is not"),
    (re.compile(r"^i'?m$"), "i am"),
    (re.compile(r"^i'?ve$"), "i have"),
    (re.compile(r"^(\w+)'ve$|^(you|we|they)ve$"), r"\1\2 have"),
    (re.compile(r"^(\w+)'re$|^(you|they)re$"), r"\1\2 are"),
    (re.compile(r"^(\w+)'ll$"), r"\1 will"),
    (re.compile(r"^(\w+)'d$"), r"\1 would"),
    (re.compile(r"^gonna$"), "going to"),
    (re.compile(r"^wanna$"), "want to"),
    (re.compile(r"^(\w+)'s$"), r"\1 s"),
    (re.compile(r"^(he|she|that|what|there|who|mum|mom|dad|someone|somebody)s$"), r"\1 s"),
    (re.compile(r"^(\w+)s'$"), r"\1s"),
)


def ends(text: str) -> str:
    """The beginning and the end of an overlong text, the rest left out."""
    return text if len(text) <= 2 * LONGEST else f"{text[:LONGEST]} , {text[-LONGEST:]}"


def words_of(text: str) -> list[str]:
    """Lower-case words with contractions written out (``can not``), ``,`` for punctuation.

    >>> words_of("My throat's closing... I CAN'T breathe!")
    ['my', 'throat', 's', 'closing', ',', 'i', 'can', 'not', 'breathe']
    """
    folded = unicodedata.normalize("NFKD", ends(text)).lower().translate(_APOSTROPHES)
    folded = "".join(letter for letter in folded if not unicodedata.combining(letter))
    words: list[str] = []
    for token in _TOKEN.findall(folded):
        words += _written_out(token) if token[0].isalnum() or token[0] == "'" else (",",)
    return _single_commas(words)


@lru_cache(maxsize=4096)
def _written_out(token: str) -> tuple[str, ...]:
    token = token.strip("'")
    for ending, full in _ENDINGS:
        if ending.match(token):
            token = ending.sub(full, token)
            break
    return tuple(token.replace("'", "").split())


def _single_commas(words: list[str]) -> list[str]:
    kept = [w for w, before in zip(words, [",", *words], strict=False) if (w, before) != (",", ",")]
    return kept[:-1] if kept and kept[-1] == "," else kept
