"""Words of a pack that the recogniser cannot hear, because its dictionary lacks them."""

import re
from collections import Counter
from collections.abc import Callable, Collection
from typing import Final

from assistant.content.model import Pack
from assistant.errors import ModelError
from assistant.listening.model_folder import find_model
from assistant.listening.spoken import in_dictionary, spoken
from assistant.listening.wordlist import read_labels
from assistant.settings import Settings

_FILLED_IN: Final = re.compile(r"\{\w+\}")
"""A clinic's own fact in an answer."""
_OFTEN: Final = 5
"""Phrasings from which a word counts: one that stands in fewer is a speaker's fancy, and the
question is understood without it."""


def unheard(settings: Settings) -> Callable[[Pack], list[str]]:
    """What ``unknown_words`` finds in a pack with the speech model in use."""
    known = model_words(settings)
    return lambda pack: unknown_words(pack, known)


def model_words(settings: Settings) -> frozenset[str]:
    """The words that the speech model in use knows; empty where it does not list them."""
    try:
        return frozenset(read_labels(find_model(settings)))
    except ModelError:
        return frozenset()


def unknown_words(pack: Pack, known: Collection[str]) -> list[str]:
    """Words of titles, spoken answers and many phrasings that are neither ``known`` nor among the
    pack's pronunciations; none where nothing is known about the model."""
    if not known:
        return []
    found = Counter[str]()
    for intent in pack.intents:
        for text in intent.phrasings:
            found.update(words(text))
        for text in (intent.title, intent.speech, intent.refer):
            found.update(dict.fromkeys(words(text), _OFTEN))
    spelt = {word.casefold() for word in pack.pronunciations}
    often = (word for word, number in found.items() if number >= _OFTEN and word not in spelt)
    return sorted(word for word in often if in_dictionary((word,), known)[0] not in known)


def words(text: str) -> set[str]:
    """The words of a text as they are said."""
    return set(spoken(_FILLED_IN.sub(" ", text)))
