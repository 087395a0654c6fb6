"""A stage: the conversation on virtual devices, a visitor's mouth, and ears at both ends."""

import subprocess
import tempfile
import threading
import time
import wave
from collections import deque
from pathlib import Path
from types import TracebackType
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.bench.pulse import Pulse, Recording
from assistant.bench.talk.visitor import RATE
from assistant.conversation.hearing import Ended
from assistant.conversation.live import Live
from assistant.conversation.turns import Turn
from assistant.listening.endpointer import Waits
from assistant.messages import Reply
from assistant.skill import Skill

Floats = npt.NDArray[np.float32]

VOICE: Final = 300
"""Loudest sample, of 32767, above which the visitor's recording holds voice."""
SOUND: Final = 200
"""The same for the loudspeaker's recording."""


class Lines:
    """The screen of the stage: keeps the last lines."""

    def __init__(self) -> None:
        self.notes: deque[str] = deque(maxlen=50)
        self.utterances: deque[str] = deque(maxlen=50)

    def hearing(self, text: str) -> None:
        """Not kept."""

    def heard(self, text: str) -> None:
        """Kept."""
        self.utterances.append(text)

    def saying(self, reply: Reply) -> None:
        """Not kept: ``Stage.turns`` has it."""

    def note(self, text: str) -> None:
        """Kept."""
        self.notes.append(text)


class Stage:
    """Runs a conversation in a thread of its own, as ``assistant listen`` would."""

    def __init__(
        self, pulse: Pulse, skill: Skill, *, waits: Waits | None = None, speculate: bool = True
    ) -> None:
        self.pulse = pulse
        self.screen = Lines()
        self.turns: list[tuple[float, Turn, Ended]] = []
        self.live = Live(skill, self.screen, waits=waits or Waits(), speculate=speculate)
        self.live.conversation.turned = self._turned
        self._thread = threading.Thread(target=self.live.run, name="conversation")

    def __enter__(self) -> "Stage":
        self.speaker = Recording("speaker.monitor")
        self.microphone = Recording("micfeed.monitor")
        self._thread.start()
        time.sleep(0.5)
        self.quiet(10.0)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.live.end()
        self._thread.join(10)
        self.speaker.stop()
        self.microphone.stop()

    def _turned(self, turn: Turn, ended: Ended) -> None:
        self.turns.append((time.perf_counter(), turn, ended))

    def say(self, sound: Floats) -> float:
        """The visitor makes this sound; returns when it is over, with the time it was begun."""
        with tempfile.NamedTemporaryFile(suffix=".wav") as file:
            with wave.open(file, "wb") as out:
                out.setparams((1, 2, RATE, 0, "NONE", ""))
                out.writeframes((np.clip(sound, -1, 1) * 32767).astype("<i2").tobytes())
            file.flush()
            begun = time.perf_counter()
            subprocess.run(["paplay", "-d", "micfeed", Path(file.name)], check=True)
        return begun

    def speak(self, text: str) -> None:
        """The assistant says this, as it says an answer."""
        self.live.call(lambda conversation: conversation.say(text))

    def quiet(self, timeout: float) -> bool:
        """Wait until nothing is said; False where it goes on."""
        end = time.perf_counter() + timeout
        while self.live.player.playing:
            if time.perf_counter() > end:
                return False
            time.sleep(0.02)
        return True

    def answered(self, since: float, timeout: float = 4.0) -> float | None:
        """Wait for the loudspeaker's first sound after a time; None where none comes."""
        end = time.perf_counter() + timeout
        while time.perf_counter() < end:
            if (at := self.speaker.first_sound(since, SOUND)) is not None:
                return at
            time.sleep(0.01)
        return None

    def next_visitor(self) -> None:
        """Forget what was said, be silent, and let the sound die away."""
        self.live.call(lambda conversation: conversation.welcome())
        time.sleep(0.35)
        self.speaker.forget()
        self.microphone.forget()
