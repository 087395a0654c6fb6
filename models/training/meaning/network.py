"""MiniLM (Wang et al. 2020): a BERT of six layers, in as much torch as it needs."""

import json
import struct
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

WIDTH, INNER, HEADS, LAYERS = 384, 1536, 12, 6
PIECES, PLACES = 30_522, 512
LONGEST = 64
"""Word pieces that are read of a text."""
_NAMES = {
    "query": "attention.self.query", "key": "attention.self.key", "value": "attention.self.value",
    "mix": "attention.output.dense", "norm": "attention.output.LayerNorm",
    "inner": "intermediate.dense", "outer": "output.dense", "last": "output.LayerNorm",
}  # fmt: skip
"""Our names of a layer's parts -> those of the published weights."""


class Layer(nn.Module):
    """Attention and a feed-forward network, each with a residual and a normalisation."""

    def __init__(self, dropout: float) -> None:
        super().__init__()
        self.query, self.key, self.value = (nn.Linear(WIDTH, WIDTH) for _ in range(3))
        self.mix, self.norm = nn.Linear(WIDTH, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.last = nn.LayerNorm(WIDTH, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, hidden: Tensor, bias: Tensor) -> Tensor:
        """``hidden`` (texts, pieces, width); ``bias`` (texts, 1, 1, pieces): 0 or minus a lot."""
        texts, pieces, _ = hidden.shape

        def split(x: Tensor) -> Tensor:
            return x.view(texts, pieces, HEADS, WIDTH // HEADS).transpose(1, 2)

        query, key, value = (split(f(hidden)) for f in (self.query, self.key, self.value))
        scores = query @ key.transpose(2, 3) / (WIDTH // HEADS) ** 0.5 + bias
        mixed = (torch.softmax(scores, -1) @ value).transpose(1, 2).reshape(texts, pieces, WIDTH)
        hidden = self.norm(hidden + self.dropout(self.mix(mixed)))
        inner = functional.gelu(self.inner(hidden))
        return self.last(hidden + self.dropout(self.outer(inner)))  # type: ignore[no-any-return]


class MiniLM(nn.Module):
    """Word pieces in, their last hidden states out."""

    def __init__(self, dropout: float = 0.1) -> None:
        super().__init__()
        self.pieces, self.places = nn.Embedding(PIECES, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.kinds, self.norm = nn.Embedding(2, WIDTH), nn.LayerNorm(WIDTH, 1e-12)
        self.layers = nn.ModuleList(Layer(dropout) for _ in range(LAYERS))

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """``ids`` and ``mask`` (texts, pieces), int64 -> (texts, pieces, width)."""
        places = self.places.weight[: ids.shape[1]]
        hidden = self.norm(self.pieces(ids) + places + self.kinds.weight[0])
        bias = (1.0 - mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            hidden = layer(hidden, bias)
        return hidden  # type: ignore[no-any-return]

    def vectors(self, ids: Tensor, mask: Tensor) -> Tensor:
        """The mean hidden state of each text, of length 1: (texts, width)."""
        weights = mask[..., None].float()
        return functional.normalize((self(ids, mask) * weights).sum(1), dim=1)


def load(folder: Path) -> MiniLM:
    """The published network from ``model.safetensors`` (sentence-transformers' names)."""
    published = _safetensors(folder / "model.safetensors")
    state = {
        "pieces.weight": published["embeddings.word_embeddings.weight"],
        "places.weight": published["embeddings.position_embeddings.weight"],
        "kinds.weight": published["embeddings.token_type_embeddings.weight"],
    }
    for part in ("weight", "bias"):
        state[f"norm.{part}"] = published[f"embeddings.LayerNorm.{part}"]
        for layer in range(LAYERS):
            for ours, theirs in _NAMES.items():
                name = f"encoder.layer.{layer}.{theirs}.{part}"
                state[f"layers.{layer}.{ours}.{part}"] = published[name]
    network = MiniLM()
    network.load_state_dict(state)
    return network


def _safetensors(path: Path) -> dict[str, Tensor]:
    """A header in JSON with every tensor's type, shape and place; then the numbers."""
    data = path.read_bytes()
    (length,) = struct.unpack_from("<Q", data)
    header = json.loads(data[8 : 8 + length])
    result = {}
    for name, entry in header.items():
        if entry.get("dtype") == "F32":
            begin, end = (8 + length + place for place in entry["data_offsets"])
            numbers = np.frombuffer(data[begin:end], np.float32).reshape(entry["shape"])
            result[name] = torch.from_numpy(numbers.copy())
    return result


def tokenizer(folder: Path) -> Tokenizer:
    """The word pieces' tokenizer, without padding."""
    result = Tokenizer.from_file(str(folder / "tokenizer.json"))
    result.no_padding()
    result.enable_truncation(LONGEST)
    return result


def batch(pieces: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Rows of word pieces, padded to the longest: (ids, mask)."""
    ids = torch.zeros((len(pieces), max(map(len, pieces))), dtype=torch.long)
    mask = torch.zeros_like(ids)
    for row, own in enumerate(pieces):
        ids[row, : len(own)] = torch.tensor(own)
        mask[row, : len(own)] = 1
    return ids, mask


@torch.inference_mode()
def encode(network: MiniLM, texts: Sequence[str], by: Tokenizer, size: int = 64) -> Tensor:
    """Vectors (texts, width), without dropout."""
    network.eval()
    pieces = [encoding.ids for encoding in by.encode_batch(list(texts))]
    order = sorted(range(len(pieces)), key=lambda place: len(pieces[place]))
    result = torch.zeros((len(pieces), WIDTH))
    for start in range(0, len(order), size):
        part = order[start : start + size]
        result[part] = network.vectors(*batch([pieces[place] for place in part]))
    return result
