"""The views' numbers, against plain reckoning."""

import math
from collections import Counter, defaultdict
from collections.abc import Callable
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import sounds
from assistant.understanding.bank import Bank, Questions, gather
from assistant.understanding.phrases import Phrases, count
from assistant.understanding.strangeness import Strangeness, usage
from assistant.understanding.views import Likeness
from tests.understanding.small import content


@pytest.fixture(scope="module")
def bank() -> Bank:
    """The small content's bank."""
    return gather(Questions.of(content()))[0]


@given(st.lists(st.integers(0, 4), min_size=1, max_size=40), st.integers(0, 2**32 - 1))
def test_meaning_is_what_loops_would_do(classes: list[int], seed: int) -> None:
    """The mean of the best three of each class; 0 without texts, and where it is not asked for."""
    owners = np.sort(np.array(classes))
    random = np.random.default_rng(seed)
    vectors = random.normal(size=(len(owners), 8)).astype(np.float32)
    vector = random.normal(size=8).astype(np.float32)
    made = Bank(("a", "b", "c"), ("d", "e", "f"), tuple(map(str, owners)), owners)
    found = Likeness(made, vectors, made.texts).meaning(vector, range(5))
    for owner in range(6):
        own = sorted((v @ vector for v, c in zip(vectors, owners, strict=True) if c == owner))[-3:]
        assert found[owner] == pytest.approx(sum(own) / len(own) if own else 0.0, abs=1e-5)
    assert not Likeness(made, vectors, made.texts).meaning(vector, []).any()


def test_letters_and_sounds(bank: Bank) -> None:
    """A known text is like itself; one that sounds the same, in its sounds."""
    text, own = bank.texts[0], int(bank.classes[0])
    keys = [sounds.key(known) for known in bank.texts]
    likeness = Likeness(bank, np.zeros((len(bank.texts), 8), np.float32), keys)
    misheard = text.replace("long", "lonk")
    assert likeness.letters(text, [own])[own] == 1.0
    assert likeness.sounds(misheard, [own])[own] == 1.0
    assert 0.5 < likeness.letters(misheard, [own])[own] < 1.0
    assert not likeness.letters(text, [own + 1])[own]


def test_phrases_against_a_plain_naive_bayes(bank: Bank) -> None:
    """The sparse reckoning gives what dictionaries give."""
    view = Phrases(count(bank))
    rarity, likely = _plain_bayes(bank)
    for text in ("how long does it brew", "caffeine", "nothing known zzz"):
        weights = _plain_weights(text, rarity)
        expected = [
            sum(weight * likely(feature, owner) for feature, weight in weights.items())
            for owner in range(len(bank.intents) + len(bank.kinds))
        ]
        found = view.scores(text)
        assert np.allclose(found - found[0], np.array(expected) - expected[0], atol=5e-3)


def test_strange_words_speak_against_an_answer(bank: Bank) -> None:
    """New words, and words of unanswered questions; never those of answered ones."""
    strangeness = Strangeness(usage(bank))
    assert strangeness.of("which country grows the leaves") == 0.0
    assert strangeness.of("which mortgage grows the leaves") == 1.0
    assert strangeness.of("cocoa") > strangeness.of("mortgage")


def _plain_features(text: str) -> Counter[str]:
    words = text.split()
    pairs = [f"{a} {b}" for a, b in pairwise(words)]
    pieces = [f"#<{w}>"[0] + f"<{w}>"[i : i + 4] for w in words for i in range(len(w) - 1)]
    return Counter([*words, *pairs, *pieces])


def _plain_weights(text: str, rarity: dict[str, float]) -> dict[str, float]:
    counts = _plain_features(text)
    raw = {f: (1 + math.log(c)) * rarity[f] for f, c in counts.items() if f in rarity}
    length = math.sqrt(sum(weight**2 for weight in raw.values())) or 1.0
    return {feature: weight / length for feature, weight in raw.items()}


def _plain_bayes(bank: Bank) -> tuple[dict[str, float], Callable[[str, int], float]]:
    seen = Counter(feature for text in bank.texts for feature in _plain_features(text))
    rarity = {feature: math.log(len(bank.texts) / n) for feature, n in seen.items()}
    mass: defaultdict[tuple[str, int], float] = defaultdict(float)
    total: defaultdict[int, float] = defaultdict(float)
    for text, owner in zip(bank.texts, bank.classes, strict=True):
        for feature, weight in _plain_weights(text, rarity).items():
            mass[feature, int(owner)] += weight
            total[int(owner)] += weight

    def likely(feature: str, owner: int) -> float:
        share = (mass[feature, owner] + 0.05) / (total[owner] + 0.05 * len(rarity))
        return math.log(share / 0.05)

    return rarity, likely
