"""The skill: all parts wired together; ``reply`` is the one call that front ends need."""

import time
from dataclasses import dataclass, replace
from functools import cached_property

from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.dialogue.dialogue import Dialogue
from assistant.dialogue.journal import Journal, open_journal
from assistant.dialogue.session import Session
from assistant.dialogue.texts import Texts
from assistant.dialogue.wording import clean
from assistant.messages import Heard, Reply, Utterance, VoiceSettings
from assistant.protocols import Matcher, Recogniser, SafetyCheck, Synthesiser
from assistant.safety import open_safety
from assistant.settings import Settings
from assistant.understanding import encoder
from assistant.understanding.matcher import open_matcher
from assistant.understanding.passages import open_passages


@dataclass(frozen=True, slots=True)
class _Parts:
    """What is derived from one state of the content; swapped as a whole."""

    content: Content
    safety: SafetyCheck
    matcher: Matcher
    texts: Texts
    dialogue: Dialogue


class Skill:
    """Answers utterances. Safe to share between threads; a session belongs to one at a time."""

    def __init__(self, settings: Settings, content: Content) -> None:
        self.settings = settings
        self._journal: Journal | None = open_journal(settings)
        self._parts = _wire(content, settings)

    @classmethod
    def open(cls, settings: Settings) -> "Skill":
        """Load the content and make everything ready to answer.

        Raises ContentError where a pack cannot be used, ModelError where a model is missing.
        """
        encoder.begin()
        return cls(settings, load_content(settings))

    @property
    def content(self) -> Content:
        """The content in use."""
        return self._parts.content

    @property
    def matcher(self) -> Matcher:
        """The matcher in use, for ``ask -v`` and the reports."""
        return self._parts.matcher

    @property
    def safety(self) -> SafetyCheck:
        """The safety check in use."""
        return self._parts.safety

    @property
    def texts(self) -> Texts:
        """What the assistant says of its own accord."""
        return self._parts.texts

    def use(self, content: Content) -> None:
        """Answer from other content from the next utterance on; running turns end with theirs."""
        self._parts = _wire(content, self.settings)

    def session(self, id: str = "") -> Session:
        """A new visitor's session."""
        voice = VoiceSettings(
            self.settings.voice_rate, self.settings.voice_volume, self.settings.voice
        )
        return Session(id=id, voice=voice) if id else Session(voice=voice)

    def reply(self, utterance: Utterance, session: Session | None = None) -> Reply:
        """The reply to one utterance. Without a session the utterance stands alone."""
        utterance = replace(utterance, text=clean(utterance.text))
        talk = self.session() if session is None else session
        started = time.perf_counter()
        reply = self._parts.dialogue.respond(utterance, talk)
        took = (time.perf_counter() - started) * 1000
        if self._journal and reply.outcome in ("decline", "clarify"):
            self._journal.add(utterance.text, reply.outcome)
        heard = utterance.heard
        return replace(
            reply,
            id=utterance.id,
            session="" if session is None else talk.id,
            heard=Heard(heard.text, heard.confidence, heard.alternatives) if heard else None,
            question=utterance.text,
            timing_ms={"understand": round(took, 2)},
        )

    def recogniser(self) -> Recogniser:
        """A new recogniser that knows the content's words (a second's work, once)."""
        from assistant.listening.vosk_recogniser import open_recogniser

        return open_recogniser(self.content, self.settings)

    @cached_property
    def _synthesiser(self) -> Synthesiser:
        from assistant.speaking import open_synthesiser

        say = {word: how for pack in self.content.packs for word, how in pack.say.items()}
        return open_synthesiser(self.settings, say)

    def synthesiser(self) -> Synthesiser:
        """The voice."""
        return self._synthesiser


def _wire(content: Content, settings: Settings) -> _Parts:
    safety = open_safety(content, settings)
    matcher = open_matcher(content, settings)
    passages = open_passages(content, settings)
    texts = Texts(content, settings.emergency_number)
    dialogue = Dialogue(content, safety, matcher, passages, texts, settings.speak_sources)
    return _Parts(content, safety, matcher, texts, dialogue)
