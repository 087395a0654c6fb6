"""Vosk as the recogniser: sound to hypotheses, biased towards what visitors may say."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from assistant.content.model import Content
from assistant.errors import ModelError
from assistant.listening.audio import RATE
from assistant.listening.model_folder import ModelFolder, find_model
from assistant.messages import Hypothesis, Word
from assistant.settings import Settings

UNKNOWN: Final = "[unk]"
"""What libvosk writes for words outside the vocabulary."""


class VoskRecogniser:
    """A recogniser over one model; each utterance starts afresh, so that the same sound always
    gives the same hypothesis, whatever was heard before."""

    rate = RATE

    def __init__(self, model: Any, grammar: str | None = None) -> None:
        self._model = model
        self._grammar = grammar
        self._decoder = self._new()
        self._rest = b""
        self._parts: list[dict[str, Any]] = []

    def accept(self, pcm: bytes) -> str:
        """Take 16-bit mono samples (any length, even none); return the partial text so far."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % 2
        self._rest = pcm[whole:]
        if whole and self._decoder.AcceptWaveform(pcm[:whole]):
            self._parts.append(json.loads(self._decoder.Result()))
        partial = json.loads(self._decoder.PartialResult())["partial"]
        return " ".join([part["text"] for part in self._parts] + [partial]).strip()

    def final(self) -> Hypothesis:
        """End the utterance, return its hypothesis and be ready for the next."""
        self._parts.append(json.loads(self._decoder.FinalResult()))
        words = tuple(
            Word(word["word"], word["start"], word["end"], word["conf"])
            for part in self._parts
            for word in part.get("result", [])
        )
        self.reset()
        text = " ".join(word.text for word in words)
        confidence = sum(word.confidence for word in words) / len(words) if words else 0.0
        return Hypothesis(text, confidence, (), words)

    def reset(self) -> None:
        """Forget the utterance begun."""
        self._decoder = self._new()
        self._rest = b""
        self._parts = []

    def _new(self) -> Any:
        import vosk

        arguments = [self._grammar] if self._grammar else []
        decoder = vosk.KaldiRecognizer(self._model, float(RATE), *arguments)
        decoder.SetWords(True)
        return decoder


def open_recogniser(content: Content, settings: Settings) -> VoskRecogniser:
    """A recogniser that knows the content's words.

    Raises ModelError where the speech model is missing or damaged.
    """
    phrases = [
        phrase
        for pack in content.packs
        for intent in pack.intents
        for phrase in (intent.title, *intent.phrasings)
    ]
    return open_phrase_recogniser(phrases, settings)


def open_phrase_recogniser(phrases: Iterable[str], settings: Settings) -> VoskRecogniser:
    """A recogniser whose vocabulary is the phrases.

    Raises ModelError where the speech model is missing or damaged.
    """
    folder = find_model(settings)
    spoken = [" ".join(phrase.lower().split()) for phrase in phrases]
    return VoskRecogniser(load_model(folder), json.dumps([*spoken, UNKNOWN]))


def load_model(folder: ModelFolder) -> Any:
    """libvosk's model; one that was loaded before is shared.

    Raises ModelError where libvosk refuses it.
    """
    return _load(folder.path)


@lru_cache(maxsize=2)
def _load(path: Path) -> Any:
    import vosk

    vosk.SetLogLevel(-1)
    try:
        return vosk.Model(str(path))
    except Exception as error:  # libvosk's only signal is a bare Exception
        raise ModelError(
            f"the speech model at {path} cannot be loaded ({error}): see `assistant models verify`"
        ) from None
