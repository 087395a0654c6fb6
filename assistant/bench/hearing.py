"""``assistant bench hearing``: what is heard of people and of voices that trained nothing."""

import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from assistant.bench.figures import Share, memory, peak_memory
from assistant.bench.hearing_sets import VOICES, Grammar, Lab, Sound, noisy, speak, voices
from assistant.bench.reliability import Judged, judge_words, reliability, right_above_wrong
from assistant.commands._options import content_options, settings_for
from assistant.content.model import Content
from assistant.listening import vocabulary
from assistant.listening.files import recognise
from assistant.listening.model_folder import find_model
from assistant.listening.ngram import END, train
from assistant.listening.spoken import in_dictionary, spoken
from assistant.listening.vosk_recogniser import (
    load_model,
    open_phrase_recogniser,
    open_recogniser,
)
from assistant.listening.wordlist import read_labels
from assistant.messages import Hypothesis, Utterance
from assistant.protocols import Recogniser
from assistant.settings import Settings

_HEARD: Final = 40
"""Orders after which memory is read."""
_GOALS: Final = {
    "clean": "<= 15 %, moonshot 8 %",
    "15 dB": "<= 25 %, moonshot 12 %",
    "orders": ">= 92 %, moonshot 97 %",
    "orders 12 dB": ">= 75 %, moonshot 93 %",
    "outside": ">= 90 %",
    "noise": "0",
}


@dataclass(frozen=True, slots=True)
class Heard:
    """A recording with what was heard in it."""

    sound: Sound
    hypothesis: Hypothesis

    @property
    def errors(self) -> int:
        """Words wrong, missing and too many; ``[unk]`` is no word."""
        said = [w for w in self.hypothesis.text.split() if w != vocabulary.UNKNOWN]
        return distance(self.sound.words, said)


class Engine:
    """A recogniser under test, and the time that it takes."""

    def __init__(self, name: str, recogniser: Recogniser) -> None:
        self.name = name
        self._recogniser = recogniser
        self.spent = 0.0
        self.seconds = 0.0

    def hear(self, sounds: Iterable[Sound]) -> list[Heard]:
        """All of them, one after another."""
        return [Heard(sound, self._one(sound)) for sound in sounds]

    def _one(self, sound: Sound) -> Hypothesis:
        started = time.process_time()
        result = recognise(sound.pcm, self._recogniser)
        self.spent += time.process_time() - started
        self.seconds += sound.seconds
        return result


@click.command(
    epilog="""\b
Examples:
  assistant bench hearing --lab ../lab
  assistant bench hearing --lab ../lab --sphinx        PocketSphinx on the same sound, too
"""
)
@click.option(
    "--lab",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    envvar="ASSISTANT_LAB",
    required=True,
    help="Folder of measuring data (or the environment variable ASSISTANT_LAB).",
)
@click.option("--sphinx", is_flag=True, help="PocketSphinx beside it, with the same vocabulary.")
@content_options
def command(
    lab: Path, sphinx: bool, content: Path | None, pack: tuple[str, ...], verbose: bool
) -> None:
    """Word error rates, orders right, speech outside, time and memory; -v shows what went wrong."""
    from assistant.content.load import load_content

    settings, data = settings_for(content, pack), Lab(lab)
    loaded = load_content(settings)
    chosen = ["--content", str(content)] if content else []
    _memory([*chosen, *(f"--pack={name}" for name in pack)], data)
    _costs(settings, data.grammar())
    for voice in sorted(set(VOICES) - set(voices())):
        click.echo(f"left out: {voice} ({VOICES[voice]} is not installed)")
    sets = dict(_spoken(data))
    for engine in _content_engines(loaded, settings, sphinx):
        _questions(engine, sets, verbose)
        if engine.name == "ours":
            _outside(engine, data, settings)
            _noise(engine, data)
    for engine in _order_engines(data.grammar(), settings, sphinx):
        _orders(engine, data, verbose)


