"""The verb ``misses``: grouped by likeness, turned into phrasings or drafts, exported, erased."""

import datetime
import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant import resources
from assistant.content.load import load_content
from assistant.dialogue.grouping import group
from assistant.dialogue.journal import Journal, Miss, journal_of
from assistant.settings import load_settings
from assistant.understanding import encoder

Verb = Callable[..., tuple[int, str, str]]


@pytest.fixture
def journal() -> Journal:
    """Three matters, the dog the most frequent."""
    journal = journal_of(load_settings())
    for text, times in (
        ("can I bring my dog along", 3),
        ("may I bring the dog with me", 2),
        ("is there somewhere to plug in my phone", 2),
        ("what is the moon made of", 1),
    ):
        for _ in range(times):
            journal.add(text, "decline")
    return journal


@pytest.fixture
def own_pack(hearing_packs: Path) -> Path:
    """The hearing pack as the user's own."""
    shutil.copytree(hearing_packs, resources.user_content())
    return resources.user_content() / "hearing"


def test_groups_the_most_frequent_first(journal: Journal, verb: Verb) -> None:
    status, out, _ = verb("misses", "list", "--json")
    groups = json.loads(out)
    assert status == 0
    assert [g["times"] for g in groups] == [5, 2, 1]
    assert groups[0]["questions"] == ["can I bring my dog along", "may I bring the dog with me"]
    assert verb("misses")[1].startswith("1. asked 5 times (decline)\n   can I bring my dog along\n")


def test_a_chain_of_likeness_is_not_one_group() -> None:
    day = datetime.date(2024, 1, 1)
    texts = ["where do I park my car", "where do I park my bike", "how do I repair my bike"]
    found = group(
        [Miss(text, "decline", day, 3 - n) for n, text in enumerate(texts)], encoder.shared()
    )
    members = [g.questions for g in found]
    assert not any({texts[0], texts[2]} <= set(questions) for questions in members)
    assert sum(map(len, members)) == 3


def test_where_nothing_is_kept_it_says_how_to_turn_it_on(verb: Verb) -> None:
    status, out, _ = verb("misses")
    assert status == 0
    assert "misses = true" in out


def test_a_group_becomes_phrasings(journal: Journal, own_pack: Path, verb: Verb) -> None:
    drafts = own_pack / "looking-after.yaml"
    drafts.write_text(drafts.read_text("utf-8").replace("  draft: true\n", "", 1), "utf-8")
    status, _, err = verb("misses", "add", "1", "--intent", "hearing.daily_cleaning")
    assert status == 0, err
    intent = load_content(load_settings()).by_id["hearing.daily_cleaning"]
    assert {"can I bring my dog along", "may I bring the dog with me"} <= set(intent.phrasings)
    assert len(journal.misses()) == 2


def test_a_group_becomes_a_draft_that_is_never_spoken(
    journal: Journal, own_pack: Path, verb: Verb
) -> None:
    assert verb("misses", "add", "2", "--pack", "hearing")[0] == 0
    assert verb("misses", "add", "1", "--pack", "hearing", "--title", "May dogs come in")[0] == 0
    content = load_content(load_settings())
    draft = content.by_id["hearing.may_dogs_come_in"]
    assert (draft.title, draft.draft, draft.speech) == ("May dogs come in?", True, "")
    assert "can I bring my dog along" in draft.phrasings
    assert draft not in content.answerable


def test_a_second_addition_keeps_the_first(journal: Journal, own_pack: Path, verb: Verb) -> None:
    for _ in range(2):
        assert verb("misses", "add", "1", "--intent", "hearing.daily_cleaning")[0] == 0
    phrasings = load_content(load_settings()).by_id["hearing.daily_cleaning"].phrasings
    assert "is there somewhere to plug in my phone" in phrasings
    assert "can I bring my dog along" in phrasings


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("9", "--pack", "hearing"), 1, "no group 9"),
        (("1",), 2, "--intent"),
        (("1", "--intent", "hearing.nothing"), 1, "no intent hearing.nothing"),
        (("1", "--intent", "botox.thin_skin"), 1, "comes with the program"),
    ],
)
def test_what_cannot_be_added_is_told_and_nothing_is_lost(
    arguments: tuple[str, ...],
    status: int,
    told: str,
    journal: Journal,
    own_pack: Path,
    verb: Verb,
) -> None:
    found, out, err = verb("misses", "add", *arguments)
    assert found == status
    assert told in out + err
    assert len(journal.misses()) == 4


def test_export_and_erase(journal: Journal, tmp_path: Path, verb: Verb) -> None:
    path = tmp_path / "misses.json"
    assert verb("misses", "export", path)[0] == 0
    assert [g["times"] for g in json.loads(path.read_text("utf-8"))] == [5, 2, 1]
    assert verb("misses", "erase", "--yes") == (0, "4 questions erased.\n", "")
    assert journal.misses() == []
    assert verb("misses", "export", tmp_path / "no" / "such")[0] == 0
