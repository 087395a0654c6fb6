"""Answers straight from documents: the sentence that fits a question, quoted word for word."""

import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Final, NamedTuple

import numpy as np

from assistant.content.model import Content, Section
from assistant.messages import Source
from assistant.settings import Settings
from assistant.understanding import encoder
from assistant.understanding.passages_background import Background
from assistant.understanding.passages_bridge import Bridge, open_bridges
from assistant.understanding.passages_index import Index, Sentence, sentences_of, stems
from assistant.understanding.passages_quote import quotation
from assistant.understanding.passages_store import Progress, vectors_of
from assistant.understanding.passages_words import Asked, InContext

THRESHOLD: Final = 0.55
"""Confidence below which nothing is quoted."""
_LOOKED_AT: Final = 4
"""Sentences that are compared with the question word by word."""
_HELD: Final = 1.0
"""Weight of that comparison beside the sentence's likeness as a whole."""
_WORDS: Final = 0.2
"""What a sentence that holds all of a question's words gains over one that holds none."""
_BRIDGED: Final = 4.0
"""Weight of the plain question, where it is known, beside the question as it was asked."""
_LONGEST: Final = 600
"""Characters of a question that are read."""
_SAME: Final = 0.6
"""Share of the sections that name a word which is then the documents' common subject."""


class Evidence(NamedTuple):
    """What speaks for and against the best sentence."""

    fit: float
    """Of the best sentence to the question as it was asked."""
    held: float
    """How well each of the question's words is found in the sentence's section."""
    background: float
    """The same for the nearest question that leaflets leave open."""
    words: float
    """Share of the question's words, by weight, that stand in a sentence of that section."""
    bridged: float
    """Probability that the question is one that a shipped pack knows; 0 where there is none."""
    support: float
    """Likeness of the best sentence to that question with its answer."""


DIRECT: Final = (2.0, 13.0, -2.9, -1.8, -6.06)
"""Weights of fit, held, background and words, and the bias: near a logistic regression on leaflets
on hearing aids and braces (tests/packs) and the pack botox's tuning set, each counting the same,
with "held" heavier; the bias leaves nine in ten outside questions of each unanswered. To be chosen
anew with another encoder (models/training/meaning/quotations.py). That a word stands there itself
speaks less for an answer than that its like does: near misses use the same words."""
BRIDGED: Final = (5.5, 8.0, -8.8)
"""Weights of bridged and support, and the bias."""
_KNOWN_BUT_NOT_ASKED: Final = 2.5
"""What is taken off where a shipped pack on the subject takes the question for none of its own."""


class DocumentFinder:
    """Finds quotations in the sections that no reviewed intent cites."""

    def __init__(
        self, index: Index, subject: str, bridges: Sequence[Bridge], found: encoder.Encoder
    ) -> None:
        self.index = index
        self._subject = subject
        self._bridges = tuple(bridges)
        self._encoder = found
        self._in_context = InContext(found)
        self._background = Background(found, subject or "it", index.vectors)

    @property
    def bridged(self) -> bool:
        """Whether a shipped pack knows the subject."""
        return bool(self._bridges)

    def find(self, question: str) -> tuple[Source, float] | None:
        """The best quotation and its confidence; None below the threshold."""
        text = question.strip()[:_LONGEST]
        if not text:
            return None
        scores, evidence = self.weigh(text)
        sure = confidence(evidence, self.bridged)
        return (quotation(self.index.rows, scores), sure) if sure >= THRESHOLD else None

    def weigh(self, question: str) -> tuple[encoder.Vectors, Evidence]:
        """A score for every sentence, and what there is to judge the best one by."""
        forms = self._encoder.encode(self._forms(question))
        share = self.index.words.scores(stems(question))
        direct = self.index.meaning(forms) + _WORDS * share
        plain, bridged = self._plain(question)
        scores = (
            direct + _BRIDGED * bridged * self.index.meaning(plain) if bridged else direct.copy()
        )
        asked = Asked(question, self._encoder, self.index.words.weight)
        near = np.argsort(-scores)[:_LOOKED_AT]
        rows = [self.index.rows[n] for n in near]
        self._in_context.read(rows)
        likeness = np.stack([self._in_context.likeness(asked, row) for row in rows])
        scores[near] += _HELD * (likeness @ asked.weights)
        best = int(scores.argmax())
        own = self.index.places == self.index.places[best]
        return scores, Evidence(
            float(direct[best]),
            asked.held(likeness[own[near]].max(axis=0)),
            self._background.held(asked),
            float(share[own].max()),
            bridged,
            float(self.index.vectors[best] @ plain[0]),
        )

    def _forms(self, question: str) -> list[str]:
        """The question as it is, and with the subject that "it" may stand for."""
        if not self._subject or self._subject.lower() in question.lower():
            return [question]
        return [question, f"{self._subject}: {question}"]

    def _plain(self, question: str) -> tuple[encoder.Vectors, float]:
        """Shape (1, width), and its probability."""
        read = [bridge.read(question) for bridge in self._bridges]
        vector, sure = max(read, key=lambda pair: pair[1]) if read else (None, 0.0)
        width = self.index.vectors.shape[1]
        return (np.zeros((1, width), np.float32) if vector is None else vector[None]), sure


