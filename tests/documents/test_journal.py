"""What is kept of unanswered questions, and what is not."""

import datetime
import sqlite3
import stat
import threading
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import resources
from assistant.dialogue.journal import Journal, Miss, blanked, open_journal
from assistant.messages import Utterance
from assistant.settings import load_settings
from assistant.skill import Skill

DAY = datetime.date(2024, 3, 1)


@pytest.fixture
def journal(tmp_path: Path) -> Journal:
    return Journal(tmp_path / "data" / "misses.sqlite3", 30, today=lambda: DAY)


def kept_bytes(journal: Journal) -> bytes:
    """All that lies on the disk: the file, its log, its index."""
    return b"".join(path.read_bytes() for path in journal.path.parent.iterdir())


def test_nothing_is_kept_unless_the_clinic_turns_it_on() -> None:
    assert open_journal(load_settings()) is None
    skill = Skill.open(load_settings({"packs": ["botox"]}))
    skill.reply(Utterance("do lip fillers wear off"))
    assert not list(resources.user_data().glob("misses*"))


def test_what_was_declined_is_kept_and_what_was_answered_is_not() -> None:
    skill = Skill.open(load_settings({"packs": ["botox"], "misses": True}))
    for text in ("do lip fillers wear off", "what is botox", "do lip fillers wear off"):
        skill.reply(Utterance(text), skill.session("a-session"))
    journal = open_journal(load_settings({"misses": True}))
    assert journal is not None
    today = datetime.date.today()
    assert journal.misses() == [Miss("do lip fillers wear off", "decline", today, 2)]


def test_no_session_no_time_and_no_order_is_kept(journal: Journal) -> None:
    journal.add("can I bring my cat", "decline")
    columns = {row[1] for row in sqlite3.connect(journal.path).execute("PRAGMA table_info(misses)")}
    assert columns == {"question", "outcome", "day", "times"}
    (row,) = sqlite3.connect(journal.path).execute("SELECT * FROM misses")
    assert row == ("can I bring my cat", "decline", DAY.toordinal(), 1)


def test_only_the_user_may_read_it(journal: Journal) -> None:
    journal.add("can I bring my cat", "decline")
    assert stat.S_IMODE(journal.path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("said", "gone", "stays"),
    [
        ("my name is anna smith can I come in", ["anna"], "can I come in"),
        ("I'm called Bob Jones, where is the desk", ["Bob", "Jones"], "where is the desk"),
        ("is doctor miller in today", ["miller"], "in today"),
        ("is Dr. Miller-Brown in", ["Miller", "Brown"], "in"),
        ("please ask for Mary about it", ["Mary"], "please ask for"),
        ("my husband John has a question", ["John"], "has a question"),
        ("I was born on 12 March 1951", ["12", "March", "1951"], "I was born on"),
        (
            "I was born on the third of march nineteen fifty one",
            ["third", "march", "nineteen"],
            "born",
        ),
        ("call me on 020 7946 0958", ["020", "7946", "0958"], "call me on"),
        ("call oh seven nine double four", ["seven", "nine", "four"], "call"),
        ("write to anna@example.org please", ["anna", "example"], "write to"),
        ("my number is NHS485777", ["485777"], "my number is"),
    ],
)
def test_names_and_numbers_are_blanked(said: str, gone: list[str], stays: str) -> None:
    text = blanked(said)
    assert not [word for word in gone if word in text]
    assert stays in text


def test_ordinary_words_stay() -> None:
    for text in (
        "can my mum have it too",
        "my husband has a question about this",
        "may I march in here with my dog",
        "is this the queue for the doctor",
    ):
        assert blanked(text) == text


@given(st.text(max_size=400))
def test_no_digit_survives_and_blanking_twice_changes_nothing(text: str) -> None:
    once = blanked(text)
    assert not any(letter in "0123456789" for letter in once)
    assert blanked(once) == once


def test_old_questions_are_erased_for_good(tmp_path: Path) -> None:
    day = DAY

    journal = Journal(tmp_path / "misses.sqlite3", 30, today=lambda: day)
    journal.add("what about the fish tank", "decline")
    day = DAY + datetime.timedelta(days=29)
    assert len(journal.misses()) == 1
    day = DAY + datetime.timedelta(days=30)
    journal.add("where is the umbrella stand", "decline")
    assert [miss.question for miss in journal.misses()] == ["where is the umbrella stand"]
    assert b"fish tank" not in b"".join(p.read_bytes() for p in tmp_path.glob("misses*"))


def test_what_is_erased_leaves_no_trace(journal: Journal) -> None:
    for number in range(40):
        journal.add(f"question {'abcdefghij'[number % 10]} about the fish tank", "decline")
    assert b"fish tank" in kept_bytes(journal)
    assert journal.erase() == 10
    assert journal.misses() == []
    assert b"fish tank" not in kept_bytes(journal)


def test_a_full_or_locked_or_broken_journal_is_not_the_visitor_s_trouble(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    Journal(tmp_path / "file" / "misses.sqlite3", 30).add("where is the desk", "decline")
    broken = Journal(tmp_path / "broken.sqlite3", 30)
    broken.path.write_bytes(b"no database at all" * 100)
    broken.add("where is the desk", "decline")
    with pytest.raises(OSError, match="not a database"):
        broken.misses()
    locked = Journal(tmp_path / "locked.sqlite3", 30)
    locked.add("where is the desk", "decline")
    other = sqlite3.connect(locked.path)
    other.execute("BEGIN EXCLUSIVE")
    locked.add("where is the lift", "decline")
    other.close()
    assert [miss.question for miss in locked.misses()] == ["where is the desk"]
    full = Journal(Path("/dev/full"), 30)
    full.add("where is the desk", "decline")


def test_threads_may_share_it(journal: Journal) -> None:
    def add() -> None:
        for _ in range(10):
            journal.add("where is the desk", "decline")

    threads = [threading.Thread(target=add) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [miss.times for miss in journal.misses()] == [40]
