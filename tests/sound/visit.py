"""A running conversation on virtual devices, and a visitor's mouth."""

import subprocess
import threading
import time
import wave
from collections.abc import Callable
from pathlib import Path

import numpy as np

from assistant.bench.pulse import Pulse
from assistant.conversation.live import Live
from assistant.messages import Reply
from assistant.skill import Skill
from tests.conversation.scene import Screen
from tests.conversation.voices import speech

SAG = "does your face sag after botox"
LAST = "how long does botox last"
LONG = (
    "Botox does not make your face sag. The effect goes away within months, and the muscles "
    "regain their function. An expert decides where it goes, and how much of it."
)

PATIENCE = 30.0
"""Seconds after which something will not come any more, on a busy machine too."""


def say(text: str, folder: Path) -> None:
    """Speak into the microphone."""
    file = folder / "said.wav"
    samples = np.concatenate((speech(text), np.zeros(1600, np.float32)))
    with wave.open(str(file), "wb") as out:
        out.setparams((1, 2, 16000, 0, "NONE", ""))
        out.writeframes((samples * 32767).astype("<i2").tobytes())
    subprocess.run(["paplay", "-d", "micfeed", file], check=True)


class Visit:
    """Greeted already; close it."""

    def __init__(self, pulse: Pulse, skill: Skill, folder: Path) -> None:
        self.pulse = pulse
        self.screen = Screen()
        self.live = Live(skill, self.screen)
        self._folder = folder
        self._thread = threading.Thread(target=self.live.run)
        self._thread.start()
        self.until(lambda: self.live.player.playing)
        self.until_silent()

    def until(self, true: Callable[[], object], timeout: float = PATIENCE) -> None:
        """Wait until something is so."""
        end = time.monotonic() + timeout
        while not true():
            assert time.monotonic() < end, (self.screen.notes, self.screen.utterances)
            time.sleep(0.02)

    def until_silent(self) -> None:
        """Let it finish what it says."""
        self.until(lambda: not self.live.player.playing, 2 * PATIENCE)

    def until_noted(self, *words: str) -> None:
        """Wait until a note has one of these words."""
        self.until(lambda: any(word in n for n in self.screen.notes for word in words))

    def say(self, text: str) -> None:
        """Speak into the microphone."""
        say(text, self._folder)

    def answer(self, text: str) -> Reply:
        """Say something and wait for the reply to it."""
        count = len(self.screen.replies)
        self.say(text)
        self.until(lambda: len(self.screen.replies) > count)
        return self.screen.replies[-1]

    def until_answered(self, text: str) -> None:
        """Say something again and again, until it is heard."""

        def answered() -> bool:
            self.say(text)
            time.sleep(2.0)
            return text in self.screen.utterances

        self.until(answered, 2 * PATIENCE)

    def close(self) -> None:
        """End the conversation."""
        self.live.end()
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive()
