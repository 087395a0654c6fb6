"""Writes the network for onnxruntime, its weights as 8-bit integers."""

import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic

from .network import MiniLM

OPSET = 17


def export(network: MiniLM, target: Path) -> None:
    """Write ``target``: inputs ``i`` and ``a`` (texts, pieces), output ``h`` (…, width).

    Dynamic quantisation: weights once, per output channel; activations at run time (Jacob et al.
    2018).
    """
    network.eval()
    example = torch.ones(1, 12, dtype=torch.long)
    free = {name: {0: "texts", 1: "pieces"} for name in ("i", "a", "h")}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        with warnings.catch_warnings():
            # The newer exporter needs onnxscript and writes a graph that is no faster.
            warnings.simplefilter("ignore")
            torch.onnx.export(
                network, (example, example), str(whole), input_names=["i", "a"],
                output_names=["h"], dynamic_axes=free, opset_version=OPSET, dynamo=False,
            )  # fmt: skip
        quantize_dynamic(whole, target, weight_type=QuantType.QInt8, per_channel=True)


def mixed(start: MiniLM, adapted: MiniLM, share: float) -> MiniLM:
    """A network whose weights lie between two: ``share`` of the adapted one.

    Keeps most of what was learned and nearly all of what was known before (Wortsman et al. 2022,
    robust fine-tuning): one encoder serves the shipped packs and any other.
    """
    before, after = start.state_dict(), adapted.state_dict()
    result = MiniLM()
    result.load_state_dict({n: torch.lerp(before[n], after[n], share) for n in before})
    return result
