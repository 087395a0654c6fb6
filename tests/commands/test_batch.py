"""Batch: one reply for each line, in order, whatever the lines are."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.batch import Batch
from assistant.skill import Skill

CONTRACT = {
    "id", "session", "heard", "question", "outcome", "intent", "control", "confidence", "speech",
    "answer", "sources", "disagreement", "choices", "related", "timing_ms",
}  # fmt: skip
OUTCOMES = {"answer", "clarify", "decline", "emergency", "personal_advice", "control"}


@pytest.fixture
def batch(skill: Skill) -> Batch:
    return Batch(skill)


def answer(batch: Batch, line: object) -> dict[str, Any]:
    """One line through the batch; bytes go in as they are."""
    raw = line if isinstance(line, bytes) else json.dumps(line).encode()
    reply: dict[str, Any] = json.loads(batch.answer(raw))
    return reply


def test_a_reply_is_the_contracts_object(batch: Batch) -> None:
    reply = answer(batch, {"id": "q1", "text": "does your face sag after botox", "session": "s1"})
    assert set(reply) == CONTRACT
    assert (reply["id"], reply["session"], reply["heard"]) == ("q1", "s1", None)
    assert (reply["outcome"], reply["intent"]) == ("answer", "botox.face_sag")
    assert all(set(source) >= {"document", "section", "path"} for source in reply["sources"])
    assert 0.5 < reply["confidence"] <= 1.0


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\xff\xfe{}", "UTF-8"),
        (b"[" * 100_000, "JSON"),
        ([1, 2], "no JSON object"),
        ({"id": "x"}, "text"),
        ({"id": "x", "text": 3}, "string"),
        ({"id": "x", "text": "a", "audio": "b.wav"}, "text"),
        ({"id": "x", "audio": "no-such.wav"}, "no-such.wav"),
    ],
)
def test_a_bad_line_is_an_error_and_no_more(batch: Batch, line: object, problem: str) -> None:
    reply = answer(batch, line)
    assert set(reply) == {"id", "error"}
    assert problem in reply["error"]
    assert answer(batch, {"text": "hello"})["control"] == "greeting"


def test_a_null_id_is_none(batch: Batch) -> None:
    assert answer(batch, {"id": None, "text": "hello"})["control"] == "greeting"


def test_audio_that_is_no_audio_is_an_error(batch: Batch, tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    path.write_text("this is not sound")
    assert "a.wav" in answer(batch, {"id": 1, "audio": str(path)})["error"]


def test_turns_of_one_session_share_context_and_others_do_not(batch: Batch) -> None:
    answer(batch, {"text": "does botox make the skin thin", "session": "a"})
    with_context = answer(batch, {"text": "why would it", "session": "a"})
    without = answer(batch, {"text": "why would it"})
    assert with_context["intent"] == "botox.thin_skin_cause"
    assert without["outcome"] != "answer"


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=300))
def test_any_text_gets_an_outcome(batch: Batch, text: str) -> None:
    assert answer(batch, {"id": "q", "text": text})["outcome"] in OUTCOMES


@pytest.mark.parametrize(
    "text", ["", " \n", "\x00\x07\x1b[31m", "做肉毒杆菌疼吗", "🙂🙂", "?!", "x" * 100_000]
)
def test_what_cannot_be_understood_is_declined(batch: Batch, text: str) -> None:
    assert answer(batch, {"text": text})["outcome"] == "decline"


def test_an_emergency_at_the_end_of_a_very_long_text_is_heard(batch: Batch) -> None:
    text = "so I was saying to my sister " * 3000 + " and now I cannot breathe"
    assert answer(batch, {"text": text})["outcome"] == "emergency"


def test_five_hundred_mixed_lines_give_five_hundred_replies_in_order(batch: Batch) -> None:
    mixed = ["how long does it last", "hello", "what does it cost", "I cannot breathe", "asdf"]
    lines: list[object] = [{"id": n, "text": mixed[n % 5]} for n in range(500)]
    lines[7::50] = [b"not json"] * len(lines[7::50])
    replies = [answer(batch, line) for line in lines]
    assert [r["id"] for r in replies if "error" not in r] == [n for n in range(500) if n % 50 != 7]
    assert batch.errors == 10
