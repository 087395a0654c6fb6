"""``assistant check``: is the content sound, and does it answer its own tests?"""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeAlias

import yaml

from assistant.content.disagreements import Pair, known_as, to_judge
from assistant.content.documents import REVIEW
from assistant.content.judgements import JUDGED, add_pairs
from assistant.content.load import Loaded, load_all
from assistant.content.model import Content, Intent, Pack
from assistant.content.problems import Places, Problem, shown
from assistant.content.validate import Unheard, all_heard, validate
from assistant.errors import ContentError
from assistant.messages import Reply
from assistant.settings import Settings

Ask: TypeAlias = Callable[[str], Reply]
"""Replies to an utterance as the assistant would."""


@dataclass(frozen=True, slots=True)
class Report:
    """What a check found."""

    problems: tuple[Problem, ...]
    """Errors first, each kind in the order of files and lines."""
    content: Content | None
    """None where the files could not be read at all; the tests are not run then."""
    tests: int = 0
    """How many utterances were tried."""
    pairs: tuple[tuple[Pack, tuple[Pair, ...]], ...] = ()
    """Statements of a pack's documents that may disagree, and that nobody has judged."""

    @property
    def errors(self) -> int:
        """How many problems forbid to use the content."""
        return sum(problem.level == "error" for problem in self.problems)

    @property
    def summary(self) -> str:
        """One line for people."""
        warnings = len(self.problems) - self.errors
        ends = f"{_number(self.errors, 'error')}, {_number(warnings, 'warning')}"
        if self.content is None:
            return f"the content cannot be used, its tests were not run: {ends}"
        packs = self.content.packs
        intents = [intent for pack in packs for intent in pack.intents]
        parts = (
            _number(len(packs), "pack"),
            _number(len(intents), "intent"),
            _number(sum(len(intent.phrasings) for intent in intents), "phrasing"),
            _number(sum(len(pack.documents) for pack in packs), "document"),
            _number(self.tests, "test"),
        )
        return f"{', '.join(parts)}: {ends}"

    def to_json(self) -> dict[str, Any]:
        """The same for programs."""
        return {
            "ok": not self.errors,
            "errors": self.errors,
            "warnings": len(self.problems) - self.errors,
            "packs": [pack.name for pack in self.content.packs] if self.content else [],
            "intents": len(self.content.by_id) if self.content else 0,
            "tests": self.tests,
            "problems": [
                {
                    "level": problem.level,
                    "path": problem.place.path,
                    "line": problem.place.line,
                    "problem": problem.text,
                    "cure": problem.cure,
                }
                for problem in self.problems
            ],
            "pairs": [_pair(pair, pack) for pack, pairs in self.pairs for pair in pairs],
        }


def check(
    settings: Settings, open_ask: Callable[[Settings], Ask], unheard: Unheard = all_heard
) -> Report:
    """Validate the content that the settings choose, and run its tests where it can be used.

    ``open_ask`` makes what replies to the tests; it is called only where the content loads.
    ``unheard`` tells the words of a pack that the recogniser does not know.

    Raises ContentError only where there is no such pack or folder.
    """
    loaded = load_all(settings)
    problems = validate(loaded, unheard)
    tests = 0
    pairs: tuple[tuple[Pack, tuple[Pair, ...]], ...] = ()
    if loaded.content is not None:
        problems += run_tests(loaded, open_ask(settings))
        tests = sum(len(_tried(intent)) for intent in loaded.content.by_id.values())
        pairs = tuple((p, found) for p in loaded.content.packs if (found := tuple(to_judge(p))))
    found_problems = sorted(set(problems), key=lambda problem: (problem.level, problem.place))
    return Report(tuple(found_problems), loaded.content, tests, pairs)


def run_tests(loaded: Loaded, ask: Ask) -> list[Problem]:
    """The problems that the intents' own tests bring to light."""
    intents = loaded.content.by_id.values() if loaded.content else ()
    return [
        problem
        for intent in intents
        if not intent.draft
        for problem in (*_in(intent, ask, loaded.places), *_out(intent, ask, loaded.places))
    ]


