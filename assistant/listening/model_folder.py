"""Where a Vosk model lies, and whether it is whole.

libvosk is never asked to look for a model: it would go to the network, and end the process over a
name that it does not know; and it is never given a folder that lacks a file.
"""

import os
import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.errors import ModelError
from assistant.settings import Settings

SHIPPED: Final = "speech-en"
"""The model that travels with the package."""

_ALWAYS: Final = ("am/final.mdl", "conf/mfcc.conf")
_GRAPHS: Final = (("graph/HCLr.fst", "graph/Gr.fst"), ("graph/HCLG.fst",))
_WORDS: Final = "graph/words.txt"
"""Needed beside a grammar that carries no table of its words, as those of official models do."""
_OLD: Final = ("final.mdl", "mfcc.conf", "HCLG.fst", "words.txt")
_IVECTOR: Final = ("final.ie", "final.dubm", "final.mat", "global_cmvn.stats", "splice.conf")
_FST_MAGIC: Final = 2125659606
_WRITTEN: Final = 0x2
"""Flag of a graph's header: the table of the words that it writes follows."""


@dataclass(frozen=True, slots=True)
class ModelFolder:
    """A model that has all its files."""

    path: Path
    lookahead: bool
    """True where dictionary and grammar are graphs of their own, so that the vocabulary can be
    set; a model with one static graph hears its own vocabulary only."""

    @property
    def name(self) -> str:
        """The folder's name."""
        return self.path.name

    @property
    def digest(self) -> str:
        """Tells this model's files from others by their sizes and dates (a kB of work)."""
        import hashlib

        parts = []
        for file in sorted(self.path.rglob("*")):
            if file.is_file():
                status = file.stat()
                name = file.relative_to(self.path).as_posix()
                parts.append(f"{name} {status.st_size} {status.st_mtime_ns}")
        return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def find_model(settings: Settings) -> ModelFolder:
    """The model that the settings name, by folder or by installed name; else ``VOSK_MODEL_PATH``
    where that is a model; else the shipped one.

    Raises ModelError where there is none or it is not whole.
    """
    if settings.speech_model is not None:
        return check_model(_named(settings.speech_model))
    named = os.environ.get("VOSK_MODEL_PATH")
    if named and looks_like_model(Path(named)):
        return check_model(Path(named))
    return check_model(resources.shipped("models") / SHIPPED)


def check_model(path: Path) -> ModelFolder:
    """The folder as a model, every required file there and whole as far as its head tells.

    Raises ModelError, naming the file and the cure.
    """
    if not path.is_dir():
        raise ModelError(f"no speech model at {path}: see `assistant models list`")
    present = {file for file in _files(path) if (path / file).is_file()}
    missing = sorted(set(_required(path, present)) - present)
    if missing:
        raise ModelError(f"{path} is no whole speech model ({missing[0]} is missing): {_CURE}")
    for file in sorted(present):
        if problem := _problem(path / file):
            raise ModelError(f"{path / file} is damaged ({problem}): {_CURE}")
    return ModelFolder(path.resolve(), lookahead="graph/HCLr.fst" in present)


_CURE: Final = "install it again with `assistant models install NAME`"


def looks_like_model(path: Path) -> bool:
    """Whether the folder is meant to be a Vosk model, whole or not."""
    return (path / "am" / "final.mdl").is_file() or (path / "final.mdl").is_file()


def installed() -> list[Path]:
    """Every folder that is meant to be a model, in the order in which names are looked up."""
    return [
        folder
        for place in places()
        if place.is_dir()
        for folder in sorted(place.iterdir())
        if folder.is_dir() and looks_like_model(folder)
    ]


def places() -> list[Path]:
    """The folders in which models are looked for."""
    named = os.environ.get("VOSK_MODEL_PATH")
    usual = [resources.user_models(), Path.home() / ".cache" / "vosk", Path("/usr/share/vosk")]
    return [*([Path(named)] if named else []), *usual, resources.shipped("models")]


def _named(name: Path) -> Path:
    if len(name.parts) != 1 or name.is_dir():
        return name
    for place in places():
        if looks_like_model(place / name):
            return place / name
    known = ", ".join(folder.name for folder in installed())
    raise ModelError(
        f"no speech model named {name} is installed (there are: {known}): "
        f"`assistant models install {name}`, or set speech_model to a folder"
    )


def _required(path: Path, present: set[str]) -> Iterator[str]:
    if "final.mdl" in present:
        yield from _OLD
        return
    yield from _ALWAYS
    yield from _GRAPHS[1] if "graph/HCLG.fst" in present else _GRAPHS[0]
    if "graph/Gr.fst" in present and not _tells_words(path / "graph" / "Gr.fst"):
        yield _WORDS
    if (path / "ivector").is_dir():
        yield from (f"ivector/{name}" for name in _IVECTOR)


def _files(path: Path) -> list[str]:
    names = {*_ALWAYS, *_OLD, _WORDS, *(file for graph in _GRAPHS for file in graph)}
    names |= {f"ivector/{name}" for name in _IVECTOR}
    return [name for name in names if (path / name).exists()]


def _problem(file: Path) -> str:
    """What is wrong with a file's head, size or end; empty where nothing is."""
    try:
        size = file.stat().st_size
        with file.open("rb") as stream:
            head = stream.read(256)
            stream.seek(max(0, size - (1 << 18)))
            tail = stream.read()
    except OSError as error:
        return error.strerror or str(error)
    if size == 0:
        return "it is empty"
    if file.suffix == ".fst":
        return _fst_problem(head, size)
    if file.name == "final.mdl" and (head[:2] != b"\0B" or b"<Priors>" not in tail):
        return "it is not a whole acoustic model"
    return ""


def _tells_words(grammar: Path) -> bool:
    """Whether a table of the written words follows the header."""
    with grammar.open("rb") as stream:
        head = stream.read(256)
    try:
        place = 4
        for _ in range(2):
            (length,) = struct.unpack_from("<i", head, place)
            place += 4 + length
        _, flags = struct.unpack_from("<ii", head, place)
    except struct.error:
        return False
    return bool(flags & _WRITTEN)


def _fst_problem(head: bytes, size: int) -> str:
    """An OpenFst header tells type, arc type, version, flags, properties, start, states, arcs;
    an arc takes 16 bytes, in an n-gram's compact graph less. A lookahead graph has one more header
    inside, after four bytes."""
    try:
        kind, states, arcs, end = _fst_header(head, 0)
        if "lookahead" in kind:
            _, states, arcs, end = _fst_header(head, end + 4)
    except (struct.error, ValueError):
        return "it is no graph"
    least = 0 if kind == "ngram" else 16 * arcs
    return "it is cut off" if states < 1 or size < least else ""


def _fst_header(head: bytes, offset: int) -> tuple[str, int, int, int]:
    """Type, number of states and of arcs, and where the header ends."""
    magic, length = struct.unpack_from("<ii", head, offset)
    if magic != _FST_MAGIC:
        raise ValueError
    kind = head[offset + 8 : offset + 8 + length].decode(errors="replace")
    offset += 8 + length
    (length,) = struct.unpack_from("<i", head, offset)
    offset += 4 + length
    states, arcs = struct.unpack_from("<qq", head, offset + 24)
    return kind, states, arcs, offset + 40
