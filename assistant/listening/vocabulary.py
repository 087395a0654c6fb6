"""What visitors may say: a language model made from the content, for the recogniser.

A trigram over the packs' wordings (Chen and Goodman 1999, see ``ngram``), with every word of the
model's dictionary left possible, so that an unforeseen wording is still heard; and one way for a
whole utterance of words outside the dictionary.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import yaml

from assistant.content.model import Content
from assistant.listening.bridging import Bridges, bridge, part
from assistant.listening.grammar_fst import Graph, Spelling, add_model, add_unknown
from assistant.listening.letters import Pronunciation, from_cmu
from assistant.listening.ngram import END, train
from assistant.listening.spoken import in_dictionary, named, spoken
from assistant.listening.wishes import PHRASES

VERSION: Final = 9
"""Of what is written here; a change makes all derived models anew."""
UNKNOWN: Final = "[unk]"
"""What libvosk writes for speech outside the vocabulary."""

_ORDER: Final = 3
_SAME: Final = 0.05
"""Cost up to which a bridge is the same in sound."""
_URGENT: Final = 3
_OBEYED: Final = {1: 100, 2: 10}
"""How much more than a question a command of so many words counts."""
_WISHED: Final = 30
"""The same for a wish about the conversation itself ("push to talk")."""
_CHOICES: Final = tuple(
    f"{before}{number}" for before in ("", "number ") for number in ("one", "two", "three")
)
"""What is offered is chosen by its number."""
_NO_SLIP: Final = 3 * _URGENT
"""Times that a word without an entry stands in examples of emergencies before it is one that is
said: many of them are typed, with slips of the fingers."""
_DICTIONARY: Final = 0.02
"""Share of the unforeseen that is any word of the dictionary."""
_SILENCE: Final = 6.0
"""Cost of saying nothing: noise after an utterance must not become words."""
_UNKNOWN_ENTRY: Final = 18.0
_UNKNOWN_REPEAT: Final = 2.0
"""Costs of an utterance of unknown words, from the tuning voices' speech inside and outside."""

Sentence = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grammar:
    """What may be said, as the model takes it."""

    graph: bytes
    """``Gr.fst``."""
    words: str
    """``words.txt``: the model's words, and those that the grammar writes beside them."""


def content_grammar(content: Content, labels: Mapping[str, int]) -> Grammar:
    """What may be said about the content; ``labels`` are the model's words."""
    known = _known(labels)
    said, bridges = sentences(content, known)
    return _grammar(said, labels, bridges, known)


def phrase_grammar(phrases: Iterable[str], labels: Mapping[str, int]) -> Grammar:
    """A list of phrases: their words alone, in their order or nearly so."""
    known = _known(labels)
    said = [in_dictionary(spoken(phrase), known) for phrase in phrases]
    bridges = bridge(_missing(said, known), {}, known)
    return _grammar(_usable(said, known, bridges), labels, bridges, frozenset())


def sentences(content: Content, known: Collection[str]) -> tuple[list[Sentence], Bridges]:
    """Everything that the content expects to hear, in words that the dictionary has, and in words
    that are bridged."""
    alikes = {
        words: name
        for words, name in sound_alikes(content).items()
        if len(words) > 1 or _missing([words], known)
    }

    begin = {words[0] for words in alikes}

    def read(text: str) -> Sentence:
        words = spoken(text)
        return in_dictionary(words if begin.isdisjoint(words) else named(words, alikes), known)

    def said(texts: Iterable[str]) -> list[Sentence]:
        times = Counter(texts)
        return [words for text, number in times.items() for words in [read(text)] * number]

    asked = said([*_asked(content), *_commands(content)])
    urgent = said(_safety(content))
    often = Counter(word for words in urgent for word in _missing([words], known))
    wanted = _missing(asked, known) | _missing(_told(content), known)
    wanted |= {word for word, times in often.items() if times >= _NO_SLIP}
    given = pronunciations(content)
    bridges = bridge(wanted | {word for word in given if word not in known}, given, known)
    return _usable(_by_sound([*asked, *urgent], bridges), known, bridges), bridges


def _by_sound(said: list[Sentence], bridges: Bridges) -> list[Sentence]:
    """Words spelt by ear ("reely") as the word that is said so, where that is said elsewhere."""
    every = {word for words in said for word in words}
    same = {
        word: found[0].words[0]
        for word, found in bridges.of.items()
        if found[0].cost <= _SAME and found[0].words[0] in every and len(found[0].words) == 1
    }
    return [
        words if same.keys().isdisjoint(words) else tuple(same.get(w, w) for w in words)
        for words in said
    ]


