"""Sections of a Markdown document."""

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token


class Part(NamedTuple):
    """A heading with the text up to the next one."""

    heading: str
    """Empty for text before the first heading."""
    level: int
    """1 for ``#``; 0 where there is no heading."""
    text: str
    """Plain text, paragraphs separated by an empty line."""
    line: int
    """Line of the heading, from 1."""


def parts(text: str) -> list[Part]:
    """A document's headings with their text, in order; those without text too."""
    found: list[Part] = [Part("", 0, "", 1)]
    tokens = _parser().parse(text)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and before is not None and before.type == "heading_open":
            line = (token.map or [0])[0] + 1
            found.append(Part(_plain(token), int(before.tag[1:]), "", line))
        elif words := _plain(token):
            last = found[-1]
            found[-1] = last._replace(text=f"{last.text}\n\n{words}".strip())
    return [part for part in found if part.level or part.text]


@cache
def _parser() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _plain(token: "Token") -> str:
    """A block's words without markup; empty for blocks that hold none, and for raw HTML."""
    if token.type in ("fence", "code_block"):
        return token.content.strip()
    if token.type != "inline":
        return ""
    pieces = (_piece(child) for child in token.children or ())
    return " ".join("".join(pieces).split())


def _piece(token: "Token") -> str:
    if token.type in ("softbreak", "hardbreak"):
        return " "
    return "" if token.type == "html_inline" else token.content
