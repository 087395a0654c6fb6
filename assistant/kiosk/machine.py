"""The machine's own microphone and loudspeaker, lent to one page at a time."""

import asyncio
import logging
import math
import threading
import time
from collections.abc import AsyncIterator, Callable
from typing import Final

from assistant.errors import AudioError
from assistant.listening.capture import Microphone
from assistant.listening.devices import refresh
from assistant.listening.ears import Ears, Sound
from assistant.listening.reference import Reference
from assistant.listening.vad import FRAME
from assistant.skill import Skill
from assistant.speaking.player import Player

Hear = Callable[[Sound], None]

_RETRY: Final = 2.0
"""Seconds between two attempts to open a device that went away."""

_log = logging.getLogger(__name__)


class Machine:
    """Owns the devices; a thread reads the microphone while a page has them."""

    def __init__(self, skill: Skill) -> None:
        """Open both. Raises AudioError where there is no microphone or loudspeaker."""
        settings = skill.settings
        self._input = settings.input_device
        self._reference = Reference()
        self.player = Player(
            skill.synthesiser().rate, device=settings.output_device, tap=self._reference.add
        )
        Microphone(self._input).close()
        self._hear: Hear | None = None
        self._thread: threading.Thread | None = None

    def lend(self, hear: Hear) -> None:
        """Give the devices to a page; ``hear`` takes every frame, in another thread.

        Who had them before has them no more: a page that is loaded anew must not wait.
        """
        self._hear = hear
        if self._thread is None or not self._thread.is_alive():
            self._thread = threading.Thread(target=self._listen, daemon=True)
            self._thread.start()

    def give_back(self, hear: Hear) -> None:
        """The page is gone: the microphone closes, unless another page has it by now."""
        if self._hear == hear:
            self._hear = None
            self.player.stop()

    def close(self) -> None:
        """Let both go."""
        self._hear = None
        self.player.close()

    def _listen(self) -> None:
        while self._hear is not None:
            try:
                with Microphone(self._input) as microphone:
                    self._read(microphone)
            except AudioError as error:
                _log.warning("%s; trying again", error)
                self._bring_back()

    def _read(self, microphone: Microphone) -> None:
        ears = Ears()
        while (hear := self._hear) is not None:
            if not self.player.alive:
                raise AudioError("the loudspeaker went away")
            heard = microphone.read()
            played = self._reference.take(FRAME, microphone.waiting)
            hear(ears.hear(heard, played))

    def _bring_back(self) -> None:
        """PortAudio sees a restarted sound server only while no stream is open."""
        time.sleep(_RETRY)
        try:
            self.player.close()
            refresh()
            self.player.open()
        except AudioError as error:
            _log.warning("%s", error)


async def frames(machine: Machine) -> AsyncIterator[list[Sound]]:
    """What the machine's microphone hears, for as long as it is iterated.

    Where the event loop is slow, several frames come together.
    """
    loop = asyncio.get_running_loop()
    sounds: asyncio.Queue[Sound] = asyncio.Queue()

    def hear(sound: Sound) -> None:
        loop.call_soon_threadsafe(sounds.put_nowait, sound)

    machine.lend(hear)
    try:
        while True:
            first = await sounds.get()
            yield [first, *(sounds.get_nowait() for _ in range(sounds.qsize()))]
    finally:
        machine.give_back(hear)


def level(sound: Sound) -> float:
    """Loudness from 0 (-60 dB) to 1 (-10 dB), as the page draws it."""
    decibels = 10 * math.log10(sound.power + 1e-9)
    return min(max((decibels + 60) / 50, 0.0), 1.0)
