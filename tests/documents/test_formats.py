"""The same leaflet comes out of every format; what cannot be read is refused with a reason."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.content.importing.formats import read_file
from assistant.content.importing.importer import Importer
from assistant.content.importing.limits import Limits, Refused, Watch
from assistant.content.importing.sections import ImportedDocument, build_document
from tests.packs.hearing import PROBLEMS
from tests.packs.making import Leaflet, Printed, make_html, make_pdf, make_word, pdf

WEB = Leaflet(PROBLEMS.title, PROBLEMS.publisher, "2021-05-05", PROBLEMS.sections)


def read(path: Path, limits: Limits | None = None) -> ImportedDocument:
    return build_document(read_file(path, Watch(limits or Limits())), path.stem)


def make_plain(leaflet: Leaflet, path: Path) -> Path:
    parts = [leaflet.title, f"Published by {leaflet.publisher}, {leaflet.published}"]
    path.write_text("\n\n".join([*parts, *(x for pair in leaflet.sections for x in pair)]), "utf-8")
    return path


def make_markdown(leaflet: Leaflet, path: Path) -> Path:
    head = f"# {leaflet.title}\n\nPublished by {leaflet.publisher}, {leaflet.published}\n\n"
    body = "\n\n".join(f"## {heading}\n\n{text}" for heading, text in leaflet.sections)
    path.write_text(head + body, "utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "name", "leaflet"),
    [
        (make_plain, "a.txt", PROBLEMS),
        (make_markdown, "a.md", PROBLEMS),
        (make_html, "a.html", WEB),
        (make_word, "a.docx", PROBLEMS),
        (make_pdf, "a.pdf", PROBLEMS),
    ],
)
def test_every_format_gives_the_same_document(
    make: Callable[[Leaflet, Path], Path], name: str, leaflet: Leaflet, tmp_path: Path
) -> None:
    document = read(make(leaflet, tmp_path / name))
    assert document.title == leaflet.title
    assert document.publisher == leaflet.publisher
    assert document.published == leaflet.published
    assert tuple((s.heading, s.text) for s in document.sections) == leaflet.sections


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_a_text_in_any_editor_s_encoding(encoding: str, tmp_path: Path) -> None:
    path = tmp_path / "cafe.txt"
    path.write_bytes("The Café’s Rules\n\nNo naïve guests after dark.\n".encode(encoding))
    document = read(path)
    assert document.title == "The Café’s Rules"
    assert document.sections[0].text == "No naïve guests after dark."


def test_a_page_s_own_encoding_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    page = '<meta charset="iso-8859-1"><h1>Café</h1><p>Crème every day, for everybody.</p>'
    path.write_bytes(page.encode("iso-8859-1"))
    assert read(path).sections[0].text == "Crème every day, for everybody."


def test_page_numbers_and_running_heads_of_a_pdf_are_left_out(tmp_path: Path) -> None:
    pages = [
        [
            Printed("City Clinic, patient information", gap=10),
            Printed(f"Part {name}", 16, True, 40),
            Printed(f"The text of part {name} is here to be read by visitors", gap=30),
            Printed("and it goes on for another line."),
            Printed(str(number), gap=400),
        ]
        for number, name in enumerate(("one", "two", "three", "four"), start=1)
    ]
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf(pages))
    document = read(path)
    whole = "The text of part {} is here to be read by visitors and it goes on for another line."
    assert [s.text for s in document.sections][1:] == [
        whole.format(n) for n in ("two", "three", "four")
    ]


def test_a_paragraph_goes_on_over_the_page_s_end(tmp_path: Path) -> None:
    pages = [
        [Printed("Care", 18, True), Printed("This sentence begins on one page", gap=700)],
        [Printed("and ends on the next."), Printed("Another one stands below it.", gap=40)],
    ]
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf(pages))
    assert read(path).sections[0].paragraphs == (
        "This sentence begins on one page and ends on the next.",
        "Another one stands below it.",
    )


def encrypted(path: Path) -> None:
    import pypdf

    writer = pypdf.PdfWriter(clone_from=make_pdf(PROBLEMS, path))
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(str(path))


def encrypted_aes(path: Path) -> None:
    """As Acrobat locks today; the keys are blank, for they are never come to."""
    keys = " ".join(f"/{name} ({'k' * size})" for name, size in (
        ("O", 48), ("U", 48), ("OE", 32), ("UE", 32), ("Perms", 16)
    ))  # fmt: skip
    filters = "/CF << /StdCF << /CFM /AESV3 /Length 32 >> >> /StmF /StdCF /StrF /StdCF"
    locked = f"/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /P -4 {keys} {filters} >>"
    root = b"/Root 1 0 R"
    plain = make_pdf(PROBLEMS, path).read_bytes()
    path.write_bytes(plain.replace(root, root + f" {locked} /ID [(a) (a)]".encode()))


def truncated_pdf(path: Path) -> None:
    path.write_bytes(make_pdf(PROBLEMS, path).read_bytes()[:700])


def truncated_word(path: Path) -> None:
    path.write_bytes(make_word(PROBLEMS, path).read_bytes()[:9000])


def scanned(path: Path) -> None:
    path.write_bytes(pdf([[]]))


def gigabyte(path: Path) -> None:
    with path.open("wb") as file:
        file.truncate(1_000_000_000)


def pipe(path: Path) -> None:
    os.mkfifo(path)


HOSTILE: list[tuple[str, Callable[[Path], object], str]] = [
    ("locked.pdf", encrypted, "locked with a password"),
    ("locked-aes.pdf", encrypted_aes, "locked with a password"),
    ("cut.pdf", truncated_pdf, "damaged or cut off|holds no text"),
    ("cut.docx", truncated_word, "damaged or cut off"),
    ("scan.pdf", scanned, "only pictures"),
    ("huge.txt", gigabyte, "has 1000 MB"),
    ("pipe.txt", pipe, "is no file"),
    ("missing.txt", lambda path: None, "is no file"),
    ("empty.txt", lambda path: path.write_bytes(b" \r\n\r\n"), "is empty"),
    ("zeros.txt", lambda path: path.write_bytes(b"\0" * 5000), "is empty"),
    ("picture.txt", lambda path: path.write_bytes(os.urandom(5000)), "no readable text"),
    ("headings.md", lambda path: path.write_text("# One\n\n## Two\n"), "holds no text"),
    ("no-pdf.pdf", lambda path: path.write_text("Just text, no more."), "holds none"),
    ("a-pdf.txt", lambda path: make_pdf(PROBLEMS, path), "holds pdf"),
    ("a-word.html", lambda path: make_word(PROBLEMS, path), "holds docx"),
    (
        "old.docx",
        lambda path: path.write_bytes(b"\xd0\xcf\x11\xe0" + b"x" * 600),
        "old or a locked",
    ),
    ("sheet.xlsx", lambda path: path.write_bytes(b"PK\x03\x04"), "unknown ending"),
    ("false-mark.txt", lambda path: path.write_bytes(b"\xff\xfea"), "marked as utf-16"),
    ("leaflet.txt", lambda path: path.write_text("{\\rtf1 hello}"), "is an RTF file"),
    ("dots.txt", lambda path: path.write_text("Title\n\n... 12 34\n"), "holds no text"),
    (
        "greek.txt",
        lambda path: path.write_bytes("Ωράριο\n\nΑνοίγουμε στις εννέα.\n".encode("cp1253")),
        "encoding that cannot be told",
    ),
    ("scripts.html", lambda path: path.write_text("<script>alert(1)</script>"), "holds no text"),
]


@pytest.mark.parametrize(("name", "make", "reason"), HOSTILE, ids=[case[0] for case in HOSTILE])
def test_what_cannot_be_read_is_refused_and_the_rest_goes_on(
    name: str, make: Callable[[Path], object], reason: str, tmp_path: Path
) -> None:
    make(tmp_path / name)
    good = make_plain(PROBLEMS, tmp_path / "good.txt")
    refused, taken = Importer(tmp_path / "packs" / "mine").take([tmp_path / name, good])
    assert refused.outcome == "refused"
    assert any(part in refused.reason for part in reason.split("|")), refused.reason
    assert taken.outcome == "imported"


def test_a_zip_bomb_is_not_unpacked(packed: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "bomb.docx"
    path.write_bytes(packed(word__document=b"<a/>", bomb=b"\0" * 60_000_000))
    with pytest.raises(Refused, match="suspiciously tight"):
        read(path)
    with pytest.raises(Refused, match="unpacks to far more"):
        read(path, Limits(unpacked=1_000_000))


def test_a_zip_that_is_no_word_file(packed: Callable[..., bytes], tmp_path: Path) -> None:
    path = tmp_path / "other.docx"
    path.write_bytes(packed(content=b"hello"))
    with pytest.raises(Refused, match="no Word document"):
        read(path)


def test_the_limits_of_pages_characters_and_time(tmp_path: Path) -> None:
    path = tmp_path / "book.pdf"
    path.write_bytes(pdf([[Printed("Some words on every page.")]] * 9))
    with pytest.raises(Refused, match="9 pages"):
        read(path, Limits(pages=8))
    with pytest.raises(Refused, match="characters"):
        read(path, Limits(characters=50))
    with pytest.raises(Refused, match="takes longer"):
        read(path, Limits(seconds=1e-6))


def test_a_page_nested_very_deep_is_read_or_refused(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text("<div>" * 20_000 + "<p>Some words in the depth.</p>")
    try:
        assert "Some words in the depth." in read(path).sections[0].text
    except Refused as error:
        assert "deep" in str(error) or "longer" in str(error)
