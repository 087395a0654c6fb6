"""Makes documents in the formats that are imported."""

import html
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


@dataclass(frozen=True, slots=True)
class Leaflet:
    """A document as it was written, before it takes a format."""

    title: str
    publisher: str
    published: str
    sections: tuple[tuple[str, str], ...]
    """Heading and text."""


class Printed(NamedTuple):
    """A line on a page of a PDF."""

    text: str
    size: float = 11.0
    bold: bool = False
    gap: float = 14.0
    """Points below the line before."""


def make_word(leaflet: Leaflet, path: Path) -> Path:
    """A Word file with a title and headings by style."""
    import docx

    document = docx.Document()
    document.add_paragraph(leaflet.title, style="Title")
    document.add_paragraph(f"Published by {leaflet.publisher}, {leaflet.published}")
    for heading, text in leaflet.sections:
        document.add_heading(heading, level=1)
        document.add_paragraph(text)
    document.save(str(path))
    return path


def make_html(leaflet: Leaflet, path: Path) -> Path:
    """A web page with a menu, a script and a footer around the text."""
    body = "".join(
        f"<h2>{html.escape(heading)}</h2>\n<p>{html.escape(text)}</p>\n"
        for heading, text in leaflet.sections
    )
    page = f"""<!doctype html><html><head><title>{leaflet.title} | Home</title>
<meta charset="utf-8"><meta property="og:site_name" content="{leaflet.publisher}">
<meta property="article:published_time" content="{leaflet.published}T08:00:00Z">
<script>var menu = "<p>not a word of this</p>";</script></head>
<body><nav><ul><li>Home</li><li>Contact us</li></ul></nav>
<main><h1>{leaflet.title}</h1>{body}</main>
<footer><p>Cookies and imprint</p></footer></body></html>"""
    path.write_text(page, "utf-8")
    return path


def make_pdf(leaflet: Leaflet, path: Path) -> Path:
    """A PDF whose headings are told by their letters alone, with page numbers and a header."""
    lines = [Printed(leaflet.title, 20, True, 30)]
    lines.append(Printed(f"Published by {leaflet.publisher}, {leaflet.published}", 11, False, 30))
    for number, (heading, text) in enumerate(leaflet.sections):
        size = 14.0 if number % 2 == 0 else 11.0  # half of them by weight alone
        lines.append(Printed(heading, 14.0 if size > 11 else 11.0, True, 30))
        wrapped = textwrap.wrap(text, 70)
        lines += [Printed(line, gap=24 if n == 0 else 14) for n, line in enumerate(wrapped)]
    path.write_bytes(pdf([lines]))
    return path


def pdf(pages: Sequence[Sequence[Printed]], extra: str = "") -> bytes:
    """A small PDF: Helvetica and its bold, lines at the places that their gaps give.

    ``extra`` goes into the catalogue. The structure is that of the PDF reference, chapter 3.
    """
    objects: list[bytes] = [b"", b""]
    kids = []
    fonts = "/Font << /F1 3 0 R /F2 4 0 R >>"
    for name in ("Helvetica", "Helvetica-Bold"):
        font = f"<< /Type /Font /Subtype /Type1 /BaseFont /{name} /Encoding /WinAnsiEncoding >>"
        objects.append(font.encode())
    for page in pages:
        content = _content(page)
        number = len(objects) + 1
        kids.append(f"{number} 0 R")
        box = "/MediaBox [0 0 595 842]"
        shape = f"<< /Type /Page /Parent 2 0 R {box} /Resources << {fonts} >>"
        objects.append(f"{shape} /Contents {number + 1} 0 R >>".encode())
        objects.append(b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content))
    objects[0] = f"<< /Type /Catalog /Pages 2 0 R {extra} >>".encode()
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>".encode()
    return _assembled(objects)


def _content(page: Sequence[Printed]) -> bytes:
    y = 800.0
    parts = ["BT"]
    for line in page:
        y -= line.gap
        font = "F2" if line.bold else "F1"
        text = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
        parts.append(f"/{font} {line.size} Tf 1 0 0 1 60 {y:.1f} Tm ({text}) Tj")
    return "\n".join([*parts, "ET"]).encode("cp1252")


def _assembled(objects: Sequence[bytes]) -> bytes:
    result = b"%PDF-1.4\n"
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(result))
        result += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    start = len(result)
    head = b"xref\n0 %d\n0000000000 65535 f \n%b" % (size, table)
    return (
        result
        + head
        + b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
        % (
            size,
            start,
        )
    )
