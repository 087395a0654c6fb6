"""What every matcher must keep, whatever it is made of."""

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.content.load import load_content
from assistant.content.model import Content, Topic
from assistant.messages import Hypothesis, Utterance
from assistant.protocols import Matcher
from assistant.settings import load_settings
from assistant.understanding.matcher import open_matcher
from tests.understanding.small import content

Opened = tuple[Matcher, Content]


@pytest.fixture(scope="module", params=["shipped", "small", "without negatives", "empty"])
def opened(own_cache: None, request: pytest.FixtureRequest) -> Opened:
    """Each matcher there is, with contents from large to none; a new one is added here."""
    made: dict[str, Callable[[], Content]] = {
        "shipped": lambda: load_content(load_settings()),
        "small": content,
        "without negatives": lambda: content(unanswered={}, topic=Topic()),
        "empty": lambda: content({}, {}),
    }
    used = made[request.param]()
    return open_matcher(used, load_settings()), used


def test_known_questions_are_answered(opened: Opened) -> None:
    """What the content lists word for word, and its titles, go where they belong."""
    matcher, known = opened
    for intent in known.answerable:
        for text in (intent.title, *intent.phrasings[:3]):
            match = matcher.match(Utterance(text))
            assert match.decision == "answer", text
            assert match.candidates[0].intent == intent.id, text


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=80), others=st.lists(st.text(max_size=20), max_size=2))
def test_any_utterance_has_a_sound_match(opened: Opened, text: str, others: list[str]) -> None:
    """No utterance fails; candidates are few, known, ordered, with probabilities; twice alike."""
    matcher, known = opened
    utterance = Utterance(text, Hypothesis(text, 0.5, tuple(others)))
    match = matcher.match(utterance)
    assert match == matcher.match(utterance)
    assert match.reason
    assert len(match.candidates) <= 5
    assert {c.intent for c in match.candidates} <= {i.id for i in known.answerable}
    scores = [c.score for c in match.candidates]
    assert scores == sorted(scores, reverse=True)
    assert all(0.0 <= c.probability <= 1.0 for c in match.candidates)
    assert sum(c.probability for c in match.candidates) <= 1.0 + 1e-5
    assert match.candidates or match.decision == "decline"


@pytest.mark.parametrize(
    "text", ["", " ", "\x00\x07", "\u041f\u0440\u0438\u0432\u0435\u0442", "?!"]
)
def test_what_says_nothing_is_declined(opened: Opened, text: str) -> None:
    """Silence, control characters, other scripts."""
    assert opened[0].match(Utterance(text)).decision == "decline"


def test_a_hundred_thousand_letters(opened: Opened) -> None:
    """Are read in part."""
    match = opened[0].match(Utterance("does it hurt " * 8_000))
    assert match.decision in ("answer", "clarify", "decline")


def test_an_unknown_context_is_no_context(opened: Opened) -> None:
    """A session may remember an intent that new content has no more."""
    utterance = Utterance("and why is that")
    assert opened[0].match(utterance, "gone.intent") == opened[0].match(utterance)


def test_explaining_shows_the_views_of_the_match(opened: Opened) -> None:
    """The same candidates, each with every view's score."""
    matcher, known = opened
    utterance = Utterance("how long is it done")
    shown = matcher.explain(utterance)
    assert tuple(shown) == matcher.match(utterance).candidates
    assert all(c.views for c in shown) and bool(shown) == bool(known.answerable)
