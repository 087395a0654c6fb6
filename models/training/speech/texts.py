"""What the voices read: sentences from templates of our own, and random words.

The templates make questions as lay people put them to a clinic, orders at a counter, and everyday
sentences. Random words from the dictionary keep the network from learning the templates by heart.
Sentences from a file (one a line) may be added.
"""

import random
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from .lexicon import lexicon

TEMPLATES: Final = Path(__file__).with_name("templates.txt")


@dataclass(frozen=True)
class Grammar:
    """Sentence templates, by kind, over named lists."""

    lists: dict[str, list[str]]
    """Name of a list → its entries, which may name other lists."""
    templates: dict[str, list[str]]
    """Kind of sentence → its templates."""

    def sample(self, kind: str, rng: random.Random) -> str:
        """A random sentence of a kind, in lower-case spoken words."""
        text = rng.choice(self.templates[kind])
        while "{" in text or "[" in text or "(" in text:
            text = re.sub(r"\{(\w+)\}", lambda m: rng.choice(self.lists[m[1]]), text)
            text = re.sub(r"\(([^()\[\]]*)\)", lambda m: rng.choice(m[1].split("|")), text)
            text = re.sub(r"\[([^()\[\]]*)\]", lambda m: rng.choice(["", *m[1].split("|")]), text)
        return " ".join(text.split())


def read_grammar(path: Path = TEMPLATES) -> Grammar:
    """Reads `= list` and `# kind` headings, each followed by its entries, one a line.

    Entries use `[optional]`, `(one|other)` and `{list}`.
    """
    lists: dict[str, list[str]] = {}
    templates: dict[str, list[str]] = {}
    entries: list[str] = []
    for line in filter(None, map(str.strip, path.read_text("utf-8").splitlines())):
        if line[0] in "=#":
            entries = (lists if line[0] == "=" else templates).setdefault(line[1:].strip(), [])
        else:
            entries.append(line)
    return Grammar(lists, templates)


def random_words(words: Sequence[str], rng: random.Random) -> str:
    """Four to nine of the words, in no order that means anything."""
    return " ".join(rng.choice(words) for _ in range(rng.randint(4, 9)))


def dictionary_words() -> list[str]:
    """The dictionary's words that a voice can be expected to read as they stand."""
    return [word for word in lexicon() if re.fullmatch(r"[a-z][a-z']{1,11}", word)]


def readable(sentences: Iterable[str]) -> list[str]:
    """Those of the sentences whose every word is in the dictionary, three to sixteen words."""
    words = lexicon()
    split = (re.sub(r"[^a-z' ]", " ", sentence.lower()).split() for sentence in sentences)
    return [" ".join(s) for s in split if 3 <= len(s) <= 16 and all(w in words for w in s)]


def texts(count: int, seed: int, sentences: Iterable[str] = ()) -> list[str]:
    """The texts to speak: 40 % lay questions, 15 % orders, 15 % everyday, the rest as they come.

    The rest are given sentences and random words, seven to three (random words alone where no
    sentences are given). The result depends on nothing but the arguments.
    """
    rng = random.Random(seed)
    grammar, given = read_grammar(), readable(sentences)
    words = dictionary_words()

    def mixed(rng: random.Random) -> str:
        if given and rng.random() < 0.7:
            return rng.choice(given)
        return random_words(words, rng)

    makers: list[Callable[[random.Random], str]] = [
        lambda r: grammar.sample("question", r),
        lambda r: grammar.sample("order", r),
        lambda r: grammar.sample("everyday", r),
        mixed,
    ]
    return [rng.choices(makers, (0.40, 0.15, 0.15, 0.30))[0](rng) for _ in range(count)]
