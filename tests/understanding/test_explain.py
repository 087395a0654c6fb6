"""Every score behind a decision."""

from assistant.content.load import load_content
from assistant.messages import Utterance
from assistant.safety import open_safety
from assistant.settings import load_settings
from assistant.understanding.explain import explain_text
from assistant.understanding.matcher import open_matcher


def test_all_that_decided_is_shown() -> None:
    """Safety's verdict, the decision with its reason, five intents with every view."""
    content, settings = load_content(load_settings()), load_settings()
    matcher, safety = open_matcher(content, settings), open_safety(content, settings)
    text = explain_text(matcher, safety, Utterance("does your face sag after botox"))
    safe, decision, thresholds, *lines = text.splitlines()
    assert safe == "safety: no concern"
    assert decision.startswith("decision: answer (")
    assert thresholds.startswith("thresholds: answered from 55%")
    assert len(lines) == 5
    assert "botox.face_sag" in lines[0]
    for line in lines:
        for view in ("meaning", "nearest", "phrases", "words", "sounds", "strangeness"):
            assert view in line
    alarm = explain_text(matcher, safety, Utterance("I can't breathe"))
    assert alarm.startswith("safety: emergency: breathing (")
