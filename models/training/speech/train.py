"""The training loop: LF-MMI with a little cross-entropy, averaged weights, resumable."""

import math
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812 - the usual name

from .data import IGNORE, Batch, Example, Feed, collate, plain
from .network import Model, Network
from .objective import Denominator, numerator, phone_model

CROSS_ENTROPY: Final = 0.03
"""Weight of the aligned outputs; keeps the entries in their places."""
SCORE_PENALTY: Final = 1e-4
"""Weight of the squared scores; keeps them near 0."""
HOPELESS: Final = 20.0
"""Loss an output above which an utterance is left out of a step: its text is not what is said."""
AVERAGING: Final = 0.995
"""Share of the old in the averaged weights, a step."""


@dataclass(frozen=True)
class Plan:
    """How long and how boldly."""

    steps: int
    rate: float = 6e-4
    """Highest learning rate; it rises over the first 3 % of the steps, then falls as a cosine."""
    weight_decay: float = 1e-3
    save_every: float = 240.0
    """Seconds between checkpoints."""
    seed: int = 1

    def rate_at(self, step: int) -> float:
        """The learning rate of a step."""
        done = step / self.steps
        return self.rate * min(1.0, done / 0.03 + 0.05) * (0.5 + 0.5 * math.cos(math.pi * done))


class Trainer:
    """A network in training, its averaged copy, and everything needed to go on later."""

    def __init__(self, model: Model, feed: Feed, plan: Plan, folder: Path) -> None:
        self.model, self.feed, self.plan, self.folder = model, feed, plan, folder
        self.device = model.network.output.weight.device
        phones = phone_model(e.alignment.units_array for e in feed.examples)
        self.denominator = Denominator(phones).to(self.device)
        self.optimizer = torch.optim.AdamW(
            model.network.parameters(), lr=plan.rate, weight_decay=plan.weight_decay
        )
        self.average = {k: v.clone() for k, v in model.network.state_dict().items()}
        self.step = 0
        if self.checkpoint.exists():
            self.resume()

    @property
    def checkpoint(self) -> Path:
        """The whole state, to go on from."""
        return self.folder / "training.pt"

    def objective(self, network: Network, batch: Batch) -> tuple[torch.Tensor, torch.Tensor]:
        """The loss on a batch, and each utterance's LF-MMI an output (lower is better)."""
        batch = Batch(*(tensor.to(self.device) for tensor in batch))
        scores = network(batch.frames)
        ours = numerator(scores, batch.lengths, batch.units, batch.counts)
        each = (self.denominator(scores, batch.lengths) - ours) / batch.lengths
        fit = each < HOPELESS
        entropy = F.cross_entropy(scores.flatten(0, 1), batch.wanted.flatten(), ignore_index=IGNORE)
        loss = torch.where(fit, each, torch.zeros_like(each)).mean()
        loss = loss + CROSS_ENTROPY * entropy + SCORE_PENALTY * (scores**2).mean()
        return loss, each.detach()

    def advance(self) -> float:
        """One step; returns the mean LF-MMI an output."""
        network = self.model.network
        network.train()
        for group in self.optimizer.param_groups:
            group["lr"] = self.plan.rate_at(self.step)
        loss, each = self.objective(network, self.feed[self.step])
        self.optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(network.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        self.update_average(min(AVERAGING, self.step / (self.step + 20)))
        return float(each.mean())

    @torch.no_grad()
    def update_average(self, keep: float) -> None:
        """Moves the averaged weights towards the present ones."""
        for name, value in self.model.network.state_dict().items():
            if value.dtype.is_floating_point:
                self.average[name].mul_(keep).add_(value, alpha=1 - keep)
            else:
                self.average[name].copy_(value)

    def averaged(self) -> Model:
        """The model with the averaged weights."""
        network = Network(self.model.network.first.out_channels)
        network.load_state_dict(self.average)
        return self.model._replace(network=network.to(self.device).eval())

    def run(self, examples: Sequence[Example] = ()) -> Model:
        """All remaining steps; `examples` that nothing trains on are watched. Resumable."""
        began, saved, losses = time.monotonic(), time.monotonic(), []
        while self.step < self.plan.steps:
            losses.append(self.advance())
            if self.step % 25 == 0:
                seconds = time.monotonic() - began
                print(
                    f"step {self.step} loss {np.mean(losses[-25:]):.4f} {seconds:.0f} s", flush=True
                )
            if time.monotonic() - saved > self.plan.save_every or self.step == self.plan.steps:
                saved = time.monotonic()
                self.save(self.watch(examples))
        return self.averaged()

    def watch(self, examples: Sequence[Example]) -> float:
        """Mean LF-MMI an output of the averaged model on examples as they were recorded."""
        if not examples:
            return math.nan
        model, found = self.averaged(), []
        with torch.no_grad():
            for start in range(0, len(examples), 24):
                pieces = [plain(e, model) for e in examples[start : start + 24]]
                found += self.objective(model.network, collate(pieces))[1].tolist()
        print(f"step {self.step} watched {np.mean(found):.4f} ({len(found)})", flush=True)
        return float(np.mean(found))

    def save(self, watched: float) -> None:
        """The state to go on from, and the averaged model (`model.pt`), each in one step."""
        state: dict[str, Any] = {
            "step": self.step,
            "network": self.model.network.state_dict(),
            "average": self.average,
            "optimizer": self.optimizer.state_dict(),
        }
        replace(self.checkpoint, state)
        save_model(self.folder / "model.pt", self.averaged(), step=self.step, watched=watched)

    def resume(self) -> None:
        """Takes up the saved state."""
        state = torch.load(self.checkpoint, map_location=self.device, weights_only=True)
        self.step = state["step"]
        self.model.network.load_state_dict(state["network"])
        self.optimizer.load_state_dict(state["optimizer"])
        self.average = state["average"]
        print(f"going on from step {self.step}", flush=True)


def save_model(path: Path, model: Model, **facts: float) -> None:
    """A checkpoint that `network.load` reads, with facts about it."""
    state = {k: v.cpu() for k, v in model.network.state_dict().items()}
    replace(path, {"state": state, "mean": model.mean, "scale": model.scale, **facts})


def replace(path: Path, content: dict[str, Any]) -> None:
    """Writes beside the file and renames: a cut never leaves half a checkpoint."""
    part = path.with_suffix(".part")
    torch.save(content, part)
    part.rename(path)
