"""Every score behind a decision, as text for ``ask -v``."""

from assistant.messages import Candidate, Utterance
from assistant.protocols import Matcher, SafetyCheck
from assistant.understanding import ranking

_THRESHOLDS = (
    f"thresholds: answered from {ranking.ANSWER:.0%}, offered from {ranking.CLARIFY:.0%} of all "
    f"intents together, obeyed from {ranking.OBEY:.0%}; known word for word from words "
    f"{ranking.VERBATIM}, unknown below nearest {ranking.FARTHEST}"
)


def explain_text(
    matcher: Matcher, safety: SafetyCheck, utterance: Utterance, context: str | None = None
) -> str:
    """The safety check's verdict, the thresholds, the reason, five intents with every view."""
    triage = safety.triage(utterance) or safety.doubt(utterance)
    verdict = f"{triage.outcome}: {triage.kind} ({triage.evidence})" if triage else "no concern"
    match = matcher.match(utterance, context)
    lines = [f"safety: {verdict}", f"decision: {match.decision} ({match.reason})", _THRESHOLDS]
    return "\n".join([*lines, *map(_line, match.candidates)])


def _line(candidate: Candidate) -> str:
    views = "  ".join(f"{name} {score:6.3f}" for name, score in candidate.views.items())
    return f"  {candidate.probability:6.1%}  {candidate.intent:32}  {views}"
