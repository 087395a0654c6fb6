"""Statements of different documents that say different things, and what a person makes of them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.content.disagreements import Pair, candidates, signs
from assistant.content.importing.importer import Importer
from assistant.content.judgements import JUDGED, add_pairs, judged_pairs
from assistant.content.load import load_content
from assistant.content.model import Pack
from assistant.errors import ContentError
from assistant.messages import Utterance
from assistant.settings import load_settings
from assistant.skill import Skill

FIRST = """Wound Care

Dressing

Change the dressing every two days. Never wash the wound with water.

Food

Eat plenty of fruit.
"""
SECOND = """After the Operation

The Wound

The dressing is changed every seven days. The wound may be washed with water.

Parking

Cars are parked behind the house.
"""


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    for name, text in (("first", FIRST), ("second", SECOND)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    files = [tmp_path / "first.txt", tmp_path / "second.txt"]
    list(Importer(tmp_path / "packs" / "wounds").take(files))
    return tmp_path / "packs"


def pack_of(packs: Path) -> Pack:
    content = load_content(load_settings({"content": packs, "packs": ["wounds"]}))
    return next(pack for pack in content.packs if pack.name == "wounds")


def texts(pairs: list[Pair]) -> list[frozenset[str]]:
    return [pair.key for pair in pairs]


def test_the_statements_that_differ_come_first_and_the_rest_not_at_all(packs: Path) -> None:
    found = candidates(pack_of(packs))
    assert set(texts(found[:2])) == {
        frozenset(
            ("Change the dressing every two days.", "The dressing is changed every seven days.")
        ),
        frozenset(("Never wash the wound with water.", "The wound may be washed with water.")),
    }
    assert not any("parked" in text for pair in found for text in pair.key)


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("It does hurt.", "It doesn’t hurt.", "negation"),
        ("Wait 3 days.", "Wait 5 days.", "numbers"),
        ("Wear it for eight hours.", "Wear it for sixteen hours.", "numbers"),
        ("It lasts three weeks.", "It lasts three months.", "durations"),
        ("The effect is permanent.", "The effect is temporary.", "opposite words"),
        ("It is done daily.", "It is done weekly.", "opposite words"),
    ],
)
def test_the_signs_of_a_difference(first: str, second: str, expected: str) -> None:
    assert expected in signs(first, second)
    assert signs(first, second) == signs(second, first)
    assert signs(first, first) == ()


def test_one_document_alone_has_no_pairs(tmp_path: Path) -> None:
    (tmp_path / "first.txt").write_text(FIRST, "utf-8")
    list(Importer(tmp_path / "packs" / "wounds").take([tmp_path / "first.txt"]))
    assert candidates(pack_of(tmp_path / "packs")) == []


def judge(packs: Path, verdict: str, summary: str = "") -> None:
    """Write the verdict on the first pair without one, as a person would in an editor."""
    path = packs / "wounds" / JUDGED
    text = path.read_text("utf-8")
    text = text.replace("verdict: ''", f"verdict: {verdict}", 1)
    path.write_text(text.replace("summary: ''", f"summary: {summary!r}", 1), "utf-8")


def test_a_pair_that_agrees_is_not_shown_again(packs: Path) -> None:
    found = candidates(pack_of(packs))
    assert add_pairs(packs / "wounds", found) == len(found)
    judge(packs, "agree")
    left = candidates(pack_of(packs), judged_pairs(packs / "wounds"))
    assert texts(left) == texts(found[1:])
    assert pack_of(packs).disagreements == {}


def test_a_pair_that_disagrees_is_told_by_the_intents_that_name_it(packs: Path) -> None:
    found = candidates(pack_of(packs))
    add_pairs(packs / "wounds", found)
    judge(packs, "disagree", "One leaflet says two days, the other seven.")
    intents = packs / "wounds" / "first.yaml"
    text = intents.read_text("utf-8").replace("  draft: true", "  disagreement: pair_1", 1)
    intents.write_text(text, "utf-8")
    pack = pack_of(packs)
    told = pack.disagreements["pair_1"]
    assert told.summary == "One leaflet says two days, the other seven."
    assert {position.statement for position in told.positions} == set(found[0].key)
    assert {position.source.document for position in told.positions} == {
        "Wound Care",
        "After the Operation",
    }
    assert pack.intents[0].disagreement == told


@pytest.mark.parametrize(
    ("question", "summary"),
    [
        ("how often is the dressing changed", "One leaflet says two days, the other seven."),
        ("may I wash the wound with water", "One leaflet allows water, the other does not."),
    ],
)
def test_a_quotation_tells_the_disagreement_that_it_is_a_side_of(
    packs: Path, question: str, summary: str
) -> None:
    """Both pairs stand between the same two sections: the nearer one is told."""
    add_pairs(packs / "wounds", candidates(pack_of(packs)))
    for pair in candidates(pack_of(packs))[:2]:
        days = any("days" in text for text in pair.key)
        told = "two days, the other seven" if days else "water, the other does not"
        judge(packs, "disagree", f"One leaflet {'says' if days else 'allows'} {told}.")
    skill = Skill.open(load_settings({"content": packs, "packs": ["wounds"]}))
    reply = skill.reply(Utterance(question))
    assert reply.outcome == "answer"
    assert reply.sources[0].passage
    assert reply.speech.endswith(summary)
    assert reply.disagreement is not None
    assert reply.disagreement.summary == summary
    assert {source.document for source in reply.sources} == {"Wound Care", "After the Operation"}
    assert len(reply.sources) == 2
    other = skill.reply(Utterance("what should I eat"))
    assert other.disagreement is None


def test_check_lists_them_side_by_side_and_writes_them_down(
    packs: Path, verb: Callable[..., tuple[int, str, str]]
) -> None:
    """They are no fault: the exit status stays that of the content."""
    status, out, _ = verb("check", "wounds", "--content", packs)
    assert status == 0
    first, second = out.index("Change the dressing every"), out.index("is changed every seven")
    between = out[min(first, second) : max(first, second)]
    assert between.count("\n") == 2  # the statement's end, and the other's document
    assert "disagreements.yaml" in out and "pack.yaml" in out
    assert not (packs / "wounds" / JUDGED).exists()
    status, out, err = verb("check", "wounds", "--content", packs, "--json", "--judge")
    assert status == 0
    listed = json.loads(out)["pairs"]
    texts = {frozenset(s["text"] for s in pair["statements"]) for pair in listed}
    assert texts == {pair.key for pair in candidates(pack_of(packs))}
    assert {pair["pack"] for pair in listed} == {"wounds"}
    assert JUDGED in err
    for _ in listed:
        judge(packs, "agree")
    assert json.loads(verb("check", "wounds", "--content", packs, "--json")[1])["pairs"] == []


def test_a_verdict_without_a_summary_is_an_error_with_its_line(packs: Path) -> None:
    add_pairs(packs / "wounds", candidates(pack_of(packs)))
    judge(packs, "disagree")
    with pytest.raises(
        ContentError, match=r"disagreements\.yaml:\d+: the pair 'pair_1' has no summary"
    ):
        pack_of(packs)


def test_what_was_judged_stays_when_more_is_added(packs: Path) -> None:
    found = candidates(pack_of(packs))
    add_pairs(packs / "wounds", found[:1])
    judge(packs, "agree")
    before = (packs / "wounds" / JUDGED).read_text("utf-8")
    assert add_pairs(packs / "wounds", found) == len(found) - 1
    after = (packs / "wounds" / JUDGED).read_text("utf-8")
    assert after.startswith(before.rstrip("\n"))
    assert add_pairs(packs / "wounds", found) == 0


def test_import_lists_them(packs: Path, verb: Callable[..., tuple[int, str, str]]) -> None:
    status, out, _ = verb(
        "import", packs.parent / "first.txt", "--pack", "wounds", "--content", packs
    )
    assert status == 0
    assert "may disagree" in out
    assert "The dressing is changed every seven days." in out
    assert (packs / "wounds" / JUDGED).is_file()


LENSES = """Your New Contact Lenses

