"""One turn of a conversation: safety first, then choices, controls, follow-ups, and questions."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from assistant.content.model import Content
from assistant.dialogue.choosing import chosen, wants_other
from assistant.dialogue.controls import Controls
from assistant.dialogue.followups import FollowUps
from assistant.dialogue.replies import OFFERED, Replies
from assistant.dialogue.session import Session
from assistant.dialogue.texts import Texts
from assistant.dialogue.wording import plain
from assistant.messages import Choice, Control, Match, Reply, Triage, Utterance
from assistant.protocols import Matcher, PassageFinder, SafetyCheck

LONGEST: Final = 600
"""Characters of a question: a hundred words, twice what the most long-winded visitor needs."""
_CLARIFICATIONS: Final = 2
"""Clarifications in a row before the visitor is sent to the staff."""
_PLAUSIBLE: Final = 0.05
"""Probability from which a runner-up may be what "the other one" means."""
_UNKNOWN: Final = re.compile(r"\[unk\]", re.IGNORECASE)
_PERSONAL: Final = 0.7
"""Probability below which a follow-up with a clear answer is not taken for a personal question."""
_LATIN: Final = re.compile(r"[a-z]", re.IGNORECASE)


class Dialogue:
    """Holds what does not change between turns; all memory of a visitor is in the session."""

    def __init__(
        self,
        content: Content,
        safety: SafetyCheck,
        matcher: Matcher,
        passages: PassageFinder,
        texts: Texts,
        speak_sources: bool = False,
    ) -> None:
        self._safety = safety
        self._matcher = matcher
        self._passages = passages
        self._texts = texts
        self._replies = Replies(content, texts, speak_sources)
        self._controls = Controls(content, texts, self._replies)
        self._followups = FollowUps(content)

    def respond(self, utterance: Utterance, session: Session) -> Reply:
        """The reply to one utterance; the session takes note of it."""
        said = replace(utterance, text=_UNKNOWN.sub(" ", utterance.text))
        triage = self._safety.triage(utterance)
        if triage and triage.outcome == "emergency":
            return self._note(session, self._replies.emergency(triage))
        if unfit := self._unfit(said):
            return self._note(session, self._replies.decline(unfit))
        if not triage and (reply := self._in_conversation(said.text, session)):
            return reply
        return self._question(said, session, triage)

    def _unfit(self, utterance: Utterance) -> str | None:
        """The text to say to what cannot be a question at all."""
        words = plain(utterance.text)
        if not words or utterance.text.count("\ufffd") > len(words) / 2:
            return "unheard" if utterance.heard else "empty"
        if not _LATIN.search(words):
            return "foreign"
        return "too_long" if len(words) > LONGEST else None

    def _in_conversation(self, text: str, session: Session) -> Reply | None:
        """What the utterance means because of what was said before, or as a control word."""
        if session.doubt and self._controls.find(text) == "yes":
            return self._note(session, self._replies.emergency(session.doubt))
        if choice := chosen(text, session.choices):
            others = tuple(c for c in session.choices if c != choice)
            return self._answer(session, choice.intent, 1.0, others)
        if control := self._controls.find(text):
            return self._controls.obey(control, session)
        if wants_other(text):
            if others := self._others(session):
                return self._answer(session, others[0].intent, 1.0, others[1:])
            if session.last and len(session.last.related) > 1:
                return self._offer(session.last.related, session.last.confidence, session)
        if intent := self._followups.leads_to(text, session.intent):
            return self._answer(session, intent, 1.0, ())
        return None

    def _others(self, session: Session) -> tuple[Choice, ...]:
        """What "the other one" may be: what was possible, else what was answered before."""
        before = [reply.intent for reply in session.replies if reply.intent]
        earlier = [i for i in reversed(before) if i != session.intent and self._replies.known(i)]
        return session.runners_up or tuple(self._replies.choice(i) for i in earlier[:1])

    def _question(self, utterance: Utterance, session: Session, triage: Triage | None) -> Reply:
        match = self._matcher.match(utterance, session.intent)
        # Where little is known but a leaflet, what asks it is likest a control word.
        if match.control and not self._passages.find(utterance.text):
            return self._obey(match.control, utterance, session)
        if triage and not _follows(match, session, triage):
            reply = self._note(session, self._replies.personal(triage, self._general(match)))
            return self._careful(reply, self._safety.doubt(utterance), session)
        if quoted := self._quoted(utterance.text, match):
            return self._note(session, quoted)
        if match.decision == "answer":
            best = match.candidates[0]
            return self._answer(session, best.intent, best.probability, self._runners_up(match))
        doubt = self._safety.doubt(utterance)
        if doubt and doubt.likely:
            return self._note(session, self._replies.emergency(doubt))
        unsure = self._clarify if match.decision == "clarify" else self._decline
        return self._careful(unsure(match, session), doubt, session)

    def _obey(self, control: Control, utterance: Utterance, session: Session) -> Reply:
        """What only resembles a control word may be a call for help in unforeseen words."""
        doubt = self._safety.doubt(utterance)
        if doubt and doubt.likely:
            return self._note(session, self._replies.emergency(doubt))
        return self._controls.obey(control, session)

    def _careful(self, reply: Reply, doubt: Triage | None, session: Session) -> Reply:
        """The same reply, after what to do if it was an emergency all the same."""
        if doubt is None:
            return reply
        session.doubt = doubt
        session.replies[-1] = careful = self._replies.careful(reply)
        return careful

    def _quoted(self, text: str, match: Match) -> Reply | None:
        """What a document says, where no intent answers it, or one that only sends to the desk."""
        if match.decision == "answer" and not self._replies.refers(match.candidates[0].intent):
            return None
        found = self._passages.find(text)
        quoted = found is not None and found[1] > self._covered(match)
        return self._replies.quotation(*found) if found and quoted else None

    def _covered(self, match: Match) -> float:
        """Probability that an intent is meant which is to be offered, and can answer."""
        offered = match.candidates if match.decision == "clarify" else ()
        return sum(c.probability for c in offered if not self._replies.refers(c.intent))

    def _general(self, match: Match) -> Reply | None:
        """What the documents say about a personal question, where it is clear what it is about."""
        if match.decision != "answer":
            return None
        reply = self._replies.intent(match.candidates[0].intent, match.candidates[0].probability)
        return reply if reply.outcome == "answer" else None

    def _clarify(self, match: Match, session: Session) -> Reply:
        choices = tuple(self._replies.choice(c.intent) for c in match.candidates[:OFFERED])
        return self._offer(choices, match.candidates[0].probability, session)

    def _offer(self, choices: tuple[Choice, ...], confidence: float, session: Session) -> Reply:
        """The questions to choose from; the staff, where that would lead nowhere."""
        offered = frozenset(choice.intent for choice in choices)
        if len(choices) < 2 or session.failures >= _CLARIFICATIONS or offered in session.asked:
            reply = self._note(session, self._replies.decline("handover", confidence=confidence))
            session.failures = 0
            return reply
        again = session.failures > 0
        reply = self._note(session, self._replies.clarify(choices, confidence, again))
        session.asked.add(offered)
        session.failures += 1
        return reply

    def _decline(self, match: Match, session: Session) -> Reply:
        key = "decline_again" if session.failures else "decline"
        reply = self._note(session, self._replies.decline(key, "decline", confidence=_best(match)))
        session.failures += 1
        return reply

    def _runners_up(self, match: Match) -> tuple[Choice, ...]:
        plausible = [c for c in match.candidates[1:OFFERED] if c.probability >= _PLAUSIBLE]
        return tuple(self._replies.choice(candidate.intent) for candidate in plausible)

    def _answer(
        self, session: Session, intent: str, confidence: float, others: Sequence[Choice]
    ) -> Reply:
        reply = self._note(session, self._replies.intent(intent, confidence))
        session.intent = intent
        session.runners_up = tuple(others)
        session.failures = 0
        return reply

    def _note(self, session: Session, reply: Reply) -> Reply:
        """Put the reply on the table: choices offered earlier are gone with it."""
        session.replies.append(reply)
        session.choices = reply.choices
        session.runners_up = ()
        session.doubt = None
        return reply


def _follows(match: Match, session: Session, triage: Triage) -> bool:
    """Whether it rather goes on asking about what was answered, in few words: "and what am I left
    with"."""
    clear = session.intent is not None and match.decision == "answer"
    return clear and triage.probability < _PERSONAL


def _best(match: Match) -> float:
    """The probability of the likeliest intent."""
    return match.candidates[0].probability if match.candidates else 0.0
