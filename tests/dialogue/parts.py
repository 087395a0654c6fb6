"""A small content and parts for it: what the dialogue is tested with."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from assistant.content.model import Content, House, Intent, Pack, Topic
from assistant.messages import (
    Candidate,
    Control,
    Disagreement,
    Match,
    Position,
    Source,
    Triage,
    Utterance,
)

LASTING = Source("Facts", "Lasting")
STOPPING = Source("Facts", "Stopping")

RELATED: Mapping[str, tuple[str, ...]] = {"last": ("p.stop",), "filler": ("p.last", "p.stop")}


def intent(
    name: str, title: str, *, source: Source | None = LASTING, refer: str = "", **more: str
) -> Intent:
    """An intent of the pack ``p`` with short texts."""
    return Intent(
        id=f"p.{name}",
        title=title,
        phrasings=(),
        speech="" if refer else f"Spoken {name}.",
        answer="" if refer else f"Shown {name}.",
        sources=(source,) if source and not refer else (),
        refer=refer,
        related=RELATED.get(name, ()),
        follow_ups=more,
    )


def control(word: Control, *phrasings: str, speech: str = "") -> Intent:
    """A control of the house pack."""
    return Intent(f"house.{word}", word, phrasings, speech, speech, control=word)


DISAGREEMENT = Disagreement(
    "Two leaflets differ.", (Position("Months.", LASTING), Position("For ever.", STOPPING))
)

TEXTS: Mapping[str, str] = {
    key: f"<{key}>"
    for key in (
        "decline", "decline_again", "handover", "empty", "unheard", "too_long", "foreign",
        "nothing_to_repeat", "nothing_back", "no_sources", "no_more", "none_of_these",
        "emergency", "unwell", "personal", "ring_done", "ring_failed",
    )
} | {
    "clarify": "<clarify {choices}>",
    "clarify_again": "<again {choices}>",
    "choose": "<choose {choices}>",
    "quotation": "In {document}: {quotation}",
    "personal_general": "<general {speech}>",
    "sources": "<from {sources}>",
}  # fmt: skip


def content(house: House | None = None) -> Content:
    """Four questions, one local fact, and the controls."""
    questions = (
        intent("last", "How long does it last?", why="p.why"),
        intent("stop", "What happens when you stop?", source=STOPPING),
        intent("why", "Why does it wear off?"),
        intent("filler", "Is it a filler?"),
    )
    controls = (
        control("repeat", "say it again"),
        control("slower", "slower", speech="Slower."),
        control("louder", "louder", speech="Louder."),
        control("quieter", "quieter", speech="Quieter."),
        control("faster", "faster", speech="Faster."),
        control("more", "tell me more"),
        control("back", "go back"),
        control("sources", "who says that"),
        control("start_over", "start over", speech="Forgotten."),
        control("goodbye", "bye", speech="Bye."),
        control("no", "neither"),
        control("yes", "yes please", speech="Good."),
        control("help", "help", speech="For example: {examples}"),
        control("staff", "a person please", speech="Go to {desk}."),
        control("thanks", "thank you", speech="You are welcome."),
        intent("price", "What does it cost?", refer="Ask {desk} about prices."),
    )
    house = house or House(texts=TEXTS, follow_ups={"why": ("why", "why would it")})
    packs = (
        Pack("p", "Botox", "en", Path("p"), questions, topic=Topic(("botox",), ("bow tox",))),
        Pack("house", "The clinic", "en", Path("house"), controls),
    )
    return Content(packs, "0" * 64, house)


@dataclass
class KnownMatcher:
    """A matcher that knows utterances by heart: text -> (intent, probability), best first."""

    known: Mapping[str, Sequence[tuple[str, float]]] = field(default_factory=dict)
    contexts: list[str | None] = field(default_factory=list)
    controls: Mapping[str, Control] = field(default_factory=dict)

    def match(self, utterance: Utterance, context: str | None = None) -> Match:
        """Answers from 0.8, asks back from 0.4."""
        self.contexts.append(context)
        candidates = tuple(
            Candidate(intent, p, p) for intent, p in self.known.get(utterance.text, ())
        )
        best = candidates[0].probability if candidates else 0.0
        decision = "answer" if best >= 0.8 else "clarify" if best >= 0.4 else "decline"
        control = self.controls.get(utterance.text)
        return Match(decision, candidates, control=control)  # type: ignore[arg-type]

    def explain(self, utterance: Utterance, context: str | None = None) -> Sequence[Candidate]:
        """The same candidates."""
        return self.match(utterance, context).candidates


@dataclass
class KnownSafety:
    """A safety check that knows its utterances by heart."""

    known: Mapping[str, Triage] = field(default_factory=dict)
    doubtful: Mapping[str, Triage] = field(default_factory=dict)

    def triage(self, utterance: Utterance) -> Triage | None:
        """What is known of the text."""
        return self.known.get(utterance.text)

    def doubt(self, utterance: Utterance) -> Triage | None:
        """What may be known of the text."""
        return self.doubtful.get(utterance.text)


@dataclass
class KnownPassages:
    """A finder that knows its questions by heart."""

    known: Mapping[str, tuple[Source, float]] = field(default_factory=dict)

    def find(self, question: str) -> tuple[Source, float] | None:
        """What is known of the question."""
        return self.known.get(question)
