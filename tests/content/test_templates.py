"""Templates: expanded as hassil would understand them, and within bounds."""

from itertools import product

import pytest
from hassil.parse_expression import parse_sentence
from hassil.recognize import is_match
from hypothesis import given
from hypothesis import strategies as st

from assistant.content.templates import MOST, expand, is_template

# A template together with the wordings that it stands for: a second way to expand it.
Pair = tuple[str, frozenset[str]]

words = st.sampled_from(["how", "long", "does", "it", "last", "botox", "I'm", "well"])


def _plain(word: str) -> Pair:
    return word, frozenset({word})


def _optional(pair: Pair) -> Pair:
    return f"[{pair[0]}]", pair[1] | {""}


def _either(pairs: list[Pair]) -> Pair:
    return f"({'|'.join(text for text, _ in pairs)})", frozenset[str]().union(
        *(w for _, w in pairs)
    )


def _row(pairs: list[Pair]) -> Pair:
    wordings = (" ".join(filter(None, row)) for row in product(*(w for _, w in pairs)))
    return " ".join(text for text, _ in pairs), frozenset(wordings)


templates = st.recursive(
    words.map(_plain),
    lambda inner: st.one_of(
        inner.map(_optional),
        st.lists(inner, min_size=2, max_size=3).map(_either),
        st.lists(inner, min_size=1, max_size=3).map(_row),
    ),
    max_leaves=6,
)


@given(templates)
def test_every_wording_is_found_and_no_other(pair: Pair) -> None:
    template, wordings = pair
    assert set(expand(template)) == wordings - {""}


@given(templates.filter(lambda pair: pair[1] != {""}))
def test_hassil_recognises_every_wording(pair: Pair) -> None:
    sentence = parse_sentence(pair[0])
    assert all(is_match(wording, sentence) for wording in expand(pair[0]))


@given(templates)
def test_wordings_are_tidy_and_stand_once(pair: Pair) -> None:
    found = expand(pair[0])
    assert len(set(found)) == len(found)
    assert all(wording == " ".join(wording.split()) for wording in found)


def test_a_plain_question_is_no_template() -> None:
    question = "will it hurt; or not?"
    assert not is_template(question)
    assert expand(f"  {question} ") == (question,)


def test_lists_are_filled_in() -> None:
    assert expand("a {drink}", {"drink": ["tea", "(black|green) tea"]}) == (
        "a tea",
        "a black tea",
        "a green tea",
    )


def test_any_order() -> None:
    assert set(expand("(a;b)")) == {"a b", "b a"}


@pytest.mark.parametrize(
    ("template", "reason"),
    [
        ("how (long", r"a '\(' or '\)' too many"),
        ("how [long", r"a '\[' or '\]' too many"),
        ("how long)|(", "malformed"),
        ("a {drink}", "Missing slot list {drink}"),
        ("<rule> a", "Missing expansion rule <rule>"),
        ("(a|b|c)" * 7, "gives 2187 wordings"),
        ("(a|b|c)" * 4000, "wordings, at most"),
        ("[" * 5000 + "a" + "]" * 5000, "nested too deeply"),
    ],
)
def test_what_cannot_be_used_is_told(template: str, reason: str) -> None:
    with pytest.raises(ValueError, match=reason):
        expand(template)


def test_the_bound_itself_is_allowed() -> None:
    assert len(expand(f"({'|'.join(f'w{n}' for n in range(MOST))})")) == MOST
