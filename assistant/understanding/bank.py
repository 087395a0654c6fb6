"""What the matcher knows of the content: every phrasing, and what must not be answered."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.content.model import Content, Topic
from assistant.understanding.normalise import TopicNames, normalise
from assistant.understanding.spelling import Speller, Words, count_words

CONTROL: Final = "control:"
"""What the kinds that are control words begin with."""


@dataclass(frozen=True, slots=True)
class Writing:
    """Brings any text into the form in which texts are compared."""

    names: TopicNames
    speller: Speller

    @classmethod
    def of(cls, content: Content, words: Words, english: Collection[str]) -> "Writing":
        """``words``: the content's; ``english``: those that are right as they are, whatever the
        content knows."""
        return cls(TopicNames.of(content), Speller(words, english))

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


@dataclass(frozen=True)
class Questions:
    """What the packs say is asked, as it stands there."""

    intents: Mapping[str, tuple[str, ...]]
    """Id of an answerable intent -> its title and phrasings."""
    kinds: Mapping[str, tuple[str, ...]]
    """Kind of what is not answered -> its texts."""
    topics: tuple[Topic, ...]

    @classmethod
    def of(cls, content: Content) -> "Questions":
        """Those of all packs."""
        kinds: dict[str, tuple[str, ...]] = {}
        for pack in content.packs:
            for kind, texts in pack.unanswered.items():
                kinds[kind] = (*kinds.get(kind, ()), *texts)
        for control in content.controls:
            kinds[f"{CONTROL}{control.control}"] = (control.title, *control.phrasings)
        intents = {i.id: (i.title, *i.phrasings) for i in content.answerable}
        return cls(intents, kinds, tuple(pack.topic for pack in content.packs))

    @cached_property
    def digest(self) -> str:
        """SHA-256 of it all: the key of what is derived from it."""
        told = [[name, *texts] for name, texts in (*self.intents.items(), *self.kinds.items())]
        told += [[*topic.names, "", *topic.misheard] for topic in self.topics]
        parts = [f"{len(self.intents)} {len(self.kinds)}", *map("\0".join, told)]
        return sha256("\0\0".join(parts).encode()).hexdigest()


def gather(questions: Questions) -> tuple[Bank, Words]:
    """The bank of the questions, and the words that are used in them."""
    names = TopicNames(questions.topics)
    groups = [
        [names.rewrite(normalise(text)) for text in texts]
        for texts in (*questions.intents.values(), *questions.kinds.values())
    ]
    known = [text for group in groups for text in group]
    words = count_words([*known, *_names(questions.topics)])
    return _bank(tuple(questions.intents), tuple(questions.kinds), groups), words


def _names(topics: Iterable[Topic]) -> list[str]:
    """The topics' own names, so often that a slip in one is repaired to it before all else."""
    return [normalise(name) for topic in topics for name in topic.names] * 100


def _bank(intents: tuple[str, ...], kinds: tuple[str, ...], groups: list[list[str]]) -> Bank:
    texts: list[str] = []
    classes: list[int] = []
    for owner, group in enumerate(groups):
        own = [text for text in dict.fromkeys(group) if text]
        texts += own
        classes += [owner] * len(own)
    return Bank(intents, kinds, tuple(texts), np.array(classes, np.int64))
