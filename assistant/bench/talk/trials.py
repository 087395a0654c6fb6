"""Trials on the stage: barging in, its own voice, bangs and keys, going on, many turns."""

import gc
import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np

from assistant.bench.talk.stage import SOUND, VOICE, Stage
from assistant.bench.talk.visitor import RATE, Floats, silence, slam, speech, typing

LONG: Final = (
    "Botox does not make your face sag. The effect goes away within months, and the muscles regain "
    "their function. Small amounts are put into chosen muscles, and an expert decides where."
)
"""Something long to interrupt."""

ONE_BREATH: Final = (
    "Botox does not make your face sag and the effect goes away within months and the muscles "
    "regain their function and small amounts are put into chosen muscles by an expert who decides"
)
"""The same without a pause, so that it is never silent by itself when somebody barges in."""
_MOST: Final = 0.75
"""Share of a visitor's speech that an utterance must hold to be the whole of it."""


def barge_ins(
    stage: Stage, questions: Sequence[str], voices: Sequence[str], count: int, seed: int = 2
) -> list[float | None]:
    """Seconds from the visitor's first sound to the loudspeaker's last; None: it went on."""
    chooser = random.Random(seed)
    measured = []
    for number in range(count):
        stage.speak(ONE_BREATH)
        time.sleep(chooser.uniform(1.2, 2.5))
        sound = speech(chooser.choice(questions), voices[number % len(voices)])
        measured.append(_barge_in(stage, sound))
        stage.next_visitor()
    return measured


def _barge_in(stage: Stage, sound: Floats) -> float | None:
    begun = stage.say(sound)
    time.sleep(0.3)
    first = stage.microphone.found(sound, begun)
    turn = min((at for at, *_ in stage.turns if at > begun), default=float("inf"))
    if first is None:
        return None
    last = stage.speaker.last_sound(begun, SOUND, until=min(turn, first + len(sound) / RATE))
    silent = last is None or last < first + len(sound) / RATE - 0.1
    return (last or first) - first if silent else None


def own_voice(stage: Stage, seconds: float, *, apart: bool = False) -> tuple[float, int, int]:
    """Let it hear itself; seconds of speech played, times it fell silent, answers to itself.

    ``apart``: loudspeaker and microphone have clocks of their own.
    """
    conversation = stage.live.conversation
    with stage.pulse.echo(apart=apart):
        time.sleep(0.5)
        pauses, turns, spoken = conversation.counts.barge_ins, conversation.counts.turns, 0.0
        while spoken < seconds:
            stage.speak(LONG)
            started = time.perf_counter()
            time.sleep(0.5)
            stage.quiet(60)
            spoken += time.perf_counter() - started
            stage.speaker.forget()
            stage.microphone.forget()
    counts = conversation.counts
    return spoken, counts.barge_ins - pauses, counts.turns - turns


def bangs_and_keys(stage: Stage, seconds: float, seed: int = 3) -> tuple[float, int, int]:
    """Slams and typing while it speaks; seconds, times it fell silent, answers to noise."""
    random = np.random.default_rng(seed)
    conversation = stage.live.conversation
    pauses, turns = conversation.counts.barge_ins, conversation.counts.turns
    begun = time.perf_counter()
    number = 0
    while time.perf_counter() < begun + seconds:
        if not stage.live.player.playing:
            stage.speak(LONG)
        stage.say(slam(random) if number % 2 else typing(random))
        time.sleep(random.uniform(0.3, 1.0))
        number += 1
        stage.speaker.forget()
        stage.microphone.forget()
    counts = conversation.counts
    stage.next_visitor()
    return time.perf_counter() - begun, counts.barge_ins - pauses, counts.turns - turns


def went_on(
    stage: Stage, pairs: Sequence[tuple[str, str]], voices: Sequence[str], pause: float
) -> list[tuple[str, bool, str]]:
    """A complete question, a pause, and more: whether both were answered as one, and the text."""
    outcomes = []
    for number, (first, second) in enumerate(pairs):
        voice = voices[number % len(voices)]
        before = len(stage.turns)
        parts = (speech(first, voice), silence(pause), speech(second, voice))
        begun = stage.say(np.concatenate(parts))
        last = stage.microphone.last_sound(begun, VOICE) or begun
        stage.answered(last, 3.0)
        spoken = sum(len(part) for part in parts) / RATE - pause
        whole, text = False, ""
        for _, turn, ended in stage.turns[before:]:
            whole, text = turn.merged or ended.voiced > _MOST * spoken, turn.text
        outcomes.append((f"{first} | {second}", whole, text))
        stage.next_visitor()
    return outcomes


@dataclass(frozen=True, slots=True)
class Load:
    """What the process holds."""

    memory: int
    """Bytes of resident memory."""
    threads: int
    files: int


def load() -> Load:
    """What this process holds now."""
    gc.collect()
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return Load(pages * 4096, threading.active_count(), len(list(Path("/proc/self/fd").iterdir())))


def endurance(
    stage: Stage, questions: Sequence[str], voices: Sequence[str], count: int, seed: int = 4
) -> list[Load]:
    """The load after each of ``count`` turns, each a spoken question interrupted as it answers."""
    chooser = random.Random(seed)
    asked = [chooser.choice(questions) for _ in range(20)]
    loads = []
    for number in range(count):
        begun = stage.say(speech(asked[number % len(asked)], voices[number % len(voices)]))
        stage.answered(begun, 3.0)
        stage.live.call(lambda conversation: conversation.hush())
        time.sleep(0.1)
        stage.speaker.forget()
        stage.microphone.forget()
        stage.turns.clear()
        loads.append(load())
    return loads
