"""The conversation itself: sound in, speech and captions out. No device, and time passed in."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from assistant.conversation import tones
from assistant.conversation.gate import Gate, Move
from assistant.conversation.hearing import Began, Ended, Event, Hearing, Partial, Paused, Resumed
from assistant.conversation.judge import Judge
from assistant.conversation.mouth import Mouth
from assistant.conversation.own_words import is_own
from assistant.conversation.parts import Loudspeaker, Screen
from assistant.conversation.patience import Patience
from assistant.conversation.turns import Turn, Turns
from assistant.conversation.wishes import Wishes
from assistant.errors import AssistantError
from assistant.listening.ears import Sound
from assistant.listening.endpointer import SlowSpeaker, Waits
from assistant.listening.vad import SECONDS
from assistant.listening.wishes import Wish
from assistant.messages import Hypothesis, Reply, VoiceSettings
from assistant.protocols import Recogniser
from assistant.skill import Skill

_SHORT: Final = 0.2
"""Seconds of voice below which a sound is no word."""
_SCRAP: Final = 0.4
_DOUBTFUL: Final = 0.5
"""A sound shorter than ``_SCRAP`` seconds, with less confidence than this, is no word either."""
_ECHO: Final = 0.5
"""Seconds of voice that its own may last after it fell silent: buffers, and the room."""
_CLEAR: Final = 0.6
"""Confidence of words that are a visitor's even where its own voice may be in them."""
_SPOKEN: Final = 0.8
"""Seconds of voice from which somebody who is not understood is told so."""

_WAITS: Final = Waits()
_log = logging.getLogger(__name__)


@dataclass(slots=True)
class Counts:
    """What happened, for benchmarks and for ``-v``."""

    turns: int = 0
    barge_ins: int = 0
    """Times it fell silent because somebody spoke."""
    resumed: int = 0
    """Times it went on, because nobody had."""
    own: int = 0
    """Utterances that were its own words."""
    merged: int = 0
    """Turns made of two utterances."""
    guessed: int = 0
    """Turns whose reply was ready before the utterance was over."""


