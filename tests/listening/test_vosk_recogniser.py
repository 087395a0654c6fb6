"""libvosk with a vocabulary of ours, on speech of our synthesiser."""

import dataclasses
import shutil
from pathlib import Path

import pytest

from assistant.content.load import load_content
from assistant.content.model import Content
from assistant.errors import ModelError
from assistant.listening import vocabulary
from assistant.listening.derived import DECODING, derive
from assistant.listening.files import recognise
from assistant.listening.model_folder import ModelFolder, find_model
from assistant.listening.vosk_recogniser import (
    VoskRecogniser,
    open_phrase_recogniser,
    open_recogniser,
)
from assistant.listening.wordlist import read_labels
from assistant.settings import load_settings
from tests.listening.speech import say
from tests.listening.tables import with_table


@pytest.fixture(scope="module")
def content(own_cache: None) -> Content:
    return load_content(load_settings())


@pytest.fixture(scope="module")
def model(own_cache: None) -> ModelFolder:
    return find_model(load_settings())


@pytest.fixture(scope="module")
def recogniser(content: Content) -> VoskRecogniser:
    return open_recogniser(content, load_settings())


@pytest.mark.parametrize(
    "text",
    [
        "does your face sag after botox",
        "how long does botox last",
        "does botox wear off",
        "i can't breathe",
    ],
)
def test_questions_are_heard_word_for_word(recogniser: VoskRecogniser, text: str) -> None:
    heard = recognise(say(text), recogniser)
    assert heard.text == text
    assert heard.confidence > 0.5


COMMANDS = ["stop", "slower", "louder", "yes", "two", "more", "help", "back", "goodbye"]


@pytest.mark.parametrize("text", [*COMMANDS, "repeat that", "go back"])
def test_short_commands_are_heard(recogniser: VoskRecogniser, text: str) -> None:
    """ "stop" was heard as "ta", "two" as "you": their sound alone tells too little. "help" beside
    digital silence was "fell out"."""
    assert recognise(say(text), recogniser).text == text


def test_an_emergency_is_among_the_readings(recogniser: VoskRecogniser) -> None:
    """Heard as "i cannot please": safety looks at the other readings, too."""
    heard = recognise(say("i cannot breathe"), recogniser)
    assert "i cannot breathe" in (heard.text, *heard.alternatives)


def test_an_unforeseen_wording_is_heard_by_the_dictionarys_words(
    recogniser: VoskRecogniser,
) -> None:
    """No phrase has these words in this order, and two of them are in none."""
    heard = recognise(say("does my elephant need botox"), recogniser).text
    assert heard.startswith("does my") and heard.endswith("botox")


def without(word: str, model: ModelFolder) -> dict[str, int]:
    return {known: label for known, label in read_labels(model).items() if known != word}


def as_official(place: Path, model: ModelFolder, labels: dict[str, int]) -> Path:
    """The model as official small ones are: its words in the grammar's own table only."""
    shutil.copytree(model.path, place)
    (place / "graph" / "words.txt").unlink()
    grammar = place / "graph" / "Gr.fst"
    grammar.write_bytes(with_table(grammar.read_bytes(), labels))
    return place


def test_an_official_model_that_lacks_the_name_hears_it_by_its_sound(
    tmp_path: Path, content: Content, model: ModelFolder
) -> None:
    folder = as_official(tmp_path / "official", model, without("botox", model))
    settings = load_settings({"speech_model": folder})
    assert "botox" not in read_labels(find_model(settings))
    recogniser = open_recogniser(content, settings)
    heard = recognise(say("does your face sag after botox"), recogniser)
    assert heard.text == "does your face sag after botox"
    name = heard.words[-1]
    assert 1.0 < name.start < name.end - 0.3 and name.confidence > 0.5


def test_sentences_with_a_name_that_is_lacking_are_kept(
    content: Content, model: ModelFolder
) -> None:
    """Without a bridge every question that names the topic would be lost."""
    whole, _ = vocabulary.sentences(content, read_labels(model))
    lacking, bridges = vocabulary.sentences(content, without("botox", model))
    assert len(lacking) == len(whole)
    assert "botox" in bridges.of


def test_what_the_name_is_misheard_as_is_known(content: Content) -> None:
    alikes = vocabulary.sound_alikes(content)
    assert alikes["bow", "talks"] == "botox"


@pytest.mark.parametrize("name", ["microneedling", "zelborine", "ozempic", "okonkwo"])
def test_words_that_no_dictionary_has_are_heard(model: ModelFolder, name: str) -> None:
    assert name not in read_labels(model)
    phrases = [f"tell me about {name}", "tell me about my clinic", "where is the nurse"]
    recogniser = open_phrase_recogniser(phrases, load_settings())
    assert recognise(say(f"tell me about {name}"), recogniser).text == f"tell me about {name}"
    assert recognise(say("where is the nurse"), recogniser).text == "where is the nurse"


def test_a_partial_text_has_whole_words(recogniser: VoskRecogniser) -> None:
    recogniser = open_phrase_recogniser(["tell me about zelborine now"], load_settings())
    pcm = say("tell me about zelborine now")
    partials = [recogniser.accept(pcm[at : at + 3200]) for at in range(0, len(pcm), 3200)]
    assert partials[-1] == "tell me about zelborine now"
    assert not any("+" in partial for partial in partials)


def test_a_list_of_phrases_hears_its_own_words_only() -> None:
    recogniser = open_phrase_recogniser(
        ["a large coffee with milk", "a small tea with lemon"], load_settings()
    )
    mixed = recognise(say("a small coffee with lemon"), recogniser).text
    assert set(mixed.split()) == {"a", "small", "coffee", "with", "lemon"}
    words = set(recognise(say("does your face sag after botox"), recogniser).text.split())
    assert words <= {"a", "large", "coffee", "with", "milk", "small", "tea", "lemon", "[unk]"}


def test_phrases_without_a_word_hear_nothing_but_unknown_words() -> None:
    recogniser = open_phrase_recogniser(["\u505a", "?"], load_settings())
    assert recognise(say("how long does it last"), recogniser).text in ("", "[unk]")


def test_a_content_that_expects_nothing_hears_the_dictionary(content: Content) -> None:
    """A pack that was just begun: single words, but no failure."""
    empty = dataclasses.replace(content, packs=(), digest="none")
    recogniser = open_recogniser(empty, load_settings())
    assert recognise(say("does your face sag"), recogniser).text


def test_a_vocabulary_is_made_once_and_again_for_another_content(
    content: Content, model: ModelFolder
) -> None:
    made: list[str] = []

    def grammar(name: str) -> vocabulary.Grammar:
        made.append(name)
        return vocabulary.phrase_grammar(["does it hurt"], read_labels(model))

    for key in ("one", "one", "other", "one"):
        derive(model, f"counted-{key}", lambda key=key: grammar(key), DECODING)  # type: ignore[misc]
    assert made == ["one", "other"]


def test_a_missing_or_damaged_model_is_said_so(
    tmp_path: Path, content: Content, model: ModelFolder
) -> None:
    with pytest.raises(ModelError, match="no speech model named nobody"):
        open_recogniser(content, load_settings({"speech_model": "nobody"}))
    half = tmp_path / "half"
    (half / "am").mkdir(parents=True)
    (half / "am" / "final.mdl").write_bytes((model.path / "am" / "final.mdl").read_bytes()[:9999])
    with pytest.raises(ModelError, match=r"half is no whole speech model \(conf/mfcc.conf"):
        open_recogniser(content, load_settings({"speech_model": half}))
