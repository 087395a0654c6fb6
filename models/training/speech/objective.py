"""Lattice-free MMI in plain PyTorch: the text's path against a trigram of phones.

Both are sums over all alignments: the numerator over those of the utterance's own units, the
denominator over every sequence of units, weighted by a trigram (dense: 40 x 40 x 40 states and
arcs). After D. Povey et al., "Purely sequence-trained neural networks for ASR based on
lattice-free MMI" (2016), with a two-output unit (entry, stay) in place of HMM states.
"""

from collections.abc import Callable, Iterable
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import torch

from .lexicon import UNITS

N: Final = len(UNITS)
SMOOTHING: Final = 20.0
"""How many observations the next shorter history counts for."""
NEVER: Final = -1e5


class PhoneModel(NamedTuple):
    """Probabilities of units given the two before."""

    trigram: npt.NDArray[np.float64]
    """[before last, last, next]."""
    initial: npt.NDArray[np.float64]
    """Of the first unit."""


def phone_model(sequences: Iterable[npt.NDArray[np.int64]]) -> PhoneModel:
    """Counts the units of the training texts, each history smoothed by the shorter one."""
    three, two, one = np.zeros((N, N, N)), np.zeros((N, N)), np.full(N, 1e-3)
    for units in sequences:
        one[units[0]] += 1
        np.add.at(two, (units[:-1], units[1:]), 1)
        np.add.at(three, (units[:-2], units[1:-1], units[2:]), 1)
    base = two.sum(0) + 1
    base /= base.sum()
    bigram = (two + SMOOTHING * base) / (two.sum(1, keepdims=True) + SMOOTHING)
    trigram = (three + SMOOTHING * bigram) / (three.sum(2, keepdims=True) + SMOOTHING)
    return PhoneModel(trigram, one / one.sum())


class Denominator(torch.nn.Module):
    """Log of the summed weight of all unit sequences, an utterance."""

    initial: torch.Tensor
    by_last: torch.Tensor

    def __init__(self, phones: PhoneModel) -> None:
        super().__init__()
        trigram = torch.from_numpy(phones.trigram).float()
        self.register_buffer("by_last", trigram.permute(1, 0, 2).contiguous())
        self.register_buffer("initial", torch.from_numpy(phones.initial).float())

    def forward(self, scores: torch.Tensor, lengths: torch.Tensor) -> torch.Tensor:
        """Scores (batch, time, 80) and outputs of each utterance → (batch,)."""
        apply: Callable[..., torch.Tensor] = _ForwardBackward.apply
        return apply(scores, lengths, self.by_last, self.initial)


class _ForwardBackward(torch.autograd.Function):
    """The forward sum, with the posteriors of the outputs as its gradient.

    A state is a pair (last but one, last unit); probabilities are rescaled at every step.
    """

    @staticmethod
    def forward(ctx, scores, lengths, by_last, initial):  # type: ignore[no-untyped-def]
        batch, times, _ = scores.shape
        top = scores.max(dim=2).values
        weights = torch.exp(scores - top[:, :, None])
        enter, stay = weights[:, :, 0::2].contiguous(), weights[:, :, 1::2].contiguous()
        state = scores.new_zeros(N, batch, N)  # [last, utterance, last but one]
        state[:, :, 0] = (initial * enter[:, 0]).T
        total = state.sum((0, 2))
        state = state / total[None, :, None]
        result = torch.log(total) + top[:, 0]
        history, scales = [state], [total]
        for time in range(1, times):
            moved = torch.bmm(state, by_last).permute(2, 1, 0)  # [next, utterance, last]
            state = torch.addcmul(
                state * stay[:, time].T[:, :, None], moved, enter[:, time].T[:, :, None]
            )
            total = state.sum((0, 2))
            state = state / total[None, :, None]
            result = result + (time < lengths) * (torch.log(total) + top[:, time])
            history.append(state)
            scales.append(total)
        ctx.saved = (history, scales, enter, stay, lengths, by_last)
        return result

    @staticmethod
    def backward(ctx, upstream):  # type: ignore[no-untyped-def]
        history, scales, enter, stay, lengths, by_last = ctx.saved
        batch, times = enter.shape[:2]
        gradient = enter.new_zeros(batch, times, N, 2)
        future = torch.ones_like(history[0])
        back = by_last.transpose(1, 2).contiguous()
        for time in range(times - 1, 0, -1):
            live = (time < lengths)[None, :, None]
            before = history[time - 1]
            moved = torch.bmm(before, by_last).permute(2, 1, 0)
            scaled = future / scales[time][None, :, None]
            entering = scaled * enter[:, time].T[:, :, None]
            staying = scaled * stay[:, time].T[:, :, None]
            gradient[:, time, :, 0] = (live * entering * moved).sum(2).T
            gradient[:, time, :, 1] = (live * staying * before).sum(2).T
            past = torch.bmm(entering.permute(2, 1, 0), back) + staying
            future = torch.where(live, past, future)
        gradient[:, 0, :, 0] = (future[:, :, 0] * history[0][:, :, 0]).T
        return gradient.reshape(batch, times, 2 * N) * upstream[:, None, None], None, None, None


def numerator(
    scores: torch.Tensor, lengths: torch.Tensor, units: torch.Tensor, counts: torch.Tensor
) -> torch.Tensor:
    """Log of the summed weight of all alignments of each utterance's own units.

    Units (batch, most units), of which the first `counts` of a row hold.
    """
    index = units[:, None, :].expand(-1, scores.shape[1], -1)
    enter = torch.gather(scores[:, :, 0::2], 2, index)
    stay = torch.gather(scores[:, :, 1::2], 2, index)
    never = scores.new_full((len(units), 1), NEVER)
    state = torch.cat([enter[:, 0, :1], never.expand(-1, units.shape[1] - 1)], 1)
    for time in range(1, scores.shape[1]):
        shifted = torch.cat([never, state[:, :-1]], 1)
        new = torch.logaddexp(state + stay[:, time], shifted + enter[:, time])
        state = torch.where((time < lengths)[:, None], new, state)
    return state[torch.arange(len(units)), counts - 1]
