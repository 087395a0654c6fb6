"""Sound files of any kind come out as 16 kHz mono; what is none is said so."""

import struct
import wave
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile
from hypothesis import given
from hypothesis import strategies as st

from assistant.errors import AudioError
from assistant.listening.audio import LIMIT_MINUTES, RATE, read_audio, to_pcm

Floats = npt.NDArray[np.float32]


def tone(rate: int, seconds: float = 1.0, hertz: float = 440.0) -> Floats:
    time = np.arange(int(rate * seconds)) / rate
    return (0.5 * np.sin(2 * np.pi * hertz * time)).astype(np.float32)


def read(path: Path) -> npt.NDArray[np.int16]:
    return np.frombuffer(read_audio(path), "<i2")


@pytest.mark.parametrize("rate", [8000, 11025, 16000, 22050, 44100, 48000])
@pytest.mark.parametrize("kind", ["wav", "flac", "ogg"])
def test_any_kind_and_rate_keeps_its_length_and_pitch(tmp_path: Path, kind: str, rate: int) -> None:
    path = tmp_path / f"a.{kind}"
    soundfile.write(path, tone(rate), rate)
    samples = read(path)
    assert len(samples) == pytest.approx(RATE, abs=RATE // 50)
    spectrum = np.abs(np.fft.rfft(samples, RATE))
    assert abs(int(spectrum.argmax()) - 440) <= 1


@pytest.mark.parametrize("subtype", ["PCM_U8", "PCM_16", "PCM_24", "PCM_32", "FLOAT", "ULAW"])
def test_any_sample_format_is_as_loud(tmp_path: Path, subtype: str) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(RATE), RATE, subtype=subtype)
    assert int(np.abs(read(path)).max()) == pytest.approx(16384, rel=0.03)


def test_channels_are_averaged(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.stack([tone(RATE), -tone(RATE), 0 * tone(RATE)], axis=1), RATE)
    assert np.abs(read(path)).max() <= 1


def test_what_lies_above_the_half_rate_is_not_folded_down(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, tone(48000, hertz=12000.0), 48000)
    assert np.abs(read(path)[800:-800]).max() < 200


@given(st.lists(st.floats(allow_nan=True, allow_infinity=True, width=32), max_size=50))
def test_any_samples_become_sixteen_bits(values: list[float]) -> None:
    found = np.frombuffer(to_pcm(np.array(values, np.float32)), "<i2").tolist()
    kept = [0.0 if np.isnan(value) else min(1.0, max(-1.0, value)) for value in values]
    assert len(found) == len(values)
    assert all(abs(f - 32768 * k) <= 1.5 for f, k in zip(found, kept, strict=True))


def damaged(folder: Path) -> dict[str, bytes]:
    """Files that are no whole sound, by what the message says of them."""
    whole = folder / "whole.wav"
    soundfile.write(whole, tone(RATE), RATE)
    wav = whole.read_bytes()
    flac = folder / "whole.flac"
    soundfile.write(flac, tone(RATE) + np.random.default_rng(1).normal(0, 0.1, RATE), RATE)
    return {
        "is empty": b"",
        "no sound file": b"this is not sound",
        "no sound file that": wav[:30],
        "is cut off": wav[: len(wav) // 2],
        "holds no sound": wav[:40] + struct.pack("<I", 0),
        "cut off|damaged": flac.read_bytes()[:9000],
    }


PROBLEMS = (
    "is empty", "no sound file", "no sound file that", "is cut off", "holds no sound",
    "cut off|damaged",
)  # fmt: skip


@pytest.mark.parametrize("problem", PROBLEMS)
def test_what_is_no_whole_sound_is_said_so(tmp_path: Path, problem: str) -> None:
    path = tmp_path / "a.wav"
    path.write_bytes(damaged(tmp_path)[problem])
    with pytest.raises(AudioError, match=problem) as caught:
        read_audio(path)
    assert str(path) in str(caught.value)


@pytest.mark.parametrize("name", ["none.wav", ".", "a\0b.wav"])
def test_what_is_no_file_is_said_so(tmp_path: Path, name: str) -> None:
    with pytest.raises(AudioError):
        read_audio(tmp_path / name)


def test_what_is_no_sound_is_not_searched_for_any(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """An MPEG decoder would, and complain on the terminal."""
    path = tmp_path / "a.wav"
    path.write_bytes(np.random.default_rng(1).bytes(100_000))
    with pytest.raises(AudioError, match="no sound file"):
        read_audio(path)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("length", [0, 0xFFFFFFFF])
def test_a_header_written_to_a_pipe_is_not_believed(tmp_path: Path, length: int) -> None:
    """Programs that cannot go back leave the length empty, or as large as can be."""
    path = tmp_path / "a.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, RATE, 0, "NONE", ""))
        file.writeframes(to_pcm(tone(RATE)))
    held = bytearray(path.read_bytes())
    held[40:44] = struct.pack("<I", length)
    path.write_bytes(held)
    if length:
        assert len(read(path)) == RATE
    else:
        with pytest.raises(AudioError, match="holds no sound"):
            read_audio(path)


def test_too_long_a_recording_is_refused_before_it_is_read(tmp_path: Path) -> None:
    path = tmp_path / "a.wav"
    soundfile.write(path, np.zeros(int(8000 * 60 * (LIMIT_MINUTES + 1)), np.int16), 8000)
    with pytest.raises(AudioError, match="11 minutes long"):
        read_audio(path)
