"""The dictionary graph: all words, their phones, and `[unk]`, for grammars made at run time.

`HCLr.fst` is determinised L with each phone replaced by its transitions (a phone has one state, so
neither H nor C is needed), in OpenFst's lookahead format; the recogniser composes it with any
`Gr.fst` over the numbers of `words.txt`. Needs `kaldifst` (PyPI) and OpenFst's programs with
their lookahead plug-in (Debian: libfst-tools, libfst22-plugins-base).

Run it in a process of its own: once `kaldifst` is imported, `import vosk` never returns.
"""

import math
import os
import subprocess
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, NamedTuple

import kaldifst
import numpy as np
import numpy.typing as npt

from . import phones
from .lexicon import PHONES, Pronunciation

UNKNOWN: Final = "[unk]"
SILENCE_COST: Final = math.log(2)
"""Of a pause after a word, and of none: even odds."""
UNKNOWN_SCALE: Final = 0.85
"""Of the phone bigram's costs in `[unk]`; cheaper, and every sequence would enter the lattice."""
UNKNOWN_ENTRY: Final = -5.7
"""Cost of beginning an `[unk]`. Only this arc may be negative."""
PHONE_COUNT: Final = len(phones.NAMES)
PLUGINS: Final = "*/fst/*"
"""Where Debian puts OpenFst's plug-ins, under /usr/lib; `LD_LIBRARY_PATH` overrides it."""


class Arc(NamedTuple):
    """From state to state, reading and writing a label, at a cost."""

    source: int
    target: int
    read: int
    write: int
    cost: float


@dataclass
class Lexicon:
    """The lexicon transducer under construction: state 0 starts, 1 is between words."""

    words: Mapping[str, int]
    """Number of each word."""
    arcs: list[Arc] = field(default_factory=list)
    states: int = 3
    marks: int = 0
    """Disambiguation symbols used so far (#1, #2, …)."""

    START: Final = 0
    BETWEEN: Final = 1
    PAUSE: Final = 2

    def state(self) -> int:
        """A new state."""
        self.states += 1
        return self.states - 1

    def mark(self, number: int) -> int:
        """The label of a disambiguation symbol: after the phones, #0 first."""
        self.marks = max(self.marks, number)
        return PHONE_COUNT + 1 + number

    def end_word(self, state: int, label: int, word: int, cost: float = 0.0) -> None:
        """A word's last arc: on to the next word at once, or after a pause."""
        self.arcs.append(Arc(state, self.BETWEEN, label, word, cost + SILENCE_COST))
        self.arcs.append(Arc(state, self.PAUSE, label, word, cost + SILENCE_COST))

    def add(self, word: str, labels: Sequence[int]) -> None:
        """A word as a chain of labels from the state between words."""
        state, written = self.BETWEEN, self.words[word]
        for label in labels[:-1]:
            following = self.state()
            self.arcs.append(Arc(state, following, label, written, 0.0))
            state, written = following, 0
        self.end_word(state, labels[-1], written)


def entries(dictionary: Mapping[str, Iterable[Pronunciation]]) -> list[tuple[str, tuple[int, ...]]]:
    """Words with the phones of each of their pronunciations."""
    return [
        (word, tuple(phones.in_word(p)))
        for word in sorted(dictionary)
        for p in sorted(set(dictionary[word]))
    ]


def lexicon(
    dictionary: Mapping[str, Iterable[Pronunciation]],
    words: Mapping[str, int],
    bigram: npt.NDArray[np.float64],
) -> Lexicon:
    """L with the symbols that make it deterministic, pauses and `[unk]`."""
    made, used = Lexicon(words), Counter[tuple[int, ...]]()
    all_entries = entries(dictionary)
    sounds = Counter(sound for _, sound in all_entries)
    openings = {sound[:n] for sound in sounds for n in range(1, len(sound))}
    pause = phones.IDS["SIL"]
    made.arcs.append(Arc(made.START, made.BETWEEN, 0, 0, SILENCE_COST))
    made.arcs.append(Arc(made.START, made.BETWEEN, pause, 0, SILENCE_COST))
    for word, sound in all_entries:
        labels = list(sound)
        if sounds[sound] > 1 or sound in openings:
            used[sound] += 1
            labels.append(made.mark(used[sound]))
        made.add(word, labels)
    after = made.state()
    made.arcs.append(Arc(made.PAUSE, after, pause, 0, 0.0))
    made.arcs.append(Arc(after, made.BETWEEN, made.mark(made.marks + 1), 0, 0.0))
    add_unknown(made, bigram)
    return made


def add_unknown(made: Lexicon, bigram: npt.NDArray[np.float64]) -> None:
    """`[unk]`: any two or more phones, by a phone bigram (rows and columns: units)."""
    follows = bigram[1:, 1:] / bigram[1:, 1:].sum(axis=1, keepdims=True)
    alone = bigram[:, 1:].sum(axis=0)
    alone /= alone.sum()
    states = [made.state() for _ in PHONES]
    for i, phone in enumerate(PHONES):
        cost = UNKNOWN_ENTRY - UNKNOWN_SCALE * math.log(alone[i])
        label = phones.IDS[f"g{phone}_B"]
        made.arcs.append(Arc(made.BETWEEN, states[i], label, made.words[UNKNOWN], cost))
        for j, following in enumerate(PHONES):
            cost = -UNKNOWN_SCALE * math.log(follows[i, j])
            made.arcs.append(Arc(states[i], states[j], phones.IDS[f"g{following}_I"], 0, cost))
            made.end_word(states[i], phones.IDS[f"g{following}_E"], 0, cost)


