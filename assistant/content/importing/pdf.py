"""PDF files: headings are found by the size and the weight of their letters."""

import io
import logging
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from assistant.content.importing.blocks import Extract
from assistant.content.importing.limits import Refused, Watch
from assistant.content.importing.pdf_layout import Line, Piece, blocks, lines, without_furniture

_EXTRA: Final = "pip install 'clinic-assistant[documents]'"
_LOCKED: Final = ("is locked with a password", "save it without one")
_SCAN: Final = "holds no text, only pictures of it"


def read_pdf(data: bytes, path: Path, watch: Watch) -> Extract:
    """Blocks of a PDF. Raises Refused for one that is locked, damaged, or merely scanned."""
    try:
        import pypdf
    except ImportError:
        raise Refused("needs pypdf", _EXTRA) from None
    logging.getLogger("pypdf").setLevel(logging.ERROR)
    try:
        reader = pypdf.PdfReader(io.BytesIO(data))
        _unlock(reader)
        pages, empty = _pages(reader, watch)
    except Refused:
        raise
    except pypdf.errors.DependencyError:  # locked with AES, which takes another library to open
        raise Refused(*_LOCKED) from None
    except Exception as error:  # a damaged file raises nearly anything out of the parser
        reason = f"is damaged or cut off ({type(error).__name__})"
        raise Refused(reason, "fetch or save it again") from None
    if not any(pages):
        raise Refused(_SCAN, "read it with an OCR program first")
    warnings = (f"{empty} of {len(pages)} pages hold no text",) if empty else ()
    return Extract(tuple(blocks(without_furniture(pages))), _title(reader), warnings=warnings)


def _unlock(reader: Any) -> None:
    """Many files are locked against changes alone: they open with an empty password."""
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(*_LOCKED)


def _pages(reader: Any, watch: Watch) -> tuple[list[list[Line]], int]:
    number = len(reader.pages)
    if number > watch.limits.pages:
        raise Refused(f"has {number} pages, more than {watch.limits.pages}", "split it")
    pages: list[list[Line]] = []
    characters = 0
    for place, page in enumerate(reader.pages):
        watch.progress(f"page {place + 1} of {number}")
        pages.append(lines(_pieces(page)))
        characters += sum(len(line.text) for line in pages[-1])
        watch.check(characters)
    return pages, sum(not page for page in pages)


def _pieces(page: Any) -> Sequence[Piece]:
    found: list[Piece] = []

    def take(text: str, cm: Sequence[float], tm: Sequence[float], font: Any, size: float) -> None:
        if text.strip():
            x = tm[4] * cm[0] + tm[5] * cm[2] + cm[4]
            y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
            scale = abs(tm[3] * cm[3]) or 1.0
            name = str((font or {}).get("/BaseFont", "")).lower()
            bold = "bold" in name or "black" in name or "heavy" in name
            found.append(Piece(text, x, y, round(size * scale, 1), bold))
        elif "\n" in text and found:
            found.append(Piece("\n", 0.0, found[-1].y, found[-1].size, found[-1].bold))

    page.extract_text(visitor_text=take)
    return found


def _title(reader: Any) -> str:
    """What the maker of the file wrote down, unless it is the name of a file or a program."""
    title = str(getattr(reader.metadata, "title", None) or "").strip()
    named = Counter(title.lower())
    program = any(word in title.lower() for word in ("untitled", "microsoft", ".doc", ".indd"))
    return "" if program or not named[" "] else title
