"""The fused matcher on a small content, and what is derived and kept for it."""

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant import resources
from assistant.content.model import Topic
from assistant.messages import Hypothesis, Match, Utterance
from assistant.settings import load_settings
from assistant.understanding import derived, encoder, keeping
from assistant.understanding.bank import Questions
from assistant.understanding.build import build
from assistant.understanding.matcher import FusedMatcher, open_matcher
from tests.understanding.small import QUESTIONS, content


@pytest.fixture
def fresh(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A cache folder in which nothing is kept yet."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    yield tmp_path / "cache"


@pytest.fixture(scope="module")
def matcher(own_cache: None) -> FusedMatcher:
    """For the small content, in which caffeine leads on to origin."""
    return open_matcher(content(caffeine=["tea.origin"]), load_settings())


def asked(matcher: FusedMatcher, text: str, context: str | None = None) -> Match:
    """What the matcher makes of a text."""
    return matcher.match(Utterance(text), context)


def test_paraphrases_go_where_they_belong(matcher: FusedMatcher) -> None:
    """In words that no phrasing has."""
    for text, intent in {
        "what amount of time should I leave the bag in": "tea.brewing",
        "will I lie awake at night from a cup of it": "tea.caffeine",
        "in which parts of the world is it planted": "tea.origin",
    }.items():
        assert asked(matcher, text).candidates[0].intent == intent


def test_slips_and_mishearings_go_where_they_belong(matcher: FusedMatcher) -> None:
    """Typed in haste; the topic misheard."""
    assert asked(matcher, "were dose tee com from").candidates[0].intent == "tea.origin"
    assert asked(matcher, "is ther cafeine in tee").candidates[0].intent == "tea.caffeine"


def test_other_subjects_are_not_answered(matcher: FusedMatcher) -> None:
    """A near miss that the content knows, its sibling, and something quite different."""
    for text in ("how long does coffee roast", "how long must coffee roast", "who is the king"):
        assert asked(matcher, text).decision != "answer"


def test_a_short_question_leans_on_the_answer_before_it(matcher: FusedMatcher) -> None:
    """After caffeine, "and where" is likelier about the origin than without it."""

    def origin(context: str | None) -> float:
        found = asked(matcher, "and where", context).candidates
        return next(c.probability for c in found if c.intent == "tea.origin")

    assert origin("tea.caffeine") > origin(None)


def test_half_a_question_is_read_after_the_last_one(matcher: FusedMatcher) -> None:
    """Alone it may be about anything; after the origin it is not about the same again."""
    found = [asked(matcher, "and which leaves?", context) for context in (None, "tea.origin")]
    alone, after = (
        {c.intent: c.probability for c in match.candidates}["tea.origin"] for match in found
    )
    assert after < alone


def test_joining_words_say_nothing(matcher: FusedMatcher) -> None:
    """After an answer, "and so" in front of a question changes nothing."""
    with_them = asked(matcher, "and so does it keep me awake", "tea.origin")
    assert with_them == asked(matcher, "does it keep me awake", "tea.origin")


def test_what_was_heard_unclearly_is_read_in_other_ways(matcher: FusedMatcher) -> None:
    """An alternative that is a known question helps the intent it belongs to; what is typed, or
    clear, has no other reading."""
    known, garbled = QUESTIONS["tea.caffeine"][0], "how match coffin is a knit"

    def caffeine(heard: Hypothesis | None, text: str) -> float:
        found = matcher.match(Utterance(text, heard)).candidates
        return next((c.probability for c in found if c.intent == "tea.caffeine"), 0.0)

    heard = Hypothesis(garbled, 0.4, (known,))
    assert caffeine(heard, garbled) > caffeine(None, garbled) + 0.2
    assert caffeine(Hypothesis(known, 0.4, (garbled,)), known) == caffeine(None, known)


def test_a_long_question_stands_alone(matcher: FusedMatcher) -> None:
    """What was answered before has no part in it."""
    text = "now tell me please how many minutes the pot of tea has to stand"
    assert asked(matcher, text, "tea.caffeine") == asked(matcher, text)


def test_what_was_derived_is_taken_from_the_cache(fresh: Path) -> None:
    """Once for the same questions, whatever else of the content changes; anew for others."""
    open_matcher(content(), load_settings())
    (kept,) = (resources.cache()).glob("understanding-*.npz")
    before = kept.stat().st_mtime_ns
    open_matcher(content(origin=["tea.brewing"]), load_settings())
    assert kept.stat().st_mtime_ns == before
    open_matcher(content({**QUESTIONS, "tea.price": ["what does it cost"]}), load_settings())
    assert len(list(resources.cache().glob("understanding-*.npz"))) == 2


def test_a_changed_pack_costs_its_new_texts_only(fresh: Path) -> None:
    """And gives the very numbers that all texts made anew give."""
    shared = encoder.shared()
    new = ["what would a whole pot set us back", "is the oldest leaf the dearest"]
    asks = Questions.of(content({**QUESTIONS, "tea.price": new}))
    whole = derived.make(asks, shared)
    open_matcher(content(), load_settings())
    told: list[tuple[int, int]] = []
    changed = derived.derive(asks, shared, lambda done, of: told.append((done, of)))
    assert told == [(0, 2), (2, 2)]
    assert np.array_equal(changed.vectors, whole.vectors)
    assert np.array_equal(changed.head.weights, whole.head.weights)


@given(st.integers(1, 30), st.integers(0, 2**32 - 1))
def test_coarse_vectors_stay_as_they_are(number: int, seed: int) -> None:
    """Written and read again, nothing moves; and little was lost the first time."""
    vectors = np.random.default_rng(seed).normal(size=(number, 16)).astype(np.float32)
    once = keeping.coarse(vectors)
    assert np.array_equal(keeping.coarse(once), once)
    assert (np.abs(once - vectors).max(axis=1) <= np.abs(vectors).max(axis=1) / 13.9).all()


def test_a_torn_cache_is_made_anew(fresh: Path) -> None:
    """Power may fail while a file is written by another program."""
    first = asked(open_matcher(content(), load_settings()), "how long")
    (kept,) = resources.cache().glob("understanding-*.npz")
    kept.write_bytes(kept.read_bytes()[: kept.stat().st_size // 2])
    assert asked(open_matcher(content(), load_settings()), "how long") == first


def test_a_cache_that_cannot_be_written_is_done_without(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A kiosk may run from a read-only disk."""
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert asked(open_matcher(content(), load_settings()), "how long").candidates


def test_what_is_built_is_used_for_the_same_content_only(fresh: Path, tmp_path: Path) -> None:
    """The shipped layer of other questions, or of another encoder, is not taken."""
    file = build(content(), tmp_path / "built.npz")
    shared = encoder.shared()
    own, other = Questions.of(content()), Questions.of(content(topic=Topic()))
    built = keeping.read(file, derived.key_of(own, shared))
    assert built is not None
    # Not the very same: texts that the shipped packs have, too, were encoded on another processor.
    cosines = (built.vectors * derived.derive(own, shared).vectors).sum(axis=1)
    assert np.allclose(cosines, (built.vectors**2).sum(axis=1), atol=0.01)
    assert keeping.read(file, derived.key_of(other, shared)) is None


def test_building_says_where_it_cannot_write(tmp_path: Path) -> None:
    """The installed package may belong to another user."""
    (tmp_path / "file").write_text("no folder")
    with pytest.raises(OSError, match="built"):
        build(content(), tmp_path / "file" / "built.npz")