def accept(content: Content) -> list[Path]:
    """Note that the answers fit the documents as they are now; the files that were written.

    Raises ContentError where a pack's folder cannot be written.
    """
    return [_accept(pack) for pack in content.packs if pack.documents]


def note_pairs(report: Report) -> list[Path]:
    """Write the pairs into their packs' folders, for a person to judge; the files.

    Raises ContentError where a pack's folder cannot be written.
    """
    return [_note(pack, pairs) for pack, pairs in report.pairs]


def _in(intent: Intent, ask: Ask, places: Places) -> Iterator[Problem]:
    for text in intent.tests.goes_here:
        reply = ask(text)
        if _leads_to(reply, intent):
            continue
        place = places["test", intent.id, text]
        if reply.outcome == "clarify" and any(c.intent == intent.id for c in reply.choices):
            said = f"test of {intent.id}: {text!r} is asked back"
            yield Problem(place, said, "add a phrasing like it", "warning")
        else:
            said = f"test of {intent.id}: {text!r} leads to {_told(reply)}"
            yield Problem(place, said, "add a phrasing like it, or correct the test")


def _out(intent: Intent, ask: Ask, places: Places) -> Iterator[Problem]:
    for text in intent.tests.not_here:
        if _leads_to(ask(text), intent):
            place = places["test", intent.id, text]
            said = f"test of {intent.id}: {text!r} must not lead there, and does"
            yield Problem(place, said, "add it to the right intent, or to unanswered.yaml")


def _leads_to(reply: Reply, intent: Intent) -> bool:
    if intent.control is not None:
        return reply.outcome == "control" and reply.control == intent.control
    return reply.outcome == ("decline" if intent.refer else "answer") and reply.intent == intent.id


def _told(reply: Reply) -> str:
    """What the assistant did, for the message."""
    if reply.outcome == "clarify":
        return f"a question back ({', '.join(choice.intent for choice in reply.choices)})"
    named = reply.intent or reply.control
    return f"{reply.outcome} {named}" if named else reply.outcome


def _tried(intent: Intent) -> tuple[str, ...]:
    return () if intent.draft else (*intent.tests.goes_here, *intent.tests.not_here)


def _accept(pack: Pack) -> Path:
    sections = {
        document.title: {section.heading: section.digest for section in document.sections}
        for document in pack.documents
    }
    head = (
        "# The sections as they were when the answers were last compared with them.\n"
        f"# Written by `assistant check {pack.name} --accept`.\n"
    )
    text = head + yaml.safe_dump({"sections": sections}, allow_unicode=True, sort_keys=False)
    path = pack.folder / REVIEW
    new = path.with_suffix(".new")
    try:
        new.write_text(text, "utf-8")
        new.replace(path)
    except OSError as error:
        raise _unwritable(path, error) from None
    return path


def _note(pack: Pack, pairs: tuple[Pair, ...]) -> Path:
    path = pack.folder / JUDGED
    try:
        add_pairs(pack.folder, pairs)
    except OSError as error:
        raise _unwritable(path, error) from None
    return path


def _unwritable(path: Path, error: OSError) -> ContentError:
    cure = "make the folder writable, or check a copy with --content"
    return ContentError(f"{shown(path)}: cannot be written ({error.strerror}): {cure}")


def _pair(pair: Pair, pack: Pack) -> dict[str, Any]:
    return {
        "pack": pack.name,
        "signs": list(pair.signs),
        "likeness": round(pair.likeness, 3),
        "known_as": list(known_as(pair, pack)),
        "statements": [asdict(statement) for statement in (pair.first, pair.second)],
    }


def _number(count: int, what: str) -> str:
    if not count:
        return f"no {what}s"
    return f"{count} {what}" if count == 1 else f"{count} {what}s"
