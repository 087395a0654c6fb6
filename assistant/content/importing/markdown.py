"""Markdown files."""

import re
from pathlib import Path
from typing import Final

from assistant.content.importing.blocks import Block, Extract, tidy
from assistant.content.importing.decoding import decode
from assistant.content.importing.limits import Watch
from assistant.content.markdown import parts

_FRONT: Final = re.compile(r"\A---\n(.*?)\n---\n", re.DOTALL)
"""What static site makers write above a text."""
_FIELD: Final = re.compile(r"^(title|publisher|author|date):\s*[\"']?(.*?)[\"']?\s*$", re.M | re.I)


def read_markdown(data: bytes, path: Path, watch: Watch) -> Extract:
    """Blocks of a Markdown file."""
    text = decode(data).replace("\r\n", "\n")
    watch.check(len(text))
    front = _FRONT.match(text)
    fields = {name.lower(): value for name, value in _FIELD.findall(front[1] if front else "")}
    blocks = []
    for part in parts(text[front.end() :] if front else text):
        if part.level:
            blocks.append(Block("heading", tidy(part.heading), part.level))
        blocks += [Block("text", tidy(p)) for p in part.text.split("\n\n") if tidy(p)]
    publisher = fields.get("publisher") or fields.get("author", "")
    return Extract(tuple(blocks), fields.get("title", ""), publisher, fields.get("date", ""))
