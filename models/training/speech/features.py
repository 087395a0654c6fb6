"""Kaldi's features, as the recogniser computes them, and warped copies of them.

The recogniser reads 40 cepstra every 10 ms (`conf/mfcc.conf`) and subtracts a running mean over
600 frames that starts from a global one of weight 200 (Kaldi's online CMN).
"""

from functools import cache
from typing import Final

import numpy as np
import numpy.typing as npt
import scipy.fft

from .voices import RATE, Samples

SIZE: Final = 40
"""Cepstra a frame, and mel bands."""

LOW: Final = 20.0
HIGH: Final = 7600.0
"""Edges of the mel bands in hertz."""

FRAME: Final = 400
HOP: Final = 160
FFT: Final = 512
"""Samples of a frame, between frames, and of the padded frame."""

PREEMPHASIS: Final = np.float32(0.97)

CMN_WINDOW: Final = 600
CMN_GLOBAL: Final = 200
"""Frames of the running mean, and how many frames the global mean counts for."""

Frames = npt.NDArray[np.float32]
"""(frames, SIZE)."""


def mfcc(samples: Samples) -> Frames:
    """Cepstra of audio between -1 and 1; a frame is 25 ms, one every 10 ms.

    Kaldi's `compute-mfcc-feats --use-energy=false --dither=0`, step by step.
    """
    count = 1 + (len(samples) - FRAME) // HOP
    if count < 1:
        raise ValueError("shorter than a frame")
    frames = np.lib.stride_tricks.sliding_window_view(samples * np.float32(32768), FRAME)
    frames = frames[: count * HOP : HOP]
    frames = frames - frames.mean(axis=1, keepdims=True)
    emphasised = frames.copy()
    emphasised[:, 1:] -= PREEMPHASIS * frames[:, :-1]
    emphasised[:, 0] -= PREEMPHASIS * frames[:, 0]
    spectrum = scipy.fft.rfft(emphasised * povey_window(), FFT)
    power = spectrum.real**2 + spectrum.imag**2
    bands = np.log(np.maximum(power @ mel_bands(), np.finfo(np.float32).eps))
    return np.asarray(bands @ cepstrum_matrix().astype(np.float32).T, np.float32)


@cache
def povey_window() -> Frames:
    """A Hann window to the power 0.85."""
    phase = 2 * np.pi * np.arange(FRAME) / (FRAME - 1)
    return np.asarray((0.5 - 0.5 * np.cos(phase)) ** 0.85, np.float32)


def mel(hertz: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Kaldi's mel scale."""
    return 1127 * np.log(1 + hertz / 700)


@cache
def mel_bands() -> Frames:
    """(FFT bins, SIZE): triangles, equally spaced in mel."""
    low, high = mel(np.array([LOW, HIGH]))
    step = (high - low) / (SIZE + 1)
    centres = low + step * np.arange(1, SIZE + 1)
    bins = mel(np.arange(FFT // 2 + 1) * RATE / FFT)
    triangles = np.maximum(0, 1 - np.abs(bins[:, None] - centres) / step)
    triangles[-1] = 0  # Kaldi leaves out the Nyquist bin
    return np.asarray(triangles, np.float32)


def subtract_mean(frames: Frames, mean: npt.NDArray[np.float64]) -> Frames:
    """Kaldi's online CMN: frame t minus the mean of the last 600 frames up to t.

    Where there are fewer, the global `mean` fills up, with a weight of at most 200 frames.
    """
    sums = np.cumsum(frames, axis=0, dtype=np.float64)
    sums[CMN_WINDOW:] -= sums[:-CMN_WINDOW].copy()
    count = np.minimum(np.arange(1, len(frames) + 1), CMN_WINDOW)
    extra = np.minimum(CMN_GLOBAL, CMN_WINDOW - count)
    average = (sums + extra[:, None] * mean) / (count + extra)[:, None]
    return np.asarray(frames - average, np.float32)


@cache
def cepstrum_matrix() -> npt.NDArray[np.float64]:
    """The liftered DCT that turns log mel bands into cepstra."""
    k = np.arange(SIZE)
    dct = np.sqrt(2 / SIZE) * np.cos(np.pi * np.outer(k, k + 0.5) / SIZE)
    dct[0] = np.sqrt(1 / SIZE)
    lifter = 1 + 11 * np.sin(np.pi * k / 22)
    return np.asarray(lifter[:, None] * dct)


def warp_matrix(factor: float) -> Frames:
    """A matrix on cepstra that stretches the speaker's vocal tract, without a new synthesis.

    It goes back to mel bands, reads them at frequencies divided by `factor`, and returns.
    """
    to_cepstra = cepstrum_matrix()
    low, high = mel(np.array([LOW, HIGH]))
    step = (high - low) / (SIZE + 1)
    centres = 700 * (np.exp((low + step * np.arange(1, SIZE + 1)) / 1127) - 1)
    source = (mel(centres / factor) - low) / step - 1
    source = np.clip(source, 0, SIZE - 1)
    below = np.minimum(source.astype(int), SIZE - 2)
    bands = np.zeros((SIZE, SIZE))
    rows = np.arange(SIZE)
    bands[rows, below] = 1 - (source - below)
    bands[rows, below + 1] += source - below
    return np.asarray(to_cepstra @ bands @ np.linalg.inv(to_cepstra), np.float32)


def mask_matrix(first: int, width: int) -> Frames:
    """A matrix on mean-free cepstra that flattens `width` mel bands from `first` on."""
    keep = np.ones(SIZE)
    keep[first : first + width] = 0
    to_cepstra = cepstrum_matrix()
    return np.asarray(to_cepstra @ (keep[:, None] * np.linalg.inv(to_cepstra)), np.float32)
