"""The benchmarks of understanding: their figures, and that they run on what they are given."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from assistant.bench.figures import Share, memory
from assistant.cli import cli


@given(st.integers(1, 2000), st.floats(0, 1))
def test_wilson_bounds_solve_their_equation(of: int, part: float) -> None:
    """At a bound p, the share seen lies 1.96 standard deviations of p away."""
    share = Share(round(part * of), of)
    for bound in share.interval:
        if 1e-9 < bound < 1 - 1e-9:
            distance = abs(share.value - bound) / (bound * (1 - bound) / of) ** 0.5
            assert distance == pytest.approx(1.959964, rel=1e-4)
    low, high = share.interval
    assert low - 1e-9 <= share.value <= high + 1e-9


def test_nothing_of_nothing() -> None:
    """No question, no knowledge."""
    assert Share(0, 0).value == 0.0
    assert Share(0, 0).interval == (0.0, 1.0)


def test_memory_is_that_of_a_python() -> None:
    """More than ten megabytes, less than ten gigabytes."""
    assert 1e7 < memory() < 1e10


def test_a_set_of_ones_own(tmp_path: Path) -> None:
    """Every row is counted; misses are named."""
    file = tmp_path / "mine.yaml"
    file.write_text(
        "lay: [{text: what is botox, intent: botox.what_is_botox},"
        " {text: what is botox, intent: botox.who_uses}]\n"
        "outside: [{text: what is the capital of peru, kind: other_subject}]\n"
        "emergency: [I can't breathe]\n"
        "conversations: [[{say: hello, outcome: control, control: greeting}]]\n"
    )
    shown = CliRunner().invoke(cli, ["bench", "answers", "--set", str(file), "--misses"])
    assert shown.exit_code == 0, shown.output
    rows = {
        line[:40].strip(): line[40:].split("(")[0].split() for line in shown.output.splitlines()
    }
    assert rows["lay: right at once"] == ["50.0%", "1", "/", "2"]
    assert rows["outside: not answered"] == ["100.0%", "1", "/", "1"]
    assert rows["wrong answers, of all"] == ["25.0%", "1", "/", "4"]
    assert rows["emergencies recognised"] == ["100.0%", "1", "/", "1"]
    assert rows["turns of conversations right"] == ["100.0%", "1", "/", "1"]
    assert "lay: what is botox -> answer botox.what_is_botox instead of botox.who_uses" in (
        shown.output
    )


def test_the_test_set_shows_no_misses() -> None:
    """Wrong usage: who looks at it tunes on it."""
    shown = CliRunner().invoke(cli, ["bench", "answers", "--set", "test", "--misses"])
    assert shown.exit_code == 2


def test_public_sets_are_read_from_a_folder(tmp_path: Path) -> None:
    """Utterances and labels line by line; out-of-scope ones apart."""
    for name, rows in {
        "train_5": [("turn it on", "on"), ("switch it on", "on"), ("turn it off", "off")],
        "test": [("please turn it on", "on"), ("turn it off now", "off")],
        "oos/test": [("who is the queen", "oos")],
    }.items():
        folder = tmp_path / "HWU64" / name
        folder.mkdir(parents=True)
        for file, place in (("seq.in", 0), ("label", 1)):
            (folder / file).write_text("".join(f"{row[place]}\n" for row in rows))
    arguments = ["bench", "public-sets", str(tmp_path), "--shots", "5", "--only", "HWU64"]
    shown = CliRunner().invoke(cli, arguments)
    assert shown.exit_code == 0, shown.output
    assert "HWU64 5-shot: 100.0%     2 / 2" in shown.output
    assert "out of scope, not answered 100.0%     1 / 1" in shown.output


def test_a_folder_without_the_sets_is_told(tmp_path: Path) -> None:
    """With the file that is missing."""
    shown = CliRunner().invoke(cli, ["bench", "public-sets", str(tmp_path)])
    assert shown.exit_code == 1
    assert "seq.in" in str(shown.exception)
