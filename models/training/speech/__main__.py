"""One command from texts to a model folder: `python -m models.training.speech --work DIR`.

Every step keeps its result under the work folder and is skipped or resumed the next time.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import torch

from . import augment, corpus, export, network, people, prepare
from .data import Example, Feed
from .network import Model
from .texts import texts
from .train import Plan, Trainer

SHIPPED: Final = Path(__file__).resolve().parents[2] / "speech-en"
BABBLERS: Final = 800
"""How many utterances babble is made of."""


@dataclass(frozen=True)
class Size:
    """How much of everything."""

    texts: int
    steps: int
    rate: float


FULL: Final = Size(texts=20_000, steps=3_100, rate=7e-4)
FAST: Final = Size(texts=12, steps=3, rate=1e-5)
"""Proves that every step runs; it teaches the network nothing."""


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser("python -m models.training.speech", description=__doc__)
    parser.add_argument("--work", type=Path, required=True, help="folder for all results")
    parser.add_argument("--start", type=Path, default=SHIPPED, help="model folder or checkpoint")
    parser.add_argument("--base", type=Path, default=SHIPPED, help="model folder with the graph")
    parser.add_argument("--people", type=Path, help="folder of recorded orders with labels.json")
    parser.add_argument("--sentences", type=Path, help="file of sentences to read aloud too")
    parser.add_argument("--texts", type=int, help="how many texts are read aloud")
    parser.add_argument("--steps", type=int, help="training steps")
    parser.add_argument("--rate", type=float, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--threads", type=int, default=1, help="of the processor")
    parser.add_argument("--fast", action="store_true", help="a few utterances and steps, to test")
    return parser.parse_args(given)


def start_model(path: Path, device: str) -> Model:
    """The network to go on from: a checkpoint, or the acoustic model of a model folder."""
    if path.is_dir():
        found = export.read_model(path)
        return found._replace(network=found.network.to(device))
    return network.load(path, device)


def recordings(folder: Path | None, start: Model) -> tuple[list[Example], list[Example]]:
    """Recordings of people to train on, and those of other people to watch."""
    if folder is None:
        return [], []
    training, measuring = people.split(people.read_orders(folder))
    expressions = people.read_expressions(folder / "grammar.yaml")
    print(f"{len(training)} recordings train, {len(measuring)} of other groups are watched")
    ours = prepare.recorded(training, expressions, start)
    return ours, prepare.recorded(measuring, expressions, start)


def main(given: Sequence[str] | None = None) -> Path:
    """Runs all steps; returns the model folder."""
    options = arguments(given)
    size = FAST if options.fast else FULL
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    device = "cuda" if torch.cuda.is_available() else "cpu"
    work: Path = options.work
    sentences = options.sentences.read_text("utf-8").splitlines() if options.sentences else ()
    wanted = texts(options.texts or size.texts, options.seed, sentences)
    shards = corpus.make(work / "spoken", wanted, 10_000 * options.seed)
    start = start_model(options.start, device)
    voices = prepare.synthetic(shards, work / "aligned", start)
    ours, others = recordings(options.people, start)
    start = prepare.scaled(start, voices)
    where = augment.surroundings(5, [e.sound for e in voices[:BABBLERS]])
    feed = Feed(prepare.mixed(voices, ours), start, where, options.seed)
    plan = Plan(options.steps or size.steps, options.rate or size.rate)
    print(
        f"{len(voices)} utterances of voices, {len(ours)} of people; {plan.steps} steps on {device}"
    )
    trained = Trainer(start, feed, plan, work).run(others)
    folder = work / "model"
    export.write_model(trained, options.base, folder)
    print(f"written: {folder}")
    return folder


if __name__ == "__main__":
    main()
