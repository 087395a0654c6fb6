"""What is found when all files are read: each a slip that the loader alone cannot see."""

from collections.abc import Iterable
from pathlib import Path

import pytest

from assistant.content.check import accept
from assistant.content.load import load_all, load_content
from assistant.content.problems import Problem
from assistant.content.validate import Unheard, validate
from assistant.listening.unknown import model_words, unheard, unknown_words, words
from assistant.settings import load_settings
from tests.content.packs import DOCUMENT, INTENTS, PACK, line_of, problems, settings, write_pack


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are told relative to the folder of packs."""
    monkeypatch.chdir(tmp_path)


def only(root: Path) -> Problem:
    """The one problem there is."""
    (problem,) = problems(root)
    return problem


def test_a_sound_pack_has_no_problem(tmp_path: Path) -> None:
    assert problems(write_pack(tmp_path)) == []


def test_the_shipped_packs_have_no_problem_but_the_missing_signature() -> None:
    now = load_settings()
    found = [problem.text for problem in validate(load_all(now), unheard(now))]
    assert found == ["nobody has signed the pack 'botox' off"]


def test_the_loaders_problems_are_among_them(tmp_path: Path) -> None:
    root = write_pack(tmp_path, brewing_yaml=INTENTS.replace("section: Water", "section: X"))
    assert only(root).text == "no section 'X' in 'Brewing Tea'"


@pytest.mark.parametrize(
    "wording", ["When is my tea ready?", "how long", "How long does tea steep"]
)
def test_two_intents_with_one_phrasing(tmp_path: Path, wording: str) -> None:
    more = f"tea.water:\n  - what about heat\n  - {wording}\n"
    problem = only(write_pack(tmp_path, phrasings_more_yaml=more))
    assert problem.level == "error"
    assert problem.place == ("tea/phrasings/more.yaml", 3)
    assert problem.text == f"'{wording}' is a phrasing of tea.water and of tea.time"
    first = "- id: tea.time" if "steep" in wording else "- how (" if "how" in wording else "- when"
    assert f"the other is in tea/brewing.yaml:{line_of(INTENTS, first)}" in problem.cure


def test_a_phrasing_of_the_house_is_taken_too(tmp_path: Path) -> None:
    text = INTENTS.replace("what temperature do I need", "thank you very much")
    problem = only(write_pack(tmp_path, brewing_yaml=text))
    assert "is a phrasing of tea.water and of house.thanks" in problem.text


def test_a_question_that_must_not_be_answered_is_no_phrasing(tmp_path: Path) -> None:
    text = "price:\n  - is tea dear\n  - When is my tea ready?\n"
    problem = only(write_pack(tmp_path, unanswered_yaml=text))
    assert problem.level == "error"
    assert problem.place == ("tea/unanswered.yaml", 3)
    assert "must not be answered (price), and is a phrasing of tea.time" in problem.text


@pytest.mark.parametrize(
    ("right", "wrong", "text", "cure"),
    [
        ("related: [tea.water]", "related: [tea.watr]",
         "tea.time leads to no intent tea.watr (related)", "did you mean 'tea.water'?"),
        ("follow_ups: {how: tea.water}", "follow_ups: {how: tea.watr}",
         "tea.time leads to no intent tea.watr (how)", "did you mean 'tea.water'?"),
        ("follow_ups: {how: tea.water}", "follow_ups: {hoow: tea.water}",
         "tea.time: no kind of follow-up 'hoow'", "did you mean 'how'?"),
        ("related: [tea.water]", "related: [tea.time]",
         "tea.time leads to itself (related)", "remove it"),
    ],
)  # fmt: skip
def test_links_lead_somewhere(tmp_path: Path, right: str, wrong: str, text: str, cure: str) -> None:
    problem = only(write_pack(tmp_path, brewing_yaml=INTENTS.replace(right, wrong)))
    assert (problem.level, problem.text, problem.cure) == ("error", text, cure)
    assert problem.place == ("tea/brewing.yaml", line_of(INTENTS, "- id: tea.time"))


def test_a_link_into_a_pack_that_is_not_in_use_is_no_slip(tmp_path: Path) -> None:
    text = INTENTS.replace("related: [tea.water]", "related: [coffee.water]")
    assert problems(write_pack(tmp_path, brewing_yaml=text)) == []


def test_every_section_is_cited(tmp_path: Path) -> None:
    root = write_pack(tmp_path, documents_brewing_md=DOCUMENT + "\n## Milk\n\nNever.\n")
    problem = only(root)
    assert problem.level == "error"
    assert problem.text == "no intent cites section 'Milk' of 'Brewing Tea'"
    assert problem.place == ("tea/pack.yaml", line_of(PACK, "- file"))
    left_out = PACK.replace(
        "    reviewed:", "    not_for_answering: [{section: Milk, why: taste}]\n    reviewed:"
    )
    write_pack(root, pack_yaml=left_out, documents_brewing_md=DOCUMENT + "\n## Milk\n\nNever.\n")
    assert problems(root) == []


def test_a_section_left_out_is_not_cited(tmp_path: Path) -> None:
    pack = PACK.replace(
        "    reviewed:", "    not_for_answering: [{section: Water, why: x}]\n    reviewed:"
    )
    problem = only(write_pack(tmp_path, pack_yaml=pack))
    assert "is cited, and marked as not for answering" in problem.text


def test_what_is_said_can_be_followed(tmp_path: Path) -> None:
    root = write_pack(
        tmp_path, brewing_yaml=INTENTS.replace("The water must boil.", "Boil it. " * 4)
    )
    problem = only(root)
    assert problem.level == "error"
    assert problem.text == "tea.water speaks 4 sentences, at most 3 can be followed"


def test_both_sides_may_take_five_sentences(tmp_path: Path) -> None:
    right = "speech: One part"
    root = write_pack(
        tmp_path, brewing_yaml=INTENTS.replace(right, "speech: Yes. No. Ah. One part")
    )
    assert problems(root) == []
    write_pack(root, brewing_yaml=INTENTS.replace(right, "speech: Yes. No. Ah. Oh. Eh. One part"))
    assert only(root).text == "tea.time speaks 6 sentences, at most 5 can be followed"


def test_long_and_hard_answers_are_pointed_out(tmp_path: Path) -> None:
    long = "we boil it and " * 14 + "wait"
    hard = "Considerable anatomical understanding determines administration."
    root = write_pack(
        tmp_path, brewing_yaml=INTENTS.replace("The water must boil.", f"{long}. {hard}")
    )
    found = problems(root)
    assert {problem.level for problem in found} == {"warning"}
    assert any("speaks for 25 seconds, at most 20" in problem.text for problem in found)
    assert any("speaks as for school year" in problem.text for problem in found)


def test_a_disagreement_is_spoken(tmp_path: Path) -> None:
    spoken = (
        "One part says three minutes. Medical knowledge disagrees, and says not to watch a clock."
    )
    text = INTENTS.replace(spoken, "Tea steeps for three minutes.")
    found = problems(write_pack(tmp_path, brewing_yaml=text))
    assert [(p.level, p.text) for p in found] == [
        ("error", "tea.time does not say aloud that there is a disagreement"),
        ("warning", "tea.time seems not to say aloud: Nobody should watch the clock."),
    ]


def test_a_disagreement_that_nobody_tells(tmp_path: Path) -> None:
    text = INTENTS.replace("    disagreement: steeping\n", "")
    problem = only(write_pack(tmp_path, brewing_yaml=text))
    assert (problem.level, problem.text) == (
        "warning",
        "no intent tells the disagreement 'steeping'",
    )
    assert problem.place.line == line_of(PACK, "steeping:")


def test_medical_knowledge_counts_as_a_position_and_not_as_a_source(tmp_path: Path) -> None:
    text = INTENTS.replace(
        "{document: Brewing Tea, section: Water}", "{document: General medical knowledge}"
    )
    found = problems(write_pack(tmp_path, brewing_yaml=text))
    assert [p.text for p in found] == ["no document 'General medical knowledge'"]


def test_an_intent_without_a_test(tmp_path: Path) -> None:
    text = INTENTS.replace("    tests: {in: [must the water boil]}\n", "")
    problem = only(write_pack(tmp_path, brewing_yaml=text))
    assert (problem.level, problem.text) == ("warning", "tea.water has no test")


def test_who_answers_for_it(tmp_path: Path) -> None:
    pack = PACK.replace("signed: {by: Dr Leaf, on: 2024-05-01}\n", "")
    problem = only(write_pack(tmp_path, pack_yaml=pack))
    assert (problem.level, problem.text) == ("warning", "nobody has signed the pack 'tea' off")
    pack = PACK.replace("    reviewed: 2024-05-01\n", "")
    problem = only(write_pack(tmp_path, pack_yaml=pack))
    assert (problem.level, problem.text) == ("warning", "'Brewing Tea' has no date of review")


def test_a_section_that_changed_after_the_review(tmp_path: Path) -> None:
    root = write_pack(tmp_path)
    accept(load_content(settings(root)))
    assert problems(root) == []
    changed = DOCUMENT.replace("Three minutes", "Four minutes").replace("# Water", "#  Water")
    problem = only(write_pack(root, documents_brewing_md=changed))
    assert problem.level == "warning"
    assert problem.text == "section 'Time' of 'Brewing Tea' changed after the review"
    assert problem.cure == "read tea.time again, then `assistant check tea --accept`"
    accept(load_content(settings(root)))
    assert problems(root) == []


def lacking(known: Iterable[str], *unknown: str) -> Unheard:
    """A recogniser that knows these words but for a few."""
    return lambda pack: unknown_words(pack, frozenset(known) - set(unknown))


def test_words_that_the_recogniser_does_not_know(tmp_path: Path) -> None:
    root = write_pack(tmp_path)
    loaded = load_all(settings(root))
    of_tea = [
        p
        for p in validate(loaded, lacking(words(INTENTS), "steep"))
        if p.place.path == "tea/pack.yaml"
    ]
    assert [(p.level, p.text) for p in of_tea] == [
        ("warning", "the recogniser does not know: steep")
    ]
    write_pack(root, pack_yaml=PACK + "pronunciations: {Steep: S T IY1 P}\n")
    found = validate(load_all(settings(root)), lacking(words(INTENTS), "steep"))
    assert not [p for p in found if p.place.path == "tea/pack.yaml"]


def test_a_words_other_spellings_are_known(tmp_path: Path) -> None:
    text = INTENTS.replace("must boil.", "must boil in a grey café, analyse 3 of them.")
    root = write_pack(tmp_path, brewing_yaml=text)
    found = validate(load_all(settings(root)), lacking(model_words(load_settings()), "analyse"))
    assert not [p for p in found if "recogniser" in p.text]


def test_the_models_words_are_read(tmp_path: Path) -> None:
    known = model_words(load_settings())
    assert {"does", "your", "face", "sag"} <= known
    assert model_words(load_settings({"speech_model": tmp_path})) == frozenset()


def test_drafts_are_pointed_out_and_not_measured(tmp_path: Path) -> None:
    text = INTENTS.replace("    speech: The water must boil.\n", "    draft: true\n")
    problem = only(write_pack(tmp_path, brewing_yaml=text))
    assert problem.text == "tea.water is a draft and is never spoken"


def test_a_document_that_is_not_listed(tmp_path: Path) -> None:
    problem = only(write_pack(tmp_path, documents_old_md="# Old\n\nText.\n"))
    assert (problem.level, str(problem)) == (
        "warning",
        "tea/documents/old.md: is not used: list it in pack.yaml under documents, or remove it",
    )


def test_a_heading_that_stands_twice(tmp_path: Path) -> None:
    found = problems(write_pack(tmp_path, documents_brewing_md=DOCUMENT + "\n## Time\n\nMore.\n"))
    assert {p.text for p in found} == {"heading 'Time' stands 2 times"}
