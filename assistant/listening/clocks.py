"""Two clocks: a loudspeaker and a microphone of different devices drift apart by some 0.005 %.

An echo then comes later (or earlier) all the time. An adaptive filter runs after it and never
arrives; how far it is behind is seen in the phase between the echo that it expects and the one that
comes, which is a straight line over frequency. A control loop of first order turns that into the
drift, and the filter is turned along with it (as in a phase-locked loop, Gardner 2005).
"""

from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]
Spectrum = npt.NDArray[np.complex64]

_RATE: Final = 16000
_BAND: Final = (200.0, 5000.0)
"""Hertz between which a voice says enough about the phase."""
_GAIN: Final = 3e-4
"""Share of what it is behind by which the drift grows each block: known within some seconds."""
_SLOW: Final = 0.97
"""Weight of the past in the phase: half a second."""
_FARTHEST: Final = 1.2
"""Samples behind that are believed: more is a sound that was lost, no drift."""
_MOST: Final = 0.0003
"""No two clocks are further apart: 300 millionths."""


class Drift:
    """Learns the drift block by block."""

    def __init__(self, block: int) -> None:
        """``block``: samples a block, at 16 kHz."""
        self._omega = (np.pi * np.arange(block + 1) / block).astype(np.float32)
        low, high = (2 * np.pi * hertz / _RATE for hertz in _BAND)
        self._band = (self._omega > low) & (self._omega < high)
        self._most = _MOST * block
        self._slope = 0.0
        self._weight = 0.0
        self._nothing = np.zeros(block, np.float32)
        self.each = 0.0
        """Samples by which the echo comes later with each block."""

    def turned(self, spectra: Spectrum) -> Spectrum:
        """The spectra of a filter (last axis: block + 1 frequencies) one block later."""
        turn = np.exp(-1j * self._omega * np.float32(self.each))
        turned: Spectrum = (spectra * turn).astype(np.complex64)
        return turned

    def see(self, heard: Floats, expected: Floats) -> None:
        """Take one block of what was heard, and of the echo expected in it."""
        cross = np.conj(self._spectrum(expected)) * self._spectrum(heard)
        power = float(np.abs(cross).sum()) + 1e-12
        omega = self._omega[self._band]
        self._slope += (1 - _SLOW) * (-float(omega @ cross.imag) / power - self._slope)
        self._weight += (1 - _SLOW) * (float(omega**2 @ cross.real) / power - self._weight)
        behind = self._slope / max(self._weight, 1e-3)
        if abs(behind) < _FARTHEST:
            self.each = float(np.clip(self.each + _GAIN * behind, -self._most, self._most))

    def _spectrum(self, block: Floats) -> Spectrum:
        padded = np.concatenate((self._nothing, block))
        spectrum: Spectrum = np.fft.rfft(padded)[self._band].astype(np.complex64)
        return spectrum
