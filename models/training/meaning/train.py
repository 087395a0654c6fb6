"""Adapts the encoder to the packs' questions, and holds it to its old meaning elsewhere.

Supervised contrastive learning (Khosla et al. 2020): questions of one intent are drawn together
and away from all others. An unanswered question is a class of its own, alike only to itself; near
misses ("do lip fillers wear off") are drawn along with the questions that they imitate, and more of
them are made by putting another thing in the subject's place. Vectors of
general sentences are held to those of the network it started from, so that other packs lose
nothing. On top of that, a linear classifier must be able to tell emergencies and personal questions
from all else (cross entropy; the classifier itself is thrown away: the safety check fits its own).
"""

import random
import re
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from assistant.safety.head import LABELS
from assistant.understanding.normalise import TOKEN

from . import network
from .data import Data, Floats, hardest
from .network import WIDTH, MiniLM
from .noise import Noise

SAFETY: Final = {"emergency": 22, "harmless": 20, "personal": 8, "not_personal": 8}
"""Safety examples in a step, by group."""
OTHERS: Final = 8
"""The packs' own questions beside them."""
_SUBJECT: Final = re.compile(rf"\b{TOKEN}\b")
_SCALE: Final = 8.0
"""Of the vectors before the classifier: they have length 1."""


@dataclass(frozen=True)
class Plan:
    """How long and how strongly to learn."""

    steps: int = 500
    rate: float = 5e-5
    classes: int = 20
    """Intents in a step."""
    each: int = 2
    """Questions of each."""
    outside: int = 16
    """Unanswered questions in a step, each twice."""
    borrowed: int = 8
    """Of the intents' questions in a step, those that are also asked about something else."""
    general: int = 24
    """General sentences in a step."""
    temperature: float = 0.07
    keep: float = 4.0
    """Weight of holding the general sentences."""
    noisy: float = 0.4
    """Share of the questions that are disturbed."""
    safety: float = 1.0
    """Weight of telling emergencies and personal questions apart."""
    frozen: int = 0
    """Layers from the bottom that stay as they are (the word pieces' vectors always do)."""
    seed: int = 7


def adapt(start: MiniLM, data: Data, by: Tokenizer, plan: Plan, kept: Path) -> MiniLM:
    """The adapted network; goes on from the file ``kept`` where there is one."""
    state = _State(start, data, by, plan)
    if kept.exists():
        state.load(kept)
    begun = time.time()
    while state.step < plan.steps:
        losses = state.learn()
        if state.step % 50 == 0:
            state.save(kept)
            spent = (time.time() - begun) / 60
            print(f"step {state.step}: {losses} ({spent:.1f} minutes)", flush=True)
    return state.network


class _State:
    def __init__(self, start: MiniLM, data: Data, by: Tokenizer, plan: Plan) -> None:
        self.network, self._by, self._plan, self._data = start, by, plan, data
        texts = [*data.bank.texts, *data.general]
        self._held = network.encode(start, texts, by)
        bank = len(data.bank.texts)
        self._sampler = _Sampler(data, self._held[:bank].numpy(), plan)
        self._general = self._held[bank:]
        learned = [*start.norm.parameters(), *start.layers[plan.frozen :].parameters()]
        for parameter in start.parameters():
            parameter.requires_grad_(False)
        for parameter in learned:
            parameter.requires_grad_(True)
        self._optimiser = torch.optim.AdamW(learned, lr=plan.rate, weight_decay=0.01)
        self._alarm = nn.Linear(WIDTH, len(LABELS))
        self._alarm_optimiser = torch.optim.Adam(self._alarm.parameters(), lr=2e-3)
        self.step = 0

    def learn(self) -> str:
        """One step; returns the losses as text."""
        plan = self._plan
        warmth = min(1.0, (self.step + 1) / 50, (plan.steps - self.step) / plan.steps * 1.2)
        for group in self._optimiser.param_groups:
            group["lr"] = plan.rate * warmth
        self.network.train()
        texts, owners, general = self._sampler.draw(self.step)
        safety = self._sampler.draw_safety(self.step)
        said = [*texts, *(text for text, _ in general), *(text for text, _ in safety)]
        vectors = self._vectors(said)
        own, other = vectors[: len(texts)], vectors[len(texts) : len(texts) + len(general)]
        wary = vectors[len(texts) + len(general) :]
        drawn = contrast(own, torch.tensor(owners), plan.temperature)
        kept = (1.0 - (other * self._general[[place for _, place in general]]).sum(1)).mean()
        labels = torch.tensor([label for _, label in safety])
        told = functional.cross_entropy(self._alarm(wary * _SCALE), labels)
        for optimiser in (self._optimiser, self._alarm_optimiser):
            optimiser.zero_grad()
        torch.autograd.backward(drawn + plan.keep * kept + plan.safety * told)
        for optimiser in (self._optimiser, self._alarm_optimiser):
            optimiser.step()
        self.step += 1
        return f"contrast {drawn.item():.3f}, kept {1 - kept.item():.4f}, safety {told.item():.3f}"

    def _vectors(self, texts: Sequence[str]) -> Tensor:
        pieces = [encoding.ids for encoding in self._by.encode_batch(list(texts))]
        order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
        result: list[Tensor] = [torch.empty(0)] * len(pieces)
        for part in np.array_split(np.array(order), 4):
            vectors = self.network.vectors(*network.batch([pieces[place] for place in part]))
            for place, vector in zip(part, vectors, strict=True):
                result[place] = vector
        return torch.stack(result)

    def save(self, path: Path) -> None:
        """Write all that is needed to go on."""
        partial = path.with_suffix(".part")
        state = {
            "plan": asdict(self._plan), "step": self.step, "network": self.network.state_dict(),
            "optimiser": self._optimiser.state_dict(), "alarm": self._alarm.state_dict(),
            "alarm_optimiser": self._alarm_optimiser.state_dict(),
        }  # fmt: skip
        torch.save(state, partial)
        partial.replace(path)

    def load(self, path: Path) -> None:
        """Go on where ``save`` left off; another plan begins anew."""
        state = torch.load(path)
        if state["plan"] == asdict(self._plan):
            self.network.load_state_dict(state["network"])
            self._optimiser.load_state_dict(state["optimiser"])
            self._alarm.load_state_dict(state["alarm"])
            self._alarm_optimiser.load_state_dict(state["alarm_optimiser"])
            self.step = state["step"]


