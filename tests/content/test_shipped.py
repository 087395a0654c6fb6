"""The shipped packs: sound, covering both articles, honest about what they disagree on."""

import json

import pytest

from assistant.cli import run
from assistant.content.load import load_content
from assistant.content.model import MEDICAL_KNOWLEDGE, Pack
from assistant.settings import load_settings


@pytest.fixture(scope="module")
def botox() -> Pack:
    """The pack about Botox."""
    return next(pack for pack in load_content(load_settings()).packs if pack.name == "botox")


def test_check_passes(capsys: pytest.CaptureFixture[str]) -> None:
    status = run(["check", "--json"])
    told = json.loads(capsys.readouterr().out)
    assert (status, told["errors"]) == (0, 0), told["problems"]
    assert told["tests"] >= 36 * 3


def test_documents_bear_their_real_titles_and_headings(botox: Pack) -> None:
    assert {d.title: [s.heading for s in d.sections] for d in botox.documents} == {
        "Facts About Botox": [
            "Facts About Botox",
            "Botox Trains Your Muscles",
            "Botox Weakens Muscles",
            "Botox Makes You Skin Thin",
            "Botox Effects Last After You Stop",
        ],
        "Does Your Face Sag More After Botox?": [
            "Does Your Face Sag More After Botox?",
            "Understanding Botox and Facial Muscles",
            "Correct Application",
            "Improper Application or Overuse",
            "The Importance of a Qualified Practitioner",
        ],
    }


def test_every_intent_has_enough_to_go_by(botox: Pack) -> None:
    for intent in botox.intents:
        assert len(intent.phrasings) >= 100, intent.id
        assert len(intent.tests.goes_here) >= 2, intent.id
        assert intent.tests.not_here, intent.id
        assert 2 <= len(intent.related) <= 3, intent.id
        assert intent.topic, intent.id
        assert intent.title.endswith("?"), intent.id


def test_each_disagreement_has_two_sources_and_is_told_somewhere(botox: Pack) -> None:
    told = {intent.disagreement for intent in botox.intents if intent.disagreement}
    assert set(botox.disagreements.values()) <= told
    for disagreement in botox.disagreements.values():
        places = {(p.source.document, p.source.section) for p in disagreement.positions}
        assert len(places) >= 2


def test_medical_knowledge_is_named_as_such_and_has_no_section(botox: Pack) -> None:
    sources = [p.source for d in botox.disagreements.values() for p in d.positions]
    general = [source for source in sources if not source.path]
    assert general
    assert {(s.document, s.section) for s in general} == {(MEDICAL_KNOWLEDGE, "")}


def test_no_answer_gives_advice_or_a_promise(botox: Pack) -> None:
    """A clinician advises; the pack tells what documents say."""
    advising = ("you should", "we recommend", "is safe", "guarantee", "no risk", "you must")
    for intent in botox.intents:
        said = f"{intent.speech} {intent.answer} {intent.more}".casefold()
        assert not [words for words in advising if words in said], intent.id


def test_numbers_are_spoken_as_words_where_the_voice_would_stumble(botox: Pack) -> None:
    """eSpeak reads "1980s" as "nineteen hundred and eighty s"."""
    assert not [i.id for i in botox.intents if any(f"{d}0s" in i.speech for d in "123456789")]


def test_the_pack_is_unsigned(botox: Pack) -> None:
    assert (botox.signed.by, botox.signed.on) == ("", "")
