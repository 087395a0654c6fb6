"""Loading packs: what they become, and how every mistake is told."""

import dataclasses
import typing
from pathlib import Path

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import resources
from assistant.content.load import load_all, load_content
from assistant.content.model import Intent
from assistant.errors import ContentError
from assistant.messages import Control, Source
from assistant.settings import load_settings
from tests.content.mistakes import MISTAKES, Mistake
from tests.content.packs import DOCUMENT, INTENTS, PACK, line_of, settings, write_pack


def test_the_shipped_packs_load() -> None:
    content = load_content(load_settings())
    assert [pack.name for pack in content.packs] == ["botox", "house"]
    assert len([i for i in content.answerable if i.id.startswith("botox.")]) == 36
    assert {i.control for i in content.controls} == set(typing.get_args(Control))


def test_shipped_answers_rest_on_sections() -> None:
    content = load_content(load_settings())
    sections = {
        (s.document, s.heading) for p in content.packs for d in p.documents for s in d.sections
    }
    intents = [i for i in content.answerable if i.id.startswith("botox.")]
    assert all({(s.document, s.section) for s in i.sources} <= sections for i in intents)
    assert all(
        (resources.shipped("intents") / s.path).is_file() for i in intents for s in i.sources
    )


def test_a_pack_becomes_what_it_says(tmp_path: Path) -> None:
    content = load_content(settings(write_pack(tmp_path)))
    time, water = content.intent("tea.time"), content.intent("tea.water")
    assert time.phrasings == (
        "how long does it take",
        "how long",
        "how many minutes does it take",
        "how many minutes",
        "when is my tea ready",
    )
    assert time.sources == (Source("Brewing Tea", "Time", "tea/documents/brewing.md"),)
    assert time.disagreement is not None
    assert [p.source.document for p in time.disagreement.positions] == [
        "Brewing Tea",
        "General medical knowledge",
    ]
    assert time.topic == "Making tea"
    assert time.follow_ups == {"how": "tea.water"}
    assert time.tests.goes_here == ("how many minutes should it stand",)
    assert (time.path, time.line) == ("tea/brewing.yaml", line_of(INTENTS, "- id: tea.time"))
    assert time.answer == time.speech
    assert water.answer == "Water must boil before it meets the leaves."


def test_further_phrasings_are_plain_text(tmp_path: Path) -> None:
    more = "tea.water:\n  - hot (very hot)?\n  - what temperature do I need\n"
    content = load_content(settings(write_pack(tmp_path, phrasings_more_yaml=more)))
    assert content.intent("tea.water").phrasings == (
        "what temperature do I need",
        "hot (very hot)?",
    )


def test_unanswered_questions_of_all_files_are_joined(tmp_path: Path) -> None:
    root = write_pack(
        tmp_path, unanswered_yaml="price:\n  - is tea dear\n", unanswered_more_yaml="price: [a b]\n"
    )
    pack = load_content(settings(root, "tea")).packs[1]
    assert pack.unanswered == {"price": ("is tea dear", "a b")}


def test_scalars_stay_as_they_were_written(tmp_path: Path) -> None:
    more = "tea.water:\n  - no\n  - 1980\n  - 2024-01-31\n  - 'yes'\n"
    content = load_content(settings(write_pack(tmp_path, phrasings_more_yaml=more)))
    assert content.intent("tea.water").phrasings[1:] == ("no", "1980", "2024-01-31", "yes")


def test_drafts_are_loaded_and_not_answered(tmp_path: Path) -> None:
    text = INTENTS.replace("    speech: The water must boil.\n", "    draft: true\n")
    content = load_content(settings(write_pack(tmp_path, brewing_yaml=text)))
    assert content.intent("tea.water").draft
    assert [i.id for i in content.answerable if i.id.startswith("tea")] == ["tea.time"]