class Conversation:
    """One visitor after another. Feed it frames from one thread only."""

    def __init__(
        self,
        skill: Skill,
        recogniser: Recogniser,
        speaker: Loudspeaker,
        screen: Screen,
        *,
        waits: Waits = _WAITS,
        speculate: bool = True,
    ) -> None:
        settings = skill.settings
        self.counts = Counts()
        self._skill = skill
        self._screen = screen
        self._speculate = speculate
        self._now = 0.0
        self._synthesiser = skill.synthesiser()
        self._mouth = Mouth(speaker, self._synthesiser, lambda: self._now)
        self._judge = Judge(skill.content, skill.matcher, waits)
        self._turns = Turns(skill, self._judge, self._mouth)
        self._slow = SlowSpeaker(settings.slow_speaker)
        self._hearing = Hearing(recogniser, self._judge.wait, self._slow, waits)
        self._patience = Patience(settings.idle_seconds, settings.farewell_seconds)
        self._wishes = Wishes(self._synthesiser.voices())
        self._gate = Gate(settings.listen_mode)
        self._began = 0.0
        self._unsettled = False
        self._told_unheard = False
        self.turned: Callable[[Turn, Ended], None] = lambda turn, ended: None
        """Called with each turn, and the utterance that it answers, as it begins to be said."""

    @property
    def voice(self) -> VoiceSettings:
        """How it speaks to this visitor."""
        return self._turns.session.voice

    def greet(self) -> None:
        """Say hello to whoever comes."""
        self.say_text("greeting")

    def feed(self, sound: Sound) -> None:
        """Take the next frame of what is heard."""
        self._now += SECONDS
        speaking = self._mouth.speaking
        self._unsettled = self._unsettled or sound.unsettled
        if self._gate.listening(self._now, self._hearing.active):
            for event in self._hearing.feed(sound):
                self._on(event)
        self._move(self._gate.step(self._now, self._hearing.active))
        self._while_idle(speaking or self._hearing.active)

    def press(self) -> None:
        """The talk key, a foot switch or a touch: be silent and listen; again: that was all.

        A key that is held down presses again and again: it listens until that ends.
        """
        self._move(self._gate.press(self._now, self._hearing.active))

    def _move(self, move: Move | None) -> None:
        if move == "finish":
            for event in list(self._hearing.finish()):
                self._on(event)
        elif move == "open":
            self.hush()
        if move in ("open", "close") and self._gate.waits_for_key:
            self._tone("listening" if move == "open" else "heard")
            self._screen.note("listening" if move == "open" else "not listening any more")

    def hush(self) -> None:
        """Stop speaking at once, an emergency message too."""
        if self._mouth.speaking:
            self._mouth.stop()
            self._screen.note("stopped")

    def mute(self) -> None:
        """Close the microphone, or open it again."""
        self._gate.muted = not self._gate.muted
        self._hearing.reset()
        self._tone("heard" if self._gate.muted else "listening")
        self._screen.note("the microphone is off" if self._gate.muted else "the microphone is on")

    def welcome(self) -> None:
        """Another visitor: forget the last one, say nothing."""
        self.hush()
        self._hearing.reset()
        self._forget()

    def lost(self) -> None:
        """The microphone is gone: what was begun is forgotten."""
        self._hearing.reset()

    def _on(self, event: Event) -> None:
        match event:
            case Began():
                self._on_began()
            case Partial(text):
                self._screen.hearing(text)
            case Paused(hypothesis):
                self._on_paused(hypothesis)
            case Resumed():
                self._turns.discard()
            case Ended():
                self._on_ended(event)

    def _on_began(self) -> None:
        self._began = self._now
        self._unsettled = False
        self._patience.heard(self._now)
        if self._mouth.speaking and not self._mouth.protected:
            self._mouth.pause()
            self.counts.barge_ins += 1

    def _on_paused(self, hypothesis: Hypothesis) -> None:
        if self._speculate and hypothesis.text and not self._mouth.protected:
            self._guarded(lambda: self._turns.speculate(hypothesis))

    def _on_ended(self, ended: Ended) -> None:
        words = ended.hypothesis.text.replace("[unk]", " ").split()
        spoken = self._mouth.recent()
        text, clear = ended.hypothesis.text, ended.hypothesis.confidence >= _CLEAR
        # However short: "stop" is obeyed where it is clear, and not what is being said itself.
        told = clear and self._judge.control(text) == "stop" and text not in spoken.lower()
        if spoken and (self._likely_echo(ended) or is_own(" ".join(words), spoken)) and not told:
            self.counts.own += 1
            self._go_on()
        elif (ended.voiced < _SHORT or _unsure(ended)) and not told:
            self._go_on()
        elif self._mouth.protected:
            self._screen.heard(ended.hypothesis.text)
        elif words:
            self._reply(ended)
        else:
            self._without_words(ended)

    def _likely_echo(self, ended: Ended) -> bool:
        """Whether it is a scrap of its own voice, while the canceller lets some of it through."""
        hypothesis = ended.hypothesis
        doubtful = hypothesis.confidence < _CLEAR and not self._judge.control(hypothesis.text)
        return self._unsettled and (ended.voiced < _ECHO or doubtful)

    def _go_on(self) -> None:
        """Nobody spoke after all."""
        if self._mouth.paused:
            self.counts.resumed += 1
            self._mouth.resume()

    def _without_words(self, ended: Ended) -> None:
        """A cough goes by; somebody who spoke and was not understood is told so, once."""
        if ended.voiced < _SPOKEN or self._told_unheard or self._mouth.paused:
            self._go_on()
            return
        self._told_unheard = True
        self._screen.heard("")
        self.say_text("unheard")

    def _reply(self, ended: Ended) -> None:
        hypothesis = ended.hypothesis
        self._told_unheard = False
        self._gate.answered()
        if self._mouth.speaking:
            self._mouth.stop()
        self._screen.heard(hypothesis.text)
        if self._gate.waits_for_key:
            self._tone("heard")
        wish = self._wishes.find(hypothesis.text)
        self._guarded(lambda: self._grant(wish) if wish else self._answer(ended))
        self._patience.heard(self._now)

    def _answer(self, ended: Ended) -> None:
        turn = self._turns.take(ended.hypothesis, self._began, self._now)
        self.counts.turns += 1
        self.counts.merged += turn.merged
        self.counts.guessed += turn.guessed
        if turn.merged:
            self._slow.paused(1.0)
        self._mouth.say(turn.reply, turn.chunks)
        self._screen.saying(turn.reply)
        self.turned(turn, ended)
        if turn.reply.control == "goodbye":
            self._forget()

    def _grant(self, wish: Wish) -> None:
        """What the visitor wants of the conversation itself: another voice, another way to talk."""
        if wish == "another_voice":
            session = self._turns.session
            session.voice = self._wishes.next_voice(session.voice)
            self.say("This is another voice.")
        else:
            self._gate.mode = wish
            self.say("I am listening." if wish == "hands-free" else "Press the key to talk.")

    def _guarded(self, act: Callable[[], None]) -> None:
        """A conversation goes on, whatever one turn of it did."""
        try:
            act()
        except AssistantError as error:
            self._screen.note(str(error))
        except Exception:
            _log.exception("a turn failed")
            self.say_text("error")

    def _while_idle(self, busy: bool) -> None:
        step = self._patience.step(self._now, busy, open=self._turns.session.last is not None)
        if step == "ask":
            self.say_text("still_there")
        elif step == "forget":
            self._forget()
            self.say_text("idle", "greeting")

    def _forget(self) -> None:
        self._turns.forget()
        self._slow.forget()
        self._patience.forget()

    def say_text(self, *keys: str) -> None:
        """Say texts of the house pack."""
        self.say(" ".join(self._skill.texts.say(key) for key in keys))

    def say(self, text: str) -> None:
        """Say something of one's own accord."""
        reply = Reply("control", text, text)
        chunks = self._mouth.prepare(text, self._turns.session.voice)
        self._screen.saying(reply)
        try:
            self._mouth.say(reply, chunks)
        except AssistantError as error:
            self._screen.note(str(error))

    def _tone(self, kind: Literal["listening", "heard"]) -> None:
        if self._skill.settings.tones:
            make = tones.listening if kind == "listening" else tones.heard
            self._mouth.tone(make(self._synthesiser.rate))


def _unsure(ended: Ended) -> bool:
    return ended.voiced < _SCRAP and ended.hypothesis.confidence < _DOUBTFUL
