"""A graph with the table of its words inside, as OpenFst's programs write it."""

import struct
from collections.abc import Mapping


def with_table(graph: bytes, labels: Mapping[str, int]) -> bytes:
    """The graph (without any table) with one of the words that it writes."""
    place = 4
    for _ in range(2):
        (length,) = struct.unpack_from("<i", graph, place)
        place += 4 + length
    end = place + 40
    flags = place + 4
    head = graph[:flags] + struct.pack("<i", 2) + graph[flags + 4 : end]
    return head + _table(labels) + graph[end:]


def _table(labels: Mapping[str, int]) -> bytes:
    entries = [_text(word) + struct.pack("<q", label) for word, label in labels.items()]
    sizes = struct.pack("<qq", max(labels.values()) + 1, len(labels))
    return b"".join([struct.pack("<i", 2125658996), _text("words.txt"), sizes, *entries])


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<i", len(data)) + data
