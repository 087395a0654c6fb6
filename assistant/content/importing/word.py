"""Word files (.docx)."""

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from assistant.content.importing.blocks import Block, Extract, tidy
from assistant.content.importing.limits import Refused, Watch
from assistant.content.importing.plain import looks_like_heading

if TYPE_CHECKING:
    from docx.text.paragraph import Paragraph

_EXTRA: Final = "pip install 'clinic-assistant[documents]'"
_SMALL: Final = 1_000_000
"""Bytes up to which a part may grow by any ratio: an empty style sheet shrinks a hundredfold."""


def read_word(data: bytes, path: Path, watch: Watch) -> Extract:
    """Blocks of a Word file: headings by style, or short paragraphs that are bold throughout.

    Raises Refused for a file that is damaged, locked, or unpacks to far more than it is.
    """
    _check_zip(data, watch)
    try:
        import docx
    except ImportError:
        raise Refused("needs python-docx", _EXTRA) from None
    try:
        document = docx.Document(io.BytesIO(data))
        blocks = tuple(_blocks(document, watch))
    except Refused:
        raise
    except Exception as error:  # a damaged file raises nearly anything out of the XML reader
        raise Refused(f"is damaged ({type(error).__name__})", "save it anew in Word") from None
    return Extract(blocks)


def _check_zip(data: bytes, watch: Watch) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            entries = packed.infolist()
    # zipfile itself raises NotImplementedError: for a packing that it does not know.
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise Refused("is damaged or cut off", "fetch it again") from None
    if any(entry.flag_bits & 1 for entry in entries):
        raise Refused("is locked with a password", "save it without one")
    if sum(entry.file_size for entry in entries) > watch.limits.unpacked:
        raise Refused("unpacks to far more than a document holds", "save it as text")
    for entry in entries:
        grown = entry.file_size / max(1, entry.compress_size)
        if entry.file_size > _SMALL and grown > watch.limits.ratio:
            raise Refused(f"is packed suspiciously tight ({grown:.0f} times)", "save it as text")
    if "word/document.xml" not in {entry.filename for entry in entries}:
        raise Refused("is a zip file, but no Word document", "save it as .docx")


def _blocks(document: Any, watch: Watch) -> Iterator[Block]:
    from docx.table import Table

    characters = 0
    styles: dict[str | None, str] = {}
    for element in document.iter_inner_content():
        if isinstance(element, Table):
            yield from _rows(element)
            continue
        text = tidy(element.text)
        characters += len(text)
        watch.check(characters)
        if text:
            yield _block(element, text, _style(element, styles))


def _style(paragraph: "Paragraph", known: dict[str | None, str]) -> str:
    """The style's name in small letters; each is looked up once, for that is slow."""
    key = paragraph._p.style
    if key not in known:
        known[key] = (paragraph.style.name or "").lower() if paragraph.style else ""
    return known[key]


def _block(paragraph: "Paragraph", text: str, style: str) -> Block:
    if style == "title":
        return Block("heading", text, 1)
    if style.startswith("heading"):
        digits = "".join(letter for letter in style if letter.isdigit())
        return Block("heading", text, min(6, int(digits or 1) + 1))
    if style.startswith("list") or paragraph._p.find(f".//{{{_NAMESPACE}}}numPr") is not None:
        return Block("item", text)
    runs = [run for run in paragraph.runs if run.text.strip()]
    if runs and all(run.bold for run in runs) and looks_like_heading(text):
        return Block("heading", text, 3)
    return Block("text", text)


_NAMESPACE: Final = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def _rows(table: Any) -> Iterator[Block]:
    """A row as a paragraph; cells that are joined appear once."""
    for row in table.rows:
        cells = dict.fromkeys(tidy(cell.text) for cell in row.cells)
        if text := ": ".join(cell for cell in cells if cell):
            yield Block("item", text)
