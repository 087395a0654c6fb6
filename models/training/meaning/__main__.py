"""One command from the published network to the shipped one.

`python -m models.training.meaning --start FOLDER --work DIR` adapts the network in FOLDER
(`model.safetensors`, `tokenizer.json`) to the shipped packs, keeps its progress in DIR and goes on
from there when it is called again, and writes `model-int8.onnx` and `tokenizer.json` to DIR/model.
"""

import argparse
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

import torch

from . import network
from .data import gather_data
from .export import export, mixed
from .train import Plan, adapt

GENERAL: Final = 9_000
"""General sentences that are asked for; about 3,300 differ."""
SHARE: Final = 0.85
"""Of the adapted network in the shipped one (see README.md)."""


def arguments(given: Sequence[str] | None = None) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser("python -m models.training.meaning", description=__doc__)
    parser.add_argument("--start", type=Path, required=True, help="folder of the published network")
    parser.add_argument("--work", type=Path, required=True, help="folder for all results")
    parser.add_argument("--steps", type=int, default=Plan.steps, help="training steps")
    parser.add_argument("--share", type=float, default=SHARE, help="of the adapted network, 0 to 1")
    parser.add_argument("--seed", type=int, default=Plan.seed)
    parser.add_argument("--threads", type=int, default=1, help="of the processor")
    parser.add_argument("--fast", action="store_true", help="a few texts and one step, to test")
    return parser.parse_args(given)


def main(given: Sequence[str] | None = None) -> Path:
    """Runs all steps; returns the model folder."""
    options = arguments(given)
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    options.work.mkdir(parents=True, exist_ok=True)
    start, by = network.load(options.start), network.tokenizer(options.start)
    data = gather_data(GENERAL, options.seed)
    plan = replace(Plan(), steps=options.steps, seed=options.seed)
    if options.fast:
        data, plan = data.few(2, 40), replace(plan, steps=1)
    print(f"{len(data.bank.texts)} questions, {len(data.general)} general sentences", flush=True)
    adapted = adapt(network.load(options.start), data, by, plan, options.work / "adapted.pt")
    target: Path = options.work / "model"
    target.mkdir(exist_ok=True)
    export(mixed(start, adapted, options.share), target / "model-int8.onnx")
    shutil.copy(options.start / "tokenizer.json", target / "tokenizer.json")
    print(f"written to {target}")
    return target


if __name__ == "__main__":
    main()
