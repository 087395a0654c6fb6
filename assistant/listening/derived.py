"""A model's files beside a vocabulary of our own: how libvosk is given what may be said.

Only the grammar, its words and ``conf/model.conf`` are written; all else are links to the model.
"""

import contextlib
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from assistant import resources
from assistant.errors import ModelError
from assistant.listening.model_folder import ModelFolder, check_model
from assistant.listening.vocabulary import Grammar

DECODING: Final[Mapping[str, str]] = {
    "beam": "13",
    "lattice-beam": "5",
    "max-active": "3000",
    # Noise over loose words lets the lattice grow without bound: an order in a kitchen took 0.8 s
    # of work a second at worst, 0.1 with this many bytes, and as many orders came out right.
    "max-mem": "1000000",
    # Where an utterance ends is found outside; libvosk must not cut it before, only if it never
    # ends.
    "endpoint.rule1.min-trailing-silence": "20",
    "endpoint.rule2.min-trailing-silence": "10",
    "endpoint.rule3.min-trailing-silence": "10",
    "endpoint.rule4.min-trailing-silence": "10",
    "endpoint.rule5.min-utterance-length": "40",
}
"""How thoroughly libvosk searches, on top of the model's own settings."""

_GRAMMAR: Final = Path("graph", "Gr.fst")
_WORDS: Final = Path("graph", "words.txt")
_SETTINGS: Final = Path("conf", "model.conf")
_KEPT: Final = 8
"""Derived models of other content that stay in the cache."""


def derive(
    model: ModelFolder, key: str, grammar: Callable[[], Grammar], decoding: Mapping[str, str]
) -> ModelFolder:
    """The model with another grammar, from the cache where it was made before under this key.

    Raises ModelError where the cache's folder cannot be written.
    """
    place = resources.cache() / "speech"
    folder = place / key
    if not (folder / _GRAMMAR).is_file():
        try:
            place.mkdir(parents=True, exist_ok=True)
            _make(place, folder, model.path, grammar(), decoding)
        except OSError as error:
            raise ModelError(
                f"{place} cannot be written ({error.strerror or error}): make room there, or set "
                "XDG_CACHE_HOME to another folder"
            ) from None
    with contextlib.suppress(OSError):  # only the order in which the cache forgets depends on it
        os.utime(folder)
    return check_model(folder)


def _make(
    place: Path, folder: Path, model: Path, grammar: Grammar, decoding: Mapping[str, str]
) -> None:
    made = Path(tempfile.mkdtemp(prefix="new-", dir=place))
    try:
        _fill(made, model, grammar, decoding)
        _publish(made, folder)
    finally:
        shutil.rmtree(made, ignore_errors=True)
    _forget(place, folder)


def _fill(folder: Path, model: Path, grammar: Grammar, decoding: Mapping[str, str]) -> None:
    for source in sorted(model.rglob("*")):
        name = source.relative_to(model)
        if source.is_dir():
            (folder / name).mkdir()
        elif name not in (_GRAMMAR, _WORDS, _SETTINGS):
            _link(source, folder / name)
    settings = model / _SETTINGS
    text = settings.read_text("utf-8") if settings.is_file() else ""
    (folder / _SETTINGS).write_text(_changed(text, decoding), "utf-8")
    (folder / _WORDS).write_text(grammar.words, "utf-8")
    (folder / _GRAMMAR).write_bytes(grammar.graph)


def _link(source: Path, target: Path) -> None:
    """A symbolic link; a copy where the system has none (Windows without the right to)."""
    try:
        target.symlink_to(source)
    except OSError:
        shutil.copyfile(source, target)


def _changed(text: str, decoding: Mapping[str, str]) -> str:
    for name, value in decoding.items():
        text = re.sub(rf"^--{re.escape(name)}=.*\n?", "", text, flags=re.MULTILINE)
        text = f"{text.rstrip()}\n--{name}={value}\n"
    return text


def _publish(made: Path, folder: Path) -> None:
    """Into place in one step; who comes second leaves the first one's there."""
    try:
        made.rename(folder)
    except OSError:
        if not (folder / _GRAMMAR).is_file():
            raise


def _forget(place: Path, newest: Path) -> None:
    """Delete the folders that were used longest ago, so that the cache does not grow for ever."""
    others = [folder for folder in place.iterdir() if folder != newest]
    others.sort(key=lambda folder: folder.stat().st_mtime, reverse=True)
    for folder in others[_KEPT:]:
        shutil.rmtree(folder, ignore_errors=True)
