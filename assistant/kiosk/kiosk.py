"""What all visitors of one server share."""

from dataclasses import dataclass, replace

from assistant.content.model import Content
from assistant.conversation.judge import Judge
from assistant.dialogue.session import Session
from assistant.kiosk import topics
from assistant.kiosk.display import DisplayWords
from assistant.kiosk.machine import Machine
from assistant.kiosk.wire import Display, Hello
from assistant.kiosk.work import Workers
from assistant.listening.endpointer import Waits
from assistant.listening.vosk_recogniser import open_recogniser
from assistant.messages import Reply, Utterance
from assistant.skill import Skill


@dataclass
class Kiosk:
    """The skill, the threads, and what a new visitor starts with."""

    skill: Skill
    workers: Workers
    greets: bool = False
    """Whether a spoken greeting starts a session; the microphone is then always open."""
    machine: Machine | None = None
    """The machine's own devices, where they are used instead of the browser's."""
    visitors: int = 0
    """WebSockets open now."""
    _judge: tuple[str, Judge] | None = None

    def use(self, content: Content) -> None:
        """Take up edited content. What hears it is made first: a visitor must not wait for that.

        Raises ModelError where it cannot be made.
        """
        open_recogniser(content, self.skill.settings)
        self.skill.use(content)
        self.judge.wait("what")

    @property
    def display(self) -> Display:
        """What a new visitor starts with."""
        settings = self.skill.settings
        return Display(
            rate=settings.voice_rate,
            volume=max(settings.voice_volume, 0.2),
            keep_listening=self.greets,
        )

    @property
    def hello(self) -> Hello:
        """The first message to a page."""
        content, settings = self.skill.content, self.skill.settings
        return Hello(
            title=topics.subjects(content),
            greeting=self.skill.texts.say("greeting"),
            controls={str(c.control): c.title for c in content.controls},
            display=self.display,
            audio="local" if self.machine else "browser",
            greets=self.greets,
            emergency_number=settings.emergency_number or content.house.emergency_number,
            signed=topics.signed(content),
        )

    def reply(
        self, utterance: Utterance, session: Session, display: Display
    ) -> tuple[Display, Reply]:
        """The reply to an utterance at a page, and how the page looks and sounds after it.

        Safety comes first here, too, for all but what the house pack lists word for word.
        """
        words = DisplayWords(self.skill.content, self.skill.texts)
        harmless = words.knows(utterance.text) or self.skill.safety.triage(utterance) is None
        if harmless and (changed := words.obey(utterance.text, display)) is not None:
            after, reply = changed
            return after, replace(reply, id=utterance.id, session=session.id)
        reply = self.skill.reply(utterance, session)
        voice = session.voice
        return replace(display, rate=voice.rate, volume=voice.volume), reply

    @property
    def judge(self) -> Judge:
        """Judges whether an utterance is complete, in the content in use."""
        content = self.skill.content
        if self._judge is None or self._judge[0] != content.digest:
            self._judge = (content.digest, Judge(content, self.skill.matcher, Waits()))
        return self._judge[1]

    def is_greeting(self, text: str) -> bool:
        """Whether the whole utterance is a greeting, which starts a session."""
        return self.judge.control(text) == "greeting"
