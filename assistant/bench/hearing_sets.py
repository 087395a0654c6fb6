"""What hearing is measured with: questions in voices that trained nothing, orders of people."""

import json
import random
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
import yaml

from assistant.errors import AssistantError
from assistant.listening.audio import read_audio
from assistant.listening.spoken import spoken

VOICES: Final = {"slt": "flite", "ked": "festival"}
"""Voices that no part of the recogniser was trained or tuned on, and the program that has each."""
_PHRASES: Final = 2000
_MEASURED: Final = Path(__file__).with_name("orders.txt")
"""Orders of people who trained nothing: by voice and room, no speaker of these was heard."""

Slots = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording with what is said in it."""

    pcm: bytes
    """16-bit mono samples at 16 kHz."""
    words: tuple[str, ...] = ()
    """Word for word; empty where only the slots are known."""
    slots: Slots | None = None
    """Of an order."""

    @property
    def seconds(self) -> float:
        """Its length."""
        return len(self.pcm) / 32000


@dataclass(frozen=True, slots=True)
class Lab:
    """The folder of measuring data."""

    folder: Path

    def questions(self, group: str) -> list[str]:
        """``inscope`` or ``oos``: questions that the content answers, and others."""
        items = json.loads(self._file("questions/tune.json").read_text("utf-8"))[group]
        return [item["text"] for item in items]

    def orders(self) -> list[Sound]:
        """Recordings that measure: those that trained nothing."""
        labels = json.loads(self._file("speech/orders/labels.json").read_text("utf-8"))
        found = []
        for path in self.order_files():
            slots = {slot: value.strip() for slot, value in labels[path.name].items()}
            found.append(Sound(read_audio(path), slots=slots))
        return found

    def order_files(self) -> list[Path]:
        """Those recordings' files."""
        measured = _MEASURED.read_text("utf-8").split()
        return [self._file(f"speech/orders/{name}.flac") for name in measured]

    def noise(self) -> bytes:
        """A minute of kitchen noise."""
        return read_audio(self._file("speech/kitchen-noise.flac"))

    def grammar(self) -> "Grammar":
        """What an order may be."""
        text = self._file("speech/orders/grammar.yaml").read_text("utf-8")
        context: dict[str, Any] = yaml.safe_load(text)["context"]
        return Grammar(context["expressions"]["orderDrink"], context["slots"])

    def _file(self, name: str) -> Path:
        path = self.folder / name
        if not path.is_file():
            raise AssistantError(f"{path} is missing: name the folder of measuring data by --lab")
        return path


@dataclass(frozen=True, slots=True)
class Grammar:
    """Templates of orders: ``[one, of, these]`` and ``$slot:name``."""

    expressions: Sequence[str]
    slots: Mapping[str, Sequence[str]]

    def phrases(self) -> list[str]:
        """Distinct ones of 2,000 drawn by chance, always the same."""
        chance = random.Random(1)
        return sorted({self._phrase(chance) for _ in range(_PHRASES)})

    def parse(self, text: str) -> dict[str, str]:
        """The slots in a text: at each place the longest value that stands there."""
        values = [(slot, v.split()) for slot, found in self.slots.items() for v in found]
        values.sort(key=lambda pair: -len(pair[1]))
        words, place, result = text.split(), 0, dict[str, str]()
        while place < len(words):
            here = [(s, v) for s, v in values if words[place : place + len(v)] == v]
            for slot, value in here[:1]:
                result.setdefault(slot, " ".join(value))
            place += len(here[0][1]) if here else 1
        return result

    def _phrase(self, chance: random.Random) -> str:
        def one(found: re.Match[str]) -> str:
            return chance.choice([choice.strip() for choice in found[1].split(",")])

        drawn = re.sub(r"\[([^\]]*)\]", one, chance.choice(self.expressions))
        return re.sub(r"\$(\w+):\w+", lambda m: chance.choice(self.slots[m[1]]), drawn).lower()


def voices() -> list[str]:
    """The voices that this machine has."""
    return [voice for voice, program in VOICES.items() if shutil.which(program)]


def speak(voice: str, texts: Sequence[str]) -> list[Sound]:
    """The texts in a voice. Raises AssistantError where its program fails."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.wav" for number in range(len(texts))]
        say = _flite if VOICES[voice] == "flite" else _festival
        try:
            say(voice, texts, files)
        except (OSError, subprocess.CalledProcessError) as error:
            raise AssistantError(f"{VOICES[voice]} cannot say it: {error}") from None
        sounds = [read_audio(file) for file in files]
    return [Sound(pcm, spoken(text)) for pcm, text in zip(sounds, texts, strict=True)]


def _flite(voice: str, texts: Sequence[str], files: Sequence[Path]) -> None:
    for text, file in zip(texts, files, strict=True):
        subprocess.run(["flite", "-voice", voice, "-t", text, "-o", str(file)], check=True)


def _festival(voice: str, texts: Sequence[str], files: Sequence[Path]) -> None:
    script = [f"(voice_{voice}_diphone)"]
    for text, file in zip(texts, files, strict=True):
        said = re.sub(r'["\\]', "", text)
        script.append(f'(utt.save.wave (utt.synth (Utterance Text "{said}")) "{file}" \'riff)')
    subprocess.run(["festival", "--pipe"], input="\n".join(script).encode(), check=True)


def noisy(sounds: Sequence[Sound], noise: bytes, decibels: float) -> Iterator[Sound]:
    """Each with a piece of the noise, so many decibels below the whole recording's mean power."""
    chance = np.random.default_rng(0)
    whole = np.frombuffer(noise, "<i2").astype(np.float64)
    for sound in sounds:
        clean = np.frombuffer(sound.pcm, "<i2").astype(np.float64)
        start = int(chance.integers(0, max(1, len(whole) - len(clean))))
        piece = np.resize(whole[start : start + len(clean)], len(clean))
        ratio = np.mean(clean**2) / np.mean(piece**2) / 10 ** (decibels / 10)
        mixed = np.clip(clean + piece * np.sqrt(ratio), -32768, 32767)
        yield replace(sound, pcm=mixed.astype("<i2").tobytes())
