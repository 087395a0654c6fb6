"""Writes a network as the acoustic model of a Vosk model folder, and reads it back."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import torch

from . import phones
from .features import SIZE
from .kaldi import BINARY, Floats, Reader, Writer
from .network import BYPASS, DILATIONS, EPSILON, STRIDE, Model, Network

HALF: Final = float(np.log(0.5))
FRAMES: Final = 1000.0
"""How many frames the written statistics claim to be of; only their ratio counts."""


@dataclass(frozen=True)
class Layer:
    """An affine step over frames at some offsets, and what follows it."""

    name: str
    offsets: tuple[int, ...]
    """Frames read, relative to the output."""
    weights: Floats
    """(outputs, offsets x inputs)."""
    bias: Floats
    norm: tuple[Floats, Floats, float] | None = None
    """Mean, variance and gain of the normalisation after the ReLU; None: neither."""
    bypass: float = 0.0
    """How much of the input is added."""


def _array(values: Any) -> Floats:
    return np.asarray(values.detach().cpu().numpy(), np.float32)


def _flat(weights: Any) -> Floats:
    """(outputs, inputs, offsets) → (outputs, offsets x inputs), as Kaldi appends them."""
    return _array(weights.permute(0, 2, 1).flatten(1))


def layers(model: Model) -> Iterator[Layer]:
    """The network's layers; the scale of the cepstra goes into the first."""
    net = model.network
    gains = [1.0, *net.gains.tolist()[1:]]
    norms = [(_array(n.running_mean), _array(n.running_var)) for n in net.norms]
    scale = torch.from_numpy(model.scale).to(net.first.weight)[None, :, None]
    first = _flat(net.first.weight / scale)
    yield Layer("tdnn1", tuple(range(-3, 4)), first, _array(net.first.bias), (*norms[0], 1.0))
    for i, layer in enumerate(net.layers):
        reach = STRIDE * DILATIONS[i]
        yield Layer(
            name=f"tdnn{i + 2}",
            offsets=(-reach, 0, reach),
            weights=_flat(layer.weight),
            bias=_array(layer.bias),
            norm=(*norms[i + 1], gains[i + 1]),
            bypass=BYPASS[i],
        )
    yield Layer("output", (0,), _flat(net.output.weight), _array(net.output.bias))


def write_transitions(out: Writer) -> None:
    """Kaldi's transition model: one state a phone, entered once, stayed in at will."""
    numbers = range(1, len(phones.NAMES) + 1)
    out.token("<TransitionModel>", "<Topology>")
    out.integers(numbers)
    out.integers([-1, *[0] * len(numbers)])
    out.integer(-1, 1, 2)  # entry and stay have outputs of their own; one topology; two states
    out.integer(0, 1, 2)
    for target in (0, 1):
        out.integer(target)
        out.single(0.5)
    out.integer(-1, -1, 0)  # the final state
    out.token("</Topology>", "<Tuples>")
    out.integer(len(numbers))
    for number in numbers:
        unit = phones.unit(number)
        out.integer(number, 0, 2 * unit, 2 * unit + 1)
    out.token("</Tuples>", "<LogProbs>")
    out.vector([0.0, *[HALF] * (2 * len(numbers))])
    out.token("</LogProbs>", "</TransitionModel>")


def configuration(stack: list[Layer]) -> Iterator[str]:
    """The lines that say how the components are joined."""
    yield f"input-node name=input dim={SIZE}"
    last = "input"
    for layer in stack:
        parts = [f"Offset({last}, {o})" if o else last for o in layer.offsets]
        source = f"Append({', '.join(parts)})" if len(parts) > 1 else parts[0]
        before = last
        for kind in components(layer):
            last = f"{layer.name}.{kind}"
            if kind == "noop":
                source = f"Sum(Scale({layer.bypass:g}, {before}), {source})"
            yield f"component-node name={last} component={last} input={source}"
            source = last
    yield f"output-node name=output input={last} objective=linear"


def components(layer: Layer) -> list[str]:
    """What a layer consists of."""
    return ["affine", *["relu", "batchnorm"] * bool(layer.norm), *["noop"] * bool(layer.bypass)]


def write_component(out: Writer, layer: Layer, kind: str) -> None:
    """One component with its values."""
    size = len(layer.bias)
    if kind == "affine":
        out.token("<AffineComponent>", "<LearningRate>")
        out.single(0.001)
        out.token("<LinearParams>")
        out.matrix(layer.weights)
        out.token("<BiasParams>")
        out.vector(layer.bias)
        out.token("</AffineComponent>")
    elif kind == "relu":
        write_rectifier(out, size)
    elif kind == "batchnorm" and layer.norm:
        write_norm(out, *layer.norm)
    else:
        out.token("<NoOpComponent>", "<Dim>")
        out.integer(size)
        out.token("<BackpropScale>")
        out.single(1.0)
        out.token("</NoOpComponent>")


