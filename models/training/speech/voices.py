"""The voices that read the training texts: free synthesisers of Debian, called as programs.

Reserved for measuring, and refused here: CMU `slt` in any engine, and festival's `ked_diphone`.
"""

import random
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import soundfile
import soxr

RATE: Final = 16_000
"""Samples per second of all training audio."""

Samples = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Voice:
    """One way of reading a text."""

    engine: str
    """A key of `ENGINES`."""
    name: str
    """The engine's own name for the voice."""
    pace: float = 1.0
    """Length relative to the voice's usual length; 1.2 is slower."""
    pitch: float = 1.0
    """Pitch relative to the voice's usual pitch."""


def flite(text: str, voice: Voice, wav: Path) -> list[str]:
    """`int_f0_target_mean` is in hertz; the usual pitch of these men is about 105."""
    settings = ["--setf", f"duration_stretch={voice.pace:.2f}"]
    if abs(voice.pitch - 1) > 0.02:
        settings += ["--setf", f"int_f0_target_mean={105 * voice.pitch:.0f}"]
    return ["flite", "-voice", voice.name, *settings, "-t", text, "-o", str(wav)]


def pico(text: str, voice: Voice, wav: Path) -> list[str]:
    """Speed and pitch are percentages in pico's own markup."""
    speed, pitch = round(100 / voice.pace), round(100 * voice.pitch)
    marked = f'<speed level="{speed}"><pitch level="{pitch}">{text}</pitch></speed>'
    return ["pico2wave", "-l", voice.name, "-w", str(wav), marked]


def espeak(text: str, voice: Voice, wav: Path) -> list[str]:
    """Speed in words a minute (usual: 165), pitch from 0 to 99 (usual: 45)."""
    speed, pitch = round(165 / voice.pace), round(45 * voice.pitch)
    return ["espeak-ng", "-v", voice.name, "-s", str(speed), "-p", str(pitch), "-w", str(wav), text]


def festival(text: str, voice: Voice, wav: Path) -> list[str]:
    """Festival reads Scheme settings; its diphone voices have no useful pitch setting."""
    stretch = f"(Parameter.set 'Duration_Stretch {voice.pace:.2f})"
    speak = f'(utt.save.wave (utt.synth (Utterance Text "{text}")) "{wav}")'
    return ["festival", "-b", f"(voice_{voice.name})", stretch, speak]


ENGINES: Final[dict[str, Callable[[str, Voice, Path], list[str]]]] = {
    "flite": flite,
    "pico": pico,
    "espeak": espeak,
    "festival": festival,
}

RESERVED: Final = ("slt", "ked", "kdl")
"""Voices for measuring only, by a part of their names."""

SHARES: Final = (
    ("pico", "en-US", 0.24),
    ("pico", "en-GB", 0.20),
    ("flite", "rms", 0.18),
    ("flite", "awb", 0.15),
    ("flite", "kal16", 0.12),
    ("flite", "kal", 0.03),
    ("festival", "kal_diphone", 0.01),
    ("espeak", "en-us", 0.02),
    ("espeak", "en-us+f3", 0.015),
    ("espeak", "en-gb+f2", 0.015),
    ("espeak", "en-gb+m3", 0.01),
    ("espeak", "en-us+belinda", 0.01),
)
"""Engine, voice and share of the texts; women's voices (pico) have nearly half."""


def available() -> list[tuple[str, str, float]]:
    """The shares of the engines that this machine has."""
    programs = {"flite": "flite", "pico": "pico2wave", "espeak": "espeak-ng"}
    return [s for s in SHARES if shutil.which(programs.get(s[0], s[0]))]


def random_voice(shares: list[tuple[str, str, float]], rng: random.Random) -> Voice:
    """A voice by its share, with a pace and a pitch of its own."""
    engine, name, _ = rng.choices(shares, [share for *_, share in shares])[0]
    pitch = rng.choice((1.0, rng.uniform(0.75, 1.4))) if engine != "festival" else 1.0
    return Voice(engine, name, rng.uniform(0.8, 1.25), pitch)


def speak(text: str, voice: Voice) -> Samples:
    """The text read by the voice: 16 kHz, between -1 and 1, the silence at both ends cut short.

    Raises ValueError for a reserved voice, RuntimeError where the engine gives no sound.
    """
    if any(word in voice.name for word in RESERVED):
        raise ValueError(f"the voice {voice.name} is kept for measuring")
    with tempfile.TemporaryDirectory() as folder:
        wav = Path(folder) / "speech.wav"
        command = ENGINES[voice.engine](text, voice, wav)
        done = subprocess.run(command, capture_output=True, check=False)
        if done.returncode or not wav.exists():
            raise RuntimeError(f"{voice.engine} failed: {done.stderr.decode(errors='replace')}")
        samples, rate = soundfile.read(wav, dtype="float32")
    return trim(np.asarray(soxr.resample(samples, rate, RATE), np.float32))


def trim(samples: Samples) -> Samples:
    """Scaled to a peak of 0.5, 50 ms kept before the first and 100 ms after the last sound."""
    loud = np.flatnonzero(np.abs(samples) > 0.008 * np.abs(samples).max())
    if not len(loud):
        raise RuntimeError("the engine gave silence")
    samples = samples[max(0, loud[0] - RATE // 20) : loud[-1] + RATE // 10]
    return np.asarray(samples * (0.5 / np.abs(samples).max()), np.float32)
