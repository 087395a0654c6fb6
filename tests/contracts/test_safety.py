"""What every safety check must keep, whatever it is made of."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.content.load import load_content
from assistant.messages import Hypothesis, Triage, Utterance
from assistant.protocols import SafetyCheck
from assistant.safety import open_safety
from assistant.settings import load_settings


@pytest.fixture(scope="module", params=["shipped"])
def safety(own_cache: None, request: pytest.FixtureRequest) -> SafetyCheck:
    """Each check there is; a new one is added to the parameters."""
    made = {"shipped": lambda: open_safety(load_content(load_settings()), load_settings())}
    return made[request.param]()


def test_nothing_said_is_nothing(safety: SafetyCheck) -> None:
    """Silence and noise are no emergency."""
    for text in ("", " ", "...", "[unk]"):
        assert safety.triage(Utterance(text)) is None
        assert safety.triage(Utterance(text, Hypothesis(text, 0.0))) is None


def test_an_emergency_names_its_kind_and_its_reason(safety: SafetyCheck) -> None:
    """``ask -v`` shows why."""
    found = safety.triage(Utterance("I can't breathe"))
    assert found == Triage("emergency", "breathing", found.evidence if found else "")
    assert found is not None and found.evidence


def test_a_general_question_passes(safety: SafetyCheck) -> None:
    """What documents can answer goes on to understanding."""
    assert safety.triage(Utterance("what is botox")) is None


def test_emergencies_win_over_personal_questions(safety: SafetyCheck) -> None:
    """Both in one utterance: help comes first."""
    found = safety.triage(Utterance("I'm pregnant and I can't breathe"))
    assert found is not None and found.outcome == "emergency"


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=60), others=st.lists(st.text(max_size=30), max_size=3))
def test_any_utterance_is_judged_alike_twice(
    safety: SafetyCheck, text: str, others: list[str]
) -> None:
    """No utterance fails, none is remembered, and the outcome is one of the two."""
    utterance = Utterance(text, Hypothesis(text, 0.5, tuple(others)))
    first = safety.triage(utterance)
    assert first is None or first.outcome in ("emergency", "personal_advice")
    assert safety.triage(utterance) == first