def _spoken(data: Lab) -> Iterator[tuple[tuple[str, str], list[Sound]]]:
    """Each voice's questions, clean and with noise."""
    noise = data.noise()
    for voice in voices():
        clean = speak(voice, data.questions("inscope"))
        yield (voice, "clean"), clean
        yield (voice, "15 dB"), list(noisy(clean, noise, 15))


def _questions(engine: Engine, sets: dict[tuple[str, str], list[Sound]], verbose: bool) -> None:
    every: list[Heard] = []
    for (voice, how), sounds in sets.items():
        heard = engine.hear(sounds)
        every += heard
        words = sum(len(each.sound.words) for each in heard)
        errors = sum(each.errors for each in heard)
        whole = Share(sum(not each.errors for each in heard), len(heard))
        told = f"{errors / words:6.1%}  {errors:4} / {words:<4} word errors; whole {whole.count}"
        _row(engine, f"questions, {voice}, {how}", f"{told} of {whole.of}", _GOALS[how])
        for each in heard if verbose else ():
            if each.errors:
                click.echo(f"  {' '.join(each.sound.words)} | {each.hypothesis.text}")
    _confidences(engine, "utterances", [_judged(each, not each.errors) for each in every])
    if engine.name == "ours":
        each_word = [judge_words(each.sound.words, each.hypothesis.words) for each in every]
        _confidences(engine, "words", [word for words in each_word for word in words])
    _time(engine)


def _orders(engine: Engine, data: Lab, verbose: bool) -> None:
    grammar, clean = data.grammar(), data.orders()
    every: list[Heard] = []
    for name, sounds in (
        ("orders", clean),
        ("orders 12 dB", list(noisy(clean, data.noise(), 12))),
    ):
        heard = engine.hear(sounds)
        every += heard
        right = Share(sum(_right(each, grammar) for each in heard), len(heard))
        _row(engine, f"{name}, every slot right", str(right), _GOALS[name])
        for each in heard if verbose else ():
            if not _right(each, grammar):
                click.echo(f"  {each.sound.slots} | {each.hypothesis.text}")
    _confidences(engine, "orders", [_judged(each, _right(each, grammar)) for each in every])
    _time(engine)


def _right(heard: Heard, grammar: Grammar) -> bool:
    found, slots = grammar.parse(heard.hypothesis.text), heard.sound.slots or {}
    return all(found.get(slot) == value for slot, value in slots.items())


def _outside(engine: Engine, data: Lab, settings: Settings) -> None:
    """Speech about something else: what is heard must not be answered."""
    from assistant.skill import Skill

    skill = Skill.open(settings)
    texts = data.questions("oos")
    sets = {f"questions, {voice}": speak(voice, texts) for voice in voices()}
    for name, sounds in {**sets, "orders of people": data.orders()}.items():
        heard = [each.hypothesis for each in engine.hear(sounds)]
        replies = [skill.reply(Utterance(h.text, h)) for h in heard]
        kept = Share(sum(reply.outcome != "answer" for reply in replies), len(replies))
        _row(engine, f"outside, {name}: not answered", str(kept), _GOALS["outside"])


def _noise(engine: Engine, data: Lab) -> None:
    """Noise alone, in cuts of three seconds, must have no words."""
    noise, size = data.noise(), 3 * 32000
    cuts = [Sound(noise[n : n + size]) for n in range(0, len(noise) - size + 1, size)]
    words = Share(sum(bool(each.hypothesis.text) for each in engine.hear(cuts)), len(cuts))
    _row(engine, "noise alone: words", str(words), _GOALS["noise"])


