"""A question from a sound file, to its reply."""

import time
from dataclasses import replace
from pathlib import Path

from assistant.dialogue.session import Session
from assistant.messages import Reply, Utterance
from assistant.protocols import Recogniser
from assistant.skill import Skill


def hear_file(
    skill: Skill,
    path: Path,
    session: Session | None = None,
    *,
    recogniser: Recogniser | None = None,
    id: str = "",
) -> Reply:
    """Recognise a file and reply to it; ``recogniser`` may be one that was opened before.

    Raises AudioError where the file cannot be read, ModelError where there is no model.
    """
    from assistant.listening.files import recognise_file

    listener = recogniser or skill.recogniser()
    started = time.perf_counter()
    hypothesis = recognise_file(path, listener)
    took = round((time.perf_counter() - started) * 1000, 2)
    reply = skill.reply(Utterance(hypothesis.text, hypothesis, id), session)
    return replace(reply, timing_ms={"recognise": took, **reply.timing_ms})
