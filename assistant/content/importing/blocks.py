"""What a reader of one format hands on: a document as a row of blocks."""

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

Kind: TypeAlias = Literal["heading", "text", "item"]

_SPACES: Final = re.compile(r"[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
_UNSEEN: Final = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\ufffe\uffff]")
_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LIGATURES: Final = str.maketrans({"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl"})


@dataclass(frozen=True, slots=True)
class Block:
    """A heading, a paragraph, or an item of a list."""

    kind: Kind
    text: str
    """One line, tidied."""
    level: int = 0
    """Of a heading: 1 is the highest; 0 for all else."""


@dataclass(frozen=True, slots=True)
class Extract:
    """All that a reader found in a file."""

    blocks: tuple[Block, ...]
    title: str = ""
    """Where the format itself names one; the sections decide otherwise."""
    publisher: str = ""
    published: str = ""
    """Date as it was written."""
    warnings: tuple[str, ...] = ()
    """What the person who imports should know, such as pages without text."""


def tidy(text: str) -> str:
    """One line without unseen characters, control characters and doubled spaces."""
    text = _CONTROL.sub(" ", _UNSEEN.sub("", text)).translate(_LIGATURES)
    return _SPACES.sub(" ", text.replace("\n", " ")).strip()