def determinised(made: Lexicon) -> kaldifst.StdVectorFst:
    """Kaldi's determinize-star and minimisation of L."""
    text = "".join(f"{a.source} {a.target} {a.read} {a.write} {a.cost:.6f}\n" for a in made.arcs)
    fst = kaldifst.compile(f"{text}{made.BETWEEN} 0.0\n", acceptor=False)
    kaldifst.arcsort(fst, sort_type="ilabel")
    fst = kaldifst.determinize_star(fst, use_log=True) or fst
    kaldifst.minimize_encoded(fst)
    return fst


def with_transitions(fst: kaldifst.StdVectorFst) -> Iterator[str]:
    """The lines of the graph with transitions for phones.

    A state is split by the phone that leads into it; each copy stays in that phone by a loop.
    """
    numbers = {(fst.start, 0): 0}
    queue = [(fst.start, 0)]

    def number(state: int, phone: int) -> int:
        if (state, phone) not in numbers:
            numbers[state, phone] = len(numbers)
            queue.append((state, phone))
        return numbers[state, phone]

    for here, (state, phone) in enumerate(queue):  # the queue grows on the way
        if phone:
            yield f"{here} {here} {phones.stay(phone)} 0 0"
        final = fst.final(state).value
        if final != math.inf:
            yield f"{here} {final:.5g}"
        for arc in kaldifst.ArcIterator(fst, state):
            into = arc.ilabel if arc.ilabel <= PHONE_COUNT else 0
            target = number(arc.nextstate, into)
            yield f"{here} {target} {transition(arc.ilabel)} {arc.olabel} {arc.weight.value:.5g}"


def transition(label: int) -> int:
    """The transition for a phone's label; disambiguation symbols come after all transitions."""
    if label <= PHONE_COUNT:
        return phones.entry(label) if label else 0
    return 2 * PHONE_COUNT + label - PHONE_COUNT


def openfst(folder: Path, command: str) -> None:
    """Runs OpenFst's programs in a folder; raises CalledProcessError."""
    found = ":".join(map(str, sorted(Path("/usr/lib").glob(PLUGINS))))
    search = os.environ.get("LD_LIBRARY_PATH") or found
    subprocess.run(
        command, shell=True, check=True, cwd=folder, env={**os.environ, "LD_LIBRARY_PATH": search}
    )


def build(
    dictionary: Mapping[str, Iterable[Pronunciation]],
    bigram: npt.NDArray[np.float64],
    folder: Path,
) -> None:
    """Writes HCLr.fst, words.txt, disambig_tid.int and phones/word_boundary.int into a folder."""
    (folder / "phones").mkdir(parents=True, exist_ok=True)
    words = {"<eps>": 0} | {w: n for n, w in enumerate([*sorted(dictionary), UNKNOWN], 1)}
    made = lexicon(dictionary, words, bigram)
    text = folder / "hcl.txt"
    text.write_text("\n".join(with_transitions(determinised(made))) + "\n", "utf-8")
    openfst(
        folder,
        "fstcompile hcl.txt | fstarcsort --sort_type=olabel | fstconvert"
        " --fst_type=olabel_lookahead --save_relabel_opairs=relabel > HCLr.fst",
    )
    pairs = (line.split() for line in (folder / "relabel").read_text("utf-8").splitlines())
    write_words(folder, words, {int(old): int(new) for old, new in pairs})
    marks = range(transition(PHONE_COUNT + 1), transition(PHONE_COUNT + 1) + made.marks + 1)
    (folder / "disambig_tid.int").write_text("".join(f"{m}\n" for m in marks), "utf-8")
    (folder / "phones" / "word_boundary.int").write_text(phones.word_boundaries(), "utf-8")
    text.unlink()
    (folder / "relabel").unlink()


def write_words(folder: Path, words: Mapping[str, int], relabelled: Mapping[int, int]) -> None:
    """`words.txt` with the numbers that the lookahead conversion gave."""
    numbers = {word: relabelled.get(number, number) for word, number in words.items()}
    numbers["#0"] = max(numbers.values()) + 1
    lines = (f"{word} {number}\n" for word, number in sorted(numbers.items(), key=lambda p: p[1]))
    (folder / "words.txt").write_text("".join(lines), "utf-8")


def write_grammar(folder: Path, costs: Mapping[str, float], end: float = 1.0) -> None:
    """`Gr.fst` of loose words, each at a cost: what a model without content listens for."""
    lines = (folder / "words.txt").read_text("utf-8").splitlines()
    numbers = dict(line.rsplit(" ", 1) for line in lines)
    text = folder / "g.txt"
    arcs = "".join(f"0 0 {numbers[w]} {numbers[w]} {cost:.5g}\n" for w, cost in costs.items())
    text.write_text(f"{arcs}0 {end:g}\n", "utf-8")
    openfst(
        folder,
        "fstcompile g.txt | fstarcsort --sort_type=ilabel | fstconvert --fst_type=const > Gr.fst",
    )
    text.unlink()
