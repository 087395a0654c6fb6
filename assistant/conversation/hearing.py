"""From sound to utterances: begins when somebody speaks, ends when they have finished."""

import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from assistant.listening.ears import Sound
from assistant.listening.endpointer import SlowSpeaker, Waits
from assistant.listening.vad import SECONDS
from assistant.messages import Hypothesis
from assistant.protocols import Recogniser

_SPEECH: Final = 0.5
"""Probability from which a frame is speech that may begin an utterance."""
_CERTAIN: Final = 0.9
_STILL: Final = 0.35
"""Probability from which a frame goes on with speech that began."""
_FADED: Final = 0.002
"""Power, relative to the utterance's loudest, below which the network's memory is not believed:
it holds on to a voice for some frames after it ended."""
_BEGIN: Final = 2
"""Frames of speech in a row that begin an utterance: a click is shorter."""
_BEGIN_SURELY: Final = 10
"""The same where what is heard may be the assistant's own voice, broken up."""
_DYING: Final = 0.1
"""Power, relative to the loudest of the last half second, below which a sound dies away: the
network hears a voice in the tail of a slammed door; a voice that begins grows."""
_BEFORE: Final = 16
"""Frames before the beginning that belong to it: soft first sounds."""
_LOOK: Final = 3
"""Frames of silence after which the words are looked at."""
_UNEXPLAINED: Final = 0.2
"""Seconds of voice after the last word that was understood, from which a word is missing."""
_SURE: Final = 0.5
"""Confidence below which one of the last words may be another, and the sentence not over."""
_DOUBT: Final = 0.4
"""Confidence below which the whole may be other words."""
_END: Final = 3
"""Words that make a sentence's end."""
_LONGEST: Final = 30.0
"""Seconds after which an utterance is over in any case."""


@dataclass(frozen=True, slots=True)
class Began:
    """Somebody began to speak."""


@dataclass(frozen=True, slots=True)
class Partial:
    """What was said so far, as far as it is understood."""

    text: str


@dataclass(frozen=True, slots=True)
class Paused:
    """A short silence; if it goes on, this is the utterance."""

    hypothesis: Hypothesis


@dataclass(frozen=True, slots=True)
class Resumed:
    """The speaker went on after all."""


@dataclass(frozen=True, slots=True)
class Ended:
    """The utterance is over."""

    hypothesis: Hypothesis
    voiced: float
    """Seconds of speech in it."""
    silence: float
    """Seconds waited in silence."""
    recognised: float
    """Seconds that the recogniser took for its last word."""


def _weight(voice: float) -> int:
    """A frame that is speech beyond doubt counts as two."""
    return 2 if voice >= _CERTAIN else 1


def _last_word_end(hypothesis: Hypothesis) -> float:
    """Seconds from the start; infinite where the recogniser gives no times."""
    known = [word.end for word in hypothesis.words if word.text != "[unk]"]
    return max(known) if known else float("inf")


Event: TypeAlias = Began | Partial | Paused | Resumed | Ended


class Hearing:
    """Feed it frames; it tells what happens."""

    def __init__(
        self,
        recogniser: Recogniser,
        wait: Callable[[str], float],
        speaker: SlowSpeaker,
        waits: Waits,
    ) -> None:
        """``wait``: seconds of silence that end an utterance with this text."""
        self._recogniser = recogniser
        self._wait = wait
        self._slow = speaker
        self._waits = waits
        self._before: deque[Sound] = deque(maxlen=_BEFORE)
        self._run = 0
        self.reset()

    def reset(self) -> None:
        """Forget what was said so far."""
        self._recogniser.reset()
        self._audio: list[bytes] = []
        self._partial = ""
        self._hypothesis: Hypothesis | None = None
        self._voiced = self._silence = self._length = self._voice_end = 0.0
        self._loudest = self._recognised = 0.0
        self._flowing = True
        self.active = False

    def feed(self, sound: Sound) -> Iterator[Event]:
        """Take the next frame."""
        if not self.active:
            self._before.append(sound)
            if sound.own or sound.voice < _SPEECH:
                self._run = 0 if sound.steady else max(0, self._run - 1)
            elif sound.power >= _DYING * max(earlier.power for earlier in self._before):
                self._run += _weight(sound.voice)
            if self._run >= (_BEGIN if sound.steady else _BEGIN_SURELY):
                yield from self._begin()
            return
        yield from self._listen(sound)
        yield from self._maybe_end()

    def finish(self) -> Iterator[Event]:
        """End the utterance now: a key was let go, or the microphone went away."""
        if self.active:
            yield self._end()

    def _begin(self) -> Iterator[Event]:
        self.active = True
        self._run = 0
        yield Began()
        for sound in self._before:
            yield from self._listen(sound)
        self._before.clear()

    def _listen(self, sound: Sound) -> Iterator[Event]:
        self._length += SECONDS
        self._audio.append(sound.pcm)
        if self._is_voice(sound):
            if self._hypothesis:
                yield from self._resume()
            self._voiced += SECONDS
            self._silence, self._voice_end = 0.0, self._length
        else:
            self._silence += SECONDS
        if self._hypothesis is None:
            yield from self._recognise(sound.pcm)

    def _is_voice(self, sound: Sound) -> bool:
        self._loudest = max(0.99 * self._loudest, sound.power)
        return sound.voice >= _STILL and sound.power >= _FADED * self._loudest

    def _recognise(self, pcm: bytes) -> Iterator[Event]:
        text = self._recogniser.accept(pcm)
        if text and text != self._partial:
            self._partial = text
            yield Partial(text)

    def _resume(self) -> Iterator[Event]:
        """The hypothesis was taken too early: the recogniser hears it all again, and goes on."""
        self._hypothesis = None
        self._flowing = False
        self._slow.paused(self._silence)
        for pcm in self._audio[:-1]:
            self._recogniser.accept(pcm)
        yield Resumed()

    def _maybe_end(self) -> Iterator[Event]:
        if self._length >= _LONGEST:
            yield self._end()
            return
        if self._silence < _LOOK * SECONDS - 1e-6:
            return
        if self._hypothesis is None:
            self._hypothesis = self._final()
            yield Paused(self._hypothesis)
        if self._silence >= self._needed(self._hypothesis):
            yield self._end()

    def _needed(self, hypothesis: Hypothesis) -> float:
        """Seconds of silence to wait for; longer where the last sounds are not understood."""
        needed = self._wait(hypothesis.text)
        missing = self._voice_end - _last_word_end(hypothesis) > _UNEXPLAINED
        last = any(word.confidence < _SURE for word in hypothesis.words[-_END:])
        if missing or last or hypothesis.confidence < _DOUBT:
            needed = max(needed, self._waits.unsure)
        return needed * (self._waits.slow if self._slow.slow else 1.0)

    def _end(self) -> Ended:
        hypothesis = self._hypothesis or self._final()
        if self._flowing:
            self._slow.flowed()
        ended = Ended(hypothesis, self._voiced, self._silence, self._recognised)
        self.reset()
        return ended

    def _final(self) -> Hypothesis:
        started = time.perf_counter()
        hypothesis = self._recogniser.final()
        self._recognised = time.perf_counter() - started
        return hypothesis
