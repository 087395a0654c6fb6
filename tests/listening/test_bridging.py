"""Words that no dictionary has: their sounds, and the words that sound like them."""

import itertools
from pathlib import Path

import numpy as np
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from assistant import resources
from assistant.listening.bridging import bridge
from assistant.listening.dictionary import NUMBERS, PHONES, Dictionary, read_dictionary
from assistant.listening.letters import from_cmu, from_ipa, pronounce
from assistant.listening.model_folder import SHIPPED, check_model
from assistant.listening.nbest import hypothesis, whole_words
from assistant.listening.nearness import additions, changes
from assistant.listening.standins import Searcher
from assistant.listening.wordlist import embedded, read_labels
from tests.listening.tables import with_table

MODEL = resources.shipped("models") / SHIPPED


@pytest.fixture(scope="module")
def labels() -> dict[str, int]:
    return read_labels(check_model(MODEL))


@pytest.fixture(scope="module")
def dictionary(labels: dict[str, int]) -> Dictionary:
    return read_dictionary(MODEL / "graph" / "HCLr.fst", labels)


@pytest.mark.training
def test_the_graph_tells_every_pronunciation_that_it_was_made_from(dictionary: Dictionary) -> None:
    from models.training.speech import lexicon as trained  # needs the extra [train]

    found: dict[str, set[tuple[str, ...]]] = {}
    for word, row in zip(dictionary.words, dictionary.phones.tolist(), strict=True):
        found.setdefault(word, set()).add(tuple(PHONES[number - 1] for number in row if number))
    made = {word: set(said) for word, said in trained.lexicon().items() if word[:1].isalpha()}
    assert found == made
    assert trained.PHONES == PHONES


WORDS = ["b ow", "t aa k s", "k", "ow t", "ih ng"]
SMALL = Dictionary(
    tuple(sorted(WORDS)),
    np.array(
        [
            [NUMBERS[phone.upper()] for phone in word.split()] + [0] * (6 - len(word.split()))
            for word in sorted(WORDS)
        ],
        np.uint8,
    ),
)
phones = st.sampled_from(["B", "OW", "T", "AA", "AO", "K", "S", "IH", "NG", "P"])


def plain(said: tuple[str, ...], wanted: tuple[str, ...]) -> float:
    """Wagner and Fischer's distance, word for word."""
    change, add = changes(), additions()
    table = np.zeros((len(said) + 1, len(wanted) + 1))
    for i, j in itertools.product(range(len(said) + 1), range(len(wanted) + 1)):
        ways = [0.0] if i == j == 0 else []
        if i:
            ways.append(table[i - 1, j] + add[NUMBERS[said[i - 1]]])
        if j:
            ways.append(table[i, j - 1] + add[NUMBERS[wanted[j - 1]]])
        if i and j:
            spent = change[NUMBERS[said[i - 1]], NUMBERS[wanted[j - 1]]]
            ways.append(table[i - 1, j - 1] + spent)
        table[i, j] = min(ways)
    return float(table[-1, -1])


@settings(max_examples=10, phases=(Phase.explicit, Phase.generate))
@given(st.lists(st.lists(phones, min_size=1, max_size=6).map(tuple), min_size=1, max_size=3))
def test_the_nearest_is_the_nearest_by_trying_all(wanted: list[tuple[str, ...]]) -> None:
    every = [c for n in (1, 2, 3) for c in itertools.product(WORDS, repeat=n)]
    for word, found in zip(wanted, Searcher(SMALL).nearest(wanted), strict=True):
        costs = [
            plain(tuple(" ".join(c).upper().split()), word) + 0.1 * (len(c) - 1) for c in every
        ]
        if min(costs) > 3.5 + 1e-4:
            assert not found
        elif min(costs) < 3.5 - 1e-4:  # at the limit itself, rounding decides
            assert found[0].cost == pytest.approx(min(costs), abs=1e-4)
            said = tuple(" ".join(found[0].words).upper().split())
            spent = plain(said, word) + 0.1 * (len(found[0].words) - 1)
            assert spent == pytest.approx(found[0].cost, abs=1e-4)


def test_near_phones_cost_less_than_far_ones_and_nothing_is_free() -> None:
    cost = changes()
    assert cost[NUMBERS["S"], NUMBERS["Z"]] < cost[NUMBERS["S"], NUMBERS["M"]]
    assert cost[NUMBERS["AA"], NUMBERS["AO"]] < cost[NUMBERS["AA"], NUMBERS["IY"]]
    inner = cost[1:, 1:]
    assert np.array_equal(inner, inner.T) and np.all(np.diag(inner) == 0)
    assert inner[~np.eye(len(PHONES), dtype=bool)].min() > 0


def test_espeaks_signs_are_phones_of_ours() -> None:
    assert from_ipa("mˈaɪkɹoʊnˌiːdlɪŋ") == from_cmu("M AY1 K R OW0 N IY1 D L IH0 NG")
    assert from_ipa("bjˈʊɹɹoʊ") == from_cmu("B Y UH R OW")
    assert from_ipa("ˈaʊɚ") == from_cmu("AW ER")


def test_a_word_is_read_by_both_rules() -> None:
    read = pronounce(["zorber", "okonkwo"])
    assert from_cmu("Z AO R B ER") in read["zorber"]
    assert len(read["zorber"]) == 2
    assert pronounce([]) == {}


def test_a_word_of_which_nothing_is_heard_has_no_bridge(labels: dict[str, int]) -> None:
    assert not bridge(["'"], {}, {"the"}).of
    assert not bridge(["zorbo"], {"zorbo": from_cmu("Z AO R B OW")}, {"the"}).of


def test_the_authors_pronunciation_goes_before_the_letters(labels: dict[str, int]) -> None:
    """Chumley, as the name is said."""
    said = bridge(["cholmeyley"], {"cholmeyley": from_cmu("CH AH1 M L IY0")}, labels)
    nearest = said.of["cholmeyley"][0]
    assert nearest.cost <= 0.2
    assert nearest.words[0].startswith("ch")


def test_the_parts_of_a_word_are_one_word_with_the_times_of_all() -> None:
    words = [("is", 0.0), ("ozempic+1", 0.2), ("ozempic+2", 0.4), ("safe", 0.9), ("epi+1", 1.2)]
    result = [{"word": word, "start": start, "end": start + 0.2} for word, start in words]
    best = {"text": "", "confidence": 9.0, "result": result}
    heard = hypothesis([{"alternatives": [best]}], {})
    assert heard.text == "is ozempic safe epi"
    assert (heard.words[1].start, heard.words[1].end) == pytest.approx((0.2, 0.6))
    assert whole_words("is ozempic+1") == "is ozempic"


def test_a_graphs_own_table_tells_the_words(tmp_path: Path, labels: dict[str, int]) -> None:
    graph = tmp_path / "Gr.fst"
    plain_graph = (MODEL / "graph" / "Gr.fst").read_bytes()
    graph.write_bytes(plain_graph)
    assert embedded(graph) == {}
    graph.write_bytes(with_table(plain_graph, labels))
    assert embedded(graph) == labels
