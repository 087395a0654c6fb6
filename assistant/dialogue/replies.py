"""Makes replies from intents, passages and the house pack's texts."""

from collections.abc import Sequence
from dataclasses import replace

from assistant.content.model import Content, Intent
from assistant.dialogue.texts import Texts, spoken_choices, spoken_list
from assistant.messages import Choice, Disagreement, Reply, Source, Triage
from assistant.understanding.passages_index import stems

OFFERED = 3
"""Choices offered at most: more cannot be kept in mind by ear (see LAB notes on menus)."""


class Replies:
    """One small method for each kind of reply."""

    def __init__(self, content: Content, texts: Texts, speak_sources: bool = False) -> None:
        self._intents = content.by_id
        self._texts = texts
        self._speak_sources = speak_sources
        self._disagreements = tuple(d for p in content.packs for d in p.disagreements.values())

    def choice(self, intent: str) -> Choice:
        """An intent as a question to choose."""
        return Choice(intent, self._intents[intent].title)

    def known(self, intent: str) -> bool:
        """Whether the content in use has that intent, reviewed."""
        return intent in self._intents and not self._intents[intent].draft

    def refers(self, intent: str) -> bool:
        """Whether it is a local fact that nobody has filled in."""
        return bool(self._intents[intent].refer)

    def intent(self, id: str, confidence: float) -> Reply:
        """The intent's answer; a decline where it is a local fact that nobody has filled in."""
        intent = self._intents[id]
        if intent.refer:
            text = self._texts.fill(intent.refer)
            return Reply("decline", text, text, intent=id, confidence=confidence)
        return Reply(
            "answer",
            self._spoken(intent),
            intent.answer or intent.speech,
            intent=id,
            confidence=confidence,
            sources=_all_sources(intent),
            disagreement=intent.disagreement,
            related=self._related(intent),
        )

    def more(self, id: str) -> str:
        """What an intent says beyond its spoken answer; empty where that is all."""
        intent = self._intents[id]
        longer = intent.more or intent.answer
        return "" if longer == intent.speech else longer

    def quotation(self, source: Source, confidence: float) -> Reply:
        """A passage read as a quotation, and the disagreement of which its section is a side."""
        speech = self._texts.say("quotation", document=source.document, quotation=source.passage)
        disagreement = self._disagreement(source)
        if disagreement is None:
            return Reply("answer", speech, speech, confidence=confidence, sources=(source,))
        others = [p.source for p in disagreement.positions if not _same_place(p.source, source)]
        speech = f"{speech} {disagreement.summary}"
        return Reply(
            "answer",
            speech,
            speech,
            confidence=confidence,
            sources=tuple(dict.fromkeys((source, *others))),
            disagreement=disagreement,
        )

    def clarify(self, choices: Sequence[Choice], confidence: float, again: bool) -> Reply:
        """Two or three questions to choose from."""
        spoken = spoken_choices([choice.question for choice in choices])
        speech = self._texts.say("clarify_again" if again else "clarify", choices=spoken)
        return Reply("clarify", speech, speech, confidence=confidence, choices=tuple(choices))

    def decline(self, *keys: str, confidence: float = 0.0) -> Reply:
        """A text that answers nothing; ``confidence`` is the best answer's, which was too low."""
        text = self._texts.say(*keys)
        return Reply("decline", text, text, confidence=1.0 - confidence)

    def emergency(self, triage: Triage) -> Reply:
        """What to do now."""
        keys = [f"emergency_{triage.kind}", "emergency"]
        if triage.kind == "self_harm" and self._texts.has_crisis_line():
            keys.insert(0, "emergency_self_harm_line")
        text = self._texts.say(*keys)
        return Reply("emergency", text, text, confidence=1.0)

    def careful(self, reply: Reply) -> Reply:
        """A reply that answers nothing, after what to do if somebody is unwell."""
        care = self._texts.say("unwell")
        return replace(reply, speech=f"{care} {reply.speech}", answer=f"{care}\n\n{reply.answer}")

    def personal(self, triage: Triage, general: Reply | None) -> Reply:
        """The referral to a clinician; then, where it helps, what the documents say in general."""
        text = self._texts.say(f"personal_{triage.kind}", "personal")
        if general is None:
            return Reply("personal_advice", text, text, confidence=1.0)
        speech = self._texts.say("personal_general", speech=general.speech)
        return Reply(
            "personal_advice",
            f"{text} {speech}",
            f"{text}\n\n{general.answer}",
            intent=general.intent,
            confidence=1.0,
            sources=general.sources,
            disagreement=general.disagreement,
            related=general.related,
        )

    def sources_text(self, sources: Sequence[Source]) -> str:
        """Sources as they are said: "Title", section "Heading".

        An introduction bears its document's title, which is then said once.
        """
        named = [
            s.document if s.section in ("", s.document) else f"{s.document}, section {s.section}"
            for s in sources
        ]
        return spoken_list(dict.fromkeys(named), "and")

    def _disagreement(self, quoted: Source) -> Disagreement | None:
        """The one with a position in the quoted section; of several, the one that is nearest in
        its words to what is quoted."""
        said = set(stems(quoted.passage))
        sides = [
            (len(said & set(stems(position.statement))), disagreement)
            for disagreement in self._disagreements
            for position in disagreement.positions
            if _same_place(position.source, quoted)
        ]
        return max(sides, key=lambda side: side[0])[1] if sides else None

    def _spoken(self, intent: Intent) -> str:
        speech = self._texts.fill(intent.speech)
        if self._speak_sources and intent.sources:
            named = self._texts.say("source", sources=self.sources_text(_all_sources(intent)))
            return f"{speech} {named}"
        return speech

    def _related(self, intent: Intent) -> tuple[Choice, ...]:
        return tuple(self.choice(id) for id in intent.related if self.known(id))[:OFFERED]


def _same_place(one: Source, other: Source) -> bool:
    return (one.document, one.section) == (other.document, other.section)


def _all_sources(intent: Intent) -> tuple[Source, ...]:
    """The intent's sources and those of the disagreement it tells, each once."""
    positions = intent.disagreement.positions if intent.disagreement else ()
    return tuple(dict.fromkeys((*intent.sources, *(p.source for p in positions))))
