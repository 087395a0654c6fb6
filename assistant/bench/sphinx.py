"""PocketSphinx as a recogniser, given the same language model: what ours is compared with."""

import math
import re
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from assistant.listening.audio import RATE
from assistant.listening.ngram import END, START, History, Model
from assistant.messages import Hypothesis

_ABSENT: Final = -99.0
"""What an ARPA file has for the logarithm of nothing."""


class SphinxRecogniser:
    """The bundled US English model with a dictionary of its own and our language model."""

    rate = RATE

    def __init__(self, model: Model, pronunciations: Mapping[str, str]) -> None:
        """``pronunciations``: words that its dictionary may lack -> CMU phones.

        Raises ImportError where PocketSphinx is not installed.
        """
        from pocketsphinx import Decoder, get_model_path

        folder = Path(get_model_path()) / "en-us"
        self._decoder: Any = Decoder(
            hmm=str(folder / "en-us"),
            dict=str(folder / "cmudict-en-us.dict"),
            lm=None,
            loglevel="FATAL",
        )
        words = model.listed[0][()]
        for word, phones in pronunciations.items():
            if word in words and self._decoder.lookup_word(word) is None:
                plain = re.sub(r"\d", "", phones)  # its phones have no stress
                self._decoder.add_word(word, plain, False)
        known = {word for word in words if word == END or self._decoder.lookup_word(word)}
        with tempfile.TemporaryDirectory() as place:
            file = Path(place) / "vocabulary.arpa"
            file.write_text(arpa(model, known), "utf-8")
            self._decoder.add_lm_file("given", str(file))
        self._decoder.activate_search("given")
        self._pieces: list[bytes] = []

    def accept(self, pcm: bytes) -> str:
        """Keep the samples; an utterance is decoded whole, which PocketSphinx does best."""
        self._pieces.append(pcm)
        return ""

    def final(self) -> Hypothesis:
        """Decode the utterance."""
        pcm = b"".join(self._pieces)
        self.reset()
        self._decoder.start_utt()
        self._decoder.process_raw(pcm, False, True)
        self._decoder.end_utt()
        heard = self._decoder.hyp()
        if heard is None or not heard.hypstr:
            return Hypothesis("", 0.0)
        return Hypothesis(heard.hypstr, min(1.0, math.exp(min(0.0, heard.prob / 1000))))

    def reset(self) -> None:
        """Forget the utterance begun."""
        self._pieces = []


def arpa(model: Model, known: set[str]) -> str:
    """The model as an ARPA file, without n-grams of words that are not known."""
    levels = [
        sorted(
            (*history, word)
            for history, words in level.items()
            if _usable(history, known)
            for word in words
            if word in known
        )
        for level in model.listed
    ]
    levels[0].append((START,))
    lines = ["\\data\\", *(f"ngram {n}={len(level)}" for n, level in enumerate(levels, start=1))]
    for number, level in enumerate(levels, start=1):
        lines += ["", f"\\{number}-grams:", *(_lines(model, level))]
    return "\n".join([*lines, "", "\\end\\", ""])


def _usable(history: History, known: set[str]) -> bool:
    return all(word in known or word == START for word in history)


def _lines(model: Model, grams: list[History]) -> Iterator[str]:
    for gram in grams:
        *history, word = gram
        found = model.listed[len(history)].get(tuple(history), {}).get(word, 0.0)
        weight = model.backoff.get(gram)
        tail = f"\t{_log10(weight):.4f}" if weight is not None else ""
        yield f"{_log10(found):.4f}\t{' '.join(gram)}{tail}"


def _log10(probability: float) -> float:
    return math.log10(probability) if probability > 0 else _ABSENT
