"""Titles and sections come out right from text as it is copied off a web page."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.importing.limits import Watch
from assistant.content.importing.markdown import read_markdown
from assistant.content.importing.plain import read_plain
from assistant.content.importing.rendering import escape, render
from assistant.content.importing.sections import (
    ImportedDocument,
    ImportedSection,
    build_document,
)
from assistant.content.markdown import parts

COPIED = """Wiki

Why Do Ears Pop on a Plane?

Published in Ear Facts 3 mins read

Ears pop because the pressure in the cabin changes.\u00a0 It is harmless.

What Happens Inside

The tube behind the nose opens. Here is how:

  \u2022 Going Up: When the plane climbs, the air in the middle ear expands and leaves through the
tube by itself, which you notice as a soft click without any pain at all.
  \u2022 Going Down: When the plane sinks, the tube must be opened by swallowing, and with a cold it
may stay shut, so that the ear drum is pulled inwards and hurts.

What Helps

- chew gum
- yawn
"""


def imported(text: str, stem: str = "notes") -> ImportedDocument:
    return build_document(read_plain(text.encode(), Path("notes.txt"), Watch()), stem)


def test_a_text_copied_off_a_web_page() -> None:
    document = imported(COPIED, "why-do-ears-pop-on-a-plane")
    assert document.title == "Why Do Ears Pop on a Plane?"
    assert document.publisher == "Ear Facts"
    assert [(section.heading, section.level) for section in document.sections] == [
        ("Why Do Ears Pop on a Plane?", 1),
        ("What Happens Inside", 2),
        ("Going Up", 3),
        ("Going Down", 3),
        ("What Helps", 2),
    ]
    first = document.sections[0]
    assert first.text == "Ears pop because the pressure in the cabin changes. It is harmless."
    assert document.sections[4].paragraphs == ("chew gum", "yawn")


def test_the_site_s_name_above_the_title_is_no_title_whatever_the_file_s_name() -> None:
    assert imported(COPIED, "download-1").title == "Why Do Ears Pop on a Plane?"


def test_lines_broken_by_an_editor_are_joined_and_words_made_whole() -> None:
    text = "Care of the Feet\n\nWash them every day in luke-\nwarm water and\ndry them well.\n"
    assert imported(text).sections[0].text == (
        "Wash them every day in lukewarm water and dry them well."
    )


def test_a_heading_right_above_its_text_and_one_that_is_underlined() -> None:
    text = (
        "Care of the Feet\n\nDaily\nWash them every day in warm water and dry them well after.\n"
        "\nShoes\n-----\nWear shoes that leave room for the toes.\n"
    )
    headings = [section.heading for section in imported(text).sections]
    assert headings == ["Daily", "Shoes"]


def test_a_text_without_headings_bears_the_title_of_its_file() -> None:
    document = imported("wash your hands before you eat, and after.", "clean_hands")
    assert document.title == "Clean hands"
    assert [section.heading for section in document.sections] == ["Clean hands"]


def test_sections_of_one_name_can_each_be_cited() -> None:
    text = "Notes\n\nTips\n\nDrink water every day.\n\nTips\n\nSleep well every night.\n"
    assert [s.heading for s in imported(text).sections] == ["Tips", "Tips (2)"]


@pytest.mark.parametrize(
    ("line", "published", "publisher"),
    [
        ("Published 3 March 2021 by City Clinic", "3 March 2021", "City Clinic"),
        ("Last updated: 2020-05-01", "2020-05-01", ""),
        ("Updated March 5, 2019", "March 5, 2019", ""),
        ("Publisher: City Clinic", "", "City Clinic"),
    ],
)
def test_publisher_and_date(line: str, published: str, publisher: str) -> None:
    document = imported(f"Care of the Feet\n\n{line}\n\nWash them every day.\n")
    assert (document.published, document.publisher) == (published, publisher)
    assert document.sections[0].text == "Wash them every day."


def test_markdown_keeps_its_levels_and_front_matter() -> None:
    text = "---\ntitle: Feet\ndate: 2024-01-02\n---\n# Feet\n\n## Daily\n\nWash *well*.\n"
    extract = read_markdown(text.encode(), Path("feet.md"), Watch())
    document = build_document(extract, "feet")
    assert (document.title, document.published) == ("Feet", "2024-01-02")
    assert [(s.heading, s.text) for s in document.sections] == [("Daily", "Wash well.")]


LINES = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Zl", "Zp", "Zs")),
    min_size=1,
    max_size=40,
)


@given(LINES)
def test_what_is_written_is_read_back_word_for_word(line: str) -> None:
    (found,) = parts(escape(line))
    assert found.text == line


@given(st.lists(st.tuples(LINES, st.lists(LINES, min_size=1, max_size=3)), min_size=1, max_size=4))
def test_a_whole_document_is_read_back(sections: list[tuple[str, list[str]]]) -> None:
    made = ImportedDocument(
        "Title", tuple(ImportedSection(heading, tuple(texts)) for heading, texts in sections)
    )
    found = [part for part in parts(render(made)) if part.text]
    expected = [(heading, "\n\n".join(texts)) for heading, texts in sections]
    assert [(part.heading or "Title", part.text) for part in found] == expected