class _Sampler:
    """Draws the texts of a step; the same step always draws the same."""

    def __init__(self, data: Data, vectors: Floats, plan: Plan) -> None:
        self._data, self._plan = data, plan
        self._noise = Noise(data.bank.texts, plan.seed)
        bank = data.bank
        self._own = [np.flatnonzero(bank.classes == i) for i in range(len(bank.intents))]
        self._outside = np.flatnonzero(bank.classes >= len(bank.intents))
        self._hardest = hardest(vectors, bank, 8)
        self._safety = [
            ([(t, LABELS.index(label)) for t, label, group in data.safety if group == name], count)
            for name, count in SAFETY.items()
        ]
        rest = [(t, LABELS.index(label)) for t, label, g in data.safety if g not in SAFETY]
        self._safety.append((rest, OTHERS))

    def draw(self, step: int) -> tuple[list[str], list[int], list[tuple[str, int]]]:
        """Texts of the bank, their owners, and general sentences with their places."""
        plan = self._plan
        drawn = random.Random(plan.seed * 1_000_003 + step)
        intents = drawn.sample(range(len(self._own)), min(plan.classes, len(self._own)))
        known = [(i, int(p)) for i in intents for p in drawn.sample(list(self._own[i]), plan.each)]
        near = [int(drawn.choice(list(self._hardest[place]))) for _, place in known[:: plan.each]]
        any_ = [int(p) for p in drawn.sample(list(self._outside), plan.outside)]
        mixed = list(dict.fromkeys(p for pair in zip(near, any_, strict=False) for p in pair))
        outside = mixed[: plan.outside]
        pairs = known + [(len(self._own) + place, place) for place in outside * 2]
        texts = [self._disturbed(self._data.bank.texts[place], drawn) for _, place in pairs]
        owners = [owner for owner, _ in pairs]
        borrowed = list(self._borrowed([self._data.bank.texts[p] for _, p in known], drawn))
        own = range(-len(borrowed), 0)
        owners += [*own, *own]
        return [*texts, *borrowed, *borrowed], owners, list(self._general(drawn))

    def _borrowed(self, known: Sequence[str], drawn: random.Random) -> Iterator[str]:
        """The same questions about something else, each a class of its own."""
        fitting = [text for text in known if _SUBJECT.search(text)]
        for text in drawn.sample(fitting, min(self._plan.borrowed, len(fitting))):
            yield _SUBJECT.sub(drawn.choice(self._data.things), text, count=1)

    def draw_safety(self, step: int) -> list[tuple[str, int]]:
        """Safety examples, some of them disturbed, with their labels' places."""
        drawn = random.Random(self._plan.seed * 1_000_003 + step)
        chosen = [drawn.sample(own, min(count, len(own))) for own, count in self._safety]
        return [(self._disturbed(text, drawn), label) for group in chosen for text, label in group]

    def _disturbed(self, text: str, drawn: random.Random) -> str:
        if drawn.random() >= self._plan.noisy:
            return text
        noisy = self._noise.typed(text) if drawn.random() < 0.5 else self._noise.heard(text)
        return self._data.writing.prepare(noisy) or text

    def _general(self, drawn: random.Random) -> Iterator[tuple[str, int]]:
        for place in drawn.sample(range(len(self._data.general)), self._plan.general):
            text = self._data.general[place]
            yield (self._noise.typed(text, 0.15) if drawn.random() < 0.2 else text), place


def contrast(vectors: Tensor, owners: Tensor, temperature: float) -> Tensor:
    """Mean over all texts of minus the log-share of likeness that goes to their own owner's."""
    likeness = vectors @ vectors.T / temperature
    itself = torch.eye(len(vectors), dtype=torch.bool)
    logs = functional.log_softmax(likeness.masked_fill(itself, -1e4), dim=1)
    same = (owners[:, None] == owners[None]) & ~itself
    return -((logs * same).sum(1) / same.sum(1).clamp(min=1)).mean()
