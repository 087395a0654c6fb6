"""Reads the rules of a kind of triage and applies them: ``intents/house/safety/*.yaml``."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from assistant.errors import ContentError
from assistant.safety.patterns import Compiler, Found, Pattern, PatternError, PatternIndex
from assistant.safety.pieces import Text

_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_STRICT: Final = ConfigDict(extra="forbid", frozen=True)


class _Words(BaseModel):
    model_config = _STRICT
    lists: dict[str, list[str]]
    misheard: dict[str, list[str]] = Field(default_factory=dict)


class Kind(BaseModel):
    """One group of rules, as it stands in the file."""

    model_config = _STRICT
    description: str
    cues: list[str]
    alone: list[str] = Field(default_factory=list)
    figures: list[str] = Field(default_factory=list)
    always: bool = False
    """Whether the exceptions do not apply to it."""
    must: list[str]
    must_not: list[str]


class _Exception(BaseModel):
    model_config = _STRICT
    description: str
    reach: Literal["subject", "onward", "clause", "sentence"]
    cues: list[str]


class _File(BaseModel):
    model_config = _STRICT
    kinds: dict[str, Kind]
    exceptions: dict[str, _Exception] = Field(default_factory=dict)
    present: list[str] = Field(default_factory=list)
    clauses: list[str]
    subjects: list[str]


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The words that all rules share."""

    compiler: Compiler
    misheard: Mapping[str, Sequence[str]]
    """Word -> what a recogniser makes of it."""


@dataclass(frozen=True, slots=True)
class Hit:
    """A rule that applies."""

    kind: str
    cue: str
    start: int
    """Index of its first word."""
    end: int
    """Index after its last word."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the rules say of an utterance."""

    hits: tuple[Hit, ...] = ()
    """Rules that apply and that nothing excepts."""
    excepted: tuple[Hit, ...] = ()
    """Rules that would apply but for an exception."""
    certain: bool = False
    """Whether a rule applies that the head must not doubt."""


class Rules:
    """The rules of one file."""

    def __init__(self, path: Path, lexicon: Lexicon) -> None:
        """Raises ContentError, naming the file and the rule."""
        file: _File = read(path, _File)
        self.kinds: Mapping[str, Kind] = file.kinds
        try:
            self._prepare(file, lexicon.compiler)
        except PatternError as error:
            raise ContentError(f"{path}: {error} (words.yaml explains how to write it)") from None

    def _prepare(self, file: _File, compiler: Compiler) -> None:
        self._cues = _Grouped({k: kind.cues for k, kind in file.kinds.items()}, compiler)
        self._alone = _Grouped({k: kind.alone for k, kind in file.kinds.items()}, compiler)
        self._figures = _Grouped({k: kind.figures for k, kind in file.kinds.items()}, compiler)
        self._exceptions = _Grouped({k: e.cues for k, e in file.exceptions.items()}, compiler)
        self._reach = {name: exception.reach for name, exception in file.exceptions.items()}
        self._present = _Grouped({"": file.present}, compiler)
        self._clauses = _Grouped({"": file.clauses}, compiler)
        self._subjects = _Grouped({"": file.subjects}, compiler)

    @property
    def vocabulary(self) -> frozenset[str]:
        """The literal words of the cues, for the correction of spelling."""
        return self._cues.words | self._alone.words

    @property
    def figurative_words(self) -> frozenset[str]:
        """The literal words of the figures, which are right as they stand."""
        return self._figures.words

    def judge(self, words: Sequence[str], spoken: Sequence[str]) -> Verdict:
        """``words``: the utterance; ``spoken``: the same without courtesies around it."""
        if alone := self._alone.whole(Text(spoken)):
            return Verdict((alone,), certain=True)
        text = Text(words)
        hits = self._cues.find(text)
        if not hits:
            return Verdict()
        figures = self._figures.find(text)
        excepted = self._excepted(text)
        literal = [hit for hit in hits if not _figurative(hit, figures)]
        free = [h for h in literal if self.kinds[h.kind].always or h.end - 1 not in excepted]
        certain = any(self.kinds[hit.kind].always for hit in free)
        covered = tuple(hit for hit in hits if hit not in free)
        return Verdict(tuple(free), covered, certain or bool(self._present.find(text)))

    def _excepted(self, text: Text) -> frozenset[int]:
        """The places of words that an exception covers."""
        found = self._exceptions.find(text)
        if not found or self._present.find(text):
            return frozenset()
        length = len(text.words)
        clauses = sorted({0, length, *(hit.start for hit in self._clauses.find(text))})
        subjects = sorted({*clauses, *(hit.start for hit in self._subjects.find(text))})
        return frozenset().union(*(self._covered(hit, text, clauses, subjects) for hit in found))

    def _covered(
        self, hit: Hit, text: Text, clauses: Sequence[int], subjects: Sequence[int]
    ) -> range:
        match self._reach[hit.kind]:
            case "sentence":
                return range(len(text.words))
            case "clause":
                return range(max(b for b in clauses if b <= hit.start), _next(clauses, hit.end))
            case "onward":
                return range(hit.start, _next(clauses, hit.end))
            case _:
                paused = "," in text.words[hit.start : hit.end]  # "what do I do, my lips ..."
                return range(hit.start, hit.start if paused else _next(subjects, hit.end))


class _Grouped:
    """Patterns with the name of the group that each belongs to."""

    def __init__(self, groups: Mapping[str, Iterable[str]], compiler: Compiler) -> None:
        self._names: list[str] = []
        patterns: list[Pattern] = []
        for name, sources in groups.items():
            for source in sources:
                patterns.append(compiler.compile(source))
                self._names.append(name)
        self._index = PatternIndex(patterns)
        self.words = frozenset().union(*(pattern.words for pattern in patterns))

    def find(self, text: Text) -> list[Hit]:
        return [self._hit(found) for found in self._index.find(text)]

    def whole(self, text: Text) -> Hit | None:
        found = self._index.whole(text)
        return self._hit(found) if found else None

    def _hit(self, found: Found) -> Hit:
        source = self._index.patterns[found.number].source
        return Hit(self._names[found.number], source, found.start, found.end)


def _next(boundaries: Sequence[int], place: int) -> int:
    return next(boundary for boundary in boundaries if boundary >= place)


def _figurative(hit: Hit, figures: Iterable[Hit]) -> bool:
    return any(f.kind == hit.kind and f.start < hit.end and hit.start < f.end for f in figures)


def read(path: Path, shape: type[Any]) -> Any:
    """The YAML file, checked (a bare ``no`` is a word here). Raises ContentError."""
    try:
        with path.open(encoding="utf-8") as stream:
            return TypeAdapter(shape).validate_python(yaml.load(stream, _LOADER))
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise ContentError(f"{path}: {place}: {first['msg']}") from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise ContentError(f"{path}:{line}: not valid YAML: see the indentation") from None
    except OSError as error:
        raise ContentError(f"{path}: cannot be read: {error.strerror}") from None


def read_lexicon(folder: Path) -> Lexicon:
    """The shared words of ``folder/words.yaml``. Raises ContentError."""
    path = folder / "words.yaml"
    words: _Words = read(path, _Words)
    try:
        return Lexicon(Compiler(words.lists), words.misheard)
    except PatternError as error:
        raise ContentError(f"{path}: {error}") from None
