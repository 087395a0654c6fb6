"""The small contracts between the parts; tests/contracts holds what each must keep."""

from collections.abc import Iterator, Sequence
from typing import Protocol

from assistant.messages import (
    Candidate,
    Hypothesis,
    Match,
    Source,
    SpeechChunk,
    Triage,
    Utterance,
    VoiceSettings,
)


class Recogniser(Protocol):
    """Turns sound into hypotheses, one utterance after another."""

    rate: int
    """Samples a second that ``accept`` expects."""

    def accept(self, pcm: bytes) -> str:
        """Take 16-bit mono samples (any length, even none); return the partial text so far."""

    def final(self) -> Hypothesis:
        """End the utterance, return its hypothesis and be ready for the next."""

    def reset(self) -> None:
        """Forget the utterance begun."""


class Synthesiser(Protocol):
    """Turns text into sound."""

    rate: int
    """Samples a second of the chunks."""

    def speak(self, text: str, voice: VoiceSettings) -> Iterator[SpeechChunk]:
        """Yield the speech piece by piece; closing the iterator ends it at once."""

    def voices(self) -> Sequence[str]:
        """Names that ``VoiceSettings.voice`` may have."""


class SafetyCheck(Protocol):
    """Recognises emergencies and personal questions; runs before understanding."""

    def triage(self, utterance: Utterance) -> Triage | None:
        """None where the utterance may be answered from documents."""

    def doubt(self, utterance: Utterance) -> Triage | None:
        """The emergency that an utterance may be which raised no alarm; None where it is none."""


class Matcher(Protocol):
    """Finds the intent that an utterance asks for, or knows that there is none."""

    def match(self, utterance: Utterance, context: str | None = None) -> Match:
        """``context`` is the intent answered last, for utterances that lean on it."""

    def explain(self, utterance: Utterance, context: str | None = None) -> Sequence[Candidate]:
        """The first five intents with the score of every view."""


class PassageFinder(Protocol):
    """Looks in the documents for what no intent covers."""

    def find(self, question: str) -> tuple[Source, float] | None:
        """The best quotation and its calibrated confidence; None below the threshold."""