class NoPassages:
    """Stands where every section is an intent's own, so that nothing need be loaded."""

    def find(self, question: str) -> tuple[Source, float] | None:
        """None: there is nothing to quote."""
        return None


def confidence(
    evidence: Evidence,
    bridges: bool,
    direct_weights: Sequence[float] = DIRECT,
    bridged_weights: Sequence[float] = BRIDGED,
) -> float:
    """Probability that the best sentence answers the question: two logistic models.

    One looks at the documents alone; the other at the plain question behind the wording, and at
    whether the documents say the same. The surer one counts.
    """
    fit, held, background, words, bias = direct_weights
    direct = fit * evidence.fit + held * evidence.held + background * evidence.background
    direct += words * evidence.words + bias
    direct -= _KNOWN_BUT_NOT_ASKED * (1 - evidence.bridged) if bridges else 0.0
    known, support, shift = bridged_weights
    bridged = known * evidence.bridged + support * evidence.support + shift
    best = max(direct, bridged) if evidence.bridged > 0 else direct
    return float(1 / (1 + np.exp(-best)))


def open_passages(
    content: Content, settings: Settings, progress: Progress | None = None
) -> DocumentFinder | NoPassages:
    """A finder for the content: vectors come from the cache, or are computed once."""
    sections = quotable(content)
    if not sections:
        return NoPassages()
    found = encoder.shared()
    index = build_index(sections, found, progress or _progress)
    if not index.rows:
        return NoPassages()
    bridges = open_bridges(content, sections, settings, found)
    return DocumentFinder(index, subject_of(content, sections), bridges, found)


def quotable(content: Content) -> list[Section]:
    """Sections that may be quoted: those that a reviewed intent cites are the intents' own."""
    cited = {
        (source.document, source.section)
        for intent in content.answerable
        for source in intent.sources
    }
    return [
        section
        for pack in content.packs
        for document in pack.documents
        for section in document.sections
        if section.answerable and (section.document, section.heading) not in cited
    ]


def build_index(sections: Iterable[Section], found: encoder.Encoder, progress: Progress) -> Index:
    """The sentences of the sections with their vectors, document by document."""
    rows: list[Sentence] = [row for section in sections for row in sentences_of(section)]
    groups = [list(group) for _, group in groupby(rows, key=lambda row: row.section.path)]
    above = [list(dict.fromkeys(_above(group))) for group in groups]
    texts = [[row.text for row in g] + more for g, more in zip(groups, above, strict=True)]
    found_vectors = vectors_of(texts, found, progress)
    width = found.encode([]).shape[1]
    parts = [[np.zeros((0, width), np.float32)] for _ in range(3)]
    for group, more, vectors in zip(groups, above, found_vectors, strict=True):
        place = {text: len(group) + number for number, text in enumerate(more)}
        parts[0].append(vectors[: len(group)])
        parts[1].append(vectors[[place[row.section.heading] for row in group]])
        parts[2].append(vectors[[place[row.section.document] for row in group]])
    return Index(rows, *(np.concatenate(part) for part in parts))


def _above(group: Sequence[Sentence]) -> Iterator[str]:
    """What stands above a document's sentences: its title and its headings."""
    for row in group:
        yield row.section.document
        yield row.section.heading


def subject_of(content: Content, sections: Sequence[Section]) -> str:
    """The name of what all documents are about; empty where they have no common subject."""
    named = [pack.topic.names[0] for pack in content.packs if pack.topic.names]
    if named:
        return named[0] if len(named) == 1 else ""
    counts: Counter[str] = Counter()
    written: dict[str, str] = {}
    for section in sections:
        words = {word: word for word in section.document.split()}
        texts = f"{section.heading} {section.text}".lower()
        for word in words:
            plain = word.strip(".,:;?!\"'()").lower()
            if len(plain) > 2 and stems(plain) and plain in texts:
                counts[plain] += 1
                written.setdefault(plain, word.strip(".,:;?!\"'()"))
    best, number = counts.most_common(1)[0] if counts else ("", 0)
    return written[best] if best and number >= _SAME * len(sections) else ""


def _progress(done: int, of: int) -> None:
    """One line on a terminal, written over."""
    if sys.stderr.isatty():
        end = "\n" if done == of else ""
        print(f"\rreading documents: {done} of {of}", end=end, file=sys.stderr, flush=True)