Wearing Times

Wear the lenses for eight hours a day at most. Never sleep with the lenses in your eyes. They are
put in with dry hands.

Cleaning

Rub each lens for twenty seconds. Tap water must not touch the lenses. The case is filled with
fresh solution every evening.

Replacing

A lens is thrown away after two weeks. Soft lenses are safe for swimming when you wear goggles.

First Days

The eyes are often red at first, and this is harmless. Come for a check after one week.
"""
OPTICIAN = """Lens Care From Your Optician

At Night

You may sleep with the lenses in your eyes. The lenses can be worn for sixteen hours a day.

Hygiene

The lenses may be rinsed with tap water. Our shop sells cases in four colours.

Swimming and Change

Soft lenses are dangerous for swimming, even with goggles. A lens is thrown away after six months.

When to Call

Red eyes are dangerous: take the lenses out at once. We are closed on Sundays.
"""
PLANTED = (
    ("eight hours a day", "sixteen hours a day"),
    ("Never sleep", "may sleep"),
    ("must not touch", "rinsed with tap water"),
    ("after two weeks", "after six months"),
    ("are safe for swimming", "are dangerous for swimming"),
    ("this is harmless", "Red eyes are dangerous"),
)
"""Numbers, negations, durations and opposite words."""


def test_disagreements_of_all_kinds_are_among_the_first_listed(tmp_path: Path) -> None:
    for name, text in (("lenses", LENSES), ("optician", OPTICIAN)):
        (tmp_path / f"{name}.txt").write_text(text, "utf-8")
    files = [tmp_path / "lenses.txt", tmp_path / "optician.txt"]
    list(Importer(tmp_path / "packs" / "wounds").take(files))
    listed = [" | ".join(sorted(pair.key)) for pair in candidates(pack_of(tmp_path / "packs"))]
    first = [any(a in pair and b in pair for pair in listed[:10]) for a, b in PLANTED]
    assert sum(first) >= 5
    at_once = [any(a in pair and b in pair for pair in listed[:6]) for a, b in PLANTED]
    assert sum(at_once) >= 4
    assert not any("Sundays" in pair or "colours" in pair for pair in listed[:6])
