"""What visitors may say: a language model made from the content, for the recogniser.

A trigram over the packs' wordings (Chen and Goodman 1999, see ``ngram``), with every word of the
model's dictionary left possible, so that an unforeseen wording is still heard; and one way for a
whole utterance of words outside the dictionary.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final

import yaml

from assistant.content.model import Content
from assistant.listening.grammar_fst import Graph, add_model, add_unknown
from assistant.listening.ngram import END, train
from assistant.listening.spoken import in_dictionary, spoken

VERSION: Final = 3
"""Of what is written here; a change makes all derived models anew."""
UNKNOWN: Final = "[unk]"
"""What libvosk writes for speech outside the vocabulary."""

_ORDER: Final = 3
_URGENT: Final = 3
_DICTIONARY: Final = 0.02
"""Share of the unforeseen that is any word of the dictionary."""
_SILENCE: Final = 6.0
"""Cost of saying nothing: noise after an utterance must not become words."""
_UNKNOWN_ENTRY: Final = 18.0
_UNKNOWN_REPEAT: Final = 2.0
"""Costs of an utterance of unknown words, from the tuning voices' speech inside and outside."""

Sentence = tuple[str, ...]


def content_grammar(content: Content, labels: Mapping[str, int]) -> bytes:
    """``Gr.fst`` for what may be said about the content; ``labels`` is the model's words.txt."""
    known = {word for word in labels if word[0].isalpha()}
    return _grammar(sentences(content, known), labels, known)


def phrase_grammar(phrases: Iterable[str], labels: Mapping[str, int]) -> bytes:
    """``Gr.fst`` for a list of phrases: their words alone, in their order or nearly so."""
    known = {word for word in labels if word[0].isalpha()}
    said = [s for s in (in_dictionary(spoken(p), known) for p in phrases) if s]
    usable = [s for s in said if all(word in known for word in s)]
    return _grammar(usable, labels, frozenset())


def sentences(content: Content, known: Iterable[str]) -> list[Sentence]:
    """Everything that the content expects to hear, in words that the dictionary has."""
    known = frozenset(known)
    misheard = _misheard(content, known)
    result = []
    for text in _texts(content):
        said = in_dictionary(spoken(text), known)
        bridged = tuple(part for word in said for part in misheard.get(word, (word,)))
        if bridged and all(word in known for word in bridged):
            result.append(bridged)
    return result


def bridges(content: Content, known: Iterable[str]) -> dict[Sentence, str]:
    """Sound-alikes of the topics' names -> the name, for a model that does not know the names."""
    known = frozenset(known)
    result = {}
    for pack in content.packs:
        missing = [name for name in pack.topic.names if name not in known and " " not in name]
        for name in missing[:1]:
            for alike in pack.topic.misheard:
                words = spoken(alike)
                if all(word in known for word in words):
                    result[words] = name
    return result


def _misheard(content: Content, known: frozenset[str]) -> dict[str, Sentence]:
    """Each name that the dictionary lacks -> its first sound-alike that the dictionary has."""
    result: dict[str, Sentence] = {}
    for words, name in bridges(content, known).items():
        result.setdefault(name, words)
    return result


def _texts(content: Content) -> Iterator[str]:
    for pack in content.packs:
        for intent in pack.intents:
            yield from (intent.title, *intent.phrasings)
        for texts in pack.unanswered.values():
            yield from texts
        yield from _safety(pack.folder / "safety")
    for wordings in content.house.follow_ups.values():
        yield from wordings


def _safety(folder: Path) -> Iterator[str]:
    """Emergencies must be heard above all: each counts as often as ``_URGENT`` questions."""
    for file in sorted(folder.glob("examples_*.yaml")):
        groups: dict[str, list[str]] = yaml.load(file.read_bytes(), yaml.CSafeLoader)
        times = _URGENT if file.name.startswith("examples_emergency") else 1
        for texts in groups.values():
            yield from texts * times


def _grammar(said: list[Sentence], labels: Mapping[str, int], dictionary: Iterable[str]) -> bytes:
    graph = Graph()
    add_model(graph, train(said, _ORDER, _base(said, dictionary)), labels)
    graph.finals.setdefault(0, _SILENCE)
    if UNKNOWN in labels:
        add_unknown(graph, labels[UNKNOWN], _UNKNOWN_ENTRY, _UNKNOWN_REPEAT)
    return graph.to_bytes()


def _base(said: list[Sentence], dictionary: Iterable[str]) -> dict[str, float]:
    """What follows where nothing is known: the sentences' words by their square root, and, for a
    small share, any word of the dictionary."""
    counts = Counter(word for sentence in said for word in sentence)
    counts[END] = max(1, len(said))
    roots = {word: count**0.5 for word, count in counts.items()}
    every = sorted(dictionary)
    share = _DICTIONARY if every else 0.0
    total = sum(roots.values()) or 1.0
    base = {word: (1 - share) * root / total for word, root in roots.items()}
    for word in every:
        base[word] = base.get(word, 0.0) + share / len(every)
    return base
