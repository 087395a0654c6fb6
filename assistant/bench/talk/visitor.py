"""Visitors made of synthetic voices: flite, eSpeak, festival; and what else a microphone hears."""

import subprocess
import tempfile
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from assistant.errors import AudioError
from assistant.listening.audio import read_audio

Floats = npt.NDArray[np.float32]

RATE: Final = 16000
TUNED_ON: Final = ("flite:kal16", "flite:rms", "espeak:en-us", "espeak:en-gb+f3", "espeak:en-gb+m3")
"""Voices on which the waits were chosen."""
REPORTED_ON: Final = (
    "flite:awb",
    "festival:kal_diphone",
    "festival:ked_diphone",
    "espeak:en-gb-scotland",
    "espeak:en-us+m7",
    "espeak:en-gb-x-rp+f2",
)
"""Voices on which it is reported."""
_LOUD: Final = 0.3
_QUIET: Final = 0.005
"""Root mean square of a piece below which it is silence; a click of the synthesiser ahead of the
first word is no beginning."""
_PIECE: Final = RATE // 100
_PACE: Final = "155"
_CURE: Final = "sudo apt-get install flite espeak-ng festival festvox-kallpc16k festvox-kdlpc16k"


@lru_cache(maxsize=4096)
def speech(text: str, voice: str) -> Floats:
    """The text in that voice, 16 kHz, -1 to 1, without silence around it. Raises AudioError."""
    with tempfile.TemporaryDirectory(prefix="visitor-") as folder:
        path = Path(folder, "speech.wav")
        try:
            subprocess.run(
                _command(voice, text, path), input=text.encode(), check=True, capture_output=True
            )
        except (OSError, subprocess.CalledProcessError) as error:
            raise AudioError(f"the voice {voice} cannot be used ({error}); cure: {_CURE}") from None
        samples = np.frombuffer(read_audio(path), "<i2").astype(np.float32) / 32768
    pieces = samples[: len(samples) // _PIECE * _PIECE].reshape(-1, _PIECE)
    loud = np.flatnonzero(np.sqrt((pieces**2).mean(axis=1)) > _QUIET)
    if not len(loud):
        raise AudioError(f"the voice {voice} says nothing for {text!r}")
    samples = samples[loud[0] * _PIECE : (loud[-1] + 1) * _PIECE]
    return np.asarray(samples * (_LOUD / np.abs(samples).max()), np.float32)


def _command(voice: str, text: str, path: Path) -> Sequence[str]:
    engine, _, name = voice.partition(":")
    return {
        "flite": ["flite", "-voice", name, "-t", text, "-o", str(path)],
        "espeak": ["espeak-ng", "-v", name, "-s", _PACE, "-w", str(path), text],
        "festival": ["text2wave", "-eval", f"(voice_{name})", "-o", str(path)],
    }[engine]


def silence(seconds: float) -> Floats:
    """Nothing."""
    return np.zeros(round(seconds * RATE), np.float32)


def slam(random: np.random.Generator) -> Floats:
    """A door: a bang of low noise that dies away within a third of a second."""
    time = np.arange(round(0.35 * RATE)) / RATE
    noise = random.standard_normal(len(time))
    low = np.convolve(noise, np.ones(24) / 24, mode="same")
    bang = (0.4 * noise + 3.0 * low) * np.exp(-time / random.uniform(0.03, 0.09))
    return np.asarray(0.8 * bang / np.abs(bang).max(), np.float32)


def typing(random: np.random.Generator, seconds: float = 2.0) -> Floats:
    """A keyboard: short clicks at a typist's pace."""
    sound = silence(seconds)
    at = 0.05
    while at < seconds - 0.05:
        click = random.standard_normal(round(0.012 * RATE)) * np.exp(
            -np.arange(round(0.012 * RATE)) / 40
        )
        start = round(at * RATE)
        sound[start : start + len(click)] += 0.15 * random.uniform(0.4, 1.0) * click
        at += random.uniform(0.07, 0.25)
    return np.clip(sound, -1, 1)
