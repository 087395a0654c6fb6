"""A conversation on real devices: they may vanish and come back, and it goes on."""

import queue
import sys
import time
from collections.abc import Callable, Mapping
from typing import Final

from assistant.conversation.conversation import Conversation
from assistant.conversation.keys import Keys
from assistant.conversation.parts import Screen
from assistant.errors import AudioError
from assistant.listening.capture import Microphone
from assistant.listening.devices import refresh
from assistant.listening.ears import Ears
from assistant.listening.endpointer import Waits
from assistant.listening.reference import Reference
from assistant.listening.vad import FRAME
from assistant.skill import Skill
from assistant.speaking.player import Player

_WAITS: Final = Waits()
_SWITCH: Final = 0.0005
"""Seconds after which a thread lets another one run: the loudspeaker's callback must not wait."""
_FIRST_RETRY: Final = 0.5
_LAST_RETRY: Final = 8.0
"""Seconds between two attempts to open a device: doubled each time, up to this."""
_ZEROS_RETRY: Final = 10.0
"""Seconds between two attempts to open a microphone that gives only zeros."""


class Live:
    """Runs until it is told to end. All but the devices' callbacks happens in one thread."""

    def __init__(
        self,
        skill: Skill,
        captions: Screen,
        *,
        waits: Waits = _WAITS,
        speculate: bool = True,
    ) -> None:
        """Open the devices. Raises AudioError where there is no microphone or loudspeaker."""
        settings = skill.settings
        self._captions = captions
        self._keys = Keys()
        self._calls: queue.SimpleQueue[Callable[[Conversation], None]] = queue.SimpleQueue()
        self._input = settings.input_device
        self._reference = Reference()
        self._ears = Ears()
        self.player = Player(
            skill.synthesiser().rate, device=settings.output_device, tap=self._reference.add
        )
        self._microphone: Microphone | None = None
        self.conversation = Conversation(
            skill, skill.recogniser(), self.player, captions, waits=waits, speculate=speculate
        )
        self._retry = _FIRST_RETRY
        self._again_at = 0.0
        self._exchange_at = 0.0
        self._zeros_told = False
        self._over = False
        try:
            self._microphone = Microphone(self._input)
        except AudioError:
            self.player.close()
            raise

    def call(self, act: Callable[[Conversation], None]) -> None:
        """Do something with the conversation between two frames; from any thread."""
        self._calls.put(act)

    def end(self) -> None:
        """Make ``run`` return after the present frame."""
        self._over = True

    def run(self) -> None:
        """Converse until ``end``, the key ``q``, or an interrupt."""
        before = sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        try:
            with self._keys.reading():
                self.conversation.greet()
                while not self._over:
                    self._step()
        finally:
            sys.setswitchinterval(before)
            self._close()

    def _step(self) -> None:
        for key in self._keys.pressed():
            self._act(key)
        while not self._calls.empty():
            self._calls.get()(self.conversation)
        if self._microphone is None or not self.player.alive:
            self._reopen()
            return
        try:
            heard = self._microphone.read()
        except AudioError as error:
            self._lose(str(error))
            return
        played = self._reference.take(FRAME, self._microphone.waiting)
        self.conversation.feed(self._ears.hear(heard, played))
        self._look_for_zeros(self._microphone)

    def _act(self, key: str) -> None:
        acts: Mapping[str, Callable[[], None]] = {
            " ": self.conversation.press,
            "\r": self.conversation.press,
            "\n": self.conversation.press,
            "s": self.conversation.hush,
            "m": self.conversation.mute,
            "q": self.end,
        }
        acts.get(key.lower(), lambda: None)()

    def _lose(self, why: str) -> None:
        self._captions.note(f"{why}; trying again")
        self.conversation.lost()
        self._close()

    def _close(self) -> None:
        if self._microphone:
            self._microphone.close()
            self._microphone = None
        self.player.close()

    def _reopen(self) -> None:
        """Try both devices anew: PortAudio sees a restarted server only without open streams."""
        if self._microphone is not None:
            self._lose("the loudspeaker went away")
        if time.monotonic() < self._again_at:
            time.sleep(0.05)
            return
        try:
            refresh()
            self.player.open()
            self._microphone = Microphone(self._input)
        except AudioError:
            self._close()
            self._again_at = time.monotonic() + self._retry
            self._retry = min(2 * self._retry, _LAST_RETRY)
            return
        self._retry, self._again_at = _FIRST_RETRY, 0.0
        self._ears = Ears()
        self._captions.note("microphone and loudspeaker are back")

    def _look_for_zeros(self, microphone: Microphone) -> None:
        """Say once that it is flat; now and then try whether a new one is not."""
        if not microphone.flat:
            if self._zeros_told:
                self._captions.note("the microphone is back")
            self._zeros_told = False
            return
        if not self._zeros_told:
            self._zeros_told = True
            self._captions.note("the microphone gives only zeros: is it muted or unplugged?")
            self._exchange_at = 0.0
        if time.monotonic() >= self._exchange_at:
            self._exchange_at = time.monotonic() + _ZEROS_RETRY
            self._exchange(microphone)

    def _exchange(self, microphone: Microphone) -> None:
        """Put a newly opened microphone in the place of a flat one, without a gap."""
        try:
            fresh = Microphone(self._input, flat=True)
        except AudioError:
            return
        self._microphone = fresh
        microphone.close()
