"""Words that exist nowhere are repaired; words that exist never are."""

from hypothesis import given
from hypothesis import strategies as st

from assistant.understanding import sounds
from assistant.understanding.spelling import Speller, count_words

TEXTS = ["does the muscle get weaker", "is it a filler", "can it be reversed", "botox wrinkles"]
SPELLER = Speller(
    count_words([*TEXTS, *["botox"] * 20]), frozenset(["feeler", "mussel", "books", "cat"])
)


def test_unknown_words_are_repaired() -> None:
    """Slips of the finger, and words spelt by ear."""
    mistyped = {
        "musle": "muscle",
        "revesred": "reversed",
        "rinkles": "wrinkles",
        "wekaer": "weaker",
    }
    for word, meant in mistyped.items():
        assert SPELLER.repair(f"the {word}") == f"the {meant}"


def test_a_topic_spelt_by_ear_wins_over_a_nearer_word() -> None:
    """ "botoks" is one letter from no word but "books" in letters, and botox in sound."""
    assert SPELLER.repair("botoks") == "botox"


def test_words_that_exist_are_left_alone() -> None:
    """A feeler is no filler, however near it is."""
    assert SPELLER.repair("a feeler and a mussel") == "a feeler and a mussel"


def test_words_written_together_are_parted() -> None:
    """Only where every part is known."""
    assert SPELLER.repair("canitbe reversed") == "can it be reversed"
    assert SPELLER.repair("xqzitbe") == "xqzitbe"


def test_strange_words_are_left_alone() -> None:
    """The name of another drug must not become a word of ours."""
    assert SPELLER.repair("profhilo xeomin") == "profhilo xeomin"


@given(st.lists(st.sampled_from(sorted({w for text in TEXTS for w in text.split()})), min_size=1))
def test_known_texts_stay(words: list[str]) -> None:
    """Repair changes nothing that is right."""
    assert SPELLER.repair(" ".join(words)) == " ".join(words)


def test_what_sounds_alike_has_one_key() -> None:
    """Spelt by ear or misheard; and what sounds different has not."""
    for one, other in [("muscles", "mussels"), ("face", "fase"), ("botox", "botoks")]:
        assert sounds.word_key(one) == sounds.word_key(other)
    assert sounds.word_key("filler") != sounds.word_key("wrinkle")
    assert sounds.key("bow tox") == sounds.key("bowtox")
