"""Finds statements of different documents about the same thing that say different things.

A person judges each pair: nothing here decides who is right, or whether two statements can both
be. Likeness of meaning says "about the same thing"; a negation, other numbers or opposite words
say "differently".
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Final

from assistant.content.judgements import judged_pairs
from assistant.content.model import Pack
from assistant.content.opposites import NEGATIONS, OPPOSITES, REFERRING

if TYPE_CHECKING:
    from assistant.understanding.encoder import Vectors
    from assistant.understanding.passages_index import Sentence

_ALIKE: Final = 0.45
"""Likeness from which two statements are about the same thing."""
_ALIKE_UNSIGNED: Final = 0.6
"""The same where nothing else says that they differ."""
_SIGNAL: Final = 0.12
"""What each sign of a difference adds to the likeness."""
_EACH: Final = 2
"""Pairs in which one statement may stand: the first ten should not be one statement's."""
_MOST: Final = 40
_MOST_SENTENCES: Final = 4_000
"""Compared of a pack at most: more is a library, not a clinic's pack."""
_LOOKED_AT: Final = 20_000
_LEAST: Final = 3
"""Pairs looked at in all, and at least of every two documents."""
_NUMBER: Final = re.compile(
    r"\b\d+(?:[.,]\d+)?\b|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|"
    r"(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"fortnight|dozen|hundred|thousand|once|twice)\b"
)
_TIME: Final = re.compile(r"\b(second|minute|hour|day|night|week|month|year)s?\b")
_WORD: Final = re.compile(r"[a-z]+(?:'[a-z]+)?")


@dataclass(frozen=True, slots=True)
class Statement:
    """A sentence of a document, with its place."""

    document: str
    section: str
    text: str


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements that a person should compare."""

    first: Statement
    second: Statement
    likeness: float
    """Of their meanings, between -1 and 1."""
    signs: tuple[str, ...]
    """What differs: ``negation``, ``numbers``, ``durations``, ``opposite words``."""

    @property
    def score(self) -> float:
        """What pairs are ranked by."""
        return self.likeness + _SIGNAL * len(self.signs)

    @property
    def key(self) -> frozenset[str]:
        """The two texts, in no order: a judged pair is known again by them."""
        return frozenset((self.first.text, self.second.text))


def candidates(pack: Pack, judged: frozenset[frozenset[str]] = frozenset()) -> list[Pair]:
    """Pairs to judge, likeliest disagreements first; without those that were judged already."""
    if len(pack.documents) < 2:
        return []
    # Imported here: content is loaded by many that compare nothing.
    from assistant.understanding import encoder
    from assistant.understanding.passages import build_index

    sections = [section for document in pack.documents for section in document.sections]
    index = build_index(sections, encoder.shared(), lambda done, of: None)
    chosen = [row for row, s in enumerate(index.rows) if _states(s.text)][:_MOST_SENTENCES]
    statements = [_statement(index.rows[row]) for row in chosen]
    ranked = sorted(_pairs(statements, index.vectors[chosen]), key=lambda pair: -pair.score)
    return list(_spread(pair for pair in ranked if pair.key not in judged))[:_MOST]


def to_judge(pack: Pack) -> list[Pair]:
    """The candidates without those that have a verdict in the pack's folder."""
    return candidates(pack, judged_pairs(pack.folder))


def known_as(pair: Pair, pack: Pack) -> tuple[str, ...]:
    """Keys of the pack's disagreements between the same sections: the pair may be one of them."""
    own = {(statement.document, statement.section) for statement in (pair.first, pair.second)}
    return tuple(
        key
        for key, disagreement in pack.disagreements.items()
        if own <= {(p.source.document, p.source.section) for p in disagreement.positions}
    )


def told(pairs: Sequence[Pair], pack: Pack) -> Iterator[str]:
    """The pairs side by side, for a person."""
    for number, pair in enumerate(pairs, start=1):
        notes = [", ".join(pair.signs)] if pair.signs else []
        if known := known_as(pair, pack):
            notes.append(f"see {', '.join(known)}")
        yield f"{number}. ({'; '.join(notes)})" if notes else f"{number}."
        for statement in (pair.first, pair.second):
            yield f"   {statement.document}, {statement.section}:"
            yield f"      {statement.text}"


def signs(first: str, second: str) -> tuple[str, ...]:
    """What two statements about the same thing say differently."""
    one, two = _words(first), _words(second)
    found = []
    if bool(one & NEGATIONS) != bool(two & NEGATIONS):
        found.append("negation")
    for name, pattern in (("numbers", _NUMBER), ("durations", _TIME)):
        named = [set(pattern.findall(text.lower())) for text in (first, second)]
        if all(named) and named[0] != named[1]:
            found.append(name)
    if any((one & a and two & b) or (one & b and two & a) for a, b in OPPOSITES):
        found.append("opposite words")
    return tuple(found)


def _states(text: str) -> bool:
    """Whether a sentence states something: no lead-in to a list, no pointer to other reading."""
    return not text.endswith((":", "?")) and not REFERRING.search(text)


def _statement(row: "Sentence") -> Statement:
    return Statement(row.section.document, row.section.heading, row.text)


def _pairs(statements: Sequence[Statement], vectors: "Vectors") -> Iterator[Pair]:
    """The likest pairs of every two documents."""
    import numpy as np  # here, so that the verbs' help needs none of it

    rows: dict[str, list[int]] = {}
    for row, statement in enumerate(statements):
        rows.setdefault(statement.document, []).append(row)
    couples = list(combinations(rows.values(), 2))
    for here, there in couples:
        likeness = vectors[here] @ vectors[there].T
        order = np.argsort(-likeness, axis=None)[: max(_LEAST, _LOOKED_AT // len(couples))]
        for a, b in zip(*np.unravel_index(order, likeness.shape), strict=True):
            one, two = statements[here[a]], statements[there[b]]
            pair = Pair(one, two, float(likeness[a, b]), signs(one.text, two.text))
            least = _ALIKE if pair.signs else _ALIKE_UNSIGNED
            if pair.likeness >= least and one.text != two.text:
                yield pair


def _spread(pairs: Iterator[Pair]) -> Iterator[Pair]:
    """Each statement a few times at most."""
    used: Counter[Statement] = Counter()
    for pair in pairs:
        if used[pair.first] < _EACH and used[pair.second] < _EACH:
            used.update((pair.first, pair.second))
            yield pair


def _words(text: str) -> frozenset[str]:
    return frozenset(_WORD.findall(text.lower().replace("’", "'")))
