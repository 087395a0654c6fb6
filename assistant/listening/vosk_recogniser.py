"""Vosk as the recogniser: sound to hypotheses, biased towards what visitors may say."""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from assistant.content.model import Content
from assistant.errors import ModelError
from assistant.listening import derived, vocabulary
from assistant.listening.audio import RATE
from assistant.listening.floor import with_floor
from assistant.listening.model_folder import ModelFolder, find_model
from assistant.listening.nbest import KEPT, Sentence, hypothesis, whole_words
from assistant.listening.voiced import Voiced
from assistant.listening.wordlist import read_labels
from assistant.messages import Hypothesis
from assistant.settings import Settings

_RENEW: Final = 40 * RATE
"""Samples after which libvosk's decoder is made anew. What it has composed of dictionary and
grammar stays in memory, and grows to 50 MB in five minutes; 40 seconds' is fast enough."""


class VoskRecogniser:
    """A recogniser over one model; each utterance starts afresh, so that the same sound always
    gives the same hypothesis."""

    rate = RATE

    def __init__(self, model: Any, alikes: Mapping[Sentence, str] | None = None) -> None:
        """``alikes``: words that stand for a name which the model lacks -> the name."""
        self._model = model
        self._alikes = alikes or {}
        self._voiced = Voiced()
        self._decoder: Any = self._new()
        self._samples = 0
        """Heard by this decoder."""
        self._before = 0
        """Those of earlier utterances."""
        self._rest = b""
        self._parts: list[dict[str, Any]] = []

    def accept(self, pcm: bytes) -> str:
        """Take 16-bit mono samples (any length, even none); return the partial text so far."""
        pcm = self._rest + pcm
        whole = len(pcm) - len(pcm) % 2
        self._rest = pcm[whole:]
        self._voiced.accept(pcm[:whole])
        heard = with_floor(pcm[:whole], self._samples - self._before)
        self._samples += whole // 2
        if whole and self._decoder.AcceptWaveform(heard):
            self._parts.append(json.loads(self._decoder.Result()))
        if not self._voiced:
            return ""
        partial = whole_words(json.loads(self._decoder.PartialResult())["partial"])
        before = [hypothesis([part], self._alikes).text for part in self._parts]
        return " ".join([*before, partial]).strip()

    def final(self) -> Hypothesis:
        """End the utterance, return its hypothesis and be ready for the next."""
        self._parts.append(json.loads(self._decoder.FinalResult()))
        result = _from_start(hypothesis(self._parts, self._alikes), self._before / RATE)
        voiced = bool(self._voiced)
        self.reset()
        return result if voiced else Hypothesis("", 0.0)

    def reset(self) -> None:
        """Forget the utterance begun.

        The decoder stays: what it has composed of dictionary and grammar makes the next utterance
        twice as fast. Its ``Reset`` would keep the voice's mean of before; an end forgets it.
        """
        self._decoder.FinalResult()
        self._before = self._samples
        if self._before > _RENEW:
            self._decoder = None  # its memory is free before the next one needs some
            self._decoder, self._before, self._samples = self._new(), 0, 0
        self._voiced.reset()
        self._rest = b""
        self._parts = []

    def _new(self) -> Any:
        import vosk

        decoder = vosk.KaldiRecognizer(self._model, float(RATE))
        decoder.SetWords(True)
        decoder.SetMaxAlternatives(KEPT)
        return decoder


def _from_start(heard: Hypothesis, seconds: float) -> Hypothesis:
    """The hypothesis with times from the start of its utterance."""
    words = (
        replace(
            word,
            start=max(0.0, round(word.start - seconds, 3)),
            end=max(0.0, round(word.end - seconds, 3)),
        )
        for word in heard.words
    )
    return replace(heard, words=tuple(words))


def open_recogniser(content: Content, settings: Settings) -> VoskRecogniser:
    """A recogniser that expects the content's wordings and hears any other words, too.

    A model with one static graph hears its own vocabulary; the content's names are bridged.
    Raises ModelError where the speech model is missing or damaged.
    """
    folder = find_model(settings)
    if not folder.lookahead:
        return VoskRecogniser(load_model(folder), vocabulary.sound_alikes(content))
    key = f"{content.digest} {vocabulary.VERSION}"
    made = _with(folder, key, lambda: vocabulary.content_grammar(content, read_labels(folder)))
    return VoskRecogniser(load_model(made))


def open_phrase_recogniser(phrases: Iterable[str], settings: Settings) -> VoskRecogniser:
    """A recogniser whose vocabulary is the phrases (a model with one static graph keeps its own).

    Raises ModelError where the speech model is missing or damaged.
    """
    folder = find_model(settings)
    if not folder.lookahead:
        return VoskRecogniser(load_model(folder))
    given = [" ".join(phrase.split()) for phrase in phrases]
    key = f"{vocabulary.VERSION} " + "\n".join(given)
    made = _with(folder, key, lambda: vocabulary.phrase_grammar(given, read_labels(folder)))
    return VoskRecogniser(load_model(made))


def _with(folder: ModelFolder, key: str, grammar: Callable[[], vocabulary.Grammar]) -> ModelFolder:
    """The model with a vocabulary of its own, kept under the digest of all it is made from."""
    parts = f"{folder.digest} {sorted(derived.DECODING.items())} {key}"
    name = hashlib.sha256(parts.encode()).hexdigest()[:32]
    return derived.derive(folder, name, grammar, derived.DECODING)


def load_model(folder: ModelFolder) -> Any:
    """libvosk's model; one that was loaded before is shared.

    Raises ModelError where libvosk refuses it.
    """
    return _load(folder.path)


@lru_cache(maxsize=2)
def _load(path: Path) -> Any:
    import vosk

    vosk.SetLogLevel(-2)  # no warnings, either: a lattice cut to its size is meant to be
    try:
        return vosk.Model(str(path))
    except Exception as error:  # libvosk's only signal is a bare Exception
        raise ModelError(
            f"the speech model at {path} cannot be loaded ({error}): see `assistant models verify`"
        ) from None