def test_lists_fill_templates(tmp_path: Path) -> None:
    root = write_pack(
        tmp_path,
        pack_yaml=PACK + "lists: {drink: [tea, black tea]}\n",
        brewing_yaml=INTENTS.replace("when is my tea ready", '"when is my {drink} ready"'),
    )
    phrasings = load_content(settings(root)).intent("tea.time").phrasings
    assert phrasings[-2:] == ("when is my tea ready", "when is my black tea ready")


# --- which packs


def test_the_house_is_always_there(tmp_path: Path) -> None:
    content = load_content(settings(write_pack(tmp_path), "tea"))
    assert [pack.name for pack in content.packs] == ["house", "tea"]
    assert content.controls
    assert content.house.texts["decline"]


def test_a_folder_may_be_one_pack(tmp_path: Path) -> None:
    content = load_content(settings(write_pack(tmp_path) / "tea"))
    assert [pack.name for pack in content.packs] == ["house", "tea"]


def test_a_clinic_changes_single_files_of_the_house(tmp_path: Path) -> None:
    house = write_pack(tmp_path) / "house"
    house.mkdir()
    (house / "local.yaml").write_text("desk: Mrs Smith\nemergency_number: 999\n")
    content = load_content(settings(tmp_path))
    assert (content.house.desk, content.house.emergency_number) == ("Mrs Smith", "999")
    assert content.house.texts["decline"]
    assert content.controls


def test_packs_of_the_user_come_beside_the_shipped_and_before_them() -> None:
    own = resources.user_content()
    write_pack(own)
    text = PACK.replace("name: tea", "name: botox").replace("title: Tea", "title: Ours")
    (own / "botox").mkdir()
    (own / "botox" / "pack.yaml").write_text(text.split("documents:")[0])
    content = load_content(load_settings())
    assert [(p.name, p.title) for p in content.packs][:1] == [("botox", "Ours")]
    assert [p.name for p in content.packs] == ["botox", "house", "tea"]


def test_local_facts_answer_once_they_are_filled_in(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "house").mkdir()
    local = (
        "facts:\n"
        "  - {id: house.a, title: When?, questions: [when], text: At nine., refer: Ask.}\n"
        "  - {id: house.b, title: Where?, questions: [where], refer: Ask.}\n"
    )
    (tmp_path / "house" / "local.yaml").write_text(local)
    content = load_content(settings(tmp_path))
    filled, empty = content.intent("house.a"), content.intent("house.b")
    assert (filled.speech, filled.refer) == ("At nine.", "")
    assert filled.sources == (Source("The clinic", "When?", "house/local.yaml"),)
    assert (empty.speech, empty.refer, empty.sources) == ("", "Ask.", ())


@pytest.mark.parametrize(
    ("packs", "hint"), [(["tae"], "did you mean 'tea'?"), (["zzz"], "there are: house, tea")]
)
def test_an_unknown_pack_is_named(tmp_path: Path, packs: list[str], hint: str) -> None:
    with pytest.raises(ContentError, match=f"no pack named '{packs[0]}'") as caught:
        load_content(settings(write_pack(tmp_path), *packs))
    assert hint in str(caught.value)


def test_a_folder_without_packs_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="no pack here"):
        load_content(settings(tmp_path))


# --- mistakes


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name)
def test_a_mistake_is_told_with_file_and_line(
    mistake: Mistake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(write_pack(tmp_path, **{mistake.file: mistake.text}))
    line = f":{line_of(mistake.text, mistake.at)}" if mistake.at else ""
    told = [str(problem) for problem in load_all(settings(tmp_path)).problems.errors]
    wanted = f"{mistake.path}{line}: {mistake.told}"
    assert any(text.startswith(wanted) for text in told), told
    with pytest.raises(ContentError) as caught:
        load_content(settings(tmp_path))
    assert str(caught.value).startswith(told[0])


def test_all_mistakes_are_collected_and_the_first_is_raised(tmp_path: Path) -> None:
    text = INTENTS.replace("section: Water", "section: A").replace("section: Time", "section: B")
    root = write_pack(tmp_path, brewing_yaml=text)
    loaded = load_all(settings(root))
    assert loaded.content is None
    assert len(loaded.problems.errors) == 2
    with pytest.raises(ContentError, match=r"\(and 1 more: `assistant check` lists all\)"):
        load_content(settings(root))


def test_text_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "tea/documents/brewing.md").write_bytes("# Brühen\n\nHeiß\n".encode("latin-1"))
    with pytest.raises(ContentError, match=r"brewing.md:1: not UTF-8 .*: save it as UTF-8"):
        load_content(settings(tmp_path))


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "tea/documents/brewing.md").write_bytes(b"\xef\xbb\xbf" + DOCUMENT.encode())
    assert load_content(settings(tmp_path)).intent("tea.time").sources[0].section == "Time"


