"""Turns sentences into vectors: a small sentence encoder on onnxruntime, shared by all parts."""

import contextlib
import os
import threading
from collections import OrderedDict
from collections.abc import Sequence
from functools import cache, cached_property
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from assistant import resources
from assistant.errors import ModelError

Vectors: TypeAlias = npt.NDArray[np.float32]

WIDTH: Final = 384
"""Numbers in a vector."""
_LONGEST: Final = 128
"""Word pieces that are read of a text; a question has about fifteen."""
_REMEMBERED: Final = 64
"""Texts whose vectors are kept: safety, matching and passages ask for the same one in turn."""


class Encoder:
    """Mean of a transformer's last hidden states (Reimers & Gurevych 2019), on one thread."""

    def __init__(self, folder: Path) -> None:
        """Load ``model-int8.onnx`` and ``tokenizer.json``. Raises ModelError."""
        self.folder = folder
        self._network = _Network(folder)
        self._recent: OrderedDict[str, Vectors] = OrderedDict()
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector of length 1 a text: shape (len(texts), 384), float32."""
        with self._lock:
            new = [text for text in dict.fromkeys(texts) if text not in self._recent]
            fresh = dict(zip(new, self._network.vectors(new), strict=True))
            result = [fresh[t] if t in fresh else self._recent[t] for t in texts]
            self._remember(fresh)
        return np.stack(result) if result else np.zeros((0, WIDTH), np.float32)

    def fresh(self, texts: Sequence[str]) -> Vectors:
        """The same for a document's many texts: none is remembered, and several threads may ask at
        once."""
        return self._network.vectors(texts)

    def in_context(self, text: str) -> tuple[list[str], Vectors]:
        """The words of a text in small letters, and a vector of length 1 for each as it stands
        there: shape (words, 384), float32. Several threads may ask at once."""
        return self._network.words(text)

    @property
    def digest(self) -> str:
        """SHA-256 of the model and its tokenizer: the key of all that is made with it."""
        return _digest(self.folder)

    @cached_property
    def words(self) -> frozenset[str]:
        """The whole English words that the tokenizer knows: a spelling list of 21,000 words."""
        return frozenset(word for word in self._network.vocabulary() if word.isalpha())

    def _remember(self, fresh: dict[str, Vectors]) -> None:
        for text in list(fresh)[-_REMEMBERED:]:
            self._recent[text] = fresh[text]
        while len(self._recent) > _REMEMBERED:
            self._recent.popitem(last=False)


class _Network:
    def __init__(self, folder: Path) -> None:
        # Else it keeps a device's number and calls its maker (1.32 does, on Linux); what it offers
        # for that after its import comes too late.
        os.environ["ORT_DISABLE_TELEMETRY"] = "1"
        # Imported here: the command line must answer --help without loading a network.
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        # Processors without VNNI would cut sums off at 16 bits: a question's vector was off by a
        # cosine of 0.99 there, against 1.000 so, for a twentieth more time.
        options.add_session_config_entry("session.x64quantprecision", "1")
        try:
            self._session = onnxruntime.InferenceSession(
                folder / "model-int8.onnx", options, providers=["CPUExecutionProvider"]
            )
            self._tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        except Exception as error:  # both libraries raise bare Exceptions of their own
            raise ModelError(f"{folder}: no usable sentence encoder ({error})") from None
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(_LONGEST)

    def vectors(self, texts: Sequence[str]) -> Vectors:
        """Each text goes through alone: the 8-bit arithmetic scales by the largest number at hand,
        so that a text's vector would depend on those beside it (cosines down to 0.94)."""
        result = np.zeros((len(texts), WIDTH), np.float32)
        for row, encoding in enumerate(self._tokenizer.encode_batch(list(texts))):
            mean = self._hidden(encoding.ids).mean(axis=0)
            result[row] = mean / np.linalg.norm(mean)
        return result

    def words(self, text: str) -> tuple[list[str], Vectors]:
        """A word's vector is the mean of its pieces'."""
        encoding = self._tokenizer.encode(text)
        hidden = self._hidden(encoding.ids)
        pieces: dict[int, list[int]] = {}
        for place, word in enumerate(encoding.word_ids):
            if word is not None:
                pieces.setdefault(word, []).append(place)
        spans = [
            (encoding.offsets[own[0]][0], encoding.offsets[own[-1]][1]) for own in pieces.values()
        ]
        named = [text[start:end].lower() for start, end in spans]
        kept = [n for n, word in enumerate(named) if word.isalnum()]
        result = np.zeros((len(kept), WIDTH), np.float32)
        rows = list(pieces.values())
        for row, number in enumerate(kept):
            mean = hidden[rows[number]].mean(axis=0)
            result[row] = mean / np.linalg.norm(mean)
        return [named[number] for number in kept], result

    def _hidden(self, ids: Sequence[int]) -> Vectors:
        """The last layer: shape (pieces, 384)."""
        whole = np.array([ids], np.int64)
        (hidden,) = self._session.run(["h"], {"i": whole, "a": np.ones_like(whole)})
        return np.asarray(hidden[0], np.float32)

    def vocabulary(self) -> list[str]:
        """Words and, beginning with ``##``, parts of words."""
        return list(self._tokenizer.get_vocab())


def shared(folder: Path | None = None) -> Encoder:
    """The one encoder of this process (the shipped one by default): 23 MB are loaded once."""
    with _loading:
        return _loaded(folder or resources.shipped("models") / "meaning-en")


@cache
def begin() -> None:
    """Begin to load the shared encoder beside all else: half of that needs no interpreter.

    Where it cannot be loaded, who asks for it is told.
    """
    threading.Thread(target=_load, name="encoder").start()  # to its end, even where nobody asks


def _load() -> None:
    with contextlib.suppress(ModelError):
        found = shared()
        assert found.digest and found.words


_loading: Final = threading.Lock()


@cache
def _loaded(folder: Path) -> Encoder:
    return Encoder(folder)


@cache
def _digest(folder: Path) -> str:
    whole = sha256()
    for name in ("model-int8.onnx", "tokenizer.json"):
        with (folder / name).open("rb") as file:
            file_digest(file, lambda: whole)
    return whole.hexdigest()
