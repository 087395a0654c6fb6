"""A reply spoken: into a file, or through the loudspeaker."""

import time
from dataclasses import replace
from pathlib import Path

from assistant.dialogue.session import Session
from assistant.messages import Reply
from assistant.skill import Skill


def write(skill: Skill, reply: Reply, session: Session, path: Path) -> Reply:
    """Write the reply's speech to a WAV; the reply returned tells how long the synthesis took.

    Raises AudioError where the file cannot be written.
    """
    from assistant.speaking.wav import write_wav

    synthesiser = skill.synthesiser()
    started = time.perf_counter()
    chunks = list(synthesiser.speak(reply.speech, session.voice))
    took = round((time.perf_counter() - started) * 1000, 2)
    write_wav(path, chunks, synthesiser.rate)
    return replace(reply, timing_ms={**reply.timing_ms, "synthesise": took})


def say(skill: Skill, reply: Reply, session: Session) -> None:
    """Say the reply through the loudspeaker and wait until it is said.

    Raises AudioError where there is no loudspeaker.
    """
    from assistant.speaking.player import Player

    synthesiser = skill.synthesiser()
    with Player(synthesiser.rate, device=skill.settings.output_device) as player:
        player.play(synthesiser.speak(reply.speech, session.voice))
        player.wait()
