"""Words of a pack that the recogniser cannot hear, because its dictionary lacks them."""

import re
from collections import Counter
from collections.abc import Collection
from typing import Final

from assistant import resources
from assistant.content.model import Pack
from assistant.settings import Settings

_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)*")
_OFTEN: Final = 5
"""Phrasings from which a word counts: one that stands in fewer is a speaker's fancy, and the
question is understood without it."""


def model_words(settings: Settings) -> frozenset[str]:
    """The words that the speech model in use knows; empty where it does not list them."""
    model = settings.speech_model or resources.shipped("models") / "speech-en"
    if not model.is_dir():
        model = resources.user_models() / model
    try:
        lines = (model / "graph" / "words.txt").read_text("utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return frozenset()
    return frozenset(line.split(" ", 1)[0] for line in lines)


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
    often = (word for word, number in found.items() if number >= _OFTEN)
    return sorted(word for word in often if word not in known and word not in spelt)


def words(text: str) -> set[str]:
    """The words of a text as a recogniser writes them."""
    return set(_WORD.findall(re.sub(r"\{\w+\}", " ", text).casefold().replace("’", "'")))
