"""Sections of documents."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from assistant.content.load import load_content
from assistant.content.markdown import Part, parts
from assistant.content.model import Document
from tests.content.packs import PACK, settings, write_pack


def test_headings_cut_the_text() -> None:
    text = "# Title\n\nFirst\nwords.\n\nSecond.\n\n## One\n\n### Two\n\nDeep.\n"
    assert parts(text) == [
        Part("Title", 1, "First words.\n\nSecond.", 1),
        Part("One", 2, "", 8),
        Part("Two", 3, "Deep.", 10),
    ]


def test_markup_is_left_out_and_words_stay() -> None:
    text = (
        "Some *bold* `code` and [a link](http://x), ![a picture](y).\n\n"
        "- item one\n- item\n  two\n\n"
        "| a | b |\n|---|---|\n| c | d |\n\n"
        "    kept\n\n<b>gone</b> stays <!-- not this -->\n\nUnderlined\n---\nEnd."
    )
    first, second = parts(text)
    assert first.text.split("\n\n") == [
        "Some bold code and a link, a picture.", "item one", "item two", "a", "b", "c", "d", "kept",
        "gone stays",
    ]  # fmt: skip
    assert (second.heading, second.text) == ("Underlined", "End.")


@given(st.lists(st.text("abc \n*", min_size=1), max_size=6))
def test_no_word_is_lost(paragraphs: list[str]) -> None:
    text = "\n\n".join(f"# x{number}\n\nword{number}" for number, _ in enumerate(paragraphs))
    assert [part.text for part in parts(text)] == [f"word{n}" for n in range(len(paragraphs))]


def _document(tmp_path: Path, text: str, entry: str = PACK) -> Document:
    pack = entry.split("disagreements:")[0]
    root = write_pack(
        tmp_path, pack_yaml=pack, documents_brewing_md=text, brewing_yaml="intents: []\n"
    )
    return next(p for p in load_content(settings(root)).packs if p.name == "tea").documents[0]


def test_a_document_without_headings_is_one_section(tmp_path: Path) -> None:
    document = _document(tmp_path, "Only text.\n")
    assert [(s.heading, s.text, s.line) for s in document.sections] == [
        ("Brewing Tea", "Only text.", 1)
    ]


def test_an_introduction_bears_the_title(tmp_path: Path) -> None:
    document = _document(tmp_path, "# Brewing Tea\n\nBefore.\n\n## Time\n\nThree.\n")
    assert [s.heading for s in document.sections] == ["Brewing Tea", "Time"]


def test_the_title_may_stand_in_the_document_alone(tmp_path: Path) -> None:
    entry = PACK.replace("    title: Brewing Tea\n", "")
    assert _document(tmp_path, "# All Tea\n\nText.\n", entry).title == "All Tea"
    assert _document(tmp_path, "Text.\n", entry).title == "Brewing"


def test_a_section_may_be_left_out(tmp_path: Path) -> None:
    entry = PACK.replace(
        "    reviewed:", "    not_for_answering: [{section: Time, why: old}]\n    reviewed:"
    )
    document = _document(tmp_path, "# A\n\n## Time\n\nx\n\n## Water\n\ny\n", entry)
    assert [(s.heading, s.answerable) for s in document.sections] == [
        ("Time", False),
        ("Water", True),
    ]
