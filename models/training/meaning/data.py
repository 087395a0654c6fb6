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
from assistant.safety import rules_folder
from assistant.safety.examples import HELD_OUT, training_set
from assistant.safety.head import Label
from assistant.settings import load_settings
from assistant.understanding.bank import Bank, Questions, Writing, gather
from assistant.understanding.encoder import shared
from assistant.understanding.normalise import normalise

Floats = npt.NDArray[np.float32]

_EVERYDAY: Final = Path(__file__).with_name("everyday.txt")
_THINGS: Final = Path(__file__).with_name("things.txt")
_SLOT: Final = re.compile(r"\{(\w+)\}")
_SENTENCE: Final = re.compile(r"[A-Z][^.?!:*`|=]{20,120}[.?!]")


@dataclass(frozen=True)
class Data:
    """Texts in the form in which the matcher compares them."""

    bank: Bank
    writing: Writing
    general: tuple[str, ...]
    """Sentences on anything: their vectors should stay as they are."""
    things: tuple[str, ...] = ()
    """What else such questions could be asked about."""
    safety: tuple[tuple[str, Label, str], ...] = ()
    """Examples of emergencies, of personal questions and of neither: text, label and group."""

    def few(self, each: int, general: int) -> "Data":
        """A small part, to prove that every step runs: ``each`` texts of every class."""
        bank, owners = self.bank, range(len(self.bank.intents) + len(self.bank.kinds))
        kept = np.concatenate([np.flatnonzero(bank.classes == owner)[:each] for owner in owners])
        texts = tuple(bank.texts[place] for place in kept)
        small = replace(bank, texts=texts, classes=bank.classes[kept])
        step = max(1, len(self.safety) // general)
        return replace(self, bank=small, general=self.general[:general], safety=self.safety[::step])


def gather_data(general: int, seed: int) -> Data:
    """The shipped packs' bank and safety examples, and general sentences as asked for."""
    content = load_content(load_settings())
    bank, words = gather(Questions.of(content))
    writing = Writing.of(content, words, shared().words)
    drawn = random.Random(seed)
    everyday = _everyday(general * 2 // 3, drawn)
    prose = _prose(general - len(everyday), drawn)
    examples = training_set(rules_folder(content), content, without=HELD_OUT)
    safety = [
        (text, example.label, example.group)
        for example in examples
        if (text := writing.names.rewrite(normalise(example.text)))
    ]
    return Data(bank, writing, tuple(everyday + prose), _things(), tuple(safety))


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


def _things() -> tuple[str, ...]:
    lines = [line for line in _THINGS.read_text().splitlines() if not line.startswith("#")]
    return tuple(thing.strip() for thing in " ".join(lines).split(";"))


def _prose(count: int, drawn: random.Random) -> list[str]:
    """Sentences of the Python manual, which comes with every Python."""
    text = re.sub(r"\s+", " ", " ".join(pydoc_data.topics.topics.values()))
    found = sorted({normalise(sentence) for sentence in _SENTENCE.findall(text)})
    return drawn.sample(found, min(count, len(found)))
