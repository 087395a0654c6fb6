"""What the matcher knows of the content: every phrasing, and what must not be answered."""

from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.content.model import Content
from assistant.understanding.normalise import TopicNames, normalise
from assistant.understanding.spelling import Speller

CONTROL: Final = "control:"
"""What the kinds that are control words begin with."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Brings any text into the form in which texts are compared."""

    names: TopicNames
    speller: Speller

    def prepare(self, text: str) -> str:
        """Normalised, repaired, the topic's names as one token; empty where nothing is left."""
        known = self.names.rewrite(normalise(text))
        return self.names.rewrite(self.speller.repair(known))

    def names_topic(self, text: str) -> bool:
        """Whether one of the topic's names is said, and not only "it"."""
        plain = normalise(text)
        return self.names.rewrite(plain) != plain


@dataclass(frozen=True)
class Bank:
    """Known utterances and the class of each: an intent, or a kind that is not answered."""

    intents: tuple[str, ...]
    """Ids; class ``i`` below ``len(intents)`` is ``intents[i]``."""
    kinds: tuple[str, ...]
    """Names of the unanswered kinds; class ``len(intents) + k`` is ``kinds[k]``."""
    texts: tuple[str, ...]
    """Prepared, no two alike within a class, in the content's order."""
    classes: npt.NDArray[np.int64] = field(repr=False)
    """The class of each text."""

    @cached_property
    def digest(self) -> str:
        """SHA-256 of texts and classes: the key of all that is derived from them."""
        lines = [*self.intents, *self.kinds]
        lines += [f"{owner}\t{text}" for owner, text in zip(self.classes, self.texts, strict=True)]
        return sha256("\n".join(lines).encode()).hexdigest()


def gather(content: Content, english: frozenset[str]) -> tuple[Bank, Writing]:
    """The bank of all packs' answerable intents, and how utterances are brought into its form.

    ``english``: words that are right as they are, whatever the content knows.
    """
    names = TopicNames.of(content)
    intents = {i.id: [i.title, *i.phrasings] for i in content.answerable}
    kinds: dict[str, list[str]] = {}
    for pack in content.packs:
        for kind, texts in pack.unanswered.items():
            kinds.setdefault(kind, []).extend(texts)
    for control in content.controls:
        kinds[f"{CONTROL}{control.control}"] = [control.title, *control.phrasings]
    groups = [[normalise(text) for text in texts] for texts in (*intents.values(), *kinds.values())]
    known = [names.rewrite(text) for group in groups for text in group]
    writing = Writing(names, Speller([*known, *_names(content)], english))
    return _bank(tuple(intents), tuple(kinds), groups, names), writing


def _names(content: Content) -> list[str]:
    """The topics' own names, so often that a slip in one is repaired to it before all else."""
    return [normalise(name) for pack in content.packs for name in pack.topic.names] * 100


def _bank(
    intents: tuple[str, ...], kinds: tuple[str, ...], groups: list[list[str]], names: TopicNames
) -> Bank:
    texts: list[str] = []
    classes: list[int] = []
    for owner, group in enumerate(groups):
        own = [text for text in dict.fromkeys(map(names.rewrite, group)) if text]
        texts += own
        classes += [owner] * len(own)
    return Bank(intents, kinds, tuple(texts), np.array(classes, np.int64))
