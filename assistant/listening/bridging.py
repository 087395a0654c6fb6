"""Words of the content that the model's dictionary lacks, bridged by words that it has.

A bridge is a sequence of the dictionary's words that sound like the word. The grammar hears them
and writes, in their place, the word's parts ("ozempic+1 ozempic+2"), which ``nbest`` puts together
again: what was heard as "eaux em pic" is the word, and nothing else can be.

The pronunciations are the shipped model's; another model's dictionary is unknown, but has the same
words from the same tradition (CMU), and most alike.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from assistant.listening.dictionary import Dictionary, read_dictionary
from assistant.listening.letters import Pronunciation, pronounce
from assistant.listening.standins import Searcher, StandIn
from assistant.listening.wordlist import read_labels

PART: Final = "+"
"""Between a word and the number of its part, from 1 on."""

_FAR: Final = 0.25
"""Cost for each phone from which a bridge does not sound like the word any more."""
_WORSE: Final = 0.3
"""How much more than the nearest a bridge may cost to be another way of saying the word."""
_SPLIT: Final = 0.3
_SPLITS: Final = 2
_SHORTEST: Final = 3
"""Of a word cut by its letters: the bridge's cost, how many, and letters of a part at least."""
_KEPT: Final = 4
"""Bridges of a word at most."""


@dataclass(frozen=True, slots=True)
class Bridges:
    """Words -> what is heard for them, nearest first."""

    of: Mapping[str, list[StandIn]]

    def parts(self) -> list[str]:
        """Every word that the grammar writes for a part."""
        most = {word: max(len(each.words) for each in found) for word, found in self.of.items()}
        return [part(word, n) for word, number in most.items() for n in range(1, number + 1)]


def part(word: str, number: int) -> str:
    """What is written for a part of a bridged word."""
    return f"{word}{PART}{number}"


def bridge(
    words: Iterable[str],
    pronunciations: Mapping[str, Pronunciation],
    known: Collection[str],
) -> Bridges:
    """Bridges of the words, over the ``known`` ones; those with a pronunciation given by it, the
    others as eSpeak reads them; a word that nothing sounds like has none."""
    wanted = sorted(set(words))
    if not wanted:
        return Bridges({})
    said = pronounce(word for word in wanted if word not in pronunciations)
    said |= {word: [pronunciations[word]] for word in wanted if word in pronunciations}
    ways = [(word, phones) for word in wanted for phones in said.get(word, ())]
    near: dict[str, dict[tuple[str, ...], StandIn]] = {word: {} for word in wanted}
    nearest = Searcher(_shared(known)).nearest([phones for _, phones in ways])
    for (word, phones), found in zip(ways, nearest, strict=True):
        near[word] |= {each.words: each for each in _alike(found, len(phones))}
    bridges = {word: _kept(word, found.values(), known) for word, found in near.items()}
    return Bridges({word: found for word, found in bridges.items() if found})


def _split(word: str, known: Collection[str]) -> list[StandIn]:
    """The word cut into words as it is spelt ("god|manchester"), the most even first: names are
    put together like this, and a reader reads them so."""
    longest = len(word) - _SHORTEST
    cuts = [(word[:at], word[at:]) for at in range(_SHORTEST, longest + 1)]
    found = [StandIn(cut, _SPLIT) for cut in cuts if all(part in known for part in cut)]
    found.sort(key=lambda each: -min(map(len, each.words)))
    return found[:_SPLITS]


def _alike(found: list[StandIn], phones: int) -> list[StandIn]:
    """Those that sound like a word of so many phones."""
    most = min(_FAR * phones, found[0].cost + _WORSE) if found else 0.0
    return [each for each in found if each.cost <= most]


def _kept(word: str, near: Iterable[StandIn], known: Collection[str]) -> list[StandIn]:
    nearest = sorted(near, key=lambda each: each.cost)[:_KEPT]
    spelt = [each for each in _split(word, known) if each.words not in {n.words for n in nearest}]
    return [*nearest, *spelt]


def _shared(known: Collection[str]) -> Dictionary:
    """The shipped model's dictionary, of the known words."""
    from assistant import resources
    from assistant.listening.model_folder import SHIPPED, check_model

    folder = check_model(resources.shipped("models") / SHIPPED)
    whole = read_dictionary(folder.path / "graph" / "HCLr.fst", read_labels(folder))
    kept = [place for place, word in enumerate(whole.words) if word in known]
    return Dictionary(tuple(whole.words[place] for place in kept), whole.phones[np.array(kept)])
