"""How long after a question the answer begins, and what takes that time."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.bench.talk.stage import VOICE, Stage
from assistant.bench.talk.visitor import speech


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


def measure(
    stage: Stage, questions: Sequence[str], voices: Sequence[str], count: int, seed: int = 1
) -> list[Delay]:
    """Ask ``count`` questions; those that got no answer at all are left out and told apart."""
    chooser = random.Random(seed)
    delays = []
    for number in range(count):
        question, voice = chooser.choice(questions), voices[number % len(voices)]
        if delay := _ask(stage, question, voice):
            delays.append(delay)
        stage.next_visitor()
    return delays


def _ask(stage: Stage, question: str, voice: str) -> Delay | None:
    before = len(stage.turns)
    begun = stage.say(speech(question, voice))
    first = stage.answered(begun)
    last = stage.microphone.last_sound(begun, VOICE)
    if first is None or last is None or len(stage.turns) == before:
        return None
    _, turn, ended = stage.turns[-1]
    hidden = ended.silence > 0
    return Delay(
        question,
        voice,
        ended.hypothesis.text,
        first - last,
        ended.silence,
        0.0 if hidden else ended.recognised,
        0.0 if turn.guessed else turn.thought,
        0.0 if turn.guessed else turn.synthesised,
    )