def _memory(arguments: Sequence[str], data: Lab) -> None:
    """What a process holds at most that only recognises, its vocabulary made before."""
    files = [str(path) for path in data.order_files()[:_HEARD]]
    with tempfile.NamedTemporaryFile("w", suffix=".txt", encoding="utf-8") as phrases:
        phrases.write("\n".join(data.grammar().phrases()))
        phrases.flush()
        given = ["--phrases", phrases.name]
        for name, more in (("content", []), ("phrases", given)):
            peak_memory(["transcribe", *arguments, *more, files[0]])
            held = peak_memory(["transcribe", *arguments, *more, *files])
            told = f"{held / 2**20:.0f} MB after {len(files)} orders (goal <= 150)"
            click.echo(f"a process that recognises, vocabulary of the {name}: {told}")


def _costs(settings: Settings, grammar: Grammar) -> None:
    """Disk, loading, and a vocabulary, in this order and before anything else is loaded."""
    folder = find_model(settings)
    disk = sum(file.stat().st_size for file in folder.path.rglob("*") if file.is_file())
    before, started = memory(), time.perf_counter()
    load_model(folder)
    loaded, held = time.perf_counter() - started, memory() - before
    labels, phrases = read_labels(folder), grammar.phrases()
    started = time.perf_counter()
    vocabulary.phrase_grammar(phrases, labels)
    made = time.perf_counter() - started
    click.echo(f"model {folder.name}: {disk / 1e6:.1f} MB on disk (goal <= 25)")
    click.echo(f"loaded in {loaded:.2f} s (goal <= 0.3), {held / 2**20:.0f} MB (goal <= 150)")
    click.echo(f"vocabulary of {len(phrases)} phrases made in {made:.2f} s (goal <= 1)")


def _content_engines(content: Content, settings: Settings, sphinx: bool) -> Iterator[Engine]:
    yield Engine("ours", open_recogniser(content, settings))
    if sphinx:
        known = {word for word in read_labels(find_model(settings)) if word[0].isalpha()}
        said, _ = vocabulary.sentences(content, known)
        yield _sphinx(said, content)


def _order_engines(grammar: Grammar, settings: Settings, sphinx: bool) -> Iterator[Engine]:
    phrases = grammar.phrases()
    yield Engine("ours", open_phrase_recogniser(phrases, settings))
    if sphinx:
        known = {word for word in read_labels(find_model(settings)) if word[0].isalpha()}
        said = [in_dictionary(spoken(phrase), known) for phrase in phrases]
        yield _sphinx(said, None)


def _sphinx(said: Sequence[tuple[str, ...]], content: Content | None) -> Engine:
    """The same trigram over the same sentences, without the dictionary's rare words."""
    from assistant.bench.sphinx import SphinxRecogniser

    packs = content.packs if content else ()
    phones = {word: phones for pack in packs for word, phones in pack.pronunciations.items()}
    words = sorted({word for sentence in said for word in sentence} | {END})
    model = train(said, 3, {word: 1 / len(words) for word in words})
    return Engine("PocketSphinx", SphinxRecogniser(model, phones))


def _judged(heard: Heard, right: bool) -> Judged:
    return heard.hypothesis.confidence, right


def _confidences(engine: Engine, what: str, judged: Sequence[Judged]) -> None:
    if (found := right_above_wrong(judged)) is not None:
        share, good, bad = found
        _row(engine, f"confidence, {what}: right above wrong", f"{share:6.3f}  {good} x {bad}", "")
    for span, told in reliability(judged):
        _row(engine, f"  {what} at {span}", told, "")


def _time(engine: Engine) -> None:
    factor = engine.spent / engine.seconds
    goal = "<= 0.05" if engine.name == "ours" else ""
    _row(engine, "processor seconds for a second of sound", f"{factor:6.3f}", goal)


def _row(engine: Engine, name: str, told: str, goal: str) -> None:
    click.echo(f"{engine.name:13} {name:46} {told:46} {goal}")


def distance(reference: Sequence[str], heard: Sequence[str]) -> int:
    """Levenshtein's: words to change, add and take away."""
    from rapidfuzz.distance import Levenshtein

    return int(Levenshtein.distance(reference, heard))
