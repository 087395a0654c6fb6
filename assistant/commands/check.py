"""``assistant check``: validates content and runs its own tests."""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

import click

from assistant.commands._options import content_options, settings_for
from assistant.content.check import Ask, Report, accept, check, note_pairs
from assistant.content.model import Content
from assistant.errors import AssistantError, AudioError, ContentError
from assistant.figures import Share
from assistant.listening.unknown import unheard
from assistant.settings import Settings

EXAMPLES = """\b
Examples:
  assistant check                    all packs in use
  assistant check botox              one pack
  assistant check ./my-pack          a pack's folder, before it is put to use
  assistant check --json             for programs
  assistant check --report page.html which questions are understood, and which are not
  assistant check botox --hear words how the voice says Botox, botulinum and the like
  assistant check botox --accept     the answers were read again: documents count as reviewed
  assistant check botox --judge      what documents may say differently, written down to be judged

Exit status: 0 sound (warnings may remain), 1 errors, 2 wrong usage.
"""
_PAIRS: Final = 10
"""Pairs of statements that are shown of each pack; JSON and ``--judge`` have more."""
_HOW_TO_JUDGE: Final = """\
Judge them in {file} (--judge writes them there):
  verdict: disagree   and a `summary`: told, aloud too, wherever one of the two sections is quoted,
                      and by every intent with `disagreement: KEY`
  verdict: agree      not listed again
`disagreements` in pack.yaml holds the same, told in other words; "see" names those between the
same sections."""


@click.command(epilog=EXAMPLES)
@click.argument("what", metavar="[PACK]", default="")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.option("--accept", "accepting", is_flag=True, help="Note the documents as reviewed now.")
@click.option("--judge", "judging", is_flag=True, help="Note statements that may disagree.")
@click.option(
    "--hear",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write how the voice says the words that need care: one WAV file each.",
)
@click.option(
    "--report",
    "page",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write a page (HTML): confusions, reliability, risk, the weakest intents.",
)
@content_options
def command(
    what: str,
    as_json: bool,
    accepting: bool,
    judging: bool,
    hear: Path | None,
    page: Path | None,
    content: Path | None,
    pack: tuple[str, ...],
    verbose: bool,
) -> int:
    """Validate content and run its own tests; every problem with its file, line and cure."""
    if what and (Path(what) / "pack.yaml").is_file():
        content = Path(what)
    elif what:
        pack = (*pack, what)
    settings = settings_for(content, pack)
    report = check(settings, _open_ask, unheard(settings))
    if accepting and report.content and not report.errors:
        for path in accept(report.content):
            click.echo(f"reviewed: {path}", err=True)
    for path in note_pairs(report) if judging else ():
        click.echo(f"to be judged: {path}", err=True)
    if hear and report.content:
        click.echo(f"{say_words(settings, report.content, hear)} words said in {hear}", err=True)
    if page and report.content:
        write_report(settings, report.content, page)
        click.echo(f"written to {page}", err=True)
    if as_json:
        click.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        for problem in report.problems:
            click.echo(str(problem) if problem.level == "error" else f"{problem} (warning)")
        for line in _pairs(report):
            click.echo(line)
        click.echo(report.summary)
    return 1 if report.errors else 0


def _pairs(report: Report) -> Iterator[str]:
    """What the documents may say differently, side by side; for a person, never an error."""
    from assistant.content.disagreements import told
    from assistant.content.judgements import JUDGED
    from assistant.content.problems import shown

    for pack, pairs in report.pairs:
        first = ", the first of them" if len(pairs) > _PAIRS else ""
        yield f"\n{pack.name}: {len(pairs)} pairs of statements may disagree{first}:"
        yield from told(pairs[:_PAIRS], pack)
        yield f"{_HOW_TO_JUDGE.format(file=shown(pack.folder / JUDGED))}\n"


def say_words(settings: Settings, content: Content, folder: Path) -> int:
    """Say the words that dictionaries lack into one file each; how many there are."""
    from assistant.messages import VoiceSettings
    from assistant.speaking import open_synthesiser
    from assistant.speaking.wav import write_wav

    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise AudioError(f"{folder} cannot be made: {error.strerror}") from None
    say = {word: how for pack in content.packs for word, how in pack.say.items()}
    words = {word for pack in content.packs for word in (*pack.say, *pack.pronunciations)}
    unknown = unheard(settings)
    words.update(word for pack in content.packs for word in unknown(pack))
    voice = open_synthesiser(settings, say)
    for word in sorted(words):
        write_wav(folder / f"{word}.wav", voice.speak(word, VoiceSettings()), voice.rate)
    return len(words)


def write_report(settings: Settings, content: Content, file: Path) -> None:
    """Ask the matcher every question of which the answer is known; write the page."""
    from assistant.content import report
    from assistant.messages import Utterance
    from assistant.understanding.matcher import open_matcher

    matcher = open_matcher(content, settings)
    referring = {intent.id for intent in content.answerable if intent.refer}
    judged = []
    for text, accepted in report.questions(content):
        match = matcher.match(Utterance(text))
        refers = bool(match.candidates) and match.candidates[0].intent in referring
        judged.append(report.Judged(text, accepted, match, refers))
    titles = {intent.id: intent.title for intent in content.answerable}
    try:
        totals = _totals(settings)
        file.write_text(report.page(judged, titles, totals), encoding="utf-8")
    except OSError as error:
        raise ContentError(f"{file} cannot be written: {error.strerror}") from None


def _totals(settings: Settings) -> Mapping[str, Share]:
    """The figures of the packs' test set, where one comes with them; its items stay unseen."""
    from assistant.bench import answers
    from assistant.skill import Skill

    skill = Skill.open(settings)
    try:
        questions = answers.read_set(skill, "test")
    except AssistantError:
        return {}
    asked = list(answers.ask(skill, questions))
    return answers.rows(skill, asked, list(answers.talk(skill, questions.get("conversations", ()))))


def _open_ask(settings: Settings) -> Ask:
    from assistant.messages import Utterance
    from assistant.skill import Skill

    skill = Skill.open(settings)
    return lambda text: skill.reply(Utterance(text))
