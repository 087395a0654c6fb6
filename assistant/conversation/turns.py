"""Replies to utterances: thought over ahead of time, taken back when the visitor goes on."""

import copy
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from assistant.conversation.judge import Judge
from assistant.conversation.mouth import Mouth
from assistant.dialogue.session import Session
from assistant.messages import Hypothesis, Reply, SpeechChunk, Utterance
from assistant.skill import Skill

_GOES_ON: Final = 1.5
"""Seconds after an utterance within which more speech may belong to it."""
AT_ONCE: Final = 0.5
"""The same, within which it surely does: less than it takes to hear an answer and ask anew."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A reply, ready to be said, and the way back to before it."""

    text: str
    """What was asked."""
    reply: Reply
    chunks: Iterator[SpeechChunk]
    session: Session
    """The session after the reply."""
    before: Session
    """The session as it was before."""
    merged: bool = False
    """Whether the text is that of two utterances."""
    guessed: bool = False
    """Whether it was prepared before the utterance was over."""
    thought: float = 0.0
    """Seconds that finding the reply took."""
    synthesised: float = 0.0
    """Seconds until its first piece of sound was ready."""


class Turns:
    """Holds the visitor's session."""

    def __init__(self, skill: Skill, judge: Judge, mouth: Mouth) -> None:
        self._skill = skill
        self._judge = judge
        self._mouth = mouth
        self._session = skill.session()
        self._guess: Turn | None = None
        self._last: Turn | None = None
        self._last_at = 0.0

    @property
    def session(self) -> Session:
        """The visitor's session."""
        return self._session

    def forget(self) -> None:
        """A new visitor: nothing of the last one is left, their voice settings neither."""
        self._session = self._skill.session()
        self._guess = self._last = None

    def speculate(self, hypothesis: Hypothesis) -> None:
        """Prepare the reply to what is likely the whole utterance.

        Only plain answers: nothing may happen (a bell rung, a miss noted) before it is certain.
        """
        text = hypothesis.text
        self._guess = None
        if self._judge.control(text) or not self._judge.answered(text):
            return
        self._guess = self._make(text, hypothesis, self._session)

    def discard(self) -> None:
        """The visitor went on."""
        self._guess = None

    def take(self, hypothesis: Hypothesis, began: float, now: float) -> Turn:
        """The turn for an utterance that began and is now over, in seconds of the clock."""
        guess, self._guess = self._guess, None
        turn = self._continued(hypothesis, began)
        if turn is None:
            ready = guess is not None and guess.text == hypothesis.text
            made = self._make(hypothesis.text, hypothesis, self._session) if not ready else guess
            assert made is not None
            turn = replace(made, guessed=ready)
        self._session, self._last, self._last_at = turn.session, turn, now
        return turn

    def _continued(self, hypothesis: Hypothesis, began: float) -> Turn | None:
        """Where the visitor only went on with the last utterance: both as one, answered anew."""
        last = self._last
        if last is None or not last.text or began - self._last_at > _GOES_ON:
            return None
        if last.reply.outcome == "emergency" or not self._belongs(hypothesis.text, last, began):
            return None
        whole = f"{last.text} {hypothesis.text}"
        both = Hypothesis(whole, hypothesis.confidence)
        return self._make(whole, both, last.before, merged=True)

    def _belongs(self, text: str, last: Turn, began: float) -> bool:
        """Whether it goes on with the last utterance, and is no new one.

        Nobody asks something new before the answer can have been heard; what sounds like a control
        word then is more likely a rest of the sentence, but for "stop".
        """
        control = self._judge.control(text)
        at_once = began - self._last_at <= AT_ONCE and not last.reply.control
        if at_once:
            return control != "stop" and text != last.text
        return not control and self._judge.continues(text)

    def _make(
        self, text: str, hypothesis: Hypothesis, session: Session, merged: bool = False
    ) -> Turn:
        after = copy.deepcopy(session)
        started = time.perf_counter()
        reply = self._skill.reply(Utterance(text, hypothesis), after)
        replied = time.perf_counter()
        chunks = self._mouth.prepare(reply.speech, after.voice)
        spoken = time.perf_counter()
        return Turn(
            text,
            reply,
            chunks,
            after,
            session,
            merged,
            thought=replied - started,
            synthesised=spoken - replied,
        )
