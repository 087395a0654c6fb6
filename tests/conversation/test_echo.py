"""The echo canceller: in a simulated room, with a visitor speaking over it, and when it moves."""

import itertools
from functools import cache

import numpy as np
import numpy.typing as npt
import pytest
import soxr

from assistant.listening.ears import Ears, Sound
from assistant.listening.echo import BLOCK, EchoCanceller
from assistant.listening.vad import FRAME, RATE, SECONDS
from tests.conversation.voices import noise, room, speech

Floats = npt.NDArray[np.float32]

TEXT = (
    "Botox does not make your face sag. The effect goes away within months. "
    "Small amounts are put into chosen muscles. The staff at the desk can help you. "
)
DELAY = 2000
"""Samples between the player and the microphone: 125 ms."""


@cache
def played() -> Floats:
    return np.concatenate([speech(TEXT), np.zeros(4000, np.float32), speech(TEXT)])


def echo(gain: float = 0.8, delay: int = DELAY) -> Floats:
    heard = gain * np.convolve(played(), room())
    late = np.concatenate((np.zeros(delay), heard))[: len(played())]
    return np.asarray(late + noise(len(played())), np.float32)


def power(samples: Floats) -> float:
    return float(np.mean(samples.astype(float) ** 2))


def clean(heard: Floats) -> Floats:
    canceller = EchoCanceller()
    blocks = range(0, len(heard) - BLOCK + 1, BLOCK)
    far = played()
    return np.concatenate(
        [canceller.clean(heard[at : at + BLOCK], far[at : at + BLOCK]).samples for at in blocks]
    )


def listen(heard: Floats, level: float = 1.0) -> list[Sound]:
    ears, far = Ears(), played() * np.float32(level)
    frames = range(0, len(heard) - FRAME + 1, FRAME)
    return [ears.hear(heard[at : at + FRAME], far[at : at + FRAME]) for at in frames]


def test_the_echo_is_taken_out() -> None:
    heard = echo()
    rest = clean(heard)
    settled = slice(6 * RATE, 12 * RATE)
    assert power(rest[settled]) < power(heard[settled]) / 100


def test_a_visitor_speaking_over_it_stays_whole() -> None:
    visitor = speech("how long does it last in the forehead", "en-gb+f3")
    at = 9 * RATE
    heard = echo()
    heard[at : at + len(visitor)] += visitor
    part = clean(heard)[at : at + len(visitor)].astype(float)
    likeness = part @ visitor / np.sqrt((part @ part) * (visitor @ visitor))
    assert likeness > 0.95


@pytest.mark.parametrize("millionths", [-100, 60])
def test_it_follows_a_loudspeaker_and_a_microphone_with_clocks_of_their_own(
    millionths: int,
) -> None:
    far = np.tile(played(), 3)
    late = np.concatenate((np.zeros(DELAY), 0.8 * np.convolve(far, room())))
    drifted = soxr.resample(late[: len(far)], RATE, RATE / (1 + millionths / 1e6))[: len(far)]
    heard = np.asarray(drifted + noise(len(drifted)), np.float32)
    canceller = EchoCanceller()
    blocks = range(0, len(heard) - BLOCK + 1, BLOCK)
    rest = [canceller.clean(heard[at : at + BLOCK], far[at : at + BLOCK]).samples for at in blocks]
    settled = slice(20 * RATE, None)
    assert power(np.concatenate(rest)[settled]) < power(heard[settled]) / 200


def test_the_delay_is_found() -> None:
    canceller, heard, far = EchoCanceller(), echo(), played()
    for at in range(0, 3 * RATE, BLOCK):
        canceller.clean(heard[at : at + BLOCK], far[at : at + BLOCK])
    assert DELAY - BLOCK < canceller.delay <= DELAY


@pytest.mark.parametrize("gain", [0.1, 0.5, 1.0])
@pytest.mark.parametrize("level", [1.0, 2.5])
def test_its_own_voice_is_no_voice_from_the_first_word_on(gain: float, level: float) -> None:
    sounds = listen(np.clip(echo(gain * level), -1, 1), level)
    suspicious = [s.voice >= 0.5 and not s.own for s in sounds]
    assert not any(one and two for one, two in itertools.pairwise(suspicious))


def test_a_visitor_is_a_voice_within_a_tenth_of_a_second() -> None:
    visitor = speech("how long does it last in the forehead", "en-gb+f3")
    at = 9 * RATE
    heard = echo()
    heard[at : at + len(visitor)] += visitor
    first = round(at / RATE / SECONDS)
    voices = [s.voice >= 0.5 and not s.own for s in listen(heard)[first : first + 6]]
    assert sum(voices) >= 2


def test_a_lost_block_is_not_taken_for_a_visitor() -> None:
    heard = echo()
    lost = 8 * RATE
    heard = np.concatenate((heard[:lost], heard[lost + 300 :], np.zeros(300, np.float32)))
    after = listen(heard)[round(lost / RATE / SECONDS) :]
    suspicious = [s.voice >= 0.5 and not s.own for s in after]
    assert sum(suspicious) <= 3


@pytest.mark.parametrize("seconds", [1.0, 1.5])
def test_without_an_echo_a_visitor_stays_whole(seconds: float) -> None:
    visitor = speech("stop")
    heard = noise(len(played()))
    at = round(seconds * RATE) // FRAME * FRAME
    heard[at : at + len(visitor)] += visitor
    pcm = b"".join(sound.pcm for sound in listen(heard[: at + len(visitor) + FRAME]))
    part = np.frombuffer(pcm, "<i2")[at : at + len(visitor)].astype(float)
    likeness = part @ visitor / np.sqrt((part @ part) * (visitor @ visitor))
    assert likeness > 0.96
