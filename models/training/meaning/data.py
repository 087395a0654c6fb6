"""What the encoder learns from: the packs' questions, and sentences whose meaning it must keep."""

import pydoc_data.topics
import random
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.content.load import load_content
from assistant.settings import load_settings
from assistant.understanding.bank import Bank, Writing, gather
from assistant.understanding.encoder import shared
from assistant.understanding.normalise import normalise

Floats = npt.NDArray[np.float32]

_EVERYDAY: Final = Path(__file__).with_name("everyday.txt")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_SENTENCE: Final = re.compile(r"[A-Z][^.?!:*`|=]{20,120}[.?!]")


@dataclass(frozen=True)
class Data:
    """Texts in the form in which the matcher compares them."""

    bank: Bank
    writing: Writing
    general: tuple[str, ...]
    """Sentences on anything: their vectors should stay as they are."""

    def few(self, each: int, general: int) -> "Data":
        """A small part, to prove that every step runs: ``each`` texts of every class."""
        bank, owners = self.bank, range(len(self.bank.intents) + len(self.bank.kinds))
        kept = np.concatenate([np.flatnonzero(bank.classes == owner)[:each] for owner in owners])
        texts = tuple(bank.texts[place] for place in kept)
        small = replace(bank, texts=texts, classes=bank.classes[kept])
        return replace(self, bank=small, general=self.general[:general])


def gather_data(general: int, seed: int) -> Data:
    """The shipped packs' bank, and as many general sentences as asked for."""
    bank, writing = gather(load_content(load_settings()), shared().words)
    drawn = random.Random(seed)
    everyday = _everyday(general * 2 // 3, drawn)
    prose = _prose(general - len(everyday), drawn)
    return Data(bank, writing, tuple(everyday + prose))


def hardest(vectors: Floats, bank: Bank, count: int) -> npt.NDArray[np.int64]:
    """For each question of an intent, the nearest unanswered ones: (questions, count) places."""
    answered = bank.classes < len(bank.intents)
    others = np.flatnonzero(~answered)
    likeness = vectors[answered] @ vectors[others].T
    nearest: npt.NDArray[np.int64] = others[np.argsort(-likeness, axis=1)[:, :count]]
    return nearest


def _everyday(count: int, drawn: random.Random) -> list[str]:
    """Templates filled in at random; each template as often as any other."""
    lines = [line for line in _EVERYDAY.read_text().splitlines() if line and line[0] != "#"]
    lists = dict(line.split(" = ") for line in lines if " = " in line)
    words = {name: entries.split(" | ") for name, entries in lists.items()}
    templates = [line for line in lines if " = " not in line]
    filled = {
        normalise(
            _SLOT.sub(lambda slot: drawn.choice(words[slot[1]]), templates[i % len(templates)])
        )
        for i in range(count)
    }
    return sorted(filled)


def _prose(count: int, drawn: random.Random) -> list[str]:
    """Sentences of the Python manual, which comes with every Python."""
    text = re.sub(r"\s+", " ", " ".join(pydoc_data.topics.topics.values()))
    found = sorted({normalise(sentence) for sentence in _SENTENCE.findall(text)})
    return drawn.sample(found, min(count, len(found)))
