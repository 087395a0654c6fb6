"""Documents in a pack: nothing is overwritten, changes are shown, drafts are never spoken."""

from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from assistant.content.importing.drafting import question, slug
from assistant.content.importing.importer import Importer, Result
from assistant.content.importing.packfile import new_pack, with_document
from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.errors import ContentError
from assistant.settings import load_settings
from tests.packs.hearing import PROBLEMS
from tests.packs.making import make_word

Verb = Callable[..., tuple[int, str, str]]
FEET = (
    "Care of the Feet\n\nDaily\n\nWash them every day in warm water.\n\nShoes\n\nWear wide shoes.\n"
)


def content_of(packs: Path, name: str = "mine") -> Content:
    return load_content(load_settings({"content": packs, "packs": [name]}))


def take(packs: Path, *files: Path, update: bool = False) -> list[Result]:
    return list(Importer(packs / "mine", update=update).take(files))


@pytest.fixture
def feet(tmp_path: Path) -> Path:
    path = tmp_path / "feet.txt"
    path.write_text(FEET, "utf-8")
    return path


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    return tmp_path / "packs"


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(p): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_pack_is_made_where_there_is_none(feet: Path, packs: Path, verb: Verb) -> None:
    status, out, err = verb("import", feet, "--pack", "mine", "--content", packs)
    assert (status, "imported" in out) == (0, True), err
    (pack,) = [p for p in content_of(packs).packs if p.name == "mine"]
    (document,) = pack.documents
    assert document.title == "Care of the Feet"
    assert [section.heading for section in document.sections] == ["Daily", "Shoes"]
    assert [intent.draft for intent in pack.intents] == [True, True]
    assert not [i for i in content_of(packs).answerable if i.id.startswith("mine.")]


def test_it_goes_to_the_user_s_own_folder_by_default(feet: Path, verb: Verb) -> None:
    from assistant import resources

    assert verb("import", feet, "--pack", "mine")[0] == 0
    assert (resources.user_content() / "mine" / "pack.yaml").is_file()


@pytest.mark.parametrize("name", ["botox", "house", "Mine", "a b", "../up"])
def test_packs_that_take_no_documents(name: str, feet: Path, verb: Verb) -> None:
    assert verb("import", feet, "--pack", name)[0] == 2


def test_a_refused_file_makes_the_status_1_and_the_others_are_taken(
    feet: Path, packs: Path, verb: Verb
) -> None:
    bad = feet.with_name("bad.pdf")
    bad.write_text("no pdf")
    status, out, err = verb("import", bad, feet, "--pack", "mine", "--content", packs)
    assert status == 1
    assert "bad.pdf" in err and "holds none" in err
    assert "imported" in out and content_of(packs)


def test_a_second_import_of_the_same_writes_nothing(feet: Path, packs: Path) -> None:
    take(packs, feet)
    before = snapshot(packs)
    (result,) = take(packs, feet)
    assert (result.outcome, result.written) == ("unchanged", ())
    assert snapshot(packs) == before


def test_a_changed_document_is_shown_and_nothing_written(
    feet: Path, packs: Path, verb: Verb
) -> None:
    take(packs, feet)
    before = snapshot(packs)
    feet.write_text(FEET.replace("warm", "cold") + "\nSocks\n\nWear cotton socks.\n", "utf-8")
    status, out, _ = verb("import", feet, "--pack", "mine", "--content", packs)
    assert status == 0
    assert "- Wash them every day in warm water." in out
    assert "+ Wash them every day in cold water." in out
    assert "to review: mine.daily" in out
    assert "new: Socks" in out
    assert snapshot(packs) == before


def test_an_update_keeps_the_old_text_and_marks_what_must_be_reviewed(
    feet: Path, packs: Path
) -> None:
    take(packs, feet)
    old = (packs / "mine" / "documents" / "feet.md").read_bytes()
    feet.write_text(FEET.replace("warm", "cold") + "\nSocks\n\nWear cotton socks.\n", "utf-8")
    (result,) = take(packs, feet, update=True)
    assert result.outcome == "updated"
    assert (packs / "mine" / "earlier" / "feet.md").read_bytes() == old
    (document,) = next(p for p in content_of(packs).packs if p.name == "mine").documents
    assert {s.heading: s.changed for s in document.sections} == {
        "Daily": True,
        "Shoes": False,
        "Socks": True,
    }
    assert "mine.socks" in content_of(packs).by_id


