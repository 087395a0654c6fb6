"""The network: a time-delay network that Kaldi's nnet3 can run as it stands.

Six layers of convolutions over 40 cepstra, the first with stride 3 (the recogniser takes an
output every 30 ms), each with ReLU, batch normalisation without a scale of its own, and a bypass.
An output is a unit's entry (2n) or stay (2n + 1).
"""

from pathlib import Path
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812 - the usual name
from torch import nn

from .features import SIZE, Frames, subtract_mean
from .lexicon import UNITS

STRIDE: Final = 3
OUTPUTS: Final = 2 * len(UNITS)
DILATIONS: Final = (1, 1, 2, 2, 2)
"""Steps of the second and later layers, in outputs (30 ms)."""
BYPASS: Final = (0.66, 0.66, 0.66, 0.66, 1.0)
"""How much of a layer's input is added to its output."""
CONTEXT: Final = 3 + STRIDE * sum(DILATIONS)
"""Frames that the network sees on each side of an output."""
EPSILON: Final = 1e-3
"""Of the batch normalisation; Kaldi's component is given the same."""


class Network(nn.Module):
    """Cepstra (batch, frames, 40), mean-free and scaled → scores (batch, outputs in time, 80)."""

    def __init__(self, width: int = 384, dropout: float = 0.05) -> None:
        super().__init__()
        self.first = nn.Conv1d(SIZE, width, 7, stride=STRIDE)
        self.layers = nn.ModuleList(nn.Conv1d(width, width, 3, dilation=d) for d in DILATIONS)
        self.norms = nn.ModuleList(
            nn.BatchNorm1d(width, affine=False, eps=EPSILON) for _ in range(1 + len(DILATIONS))
        )
        self.gains = nn.Parameter(torch.ones(1 + len(DILATIONS)))
        self.output = nn.Conv1d(width, OUTPUTS, 1)
        self.dropout = nn.Dropout(dropout)

    def forward(self, frames: torch.Tensor) -> torch.Tensor:
        """The output at time t is centred on frame CONTEXT + 3 t."""
        device = frames.device.type
        with torch.autocast(device, dtype=torch.bfloat16, enabled=self.training):
            hidden = self.norms[0](F.relu(self.first(frames.transpose(1, 2))).float())
            for i, layer in enumerate(self.layers):
                step = DILATIONS[i]
                new = self.norms[i + 1](F.relu(layer(hidden)).float()) * self.gains[i + 1]
                past = hidden[:, :, step : hidden.shape[2] - step]
                hidden = self.dropout(new) + BYPASS[i] * past
            scores: torch.Tensor = self.output(hidden).transpose(1, 2).float()
        return scores


class Model(NamedTuple):
    """A network and what its input is normalised with."""

    network: Network
    mean: npt.NDArray[np.float64]
    """Global mean of the cepstra."""
    scale: npt.NDArray[np.float32]
    """Standard deviation of the mean-free cepstra."""

    def normalised(self, frames: Frames) -> Frames:
        """Frames as the network wants them."""
        return (subtract_mean(frames, self.mean) / self.scale).astype(np.float32)

    def scores(self, frames: Frames) -> npt.NDArray[np.float32]:
        """Scores of one utterance, one row every three frames."""
        self.network.eval()
        rows = window(len(frames), output_length(len(frames)))
        batch = torch.from_numpy(self.normalised(frames)[rows][None])
        with torch.no_grad():
            scores = self.network(batch.to(self.network.output.weight.device))[0]
        return np.asarray(scores.cpu().numpy(), np.float32)


def output_length(frames: int) -> int:
    """Outputs of an utterance of so many frames."""
    return (frames + STRIDE - 1) // STRIDE


def window(frames: int, outputs: int, shift: int = 0) -> npt.NDArray[np.int64]:
    """Indices of the frames that `outputs` outputs see; the ends are repeated, as Kaldi does."""
    wanted = np.arange(-CONTEXT, STRIDE * (outputs - 1) + 1 + CONTEXT) + shift
    return np.clip(wanted, 0, frames - 1)


OLD_NAMES: Final = (("l1.", "first."), ("ls.", "layers."), ("bn.", "norms."), ("out.", "output."))
"""The start checkpoint's names of the parameters, and ours."""


def load(path: Path, device: str = "cpu") -> Model:
    """A checkpoint of ours, or the start checkpoint (the same network under other names)."""
    saved = torch.load(path, map_location="cpu", weights_only=False)
    if "m" in saved:
        state = {_renamed(name): value for name, value in saved["m"].items()}
        mean, scale = saved["gm"], saved["std"]
    else:
        state, mean, scale = saved["state"], saved["mean"], saved["scale"]
    network = Network(state["output.weight"].shape[1])
    network.load_state_dict(state)
    scale = np.asarray(scale, np.float32)
    return Model(network.to(device), np.asarray(mean, np.float64), scale)


def _renamed(name: str) -> str:
    if name == "g":
        return "gains"
    for old, new in OLD_NAMES:
        if name.startswith(old):
            return new + name[len(old) :]
    return name
