"""Utterances with a pause in them: cut off, taken as a whole, or merged."""

import itertools
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.bench.talk.visitor import RATE, silence, speech
from assistant.conversation.hearing import Began, Ended, Hearing
from assistant.conversation.turns import AT_ONCE
from assistant.listening.ears import Sound
from assistant.listening.endpointer import SlowSpeaker, Waits
from assistant.listening.vad import FRAME, VoiceDetector
from assistant.protocols import Recogniser

Floats = npt.NDArray[np.float32]

_NOISE: Final = 2e-4
"""The room: a standard deviation of samples between -1 and 1 (-74 dB)."""
_BEFORE: Final = 0.5
_AFTER: Final = 2.0
"""Seconds of room around a question."""
_SOFT: Final = 0.2
"""Seconds of soft sounds at either end of speech."""
_PAUSES: Final = (0.2, 0.3, 0.4, 0.5, 0.5)
"""Seconds; the longest twice."""


@dataclass(frozen=True, slots=True)
class Broken:
    """A question with a pause."""

    first: str
    second: str
    voice: str
    pause: float

    def sound(self) -> Floats:
        """A room, the question, and the room."""
        parts = (
            silence(_BEFORE),
            speech(self.first, self.voice),
            silence(self.pause),
            speech(self.second, self.voice),
            silence(_AFTER),
        )
        return np.concatenate(parts)

    @property
    def goes_on(self) -> float:
        """Second at which the pause is over."""
        return _BEFORE + len(speech(self.first, self.voice)) / RATE + self.pause

    @property
    def over(self) -> float:
        """Second at which the question is over."""
        return self.goes_on + len(speech(self.second, self.voice)) / RATE


def broken(questions: Sequence[str], voices: Sequence[str], seed: int) -> Iterator[Broken]:
    """Questions broken after a word, for ever."""
    chooser = random.Random(seed)
    long = [question for question in questions if 5 <= len(question.split()) <= 16]
    while True:
        words = chooser.choice(long).split()
        at = chooser.randrange(2, len(words))
        voice, pause = chooser.choice(voices), chooser.choice(_PAUSES)
        yield Broken(" ".join(words[:at]), " ".join(words[at:]), voice, pause)


@dataclass(frozen=True, slots=True)
class Taken:
    """One utterance that was taken from a sound."""

    began: float
    """Seconds."""
    over: float
    ended: Ended


def heard(
    sound: Floats,
    recogniser: Recogniser,
    wait: Callable[[str], float],
    waits: Waits,
    seed: int = 0,
) -> list[Taken]:
    """The utterances that are taken from a sound."""
    room = np.random.default_rng(seed).standard_normal(len(sound)).astype(np.float32)
    noisy = sound + np.float32(_NOISE) * room
    detector = VoiceDetector()
    hearing = Hearing(recogniser, wait, SlowSpeaker(), waits)
    found, began = [], 0.0
    for at in range(0, len(noisy) - FRAME + 1, FRAME):
        frame, now = noisy[at : at + FRAME], (at + FRAME) / RATE
        pcm = (np.clip(frame, -1, 1) * 32767).astype("<i2").tobytes()
        sounded = Sound(pcm, detector.probability(frame), float(np.mean(frame**2)))
        for event in hearing.feed(sounded):
            if isinstance(event, Began):
                began = now
            elif isinstance(event, Ended):
                found.append(Taken(began, now, event))
    return found


def cut_off(broken: Broken, taken: Sequence[Taken]) -> bool:
    """Whether an utterance was over before the fragment's pause was."""
    return any(each.over < broken.goes_on + _SOFT for each in _words(taken))


def cut_later(broken: Broken, taken: Sequence[Taken]) -> bool:
    """Whether one was over at a pause of the voice's own in the second part, at a comma mostly.

    What was said by then is no fragment any more: it was taken for a complete question.
    """
    after, before = broken.goes_on + _SOFT, broken.over - _SOFT
    return any(after <= each.over < before for each in _words(taken))


def _words(taken: Sequence[Taken]) -> Iterator[Taken]:
    return (each for each in taken if each.ended.hypothesis.text)


def joined(taken: Sequence[Taken]) -> bool:
    """Whether what was cut off was followed so soon that both parts are answered as one."""
    return all(b.began - a.over <= AT_ONCE for a, b in itertools.pairwise(taken))
