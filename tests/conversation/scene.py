"""A conversation without devices: frames go in, a loudspeaker that plays in the frames' time."""

from collections.abc import Iterable, Iterator

import numpy as np
import numpy.typing as npt

from assistant.conversation.conversation import Conversation
from assistant.listening.ears import Sound
from assistant.listening.vad import FRAME, SECONDS, VoiceDetector
from assistant.messages import Reply, SpeechChunk
from assistant.protocols import Recogniser
from assistant.settings import Settings
from assistant.skill import Skill
from tests.conversation.voices import noise, silence, speech

Floats = npt.NDArray[np.float32]


class Loudspeaker:
    """Plays in the time of the frames; nothing is heard."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._left = 0.0
        self.position = 0.0
        self.paused = False
        self.events: list[str] = []

    @property
    def playing(self) -> bool:
        return self._left > 0

    def play(self, chunks: Iterable[SpeechChunk]) -> None:
        samples = sum(len(chunk.pcm) // 2 for chunk in chunks)
        self._left, self.position, self.paused = samples / self._rate, 0.0, False
        self.events.append("play")

    def stop(self) -> None:
        if self.playing:
            self.events.append("stop")
        self._left, self.paused = 0.0, False

    def pause(self) -> None:
        self.paused = True
        self.events.append("pause")

    def resume(self) -> None:
        self.paused = False
        self.events.append("resume")

    def step(self) -> None:
        if self.playing and not self.paused:
            self._left = max(0.0, self._left - SECONDS)
            self.position += SECONDS


class Screen:
    """Keeps everything."""

    def __init__(self) -> None:
        self.partials: list[str] = []
        self.utterances: list[str] = []
        self.replies: list[Reply] = []
        self.notes: list[str] = []

    def hearing(self, text: str) -> None:
        self.partials.append(text)

    def heard(self, text: str) -> None:
        self.utterances.append(text)

    def saying(self, reply: Reply) -> None:
        self.replies.append(reply)

    def note(self, text: str) -> None:
        self.notes.append(text)


class Scene:
    """Visitors speak with eSpeak's voices; seconds pass as frames."""

    def __init__(self, skill: Skill, recogniser: Recogniser, settings: Settings) -> None:
        skill.settings = settings
        self.speaker = Loudspeaker(skill.synthesiser().rate)
        self.screen = Screen()
        self.conversation = Conversation(skill, recogniser, self.speaker, self.screen)
        self._detector = VoiceDetector()

    def hear(self, sound: Floats, *, own: bool = False) -> "Scene":
        """Let this sound be heard; ``own``: as if the canceller let its own voice through."""
        padded = np.concatenate((sound, np.zeros(-len(sound) % FRAME, np.float32)))
        padded = padded + noise(len(padded))
        for frame in self._frames(padded):
            pcm = (np.clip(frame, -1, 1) * 32767).astype("<i2").tobytes()
            voice = self._detector.probability(frame)
            self.conversation.feed(Sound(pcm, voice, float(np.mean(frame**2)), unsettled=own))
            self.speaker.step()
        return self

    def say(self, text: str, voice: str = "en-us") -> "Scene":
        """A visitor says something."""
        return self.hear(np.concatenate((silence(0.3), speech(text, voice))))

    def wait(self, seconds: float) -> "Scene":
        """Nobody says anything."""
        return self.hear(silence(seconds))

    def until_silent(self) -> "Scene":
        """Let it finish what it says."""
        while self.speaker.playing:
            self.wait(0.3)
        return self

    @property
    def last(self) -> Reply:
        return self.screen.replies[-1]

    @staticmethod
    def _frames(sound: Floats) -> Iterator[Floats]:
        for at in range(0, len(sound) - FRAME + 1, FRAME):
            yield sound[at : at + FRAME]
