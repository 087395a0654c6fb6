"""Writes a document as the Markdown that the content's loader reads back word for word."""

import re
from typing import Final

from assistant.content.importing.sections import ImportedDocument, ImportedSection

_ANYWHERE: Final = re.compile(r"([\\`*_\[\]<>&|~])")
_AT_START: Final = re.compile(r"^(#{1,6}(?=\s|$)|[-+](?=\s|$)|=+\s*$|-{2,})")
_NUMBERED: Final = re.compile(r"^(\d{1,9})([.)])(?=\s|$)")


def render(document: ImportedDocument) -> str:
    """A heading for each section; text above the first one stands under the title."""
    parts = [f"# {escape(document.title)}"]
    for section in document.sections:
        if section.heading != document.title:
            parts.append(f"{'#' * max(2, section.level)} {_heading(section)}")
        parts += [escape(paragraph) for paragraph in section.paragraphs]
    return "\n\n".join(parts) + "\n"


def escape(text: str) -> str:
    """A line in which nothing is markup."""
    text = _ANYWHERE.sub(r"\\\1", text)
    text = _NUMBERED.sub(r"\1\\\2", text)
    return _AT_START.sub(lambda found: "\\" + found[0], text)


def _heading(section: ImportedSection) -> str:
    """A heading's closing hashes would be taken for markup."""
    return re.sub(r"#+$", lambda found: "\\" + found[0], escape(section.heading))
