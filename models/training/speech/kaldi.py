"""Kaldi's binary files: just what the recogniser's model needs, written and read without Kaldi.

A file starts with `\\0B`; a token is its text and a space; numbers carry their size in a byte.
"""

import struct
from collections.abc import Iterable
from typing import BinaryIO, Final

import numpy as np
import numpy.typing as npt

BINARY: Final = b"\0B"

Floats = npt.NDArray[np.float32]


class Writer:
    """Writes Kaldi's basic types to a file."""

    def __init__(self, file: BinaryIO) -> None:
        self.file = file

    def raw(self, data: bytes) -> None:
        """Bytes as they are."""
        self.file.write(data)

    def token(self, *names: str) -> None:
        """Tokens such as `<Nnet3>`."""
        for name in names:
            self.file.write(name.encode() + b" ")

    def integer(self, *values: int) -> None:
        """32-bit integers."""
        for value in values:
            self.file.write(b"\x04" + struct.pack("<i", value))

    def single(self, value: float) -> None:
        """A 32-bit float."""
        self.file.write(b"\x04" + struct.pack("<f", value))

    def double(self, value: float) -> None:
        """A 64-bit float."""
        self.file.write(b"\x08" + struct.pack("<d", value))

    def boolean(self, value: bool) -> None:
        """`T` or `F`."""
        self.file.write(b"T" if value else b"F")

    def integers(self, values: Iterable[int]) -> None:
        """A vector of integers: its length has no size byte."""
        array = np.asarray(list(values), "<i4")
        self.file.write(b"\x04" + struct.pack("<i", len(array)) + array.tobytes())

    def vector(self, values: npt.ArrayLike) -> None:
        """A vector of floats."""
        array = np.asarray(values, "<f4")
        self.token("FV")
        self.integer(len(array))
        self.file.write(array.tobytes())

    def matrix(self, values: npt.NDArray[np.floating]) -> None:
        """A matrix, `DM` for doubles and `FM` for all else."""
        double = values.dtype == np.float64
        self.token("DM" if double else "FM")
        self.integer(*values.shape)
        self.file.write(np.ascontiguousarray(values, "<f8" if double else "<f4").tobytes())


class Reader:
    """Reads what `Writer` writes, from memory; for taking weights out of a shipped model."""

    def __init__(self, data: bytes) -> None:
        self.data, self.position = data, 0

    def after(self, marker: str) -> None:
        """Goes to behind the next occurrence of a token; ValueError where there is none."""
        self.position = self.data.index(marker.encode() + b" ", self.position) + len(marker) + 1

    def integer(self) -> int:
        """A 32-bit integer."""
        value: int = struct.unpack_from("<i", self.data, self.position + 1)[0]
        self.position += 5
        return value

    def single(self) -> float:
        """A 32-bit float."""
        value: float = struct.unpack_from("<f", self.data, self.position + 1)[0]
        self.position += 5
        return value

    def vector(self) -> Floats:
        """The next vector of floats."""
        self.after("FV")
        return self._floats(self.integer())

    def matrix(self) -> Floats:
        """The next matrix of floats."""
        self.after("FM")
        rows, columns = self.integer(), self.integer()
        return self._floats(rows * columns).reshape(rows, columns)

    def _floats(self, count: int) -> Floats:
        values = np.frombuffer(self.data, "<f4", count, self.position).copy()
        self.position += 4 * count
        return values
