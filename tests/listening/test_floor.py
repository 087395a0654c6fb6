"""The faint noise under all sound."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from assistant.listening.floor import with_floor


@given(st.binary(max_size=400).map(lambda b: b[: len(b) // 2 * 2]), st.integers(0, 200))
def test_however_sound_is_cut_it_is_the_same(pcm: bytes, samples: int) -> None:
    at = min(2 * samples, len(pcm))
    parts = with_floor(pcm[:at], 0) + with_floor(pcm[at:], at // 2)
    assert parts == with_floor(pcm, 0)


def test_it_is_faint_and_leaves_no_silence() -> None:
    """Also where it begins anew, and at the loudest sample."""
    quiet = np.frombuffer(with_floor(bytes(2 * 200_000), 0), "<i2")
    assert 4 < quiet.std() < 6
    assert abs(quiet.mean()) < 0.1
    assert max(np.abs(quiet[n : n + 160]).max() for n in range(0, len(quiet), 160)) < 40
    assert min(np.abs(quiet[n : n + 160]).max() for n in range(0, len(quiet), 160)) > 0
    loud = np.full(1000, 32767, "<i2")
    heard = np.frombuffer(with_floor(loud.tobytes(), 0), "<i2")
    assert np.abs(heard.astype(int) - 32767).max() < 40
