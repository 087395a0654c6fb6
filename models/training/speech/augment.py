"""Rooms, noises, microphones: many recordings made out of one.

Everything is synthesised; no recorded noise or room is used.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.fft
from scipy.signal import lfilter, resample_poly

from .voices import RATE, Samples

NOISE_LENGTH: Final = 10 * RATE
BABBLES: Final = 25
SPEEDS: Final = (0.88, 0.9, 0.92, 0.95, 0.97, 1.0, 1.0, 1.03, 1.05, 1.08, 1.1, 1.14, 1.2)
"""Resampling: it moves pace, pitch and formants together, as a larger or smaller speaker does."""

Rng = np.random.Generator


@dataclass(frozen=True)
class Surroundings:
    """Banks to draw from, made once a process."""

    rooms: Sequence[Samples]
    """Impulse responses."""
    noises: Sequence[Samples]
    """Ten seconds each, of unit power."""
    babbles: int
    """How many of the noises, the last ones, are voices."""


def room(rng: Rng) -> Samples:
    """An impulse response: the direct sound, then a decaying tail (RT60 0.08 to 0.5 s)."""
    rt60 = rng.uniform(0.08, 0.5)
    length = int(RATE * rt60)
    tail = rng.normal(0, 1, length) * np.exp(-6.9 * np.arange(length) / length)
    tail = np.roll(tail / np.sqrt((tail**2).sum()), rng.integers(10, 120))
    response = tail * 10 ** (-rng.uniform(0, 14) / 20)
    response[0] = 1
    return response.astype(np.float32)


def near_room(rng: Rng) -> Samples:
    """A few early reflections: somebody close to the microphone, a table, a wall."""
    response = np.zeros(1200, np.float32)
    for _ in range(rng.integers(3, 10)):
        response[rng.integers(20, 1200)] += rng.uniform(-0.5, 0.5)
    response[0] = 1
    return response


def one_of(bank: Sequence[Samples], rng: Rng) -> Samples:
    """A random entry."""
    return bank[int(rng.integers(len(bank)))]


def coloured(rng: Rng) -> npt.NDArray[np.float64]:
    """Noise between white and brown: fans, air, traffic."""
    spectrum = np.fft.rfft(rng.normal(0, 1, NOISE_LENGTH))
    spectrum /= np.arange(1, len(spectrum) + 1) ** rng.uniform(0, 0.9)
    return np.fft.irfft(spectrum, NOISE_LENGTH)


def hum(rng: Rng) -> npt.NDArray[np.float64]:
    """Mains or a machine: a low tone with overtones, over a little coloured noise."""
    time = np.arange(NOISE_LENGTH) / RATE
    base = rng.choice((50.0, 60.0, rng.uniform(80, 300)))
    tones = sum(
        rng.uniform(0, 1) / k * np.sin(2 * np.pi * base * k * time + rng.uniform(0, 6.3))
        for k in range(1, 12)
    )
    background = coloured(rng)
    return np.asarray(tones + background / background.std() * rng.uniform(0.1, 1))


def clatter(rng: Rng) -> npt.NDArray[np.float64]:
    """Cups, cutlery, doors: short ringing strokes over coloured noise."""
    noise = coloured(rng)
    noise *= rng.uniform(0.02, 0.5) / noise.std()
    for _ in range(rng.integers(8, 60)):
        length = int(RATE * rng.uniform(0.02, 0.4))
        time = np.arange(length) / RATE
        pitches = rng.uniform(300, 7000, rng.integers(2, 7))
        stroke = sum(np.sin(2 * np.pi * f * time + rng.uniform(0, 6.3)) for f in pitches)
        stroke = (stroke + rng.normal(0, 1.5, length)) * np.exp(
            -rng.uniform(3, 9) * time / time[-1]
        )
        start = rng.integers(0, NOISE_LENGTH - length)
        noise[start : start + length] += stroke * rng.lognormal(-1, 0.8)
    return noise


def steam(rng: Rng) -> npt.NDArray[np.float64]:
    """Running water, frying, an espresso machine: a band of noise that swells and falls."""
    low, width = rng.uniform(0.02, 0.4), rng.uniform(0.1, 0.5)
    pole = np.clip(1 - width, 0.3, 0.95)
    angle = np.pi * low
    noise = lfilter([1], [1, -2 * pole * np.cos(angle), pole**2], rng.normal(0, 1, NOISE_LENGTH))
    points = np.interp(
        np.linspace(0, 1, NOISE_LENGTH), np.linspace(0, 1, 12), rng.uniform(0.2, 1, 12)
    )
    return np.asarray(noise * points)


def babble(rng: Rng, speech: Sequence[Samples]) -> npt.NDArray[np.float64]:
    """Three to eight voices of the corpus at once."""
    noise = np.zeros(NOISE_LENGTH)
    for _ in range(rng.integers(3, 9)):
        voice = np.resize(one_of(speech, rng), NOISE_LENGTH)
        noise += np.roll(voice, rng.integers(NOISE_LENGTH)) * rng.uniform(0.4, 1)
    return noise


def surroundings(seed: int, speech: Sequence[Samples]) -> Surroundings:
    """Ninety rooms and a hundred noises; `speech` makes the babble."""
    rng = np.random.default_rng(seed)
    rooms = [room(rng) for _ in range(60)] + [near_room(rng) for _ in range(30)]
    noises = [
        *(coloured(rng) for _ in range(25)),
        *(hum(rng) for _ in range(10)),
        *(clatter(rng) for _ in range(25)),
        *(steam(rng) for _ in range(15)),
        *(babble(rng, speech) for _ in range(BABBLES)),
    ]
    return Surroundings(rooms, [(n / n.std()).astype(np.float32) for n in noises], BABBLES)


def equaliser(rng: Rng, bins: int) -> npt.NDArray[np.float32]:
    """Gains over frequency: a smooth random curve, at times without lows or highs."""
    points = np.array([0, 150, 400, 900, 1800, 3200, 5200, 8000])
    gains = rng.normal(0, 4.5, len(points)).clip(-11, 11)
    gains[0] -= 15 * (rng.random() < 0.3)
    gains[-1] -= rng.uniform(10, 30) * (rng.random() < 0.3)
    gains[-2] -= rng.uniform(5, 15) * (rng.random() < 0.15)
    return np.asarray(10 ** (np.interp(np.linspace(0, 8000, bins), points, gains) / 20), np.float32)


def resampled(samples: Samples, speed: float) -> Samples:
    """At another speed."""
    if speed == 1:
        return samples
    ratio = Fraction(speed).limit_denominator(50)
    changed = resample_poly(samples, ratio.denominator, ratio.numerator)
    return np.asarray(changed, np.float32)


def augment(samples: Samples, speed: float, where: Surroundings, rng: Rng) -> Samples:
    """One random recording of the same speech at a speed.

    Microphone (85 %), room (60 %), noise at 0 to 32 dB (92 %), clipping (10 %), level.
    """
    samples = resampled(samples, speed)
    size = scipy.fft.next_fast_len(len(samples) + RATE // 2, real=True)
    spectrum = scipy.fft.rfft(samples, size)
    if rng.random() < 0.85:
        spectrum *= equaliser(rng, len(spectrum))
    if rng.random() < 0.6:
        spectrum *= scipy.fft.rfft(one_of(where.rooms, rng), size)
    sound = scipy.fft.irfft(spectrum, size)[: len(samples)].astype(np.float32)
    level = float(np.sqrt((sound**2).mean())) + 1e-6
    if rng.random() > 0.08:
        noise = scene(len(sound), where, rng)
        sound = sound + noise * level * 10 ** (-rng.triangular(0, 10, 32) / 20)
    if rng.random() < 0.1:
        sound = np.clip(sound, -2.5 * level, 2.5 * level)
    peak = 10 ** (rng.uniform(-26, -1) / 20)
    return np.asarray(sound * (peak / (np.abs(sound).max() + 1e-6)), np.float32)


def stretch(noise: Samples, length: int, rng: Rng) -> Samples:
    """So many samples of a noise, from anywhere in it."""
    start = int(rng.integers(NOISE_LENGTH))
    return np.take(noise, np.arange(start, start + length), mode="wrap")


def scene(length: int, where: Surroundings, rng: Rng) -> Samples:
    """One noise, or (as often) two at once, of about unit power."""
    noise = stretch(one_of(where.noises, rng), length, rng)
    if rng.random() < 0.5:
        return noise
    second = 10 ** (rng.uniform(-12, 3) / 20)
    both = noise + second * stretch(one_of(where.noises, rng), length, rng)
    return np.asarray(both / np.sqrt(1 + second**2), np.float32)


def noise_alone(length: int, where: Surroundings, rng: Rng) -> Samples:
    """So many samples of a noise at a random level, without babble (that is speech)."""
    quiet = where.noises[: len(where.noises) - where.babbles]
    sound = stretch(one_of(quiet, rng), length, rng)
    peak = 10 ** (rng.uniform(-50, -6) / 20)
    return np.asarray(sound * (peak / np.abs(sound).max()), np.float32)
