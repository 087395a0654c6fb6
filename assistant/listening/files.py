"""A sound file recognised."""

from pathlib import Path
from typing import Final

from assistant.listening.audio import read_audio
from assistant.messages import Hypothesis
from assistant.protocols import Recogniser

_CHUNK: Final = 8000
"""Bytes handed over at a time (a quarter of a second), as from a microphone."""


def recognise_file(path: Path, recogniser: Recogniser) -> Hypothesis:
    """What is said in the file. Raises AudioError where it cannot be read."""
    return recognise(read_audio(path), recogniser)


def recognise(pcm: bytes, recogniser: Recogniser) -> Hypothesis:
    """What is said in 16-bit mono samples at the recogniser's rate: one whole utterance."""
    recogniser.reset()
    for start in range(0, len(pcm), _CHUNK):
        recogniser.accept(pcm[start : start + _CHUNK])
    return recogniser.final()