def write_rectifier(out: Writer, size: int) -> None:
    """A ReLU, with the empty statistics that Kaldi expects."""
    out.token("<RectifiedLinearComponent>", "<Dim>")
    out.integer(size)
    for name in ("<ValueAvg>", "<DerivAvg>"):
        out.token(name)
        out.vector([])
    out.token("<Count>")
    out.double(0.0)
    out.token("<OderivRms>")
    out.vector([])
    for name in ("<OderivCount>", "<NumDimsSelfRepaired>", "<NumDimsProcessed>"):
        out.token(name)
        out.double(0.0)
    out.token("</RectifiedLinearComponent>")


def write_norm(out: Writer, mean: Floats, variance: Floats, gain: float) -> None:
    """Batch normalisation; the gain is Kaldi's target RMS."""
    out.token("<BatchNormComponent>", "<Dim>")
    out.integer(len(mean))
    out.token("<BlockDim>")
    out.integer(len(mean))
    out.token("<Epsilon>")
    out.single(EPSILON)
    out.token("<TargetRms>")
    out.single(gain)
    out.token("<TestMode>")
    out.boolean(True)
    out.token("<Count>")
    out.double(FRAMES)
    out.token("<StatsMean>")
    out.vector(mean)
    out.token("<StatsVar>")
    out.vector(variance)
    out.token("</BatchNormComponent>")


def write_network(out: Writer, model: Model) -> None:
    """The network in nnet3's format, then an acoustic model without priors (LF-MMI has none)."""
    stack = list(layers(model))
    out.token("<Nnet3>")
    out.raw(("\n" + "\n".join(configuration(stack)) + "\n\n").encode())
    parts = [(layer, kind) for layer in stack for kind in components(layer)]
    out.token("<NumComponents>")
    out.integer(len(parts))
    for layer, kind in parts:
        out.token("<ComponentName>", f"{layer.name}.{kind}")
        write_component(out, layer, kind)
    out.token("</Nnet3>", "<LeftContext>")
    out.integer(0)
    out.token("<RightContext>")
    out.integer(0)
    out.token("<Priors>")
    out.vector([])


def write_mean(path: Path, mean: npt.NDArray[np.float64]) -> None:
    """`global_cmvn.stats`: sums, the count, sums of squares (unused: only the mean is taken)."""
    stats = np.zeros((2, SIZE + 1))
    stats[0] = [*(mean * FRAMES), FRAMES]
    stats[1, :SIZE] = (1 + mean**2) * FRAMES
    with path.open("wb") as file:
        file.write(BINARY)
        Writer(file).matrix(stats)


def write_model(model: Model, base: Path, folder: Path) -> None:
    """A Vosk model: our acoustic part with the graph and the settings of the folder `base`."""
    shutil.copytree(base, folder, dirs_exist_ok=True)
    with (folder / "am" / "final.mdl").open("wb") as file:
        file.write(BINARY)
        write_transitions(Writer(file))
        write_network(Writer(file), model)
    write_mean(folder / "am" / "global_cmvn.stats", model.mean)


def read_model(folder: Path) -> Model:
    """The model of a folder that `write_model` made, ready for further training.

    The scale of the cepstra is part of its first layer's weights, so it comes back as 1.
    """
    reader = Reader((folder / "am" / "final.mdl").read_bytes())
    network = Network(len(reader.matrix()))
    reader.position = 0
    for number, module in enumerate((network.first, *network.layers, network.output)):
        read_affine(reader, module)
        if number <= len(DILATIONS):
            network.gains.data[number] = read_norm(reader, network.norms[number])
    stats = (folder / "am" / "global_cmvn.stats").read_bytes()
    sums = np.frombuffer(stats, "<f8", SIZE + 1, len(stats) - 16 * (SIZE + 1))
    return Model(network, sums[:SIZE] / sums[SIZE], np.ones(SIZE, np.float32))


def read_affine(reader: Reader, module: Any) -> None:
    """Takes up the next affine component."""
    reader.after("<LinearParams>")
    outputs, inputs, offsets = module.weight.shape
    flat = torch.from_numpy(reader.matrix()).view(outputs, offsets, inputs)
    module.weight.data.copy_(flat.permute(0, 2, 1))
    module.bias.data.copy_(torch.from_numpy(reader.vector()))


def read_norm(reader: Reader, module: Any) -> float:
    """Takes up the next batch normalisation; returns its gain."""
    reader.after("<TargetRms>")
    gain = reader.single()
    module.running_mean.copy_(torch.from_numpy(reader.vector()))
    module.running_var.copy_(torch.from_numpy(reader.vector()))
    return gain
