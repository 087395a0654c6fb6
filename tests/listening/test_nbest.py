"""From libvosk's alternatives to one hypothesis."""

import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.nbest import hypothesis

BRIDGES = {("bow", "talks"): "botox", ("bow", "talks", "in"): "botoxin", ("beau",): "botox"}


def alternative(text: str, score: float, start: float = 0.0) -> dict[str, Any]:
    """As libvosk writes it, each word half a second long."""
    words = [
        {"word": word, "start": start + n / 2, "end": start + (n + 1) / 2}
        for n, word in enumerate(text.split())
    ]
    return {"text": text, "confidence": score, "result": words}


def part(*readings: tuple[str, float], start: float = 0.0) -> dict[str, Any]:
    return {"alternatives": [alternative(text, score, start) for text, score in readings]}


def test_the_best_reading_is_the_text_and_the_others_follow_in_order() -> None:
    heard = hypothesis(
        [part(("does it hurt", 100), ("does it hurts", 99), ("dust it hurt", 97))], {}
    )
    assert heard.text == "does it hurt"
    assert heard.alternatives == ("does it hurts", "dust it hurt")
    assert [word.text for word in heard.words] == ["does", "it", "hurt"]
    assert heard.words[1].confidence == 1.0
    assert heard.words[2].confidence < 1.0


scores = st.lists(st.floats(0, 50), min_size=1, max_size=8)


@given(scores)
def test_shares_are_odds_of_all_readings_and_never_more_than_one(found: list[float]) -> None:
    found = sorted(found, reverse=True)
    texts = [chr(ord("a") + place) for place in range(len(found))]
    heard = hypothesis([part(*zip(texts, found, strict=True))], {})
    odds = [math.exp(0.5 * (score - found[0])) for score in found]
    assert heard.words[0].confidence == pytest.approx(odds[0] / sum(odds), abs=1e-4)
    assert heard.alternatives == tuple(texts[1:])
    assert 0 < heard.confidence < 1


@given(scores, scores)
def test_the_further_ahead_the_surer(one: list[float], two: list[float]) -> None:
    """Confidence grows with the best reading's share."""

    def pair(found: list[float]) -> tuple[float, float]:
        ordered = sorted(found, reverse=True)
        texts = [chr(ord("a") + place) for place in range(len(ordered))]
        heard = hypothesis([part(*zip(texts, ordered, strict=True))], {})
        return heard.words[0].confidence, heard.confidence

    (share, sure), (other_share, other_sure) = sorted((pair(one), pair(two)))
    assert sure <= other_sure or share == other_share


def test_readings_of_one_text_count_together() -> None:
    heard = hypothesis([part(("bow talks", 10), ("a", 9.5), ("beau", 9.4))], BRIDGES)
    assert heard.text == "botox"
    assert heard.alternatives == ("a",)
    assert heard.words[0].confidence > 0.6


def test_sound_alikes_become_the_name_the_longest_first() -> None:
    heard = hypothesis([part(("does bow talks hurt", 5), ("does bow talks in", 4))], BRIDGES)
    assert heard.text == "does botox hurt"
    assert heard.alternatives == ("does botoxin",)
    botox = heard.words[1]
    assert (botox.start, botox.end) == (0.5, 1.5)
    assert hypothesis([part(("take a bow", 5))], BRIDGES).text == "take a bow"


def test_parts_of_an_utterance_are_one_text() -> None:
    heard = hypothesis(
        [part(("is it", 5), ("is", 4)), part(("safe", 5), ("save", 3), start=2.0)], {}
    )
    assert heard.text == "is it safe"
    assert heard.alternatives == ("is safe", "is it save")
    assert [word.start for word in heard.words] == [0.0, 0.5, 2.0]


def test_a_run_of_unknown_words_is_one_and_is_not_believed() -> None:
    heard = hypothesis([part(("[unk] [unk] [unk]", 5), ("does it", 1))], {})
    assert (heard.text, heard.confidence) == ("[unk]", 0.0)
    assert (heard.words[0].start, heard.words[0].end) == (0.0, 1.5)


@pytest.mark.parametrize(
    "parts", [[], [{"text": ""}], [{"alternatives": [{"text": "", "confidence": 3.0}]}]]
)
def test_nothing_said_is_an_empty_hypothesis(parts: list[dict[str, Any]]) -> None:
    heard = hypothesis(parts, BRIDGES)
    assert (heard.text, heard.confidence, heard.alternatives, heard.words) == ("", 0.0, (), ())
