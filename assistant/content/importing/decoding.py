"""Bytes to text, whatever the editor that saved them."""

import codecs
import re
from typing import Final

from assistant.content.importing.limits import Refused

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CONTROL: Final = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ufffd]")
_FOREIGN: Final = re.compile("[À-ÿ]")
_MOST_FOREIGN: Final = 0.2
"""Share of accented letters that no language has which is written in Windows-1252: Cyrillic or
Greek taken for it consists of them."""
_MOST_CONTROL: Final = 0.005
"""Share of control characters up to which bytes may be text."""


def decode(data: bytes) -> str:
    """Text in UTF-8, UTF-16, UTF-32 or Windows-1252. Raises Refused where it is none of them.

    Windows-1252 is what is left when a text is not UTF-8: it has a letter for nearly every byte,
    so that only control characters tell a text from a picture, and accents one of another alphabet.
    """
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), None)
    try:
        text = data.decode(encoding or _guess(data))
    except UnicodeDecodeError:
        if encoding:
            raise Refused(f"is marked as {encoding} and is not", "save it as UTF-8") from None
        text = data.decode("cp1252", errors="replace")
        encoding = "cp1252"
    if len(_CONTROL.findall(text)) > _MOST_CONTROL * len(text):
        raise Refused("holds no readable text", "save it as UTF-8 text")
    if encoding == "cp1252" and len(_FOREIGN.findall(text)) > _MOST_FOREIGN * len(text):
        raise Refused("is in an encoding that cannot be told", "save it as UTF-8")
    return text


def _guess(data: bytes) -> str:
    """Plain letters in UTF-16 have a zero in every other byte, even without a mark."""
    sample = data[:4000]
    if len(sample) > 3 and len(data) % 2 == 0:
        half = len(sample) // 2
        if sample[1::2].count(0) > 0.7 * half and not sample[0::2].count(0):
            return "utf-16-le"
        if sample[0::2].count(0) > 0.7 * half and not sample[1::2].count(0):
            return "utf-16-be"
    return "utf-8"
