"""The page of ``assistant check --report``, and what its figures are made of."""

from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.report import Judged, confusions, page, questions, reliability, risk
from assistant.errors import ContentError
from assistant.messages import Candidate, Match
from tests.understanding.small import content

INTENTS = ("a.one", "a.two", "a.three")


def _judged(accepted: str, best: str, probability: float, decision: str, text: str = "q") -> Judged:
    found = Candidate(best, probability, probability)
    return Judged(
        text,
        frozenset([accepted] if accepted else []),
        Match(decision, (found,), "so"),  # type: ignore[arg-type]
    )


ANY = st.builds(
    _judged,
    st.sampled_from(("", *INTENTS)),
    st.sampled_from(INTENTS),
    st.floats(0, 1),
    st.sampled_from(["answer", "clarify", "decline"]),
)


@given(st.lists(ANY, min_size=1, max_size=40))
def test_figures_are_what_loops_would_count(judged: list[Judged]) -> None:
    """Bins hold every question once; the curve ends at the whole; pairs are never alike."""
    bins = reliability(judged)
    assert sum(n for _, _, n in bins) == len(judged)
    assert sum(share * n for _, share, n in bins) == pytest.approx(sum(j.fits for j in judged))
    curve = risk(judged)
    assert curve[-1][0] == 1.0
    assert curve[-1][1] == pytest.approx(sum(not j.fits for j in judged) / len(judged))
    assert all(asked != taken for asked, taken in confusions(judged))


@given(st.lists(ANY, min_size=1, max_size=20))
def test_any_page_is_whole(judged: list[Judged]) -> None:
    """Every tag that is opened is closed."""

    class Tags(HTMLParser):
        open: list[str] = []  # noqa: RUF012 (set anew below)

        def handle_starttag(self, tag: str, attrs: object) -> None:
            if tag != "meta":
                self.open.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert self.open.pop() == tag

    tags = Tags()
    tags.open = []
    tags.feed(page(judged, {}))
    assert not tags.open


def test_what_people_wrote_runs_nothing() -> None:
    """A question may hold tags."""
    shown = page([_judged("a.one", "a.two", 0.9, "answer", "<script>x</script>")], {})
    assert "<script>" not in shown
    assert "&lt;script&gt;x" in shown


def test_a_local_fact_that_is_not_filled_in_answers_nothing() -> None:
    """It sends to the desk, as it should where the content does not cover the question."""
    outside = _judged("", "a.one", 0.9, "answer")
    assert not outside.good
    assert replace(outside, refers=True).good


def test_questions_come_from_the_tuning_set_never_from_the_test_set(tmp_path: Path) -> None:
    """Whoever looks at the test set tunes on it."""
    folder = tmp_path / "evaluation"
    folder.mkdir()
    (folder / "tune.yaml").write_text(
        "lay: [{text: in, intent: tea.origin, also: [tea.caffeine]}]\noutside: [{text: out}]"
    )
    (folder / "test.yaml").write_text("lay: [{text: secret, intent: tea.origin}]")
    made = content()
    made = replace(made, packs=(replace(made.packs[0], folder=tmp_path),))
    assert dict(questions(made)) == {
        "in": frozenset(["tea.origin", "tea.caffeine"]),
        "out": frozenset(),
    }
    (folder / "tune.yaml").write_text("lay: [{text: in}]")
    with pytest.raises(ContentError, match=r"tune\.yaml"):
        questions(made)
