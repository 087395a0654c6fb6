"""Many kiosks at once on one server: pages without a screen, that type or speak."""

import asyncio
import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import soundfile
import soxr
from websockets.asyncio.client import ClientConnection, connect

from assistant.messages import VoiceSettings
from assistant.settings import load_settings
from assistant.speaking import open_synthesiser

_FRAME: Final = 3200
"""Bytes that a page sends at once."""
_SECONDS: Final = 0.1
"""The length of such a frame."""
_PATIENCE: Final = 120.0


@dataclass(frozen=True, slots=True)
class Turn:
    """What came of one question."""

    outcome: str
    seconds: float
    """From the question's end to the reply; with speech, from the end of the sound."""
    sound: int
    """Bytes of speech that came with it."""


def spoken(text: str, folder: Path) -> Path:
    """A WAV of the text at 16 kHz: half a second of quiet before it, three after it."""
    synthesiser = open_synthesiser(load_settings(), {})
    chunks = synthesiser.speak(text, VoiceSettings(rate=140))
    pcm = np.frombuffer(b"".join(chunk.pcm for chunk in chunks), np.int16)
    sound = soxr.resample(pcm.astype(np.float32) / 32768, synthesiser.rate, 16_000)
    quiet = np.random.default_rng(1).normal(0, 0.0005, 56_000).astype(np.float32)
    path = folder / f"{text.replace(' ', '-')}.wav"
    whole = np.concatenate([quiet[:8_000], sound, quiet[8_000:]])
    soundfile.write(path, whole, 16_000, subtype="PCM_16")
    return path


def typed(port: int, kiosks: int, questions: list[str]) -> list[Turn]:
    """Every kiosk types every question, all kiosks at once."""

    async def visit(page: ClientConnection) -> list[Turn]:
        return [await _ask(page, question) for question in questions]

    return asyncio.run(_all(port, kiosks, visit))


def said(port: int, kiosks: int, wav: Path) -> list[Turn]:
    """Every kiosk says what is in the WAV, in real time, all at once."""
    samples, _ = soundfile.read(wav, dtype="int16")
    speech = np.flatnonzero(np.abs(samples) > 1000)

    async def visit(page: ClientConnection) -> list[Turn]:
        return [await _say(page, samples.tobytes(), float(speech[-1]) / 16_000)]

    return asyncio.run(_all(port, kiosks, visit))


async def _all(port: int, kiosks: int, visit: Any) -> list[Turn]:
    async def one() -> list[Turn]:
        async with connect(f"ws://localhost:{port}/ws", max_queue=None) as page:
            turns: list[Turn] = await visit(page)
            return turns

    visits = await asyncio.gather(*(one() for _ in range(kiosks)))
    return [turn for turns in visits for turn in turns]


async def _ask(page: ClientConnection, question: str) -> Turn:
    started = time.perf_counter()
    await page.send(json.dumps({"type": "ask", "text": question}))
    return await _answered(page, started)


async def _say(page: ClientConnection, pcm: bytes, end: float) -> Turn:
    await page.send(json.dumps({"type": "listen", "on": True}))
    started = time.perf_counter()
    sending = asyncio.create_task(_stream(page, pcm, started))
    turn = await _answered(page, started + end)
    sending.cancel()
    return turn


async def _stream(page: ClientConnection, pcm: bytes, started: float) -> None:
    """Frame after frame, each when a microphone would have it."""
    for number, start in enumerate(range(0, len(pcm), _FRAME), 1):
        await asyncio.sleep(max(0.0, started + number * _SECONDS - time.perf_counter()))
        await page.send(pcm[start : start + _FRAME])


async def _answered(page: ClientConnection, since: float) -> Turn:
    """Until the reply and all of its speech are there."""
    outcome, took, sound = "", 0.0, 0
    while True:
        message = await asyncio.wait_for(page.recv(), _PATIENCE)
        if isinstance(message, bytes):
            sound += len(message)
            continue
        event = json.loads(message)
        if event["type"] == "reply":
            outcome, took = event["reply"]["outcome"], time.perf_counter() - since
        elif event["type"] == "speech_end" and outcome and not event["stopped"]:
            return Turn(outcome, took, sound)
