"""How words sound, roughly: what is misheard, or spelt by ear, still sounds alike."""

import re
from functools import lru_cache
from typing import Final

_RULES: Final = (
    ("ough", "o"), ("augh", "o"), ("ssion", "xan"), ("eigh", "ai"), ("tion", "xan"),
    ("sion", "xan"), ("cian", "xan"), ("igh", "ai"), ("tch", "x"), ("sch", "sk"),
    ("ch", "x"), ("sh", "x"), ("ph", "f"),
    ("gh", "g"), ("th", "0"), ("ck", "k"), ("qu", "kw"), ("kn", "n"), ("gn", "n"), ("wr", "r"),
    ("wh", "w"), ("mb", "m"), ("sc", "s"), ("ce", "se"), ("ci", "si"), ("cy", "sy"), ("ge", "je"),
    ("gi", "ji"), ("gy", "jy"), ("x", "ks"), ("c", "k"), ("q", "k"), ("z", "s"), ("v", "f"),
    ("d", "t"), ("b", "p"), ("g", "k"),
)  # fmt: skip
"""Spelling to sound, longest first; voiced consonants fall together with their voiceless twins,
which a recogniser confuses most."""
_RULE: Final = re.compile("|".join(old for old, _ in _RULES))
_SOUNDS: Final = dict(_RULES)
_VOWELS: Final = re.compile(r"[aeiouy]+")
_DOUBLE: Final = re.compile(r"(.)\1+")
_LE: Final = re.compile(r"(?<=[^aeiouy])le(?=s?$)")
_SILENT_E: Final = re.compile(r"(?<=[aeiouy][^aeiouy])e(?=s?$)")


@lru_cache(maxsize=20_000)
def word_key(word: str) -> str:
    """The consonants' sounds, a vowel as ``a`` ("muscles", "mussels" -> ``masal``)."""
    sounds = _RULE.sub(lambda found: _SOUNDS[found[0]], word)
    sounds = _SILENT_E.sub("", _LE.sub("el", sounds))
    sounds = _DOUBLE.sub(r"\1", sounds.replace("h", ""))
    return _VOWELS.sub("a", sounds)


def key(text: str) -> str:
    """The words' keys without the gaps: recognisers put these elsewhere."""
    return "".join(word_key(word) for word in text.split())
