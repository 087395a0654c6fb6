"""Words that the assistant obeys: what each does to the session, and what is said."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from assistant.content.model import Content
from assistant.dialogue.replies import Replies
from assistant.dialogue.session import Session
from assistant.dialogue.staff import ring
from assistant.dialogue.texts import Texts, spoken_choices
from assistant.dialogue.wording import Wordings
from assistant.messages import Control, Reply

_RATE_STEP: Final = 1.2
_RATES: Final = (80, 350)
_VOLUME_STEP: Final = 0.2
_VOLUMES: Final = (0.2, 1.0)
_EXAMPLES: Final = 3
_COURTEOUS: Final = frozenset(["greeting", "thanks", "yes", "no"])
"""What is said beside a wish, and is obeyed only where there is none ("okay, say it again")."""


class Controls:
    """Finds control words and carries them out."""

    def __init__(self, content: Content, texts: Texts, replies: Replies) -> None:
        self._content = content
        self._texts = texts
        self._replies = replies
        self._wordings = Wordings({c.control: (c.title, *c.phrasings) for c in content.controls})
        self._topics: Wordings[Control] = Wordings({"help": _names(content)})
        self._speech = {c.control: c.speech for c in content.controls}
        self._acts: Mapping[Control, Callable[[Session], Reply]] = {
            "repeat": self._repeat,
            "slower": lambda s: self._rate(s, "slower", 1 / _RATE_STEP),
            "faster": lambda s: self._rate(s, "faster", _RATE_STEP),
            "louder": lambda s: self._volume(s, "louder", _VOLUME_STEP),
            "quieter": lambda s: self._volume(s, "quieter", -_VOLUME_STEP),
            "more": self._more,
            "back": self._back,
            "help": self._help,
            "staff": self._staff,
            "start_over": self._start_over,
            "goodbye": self._goodbye,
            "sources": self._sources,
            "no": self._no,
            "yes": self._yes,
        }

    def find(self, text: str) -> Control | None:
        """The control word that the whole utterance is; None where it is none.

        A topic's name alone asks what can be asked about it.
        Of several said together, the one that is more than a courtesy, or the last courtesy; two
        wishes at once ("go back again") are no command that could be told from a question.
        """
        if found := self._wordings.find(text) or self._topics.find(text):
            return found
        said = self._wordings.find_all(text)
        wishes = set(said) - _COURTEOUS
        if len(wishes) > 1 or not said:
            return None
        return wishes.pop() if wishes else said[-1]

    def obey(self, control: Control, session: Session) -> Reply:
        """Carry the control out; the reply says what was done."""
        act = self._acts.get(control)
        return act(session) if act else self._plain(control)

    def _plain(self, control: Control, *more: str) -> Reply:
        """The control's own words, then ``more``."""
        own = self._texts.fill(self._speech.get(control, ""))
        speech = " ".join(part for part in (own, *more) if part)
        return Reply("control", speech, speech, control=control, confidence=1.0)

    def _again(self, reply: Reply, control: Control, *before: str) -> Reply:
        """An earlier reply said again, under this control."""
        speech = " ".join(part for part in (*before, reply.speech) if part)
        return replace(reply, outcome="control", control=control, speech=speech)

    def _repeat(self, session: Session) -> Reply:
        if session.last is None:
            return self._plain("repeat", self._texts.say("nothing_to_repeat"))
        return self._again(session.last, "repeat")

    def _rate(self, session: Session, control: Control, factor: float) -> Reply:
        low, high = _RATES
        rate = round(min(max(session.voice.rate * factor, low), high))
        session.voice = replace(session.voice, rate=rate)
        return self._retold(session, control)

    def _volume(self, session: Session, control: Control, step: float) -> Reply:
        low, high = _VOLUMES
        volume = round(min(max(session.voice.volume + step, low), high), 2)
        session.voice = replace(session.voice, volume=volume)
        return self._retold(session, control)

    def _retold(self, session: Session, control: Control) -> Reply:
        """Who asks for another voice has not understood: the last reply is told again in it."""
        if session.last is None:
            return self._plain(control)
        return self._again(session.last, control, self._texts.fill(self._speech[control]))

    def _more(self, session: Session) -> Reply:
        last = session.last
        more = self._replies.more(last.intent) if last and last.intent else ""
        if last is None:
            return self._plain("more", self._texts.say("nothing_to_repeat"))
        if not more:
            return self._plain("more", self._texts.say("no_more"))
        return replace(last, outcome="control", control="more", speech=more, answer=more)

    def _back(self, session: Session) -> Reply:
        if len(session.replies) < 2:
            return self._plain("back", self._texts.say("nothing_back"))
        session.replies.pop()
        before = session.replies[-1]
        session.choices, session.intent = before.choices, before.intent
        return self._again(before, "back")

    def _help(self, session: Session) -> Reply:
        subjects = [intent for intent in self._content.answerable if intent.sources]
        asked = {reply.intent for reply in session.replies}
        fresh = [i for i in subjects if i.id not in asked] or subjects
        step = max(len(fresh) // _EXAMPLES, 1)
        examples = fresh[::step][:_EXAMPLES]
        text = self._texts.fill(self._speech["help"], examples=" ".join(i.title for i in examples))
        related = tuple(self._replies.choice(intent.id) for intent in examples)
        return Reply("control", text, text, control="help", confidence=1.0, related=related)

    def _staff(self, session: Session) -> Reply:
        rung = ring(self._content.house)
        told = {None: "", True: "ring_done", False: "ring_failed"}[rung]
        return self._plain("staff", self._texts.say(told) if told else "")

    def _start_over(self, session: Session) -> Reply:
        session.forget()
        return self._plain("start_over")

    def _goodbye(self, session: Session) -> Reply:
        session.forget()
        return self._plain("goodbye")

    def _sources(self, session: Session) -> Reply:
        last = session.last
        if last is None or not last.sources:
            return self._plain("sources", self._texts.say("no_sources"))
        named = self._replies.sources_text(last.sources)
        speech = self._texts.say("sources", sources=named)
        return replace(
            last, outcome="control", control="sources", speech=speech, answer=speech, choices=()
        )

    def _no(self, session: Session) -> Reply:
        if not session.choices:
            return self._plain("no")
        session.choices = ()
        text = self._texts.say("none_of_these")
        return Reply("control", text, text, control="no", confidence=1.0)

    def _yes(self, session: Session) -> Reply:
        if not session.choices:
            return self._plain("yes")
        offered = spoken_choices([choice.question for choice in session.choices])
        text = self._texts.say("choose", choices=offered)
        return Reply("control", text, text, control="yes", confidence=1.0, choices=session.choices)


def _names(content: Content) -> list[str]:
    """What the packs are about, and what is heard for it."""
    topics = [pack.topic for pack in content.packs]
    return [name for topic in topics for name in (*topic.names, *topic.misheard)]
