"""What typists and recognisers make of a sentence, simulated."""

import random
from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from assistant.understanding import english, sounds

_NEAR: Final = {
    "q": "wa", "w": "qes", "e": "wrd", "r": "etf", "t": "ryg", "y": "tuh", "u": "yij", "i": "uok",
    "o": "ipl", "p": "ol", "a": "qsz", "s": "adwx", "d": "sfec", "f": "dgrv", "g": "fhtb",
    "h": "gjyn", "j": "hkum", "k": "jlin", "l": "kop", "z": "asx", "x": "zsc", "c": "xvd",
    "v": "cbf", "b": "vng", "n": "bmh", "m": "nj",
}  # fmt: skip
"""A key's neighbours on the keyboard."""
_BY_EAR: Final = (
    ("ight", "ite"), ("tion", "shun"), ("ough", "uf"), ("ph", "f"), ("ck", "k"), ("ee", "ea"),
    ("ea", "ee"), ("ai", "ay"), ("ie", "ei"), ("ou", "u"), ("kn", "n"), ("wr", "r"), ("wh", "w"),
    ("th", "f"), ("le", "el"), ("er", "a"), ("a", "e"), ("e", "i"), ("i", "e"), ("s", "z"),
)  # fmt: skip
_DROPPED: Final = frozenset(
    ["a", "an", "the", "is", "it", "does", "do", "to", "of", "in", "on", "for", "be", "that",
     "this", "and", "so", "i"]
)  # fmt: skip


class Noise:
    """Draws disturbed copies of normalised sentences."""

    def __init__(self, texts: Iterable[str], seed: int) -> None:
        """``texts`` give the words that a recogniser may hear instead."""
        self._random = random.Random(seed)
        self._alike: dict[str, list[str]] = defaultdict(list)
        for word in sorted({word for text in texts for word in text.split()}):
            self._alike[sounds.word_key(word)].append(word)
        self._hurried: dict[str, list[str]] = defaultdict(list)
        for short, full in english.HURRIED.items():
            self._hurried[full].append(short)

    def typed(self, text: str, rate: float = 0.3) -> str:
        """Slips of the finger, spelling by ear, haste; ``rate``: share of words that suffer."""
        words = [self._slip(w) if self._random.random() < rate else w for w in text.split()]
        if len(words) > 2 and self._random.random() < 0.1:
            place = self._random.randrange(len(words) - 1)
            words[place : place + 2] = [words[place] + words[place + 1]]
        return " ".join(words)

    def heard(self, text: str, rate: float = 0.15) -> str:
        """Words heard as others that sound alike, small words lost."""
        words = []
        for word in text.split():
            if self._random.random() >= rate:
                words.append(word)
            elif word not in _DROPPED:
                words.append(self._random.choice(self._alike.get(sounds.word_key(word), [word])))
        return " ".join(words) or text

    def _slip(self, word: str) -> str:
        if word in self._hurried and self._random.random() < 0.6:
            return self._random.choice(self._hurried[word])
        if len(word) < 3:
            return word
        if self._random.random() < 0.4:
            return self._by_ear(word)
        return self._by_finger(word, self._random.randrange(1, len(word)))

    def _by_ear(self, word: str) -> str:
        fitting = [(old, new) for old, new in _BY_EAR if old in word]
        if not fitting:
            return word
        old, new = self._random.choice(fitting)
        return word.replace(old, new, 1)

    def _by_finger(self, word: str, place: int) -> str:
        letter = word[place]
        other = self._random.choice(_NEAR.get(letter, letter))
        return self._random.choice(
            [
                word[:place] + word[place + 1 :],
                word[:place] + letter + word[place:],
                word[:place] + other + word[place + 1 :],
                word[: place - 1] + letter + word[place - 1] + word[place + 1 :],
            ]
        )
