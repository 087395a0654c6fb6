"""The sentence encoder's training: its parts against plain reckoning, then all of it, small."""

import json
import math
import shutil
import struct
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

from assistant.understanding.bank import Questions, Writing, gather
from assistant.understanding.encoder import Encoder, shared
from tests.understanding.small import content

if find_spec("torch"):
    import torch

    from models.training.meaning import __main__ as command
    from models.training.meaning import data, export, network, noise, train

pytestmark = pytest.mark.training

TEXTS = ["does it last", "is it a filler or what", "where can people get it", "it"]


def test_contrast_is_what_loops_would_do() -> None:
    """Supervised contrastive loss (Khosla et al. 2020, equation 2)."""
    vectors = torch.nn.functional.normalize(torch.randn(6, 4, generator=_seeded()), dim=1)
    owners = [0, 0, 1, 1, 1, 2]
    expected = 0.0
    for i in range(6):
        others = [j for j in range(6) if j != i]
        whole = sum(math.exp(float(vectors[i] @ vectors[j]) / 0.1) for j in others)
        same = [j for j in others if owners[j] == owners[i]]
        logs = [float(vectors[i] @ vectors[j]) / 0.1 - math.log(whole) for j in same]
        expected -= sum(logs) / max(1, len(same)) / 6
    found = train.contrast(vectors, torch.tensor(owners), 0.1)
    assert float(found) == pytest.approx(expected, rel=1e-4)


def test_noise_is_the_same_for_the_same_seed_and_disturbs() -> None:
    """Training can be repeated; typists and recognisers leave most words whole."""
    texts = ["does the muscle get weaker over time", "are people happy with it"] * 20
    one, other = noise.Noise(texts, 5), noise.Noise(texts, 5)
    typed, heard = [one.typed(t) for t in texts], [one.heard(t) for t in texts]
    assert (typed, heard) == ([other.typed(t) for t in texts], [other.heard(t) for t in texts])
    assert all(set(text) <= set("abcdefghijklmnopqrstuvwxyz ") for text in [*typed, *heard])
    for disturbed in (typed, heard):
        assert sum(a != b for a, b in zip(texts, disturbed, strict=True)) > 10


def test_padding_changes_nothing() -> None:
    """A short text beside a long one has the vector that it has alone."""
    made, by = _network(), network.tokenizer(shared().folder)
    together = network.encode(made, TEXTS, by)
    for place, text in enumerate(TEXTS):
        assert torch.allclose(network.encode(made, [text], by)[0], together[place], atol=1e-5)


def test_mixing_lies_between() -> None:
    """No share is the start, a whole one the adapted network."""
    one, other = _network(1), _network(2)
    for share, same in ((0.0, one), (1.0, other)):
        mixed = export.mixed(one, other, share).state_dict()
        assert all(torch.equal(mixed[name], value) for name, value in same.state_dict().items())


def test_the_exported_network_is_the_trained_one(tmp_path: Path) -> None:
    """The assistant's own encoder reads it; 8-bit integers cost little."""
    made = _network()
    export.export(made, tmp_path / "model-int8.onnx")
    shutil.copy(shared().folder / "tokenizer.json", tmp_path)
    whole = network.encode(made, TEXTS, network.tokenizer(tmp_path)).numpy()
    assert ((Encoder(tmp_path).encode(TEXTS) * whole).sum(axis=1) > 0.97).all()


def test_all_of_it_runs_and_goes_on(tmp_path: Path) -> None:
    """One step from random weights: nothing is learned, everything runs."""
    start = tmp_path / "start"
    start.mkdir()
    _publish(_network(), start / "model.safetensors")
    shutil.copy(shared().folder / "tokenizer.json", start)
    work = tmp_path / "work"
    target = command.main(["--start", str(start), "--work", str(work), "--fast"])
    assert sorted(path.name for path in target.iterdir()) == ["model-int8.onnx", "tokenizer.json"]
    assert np.isfinite(Encoder(target).encode(TEXTS)).all()


def test_a_state_is_taken_up_where_it_was_left(tmp_path: Path) -> None:
    """The step and the weights come back; another plan begins anew."""
    made, by = _network(), network.tokenizer(shared().folder)
    bank, words = gather(Questions.of(content()))
    writing = Writing.of(content(), words, frozenset())
    few = data.Data(bank, writing, tuple(TEXTS))
    plan = train.Plan(steps=50, classes=2, outside=2, general=2)
    state = train._State(made, few, by, plan)
    state.step = 50
    state.save(tmp_path / "kept.pt")
    again = train.adapt(_network(9), few, by, plan, tmp_path / "kept.pt")
    assert all(
        torch.equal(value, again.state_dict()[name]) for name, value in made.state_dict().items()
    )


def _seeded(seed: int = 3) -> "torch.Generator":
    return torch.Generator().manual_seed(seed)


def _network(seed: int = 3) -> "network.MiniLM":
    torch.manual_seed(seed)
    return network.MiniLM().eval()


def _publish(made: "network.MiniLM", path: Path) -> None:
    """Write weights under the published names, in the published format."""
    state = made.state_dict()
    names = {
        "embeddings.word_embeddings.weight": "pieces.weight",
        "embeddings.position_embeddings.weight": "places.weight",
        "embeddings.token_type_embeddings.weight": "kinds.weight",
    }
    for part in ("weight", "bias"):
        names[f"embeddings.LayerNorm.{part}"] = f"norm.{part}"
        for layer in range(network.LAYERS):
            for ours, theirs in network._NAMES.items():
                ours = f"layers.{layer}.{ours}.{part}"
                names[f"encoder.layer.{layer}.{theirs}.{part}"] = ours
    header, body = {}, b""
    for theirs, ours in names.items():
        numbers = state[ours].numpy().tobytes()
        places = [len(body), len(body) + len(numbers)]
        header[theirs] = {"dtype": "F32", "shape": list(state[ours].shape), "data_offsets": places}
        body += numbers
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + body)