@given(st.data())
@hypothesis.settings(
    max_examples=60, suppress_health_check=[hypothesis.HealthCheck.function_scoped_fixture]
)
def test_no_spoilt_file_brings_it_down(tmp_path: Path, data: st.DataObject) -> None:
    """Whatever a slip of the hand does to a file is told as a problem, or does no harm."""
    root = write_pack(tmp_path)
    names = ["pack.yaml", "brewing.yaml", "documents/brewing.md"]
    path = root / "tea" / data.draw(st.sampled_from(names))
    whole = path.read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    path.write_bytes(whole[:start] + data.draw(st.binary(max_size=8)) + whole[end:])
    loaded = load_all(settings(root))
    assert (loaded.content is None) == bool(loaded.problems.errors)
    assert all(problem.text and problem.place.path for problem in loaded.problems.found)


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    write_pack(tmp_path)
    with (tmp_path / "tea/documents/brewing.md").open("wb") as file:
        file.truncate(10**12)
    with pytest.raises(ContentError, match="1000000 MB are too much: split it: at most 20 MB"):
        load_content(settings(tmp_path))


def test_links_that_go_round_are_refused(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "tea/a.yaml").symlink_to(tmp_path / "tea/b.yaml")
    (tmp_path / "tea/b.yaml").symlink_to(tmp_path / "tea/a.yaml")
    with pytest.raises(ContentError, match=r"a\.yaml: cannot be read: Too many levels"):
        load_content(settings(tmp_path))


def test_a_folder_of_yaml_without_a_pack_file_is_told(tmp_path: Path) -> None:
    write_pack(tmp_path)
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / "x.yaml").write_text("intents: []\n")
    with pytest.raises(ContentError, match=r"other: has no pack\.yaml"):
        load_content(settings(tmp_path))


def test_files_that_editors_leave_are_passed_over(tmp_path: Path) -> None:
    write_pack(tmp_path)
    for name in (".#brewing.yaml", "brewing.yaml~", ".hidden.yaml"):
        (tmp_path / "tea" / name).write_text("{")
    (tmp_path / "tea" / "evaluation").mkdir()
    (tmp_path / "tea" / "evaluation" / "test.yaml").write_text("{")
    assert load_content(settings(tmp_path)).by_id


def test_the_digest_knows_every_file(tmp_path: Path) -> None:
    first = load_content(settings(write_pack(tmp_path))).digest
    (tmp_path / "tea/unanswered.yaml").write_text("price: [is tea dear]\n")
    second = load_content(settings(tmp_path)).digest
    (tmp_path / "tea/safety").mkdir()
    (tmp_path / "tea/safety/x.yaml").write_text("{")
    assert len({first, second, load_content(settings(tmp_path)).digest}) == 3


def test_every_field_of_an_intent_can_be_written(tmp_path: Path) -> None:
    """A field added to the model must be reachable from a file."""
    made = {field.name for field in dataclasses.fields(Intent)} - {
        "path",
        "line",
        "phrasings",
        "further",
        "refer",
    }
    from assistant.content.schema import IntentEntry

    assert made <= set(IntentEntry.model_fields) | {"questions"}