def test_an_update_that_would_leave_an_intent_without_its_section_is_refused(
    feet: Path, packs: Path
) -> None:
    take(packs, feet)
    before = snapshot(packs)
    feet.write_text("Care of the Feet\n\nDaily\n\nWash them every day in warm water.\n", "utf-8")
    (result,) = take(packs, feet, update=True)
    assert result.outcome == "refused" and "mine.shoes" in result.reason
    assert snapshot(packs) == before


def test_what_a_person_edited_stays(feet: Path, packs: Path, tmp_path: Path) -> None:
    take(packs, feet)
    pack = packs / "mine" / "pack.yaml"
    pack.write_text(pack.read_text("utf-8") + "\n# my own note\nsay:\n  mould: mold\n", "utf-8")
    drafts = packs / "mine" / "feet.yaml"
    drafts.write_text(drafts.read_text("utf-8").replace("Does", "Will"), "utf-8")
    edited = drafts.read_bytes()
    (result,) = take(packs, make_word(PROBLEMS, tmp_path / "problems.docx"))
    assert result.outcome == "imported"
    assert "# my own note\nsay:\n  mould: mold\n" in pack.read_text("utf-8")
    assert drafts.read_bytes() == edited
    assert len(next(p for p in content_of(packs).packs if p.name == "mine").documents) == 2


def test_two_documents_of_one_title_can_both_be_cited(tmp_path: Path, packs: Path) -> None:
    for name, text in (("a", "Wash your feet in warm water."), ("b", "Hats keep the sun away.")):
        (tmp_path / f"{name}.txt").write_text(f"Our Advice\n\n{text}\n", "utf-8")
    take(packs, tmp_path / "a.txt", tmp_path / "b.txt")
    documents = next(p for p in content_of(packs).packs if p.name == "mine").documents
    assert [document.title for document in documents] == ["Our Advice", "Our Advice (b)"]


def test_a_file_named_like_one_of_the_pack_s_own_files(tmp_path: Path, packs: Path) -> None:
    for name in ("review", "pack", "unanswered", "disagreements", "phrasings"):
        path = tmp_path / f"{name}.txt"
        path.write_text(f"All about {name}\n\nThis is the text about {name} and more.\n", "utf-8")
        (result,) = take(packs, path)
        assert result.outcome == "imported"
    assert len([i for i in content_of(packs).by_id.values() if i.draft]) == 5


@pytest.mark.parametrize(
    ("heading", "asked"),
    [
        ("Botox Weakens Muscles", "Does Botox weaken muscles?"),
        ("The Effects Last After You Stop", "Do The effects last after you stop?"),
        ("How to Sleep", "How to Sleep?"),
        ("Why does it hurt?", "Why does it hurt?"),
        ("Opening Hours", "What about Opening Hours?"),
    ],
)
def test_a_heading_becomes_a_question(heading: str, asked: str) -> None:
    assert question(heading) == asked


@pytest.mark.parametrize(
    "text",
    [
        new_pack("mine"),
        "name: mine\ntitle: Mine\ndocuments:\n- file: a.md  # mine\n- {file: b.md}\nsay: {}\n",
        "name: mine\ntitle: Mine\ndocuments:\n    - file: a.md\n\n# end\nsigned: {by: me}\n",
        "name: mine\ntitle: Mine\n",
        "documents: []\nname: mine\n",
        "name: mine\ndocuments:\n\n\ntitle: Mine\n",
    ],
)
def test_a_document_is_added_to_any_pack_yaml_and_nothing_else_changes(text: str) -> None:
    result = with_document(text, {"file": "new.md", "title": 'New: a #1 "thing"', "publisher": ""})
    before, after = yaml.safe_load(text), yaml.safe_load(result)
    expected = [
        *(before.pop("documents", None) or []),
        {"file": "new.md", "title": after["documents"][-1]["title"]},
    ]
    assert after.pop("documents") == expected
    assert expected[-1]["title"] == 'New: a #1 "thing"'
    assert before == after
    for line in text.splitlines():
        assert line.startswith("documents") or line in result.splitlines()


def test_a_list_that_cannot_be_extended_is_left_to_the_person() -> None:
    with pytest.raises(ContentError, match="add under documents"):
        with_document("documents: [{file: a.md}]\n", {"file": "b.md", "title": "B"})


def test_slugs_are_ids() -> None:
    assert slug("What's  New? (2)") == "what_s_new_2"
    assert slug("Café noise") == "cafe_noise"
    assert slug("日本語") == "document"