def pronunciations(content: Content) -> dict[str, Pronunciation]:
    """The packs' pronunciations, without stress."""
    return {
        word.casefold(): from_cmu(phones)
        for pack in content.packs
        for word, phones in pack.pronunciations.items()
    }


def sound_alikes(content: Content) -> dict[Sentence, str]:
    """What the topics' names are misheard as -> the name."""
    return {
        spoken(alike): name
        for pack in content.packs
        for name in [name for name in pack.topic.names if " " not in name][:1]
        for alike in pack.topic.misheard
    }


def _known(labels: Mapping[str, int]) -> frozenset[str]:
    return frozenset(word for word in labels if word[:1].isalpha())


def _missing(said: Iterable[Sentence], known: Collection[str]) -> set[str]:
    return {word for words in said for word in words if word not in known}


def _usable(said: Iterable[Sentence], known: Collection[str], bridges: Bridges) -> list[Sentence]:
    """The sentences that can be heard whole."""
    return [words for words in said if words and all(w in known or w in bridges.of for w in words)]


def _told(content: Content) -> Iterator[Sentence]:
    """What is answered: a visitor asks on in its words."""
    for pack in content.packs:
        for intent in pack.intents:
            yield spoken(f"{intent.speech} {intent.answer}")


def _asked(content: Content) -> Iterator[str]:
    for pack in content.packs:
        for intent in pack.intents:
            yield from (intent.title, *intent.phrasings)
        for texts in pack.unanswered.values():
            yield from texts
    for wordings in content.house.follow_ups.values():
        yield from wordings


def _commands(content: Content) -> Iterator[str]:
    """What is obeyed is short, so that its sound tells little: it counts more than questions. That
    is the control words themselves, not all that people say in their place."""
    controls = (
        text
        for pack in content.packs
        for intent in pack.intents
        if intent.control is not None
        for text in intent.phrasings
        if text not in intent.further
    )
    for text in (*controls, *_CHOICES):
        yield from [text] * _OBEYED.get(len(text.split()), 0)
    for texts in PHRASES.values():
        yield from texts * _WISHED


def _safety(content: Content) -> Iterator[str]:
    """Emergencies must be heard above all: each counts as often as ``_URGENT`` questions."""
    for pack in content.packs:
        for file in sorted((pack.folder / "safety").glob("examples_*.yaml")):
            groups: dict[str, list[str]] = yaml.load(file.read_bytes(), yaml.CSafeLoader)
            times = _URGENT if file.name.startswith("examples_emergency") else 1
            for texts in groups.values():
                yield from texts * times


def _grammar(
    said: list[Sentence],
    labels: Mapping[str, int],
    bridges: Bridges,
    dictionary: Iterable[str],
) -> Grammar:
    graph, first = Graph(), max(labels.values(), default=0) + 1
    added = {word: first + number for number, word in enumerate(bridges.parts())}
    model = train(said, _ORDER, _base(said, bridges, dictionary))
    add_model(graph, model, labels, _spellings(bridges, labels, added))
    graph.finals.setdefault(0, _SILENCE)
    if UNKNOWN in labels:
        add_unknown(graph, labels[UNKNOWN], _UNKNOWN_ENTRY, _UNKNOWN_REPEAT)
    words = "".join(f"{word} {number}\n" for word, number in [*labels.items(), *added.items()])
    return Grammar(graph.to_bytes(), words)


def _spellings(
    bridges: Bridges, labels: Mapping[str, int], added: Mapping[str, int]
) -> dict[str, list[Spelling]]:
    return {
        word: [
            Spelling(
                tuple((labels[w], added[part(word, n)]) for n, w in enumerate(each.words, 1)),
                each.cost,
            )
            for each in found
        ]
        for word, found in bridges.of.items()
    }


def _base(said: list[Sentence], bridges: Bridges, dictionary: Iterable[str]) -> dict[str, float]:
    """What follows where nothing is known: the sentences' words by their square root, bridged ones
    that are in none, and, for a small share, any word of the dictionary."""
    counts = Counter(dict.fromkeys(bridges.of, 0))
    counts.update(word for sentence in said for word in sentence)
    counts[END] = max(1, len(said))
    roots = {word: max(count, 1) ** 0.5 for word, count in counts.items()}
    every = sorted(dictionary)
    share = _DICTIONARY if every else 0.0
    total = sum(roots.values()) or 1.0
    base = {word: (1 - share) * root / total for word, root in roots.items()}
    for word in every:
        base[word] = base.get(word, 0.0) + share / len(every)
    return base
