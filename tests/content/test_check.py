"""``assistant check``: the intents' own tests, the report, and the command."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
import soundfile

from assistant.cli import run
from assistant.commands.check import say_words
from assistant.content.check import check
from assistant.content.load import load_content
from assistant.messages import Choice, Reply
from assistant.settings import Settings
from tests.content.packs import DOCUMENT, INTENTS, PACK, line_of, settings, write_pack

Ask = Callable[[str], Reply]
RIGHT = {"how many minutes should it stand": "tea.time", "must the water boil": "tea.water"}


def answering(replies: dict[str, Reply]) -> Callable[[Settings], Ask]:
    """Something that answers the pack's tests rightly but for ``replies``."""
    right = {
        text: Reply("answer", "", "", intent=intent) for text, intent in RIGHT.items()
    } | replies
    return lambda settings: lambda text: right.get(text, Reply("decline", "", ""))


@pytest.fixture(autouse=True)
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Paths are told relative to the folder of packs."""
    monkeypatch.chdir(tmp_path)


def test_a_sound_pack_passes(tmp_path: Path) -> None:
    report = check(settings(write_pack(tmp_path)), answering({}))
    assert (report.problems, report.errors, report.tests) == ((), 0, 3)
    assert report.summary.startswith("2 packs, ")
    assert report.summary.endswith("1 document, 3 tests: no errors, no warnings")


@pytest.mark.parametrize(
    ("reply", "told"),
    [
        (Reply("answer", "", "", intent="tea.time"), "answer tea.time"),
        (Reply("decline", "", ""), "decline"),
        (Reply("control", "", "", control="stop"), "control stop"),
        (Reply("personal_advice", "", "", intent="tea.water"), "personal_advice tea.water"),
        (Reply("clarify", "", "", choices=(Choice("a.b", ""), Choice("c.d", ""))),
         "a question back (a.b, c.d)"),
    ],
)  # fmt: skip
def test_a_test_that_goes_to_the_wrong_intent(tmp_path: Path, reply: Reply, told: str) -> None:
    asked = "must the water boil"
    report = check(settings(write_pack(tmp_path)), answering({asked: reply}))
    (problem,) = report.problems
    assert problem.level == "error"
    assert problem.text == f"test of tea.water: '{asked}' leads to {told}"
    assert problem.place == ("tea/brewing.yaml", line_of(INTENTS, "must the water boil"))


def test_a_question_back_with_the_intent_in_it_is_pointed_out(tmp_path: Path) -> None:
    reply = Reply("clarify", "", "", choices=(Choice("tea.time", ""), Choice("tea.water", "")))
    report = check(settings(write_pack(tmp_path)), answering({"must the water boil": reply}))
    assert [problem.level for problem in report.problems] == ["warning"]


def test_a_test_that_must_not_lead_there_and_does(tmp_path: Path) -> None:
    reply = Reply("answer", "", "", intent="tea.time")
    report = check(settings(write_pack(tmp_path)), answering({"how hot is the water": reply}))
    (problem,) = report.problems
    assert problem.text == "test of tea.time: 'how hot is the water' must not lead there, and does"
    assert problem.place == ("tea/brewing.yaml", line_of(INTENTS, "out: [how hot"))


def test_controls_and_facts_have_tests_too(tmp_path: Path) -> None:
    (write_pack(tmp_path) / "house").mkdir()
    (tmp_path / "house/local.yaml").write_text(
        "facts:\n  - {id: house.a, title: When?, questions: [when], refer: Ask., "
        "tests: {in: [what time]}}\n"
    )
    (tmp_path / "house/controls.yaml").write_text(
        "intents:\n  - {id: house.stop, control: stop, title: Stop, questions: [stop], "
        "tests: {in: [oh stop]}}\n"
    )
    replies = {
        "what time": Reply("decline", "", "", intent="house.a"),
        "oh stop": Reply("control", "", "", control="stop"),
    }
    assert not check(settings(tmp_path), answering(replies)).problems
    assert len(check(settings(tmp_path), answering({})).problems) == 2


def test_tests_are_not_run_on_what_cannot_be_used(tmp_path: Path) -> None:
    root = write_pack(tmp_path, brewing_yaml=INTENTS.replace("section: Water", "section: X"))
    report = check(settings(root), lambda settings: pytest.fail("asked"))
    assert report.summary == (
        "the content cannot be used, its tests were not run: 1 error, no warnings"
    )


def test_errors_come_first_and_in_order(tmp_path: Path) -> None:
    text = INTENTS.replace("section: Water", "section: X").replace("section: Time", "section: Y")
    root = write_pack(tmp_path, brewing_yaml=text, documents_old_md="# Old\n\nText.\n")
    report = check(settings(root), answering({}))
    assert [problem.level for problem in report.problems] == ["error", "error", "warning"]
    assert report.problems[0].place < report.problems[1].place


# --- the command


def test_the_command_fails_with_file_and_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pack(tmp_path / "packs", brewing_yaml=INTENTS.replace("speech: The", "speach: The"))
    assert run(["check", "tea", "--content", "packs"]) == 1
    lines = capsys.readouterr().out.splitlines()
    line = line_of(INTENTS, "speech: The")
    assert lines[0] == (
        f"packs/tea/brewing.yaml:{line}: unknown key 'speach' in intent tea.water: "
        "did you mean 'speech'?"
    )
    assert lines[-1].endswith("1 error, no warnings")


def test_the_command_takes_a_packs_folder(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pack(tmp_path, documents_brewing_md="")
    assert run(["check", "tea"]) == 1
    assert capsys.readouterr().out.startswith("tea/documents/brewing.md: is empty")


def test_the_command_prints_json(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_pack(tmp_path, pack_yaml=PACK.replace("section: Time", "section: Tim"))
    assert run(["check", "--content", str(tmp_path), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert (told["ok"], told["errors"], told["tests"]) == (False, 1, 0)
    assert told["problems"] == [
        {
            "level": "error",
            "path": "tea/pack.yaml",
            "line": line_of(PACK, "section: Time"),
            "problem": "no section 'Tim' in 'Brewing Tea'",
            "cure": "did you mean 'Time'?",
        }
    ]


def test_an_unknown_pack_is_one_line_on_stderr(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_pack(tmp_path)
    assert run(["check", "coffee", "--content", str(tmp_path)]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == ("", "assistant: no pack named 'coffee': there are: house, tea\n")


def test_words_can_be_heard(tmp_path: Path) -> None:
    """Needs no recogniser, and no tests that pass: the voice alone."""
    text = PACK + "say: {oolong: oo long}\npronunciations: {sencha: S EH1 N CH AA0}\n"
    content = load_content(settings(write_pack(tmp_path, pack_yaml=text)))
    count = say_words(settings(tmp_path), content, tmp_path / "words")
    files = list((tmp_path / "words").iterdir())
    assert count == len(files)
    assert {"oolong.wav", "sencha.wav"} <= {file.name for file in files}
    assert all(soundfile.info(file).duration > 0.2 for file in files)


def test_nothing_is_accepted_while_there_are_errors(tmp_path: Path) -> None:
    write_pack(tmp_path, documents_brewing_md=DOCUMENT.replace("## Water", "## Wine"))
    assert run(["check", "tea", "--accept"]) == 1
    assert not (tmp_path / "tea/review.yaml").exists()
