"""How long after a question the answer begins, and what takes that time."""

import random
import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from assistant.bench.talk.stage import SOUND, VOICE, Stage
from assistant.bench.talk.visitor import speech
from assistant.conversation.hearing import Ended
from assistant.conversation.turns import Turn

_PATIENCE: Final = 4.0
"""Seconds after a question within which an answer is waited for."""


@dataclass(frozen=True, slots=True)
class Delay:
    """One question."""

    question: str
    voice: str
    heard: str
    total: float
    """Seconds from the visitor's last sound to the answer's first."""
    wait: float
    """Seconds of silence that the endpointer waited for."""
    recognise: float
    """Seconds of the recogniser's last word, where they were not part of the wait."""
    think: float
    synthesise: float

    @property
    def sound(self) -> float:
        """What remains: the sound system's buffers, in and out, and the frame of 32 ms."""
        return self.total - self.wait - self.recognise - self.think - self.synthesise


@dataclass(frozen=True, slots=True)
class Delays:
    """What came of a number of questions."""

    measured: Sequence[Delay]
    early: int
    """Questions that were answered before they were over, and not anew when they were."""
    unanswered: int


def measure(
    stage: Stage, questions: Sequence[str], voices: Sequence[str], count: int, seed: int = 1
) -> Delays:
    """Ask ``count`` questions of different lengths in turn of the voices."""
    chooser = random.Random(seed)
    measured, early, unanswered = [], 0, 0
    for number in range(count):
        question, voice = chooser.choice(questions), voices[number % len(voices)]
        if delay := _ask(stage, question, voice):
            measured.append(delay)
        elif stage.turns:
            early += 1
        else:
            unanswered += 1
        stage.turns.clear()
        stage.next_visitor()
    return Delays(measured, early, unanswered)


def _ask(stage: Stage, question: str, voice: str) -> Delay | None:
    begun = stage.say(speech(question, voice))
    end = time.perf_counter() + _PATIENCE
    while time.perf_counter() < end:
        time.sleep(0.01)
        last = stage.microphone.last_sound(begun, VOICE)
        turns = [turn for turn in list(stage.turns) if last and turn[0] > last]
        if last is None or not turns:
            continue
        at, turn, ended = turns[-1]
        if (first := stage.speaker.first_sound(at, SOUND)) is not None:
            return _delay(question, voice, first - last, turn, ended)
    return None


def _delay(question: str, voice: str, total: float, turn: Turn, ended: Ended) -> Delay:
    hidden = ended.silence > 0
    return Delay(
        question,
        voice,
        ended.hypothesis.text,
        total,
        ended.silence,
        0.0 if hidden else ended.recognised,
        0.0 if turn.guessed else turn.thought,
        0.0 if turn.guessed else turn.synthesised,
    )
