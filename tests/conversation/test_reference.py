"""The loudspeaker's samples beside the microphone's: whatever the rates and bursts."""

import numpy as np

from assistant.listening.reference import Reference
from assistant.listening.vad import FRAME


def tone(count: int, rate: int) -> "np.ndarray[tuple[int], np.dtype[np.int16]]":
    return (10000 * np.sin(2 * np.pi * 440 * np.arange(count) / rate)).astype(np.int16)


def test_nothing_played_is_silence() -> None:
    assert not Reference().take(FRAME).any()


def test_what_was_played_comes_in_order_whatever_the_bursts() -> None:
    reference = Reference()
    samples = tone(16000, 16000)
    for start in range(0, 16000, 1600):
        reference.add(samples[start : start + 1600], 16000)
    taken = np.concatenate([reference.take(FRAME) for _ in range(31)])
    offset = int(np.argmax(taken != 0)) - 1
    expected = samples[: len(taken) - offset] / 32768
    assert np.allclose(taken[offset:], expected, atol=1e-4)


def test_another_rate_is_brought_to_ours() -> None:
    reference = Reference()
    reference.add(tone(22050, 22050), 22050)
    taken = np.concatenate([reference.take(FRAME) for _ in range(28)])
    spectrum = np.abs(np.fft.rfft(taken[2000:10000]))
    assert round(int(np.argmax(spectrum)) * 16000 / 8000) == 440


def test_a_faster_loudspeaker_does_not_leave_it_behind() -> None:
    reference = Reference()
    for _ in range(400):
        reference.add(tone(FRAME + 20, 16000), 16000)
        reference.take(FRAME)
    behind = 0
    while reference.take(FRAME).any():
        behind += FRAME
    assert behind < 0.5 * 16000
