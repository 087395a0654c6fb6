"""The messages that travel between the parts: small, frozen, documented."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

Outcome: TypeAlias = Literal[
    "answer", "clarify", "decline", "emergency", "personal_advice", "control"
]
Control: TypeAlias = Literal[
    "repeat", "slower", "faster", "louder", "quieter", "stop", "more", "back", "help", "goodbye",
    "staff", "start_over", "sources", "greeting", "thanks", "yes", "no",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """One recognised word."""

    text: str
    start: float
    """Seconds from the start of the audio."""
    end: float
    """Seconds from the start of the audio."""
    confidence: float
    """Between 0 and 1."""


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """A recogniser's reading of an utterance: lower-case spoken forms, no digits."""

    text: str
    """Empty where nothing was said; ``[unk]`` stands for words outside the vocabulary."""
    confidence: float
    """Probability that the text is what was said."""
    alternatives: tuple[str, ...] = ()
    """Other readings, best first, without ``text`` itself."""
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Utterance:
    """What a visitor said or typed, once."""

    text: str
    """The typed line, or the text of the hypothesis."""
    heard: Hypothesis | None = None
    """The hypothesis, where it was spoken."""
    id: str = ""
    """The caller's name for it; comes back in the reply."""


@dataclass(frozen=True, slots=True)
class Source:
    """A place in a document that an answer rests on."""

    document: str
    """The document's title."""
    section: str
    """The section's heading."""
    path: str = ""
    """The document's file, relative to the packs' folder."""
    passage: str = ""
    """Where the answer is a quotation: the verbatim words."""


@dataclass(frozen=True, slots=True)
class Position:
    """One side of a disagreement."""

    statement: str
    source: Source


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Where documents say different things, or one is contradicted by plain medical knowledge."""

    summary: str
    """A neutral sentence or two, for the ear."""
    positions: tuple[Position, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the questions offered when the utterance was not clear."""

    intent: str
    question: str


@dataclass(frozen=True, slots=True)
class Candidate:
    """How well one intent fits an utterance."""

    intent: str
    score: float
    """The fused score; higher is better."""
    probability: float
    """Calibrated probability that this intent is the right answer."""
    views: Mapping[str, float] = field(default_factory=dict)
    """The score of each view (words, sounds, meaning, ...)."""


@dataclass(frozen=True, slots=True)
class Match:
    """What understanding makes of an utterance."""

    decision: Literal["answer", "clarify", "decline"]
    candidates: tuple[Candidate, ...]
    """Best first; at most five."""
    reason: str = ""
    """Why this decision, for ``ask -v``."""
    control: Control | None = None
    """The control word that the utterance is, in other words than the house pack's."""


@dataclass(frozen=True, slots=True)
class Triage:
    """What safety makes of an utterance, before anything else is asked."""

    outcome: Literal["emergency", "personal_advice"]
    kind: str
    """The rule's group, such as ``breathing`` or ``pregnancy``."""
    evidence: str
    """The words or the rule that decided, for ``ask -v``."""
    likely: bool = False
    """Of a doubt: whether it is an emergency if the utterance is nothing else."""
    probability: float = 1.0
    """Less than 1 where no rule decided."""


@dataclass(frozen=True, slots=True)
class VoiceSettings:
    """How to speak; kept for a session."""

    rate: int = 150
    """Words a minute."""
    volume: float = 1.0
    """Between 0 and 1."""
    voice: str = ""
    """A voice of the synthesiser; empty for its default."""


@dataclass(frozen=True, slots=True)
class WordMark:
    """Where in the text, and when, a word is spoken (captions in step)."""

    offset: int
    """Index of the word's first character in the text."""
    length: int
    time: float
    """Seconds from the start of the speech."""


@dataclass(frozen=True, slots=True)
class SpeechChunk:
    """A piece of synthesised speech."""

    pcm: bytes
    """16-bit signed little-endian mono samples at the synthesiser's rate."""
    marks: tuple[WordMark, ...] = ()


@dataclass(frozen=True, slots=True)
class Heard:
    """What the reply tells about the hypothesis."""

    text: str
    confidence: float
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reply:
    """What goes back to the visitor; the contract's JSON object."""

    outcome: Outcome
    speech: str
    """Said aloud: short, one idea a sentence."""
    answer: str
    """Shown; may be longer."""
    id: str = ""
    session: str = ""
    heard: Heard | None = None
    question: str = ""
    intent: str | None = None
    control: Control | None = None
    confidence: float = 0.0
    """Calibrated probability that the answer is the right one."""
    sources: tuple[Source, ...] = ()
    disagreement: Disagreement | None = None
    choices: tuple[Choice, ...] = ()
    related: tuple[Choice, ...] = ()
    """Questions worth asking next."""
    timing_ms: Mapping[str, float] = field(default_factory=dict)


def to_json(message: Any) -> dict[str, Any]:
    """A message as plain dictionaries and lists, ready for ``json.dumps``."""
    result: dict[str, Any] = dataclasses.asdict(message)
    return result
