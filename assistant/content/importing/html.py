"""Web pages, as a browser saves them."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from bs4 import BeautifulSoup, Tag
from bs4.dammit import EncodingDetector
from bs4.element import NavigableString, PreformattedString

from assistant.content.importing.blocks import Block, Extract, Kind, tidy
from assistant.content.importing.decoding import decode
from assistant.content.importing.limits import Watch
from assistant.content.importing.plain import looks_like_heading

_UNREAD: Final = (
    "script", "style", "nav", "footer", "aside", "form", "noscript", "svg", "template", "iframe",
    "button", "select", "figure", "object", "video", "audio", "head", "dialog",
)  # fmt: skip
_BLOCKS: Final = frozenset(
    [
        "address",
        "article",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hgroup",
        "html",
        "li",
        "main",
        "ol",
        "p",
        "pre",
        "section",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_HEADINGS: Final = frozenset(("h1", "h2", "h3", "h4", "h5", "h6"))
_BOLD: Final = frozenset(("b", "strong"))
_MOST_OF_IT: Final = 0.4
"""Share of a page's text from which ``main`` or ``article`` is the page."""


def read_html(data: bytes, path: Path, watch: Watch) -> Extract:
    """Blocks of a page, without its menus, scripts and forms."""
    soup = BeautifulSoup(_decoded(data), "html.parser")
    title, publisher, published = _title(soup), _meta(soup, "og:site_name"), _published(soup)
    for tag in soup.find_all(_UNREAD):
        tag.decompose()
    for tag in soup.find_all(hidden=True):
        tag.decompose()
    blocks = tuple(_blocks(_body(soup), watch))
    first = next((block.text for block in blocks if block.kind == "heading"), "")
    return Extract(blocks, "" if first else title, publisher, published)


def _decoded(data: bytes) -> str:
    """By the page's own word, where it has one and keeps it."""
    declared = EncodingDetector.find_declared_encoding(data, is_html=True)
    if declared and not data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        try:
            return data.decode(declared)
        except (UnicodeDecodeError, LookupError):
            pass
    return decode(data)


def _body(soup: BeautifulSoup) -> Tag:
    whole = len(soup.get_text())
    for name in ("main", "article"):
        found = soup.find_all(name)
        if len(found) == 1 and len(found[0].get_text()) >= _MOST_OF_IT * whole:
            return found[0]
    return soup


def _blocks(root: Tag, watch: Watch) -> Iterator[Block]:
    """The page's words, grouped by the block that holds them.

    A walk over the flat row of strings: a page nested a hundred thousand deep is no trouble.
    """
    pieces: list[str] = []
    owner: Tag | None = None
    bold = True
    for number, string in enumerate(root.descendants):
        if number % 1000 == 0:
            watch.check()
        if isinstance(string, Tag):
            if string.name == "br":
                pieces.append("\n" if owner is not None else "")
            continue
        if not isinstance(string, NavigableString) or isinstance(string, PreformattedString):
            continue
        holder = _holder(string)
        if holder is not owner:
            yield from _block(owner, pieces, bold)
            pieces, owner, bold = [], holder, True
        pieces.append(str(string))
        bold = bold and (not string.strip() or _is_bold(string))
    yield from _block(owner, pieces, bold)


def _block(owner: Tag | None, pieces: list[str], bold: bool) -> Iterator[Block]:
    text = tidy("".join(pieces))
    if owner is None or not text:
        return
    if owner.name in _HEADINGS:
        yield Block("heading", text, int(owner.name[1]))
    elif (
        bold and owner.name in ("p", "div", "dt") and looks_like_heading(text)
    ) or owner.name == "dt":
        yield Block("heading", text, 4)
    else:
        kind: Kind = "item" if _is_item(owner) else "text"
        yield Block(kind, text)


def _holder(string: NavigableString) -> Tag | None:
    return next((tag for tag in string.parents if tag.name in _BLOCKS), None)


def _is_item(owner: Tag) -> bool:
    return owner.name == "li" or (owner.parent is not None and owner.parent.name == "li")


def _is_bold(string: NavigableString) -> bool:
    for tag in string.parents:
        if tag.name in _BOLD:
            return True
        if tag.name in _BLOCKS:
            return False
    return False


def _title(soup: BeautifulSoup) -> str:
    if named := _meta(soup, "og:title"):
        return named
    return tidy(soup.title.get_text()) if soup.title else ""


def _meta(soup: BeautifulSoup, name: str) -> str:
    for key in ("property", "name"):
        tag = soup.find("meta", attrs={key: name})
        if isinstance(tag, Tag) and isinstance(content := tag.get("content"), str):
            return tidy(content)
    return ""


def _published(soup: BeautifulSoup) -> str:
    for name in ("article:published_time", "article:modified_time", "date", "dc.date"):
        if found := _meta(soup, name):
            return found.split("T")[0]
    tag = soup.find("time")
    if isinstance(tag, Tag):
        stamp = tag.get("datetime")
        return stamp.split("T")[0] if isinstance(stamp, str) else tidy(tag.get_text())
    return ""
