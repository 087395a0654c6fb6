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
        """Half a second of room, the question, and two seconds of room."""
        parts = (
            silence(0.5),
            speech(self.first, self.voice),
            silence(self.pause),
            speech(self.second, self.voice),
            silence(2.0),
        )
        return np.concatenate(parts)


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
    """Whether an utterance was over before the second part had been said."""
    whole = len(broken.sound()) / RATE - 2.0
    return any(each.over < whole - 0.2 and each.ended.hypothesis.text for each in taken)


def joined(taken: Sequence[Taken]) -> bool:
    """Whether what was cut off was followed so soon that both parts are answered as one."""
    return all(b.began - a.over <= AT_ONCE for a, b in itertools.pairwise(taken))
