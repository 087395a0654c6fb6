"""The words that a model knows, and their numbers: of ``words.txt``, or of the graph's own table.

Official small models have no ``words.txt``; their ``Gr.fst`` carries the table behind its header.
Format: OpenFst 1.8 ``fst/fst.h`` and ``fst/symbol-table.cc``.
"""

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

from assistant.errors import ModelError
from assistant.listening.model_folder import ModelFolder

_TABLES: Final = (0x1, 0x2)
"""Flags of a header: a table of the words heard follows, one of the words written."""
_LISTS: Final = ("graph/words.txt", "words.txt")
_GRAPHS: Final = ("graph/Gr.fst", "graph/HCLG.fst", "HCLG.fst")


def read_labels(folder: ModelFolder) -> dict[str, int]:
    """The model's words and their numbers; empty where it does not tell them.

    Raises ModelError where they cannot be read.
    """
    try:
        for name in _LISTS:
            if (file := folder.path / name).is_file():
                return _listed(file)
        for name in _GRAPHS:
            if (file := folder.path / name).is_file():
                return embedded(file)
    except (OSError, ValueError, struct.error) as error:
        raise ModelError(f"the words of {folder.path} cannot be read ({error})") from None
    return {}


def _listed(file: Path) -> dict[str, int]:
    lines = (line.split() for line in file.read_text("utf-8").splitlines())
    return {entry[0]: int(entry[1]) for entry in lines if len(entry) == 2}


def embedded(graph: Path) -> dict[str, int]:
    """The words written in a graph's own table; empty where it has none.

    Raises OSError, ValueError or struct.error where it is cut off.
    """
    with graph.open("rb") as stream:
        _number(stream, "i")
        for _ in range(2):
            _text(stream)
        _number(stream, "i")
        flags = _number(stream, "i")
        stream.read(32)
        table: dict[str, int] = {}
        for flag in _TABLES:
            if flags & flag:
                table = dict(_entries(stream))
        return table if flags & _TABLES[1] else {}


def _entries(stream: BinaryIO) -> Iterator[tuple[str, int]]:
    _number(stream, "i")
    _text(stream)
    _number(stream, "q")
    for _ in range(_number(stream, "q")):
        word = _text(stream)
        yield word, _number(stream, "q")


def _number(stream: BinaryIO, kind: str) -> int:
    layout = "<" + kind
    (value,) = struct.unpack(layout, stream.read(struct.calcsize(layout)))
    return int(value)


def _text(stream: BinaryIO) -> str:
    return stream.read(_number(stream, "i")).decode("utf-8")
