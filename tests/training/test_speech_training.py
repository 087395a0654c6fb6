"""The speech model's training: each part against a second implementation, then all of it once."""

import itertools
import json
import math
import random
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
import soundfile

if find_spec("torch"):
    import kaldi_native_fbank as knf
    import torch
    import vosk

    from models.training.speech import __main__ as command
    from models.training.speech import (
        align,
        augment,
        corpus,
        data,
        export,
        features,
        lexicon,
        network,
        objective,
        people,
        texts,
        train,
        voices,
    )

pytestmark = pytest.mark.training

SHIPPED = Path(__file__).parents[2] / "models" / "speech-en"


def noise(seconds: float, seed: int = 0) -> npt.NDArray[np.float32]:
    """Noise that swells, between -1 and 1."""
    rng = np.random.default_rng(seed)
    sound = rng.normal(0, 0.1, int(16_000 * seconds))
    return (sound * np.linspace(0.1, 1, len(sound))).astype(np.float32)


def kaldi_mfcc(sound: npt.NDArray[np.float32]) -> npt.NDArray[np.float32]:
    """Kaldi's own code, with the settings of the shipped `mfcc.conf`."""
    options = knf.MfccOptions()
    options.num_ceps, options.use_energy, options.mel_opts.num_bins = 40, False, 40
    options.frame_opts.dither = 0
    options.mel_opts.low_freq, options.mel_opts.high_freq = 20, 7600
    computer = knf.OnlineMfcc(options)
    computer.accept_waveform(16_000, sound * 32768)
    computer.input_finished()
    return np.stack([computer.get_frame(i) for i in range(computer.num_frames_ready)])


def test_features_are_kaldis() -> None:
    sound = noise(1.3)
    np.testing.assert_allclose(features.mfcc(sound), kaldi_mfcc(sound), atol=0.01)


def test_running_mean_is_kaldis() -> None:
    """Against the definition, frame by frame, past the window's length."""
    frames = np.random.default_rng(1).normal(3, 2, (700, 40)).astype(np.float32)
    mean = np.linspace(-1, 1, 40)
    found = features.subtract_mean(frames, mean)
    for t in (0, 1, 250, 450, 599, 600, 699):
        window = frames[max(0, t - 599) : t + 1].astype(np.float64)
        extra = min(200, 600 - len(window))
        average = (window.sum(0) + extra * mean) / (len(window) + extra)
        np.testing.assert_allclose(found[t], frames[t] - average, atol=1e-4)


def test_a_warp_by_nothing_changes_nothing() -> None:
    np.testing.assert_allclose(features.warp_matrix(1.0), np.eye(40), atol=1e-4)


def test_a_warp_moves_a_tone_as_another_speaker_would() -> None:
    """A warped 1,000 Hz tone is nearer to a 1,100 Hz tone than the tone itself is."""
    time = np.arange(8000) / 16_000
    low, high = (
        features.mfcc((0.3 * np.sin(2 * np.pi * f * time) + noise(0.5) / 30).astype(np.float32))
        for f in (1000, 1100)
    )
    warped = low @ features.warp_matrix(1.1).T
    assert np.abs(warped - high)[:, 1:20].mean() < 0.6 * np.abs(low - high)[:, 1:20].mean()


def random_phones(seed: int = 0) -> "objective.PhoneModel":
    """A phone model of random sequences."""
    rng = np.random.default_rng(seed)
    return objective.phone_model(rng.integers(0, 40, 30) for _ in range(20))


def test_denominator_sums_all_paths() -> None:
    """Three outputs: the few unit sequences that fit, enumerated."""
    phones = random_phones()
    scores = np.random.default_rng(2).normal(0, 1, (3, 80))
    enter, stay = scores[:, 0::2], scores[:, 1::2]
    units = range(40)
    first, three = np.log(phones.initial), np.log(phones.trigram)
    # The state before the first unit counts as silence.
    paths = [first[a] + enter[0, a] + stay[1, a] + stay[2, a] for a in units]
    for a, b in itertools.product(units, units):
        begin = first[a] + enter[0, a]
        paths.append(begin + three[0, a, b] + enter[1, b] + stay[2, b])
        paths.append(begin + stay[1, a] + three[0, a, b] + enter[2, b])
        paths += list(begin + three[0, a, b] + enter[1, b] + three[a, b] + enter[2])
    denominator = objective.Denominator(phones)
    found = denominator(torch.tensor(scores[None], dtype=torch.float32), torch.tensor([3]))
    assert float(found) == pytest.approx(float(np.logaddexp.reduce(paths)), abs=1e-4)


def test_denominator_gradient_is_its_slope() -> None:
    """Against differences, with utterances of different lengths in a batch."""
    denominator = objective.Denominator(random_phones())
    torch.manual_seed(0)
    scores = torch.randn(2, 6, 80, requires_grad=True)
    lengths = torch.tensor([6, 4])
    denominator(scores, lengths).sum().backward()
    assert scores.grad is not None
    assert not scores.grad[1, 4:].any()
    for place in [(0, 0, 4), (0, 3, 11), (0, 5, 20), (1, 2, 7), (1, 3, 40)]:
        step = torch.zeros_like(scores)
        step[place] = 0.05
        with torch.no_grad():
            up, down = (denominator(scores + s, lengths).sum() for s in (step, -step))
        assert float(scores.grad[place]) == pytest.approx(float(up - down) / 0.1, abs=2e-4)


def test_numerator_sums_the_texts_own_paths() -> None:
    """Two units over three outputs can be laid in two ways."""
    scores = np.random.default_rng(3).normal(0, 1, (3, 80))
    a, b = 5, 17
    early = scores[0, 2 * a] + scores[1, 2 * b] + scores[2, 2 * b + 1]
    late = scores[0, 2 * a] + scores[1, 2 * a + 1] + scores[2, 2 * b]
    found = objective.numerator(
        torch.tensor(scores[None], dtype=torch.float32),
        torch.tensor([3]),
        torch.tensor([[a, b, 0]]),
        torch.tensor([2]),
    )
    assert float(found) == pytest.approx(float(np.logaddexp(early, late)), abs=1e-5)


def test_alignment_finds_the_pronunciation_and_the_pause_that_were_said() -> None:
    said = [0, *(align.NUMBER[p] for p in ("AH", "B", "IY")), 0, align.NUMBER["AH"], 0]
    starts = [0, 3, 5, 8, 11, 14, 16]
    scores = np.full((19, 80), -4.0, np.float32)
    for unit, start, end in zip(said, starts, [*starts[1:], 19], strict=True):
        scores[start, 2 * unit] = 0
        scores[start + 1 : end, 2 * unit + 1] = 0
    text = align.graph([[("AH",), ("EY",)], [("B", "IY"), ("B", "AY")], [("EY",), ("AH",)]])
    found = align.align(scores, text)
    assert found is not None
    assert (list(found.units), list(found.starts), found.score) == (said, starts, 0)


def test_an_utterance_shorter_than_its_text_has_no_alignment() -> None:
    words = [lexicon.lexicon()["treatment"]]
    assert align.align(np.zeros((3, 80), np.float32), align.graph(words)) is None


def test_targets_follow_the_speed() -> None:
    alignment = align.Alignment((0, 7, 0), (0, 10, 20), 0.0)
    wanted, units = align.targets(alignment, 15, 2.0)
    assert units.tolist() == [0, 7, 0]
    assert wanted.tolist() == [0, 1, 1, 1, 1, 14, 15, 15, 15, 15, 0, 1, 1, 1, 1]


def test_texts_can_be_pronounced_and_repeat_with_their_seed() -> None:
    made = texts.texts(400, 3, ["An odd sentence, said once.", "No qzxv word"])
    words = lexicon.lexicon()
    assert all(word in words for text in made for word in text.split())
    assert made == texts.texts(400, 3, ["An odd sentence, said once.", "No qzxv word"])
    assert "an odd sentence said once" in made


@pytest.mark.parametrize("name", ["slt", "ked_diphone", "cmu_us_slt_arctic_hts"])
def test_voices_for_measuring_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="kept for measuring"):
        voices.speak("hello", voices.Voice("flite", name))


def test_no_group_of_recordings_stands_on_both_sides(tmp_path: Path) -> None:
    """Three rooms with noises of their own; each goes to one side as a whole."""
    orders = []
    for room, tone in enumerate((300, 1500, 4000)):
        for take in range(6 - room):
            time = np.arange(16_000) / 16_000
            sound = noise(1, 10 * room + take) + 0.3 * np.sin(2 * np.pi * tone * time)
            path = tmp_path / f"{room}-{take}.flac"
            soundfile.write(path, sound, 16_000)
            orders.append(people.Order(path, {}))
    training, measuring = people.split(orders)
    assert len(training) + len(measuring) == len(orders)
    assert training and measuring
    sides = [{order.path for order in side} for side in (training, measuring)]
    assert not sides[0] & sides[1]


def test_readings_of_an_order_keep_its_slots() -> None:
    order = people.Order(Path("x"), {"size": "small", "drink": "tea"})
    expressions = [
        "[get me, I want] [a, an] $size:size $drink:drink",
        "[get me, I want] [a, an] $drink:drink",
    ]
    places = [["get me", "i want"], ["a", "an"], ["small"], ["tea"]]
    assert list(people.readings(order, expressions)) == [places]


def test_exported_model_says_what_the_network_says(tmp_path: Path) -> None:
    """Written as Kaldi's files and read back: the same scores."""
    torch.manual_seed(3)
    net = network.Network(32)
    for name, statistics in net.named_buffers():
        if "running" in name:
            statistics.uniform_(0.5, 2)
    net.gains.data.uniform_(0.5, 1.5)
    scale = np.linspace(1, 20, 40).astype(np.float32)
    model = network.Model(net.eval(), np.linspace(-9, 9, 40), scale)
    export.write_model(model, SHIPPED, tmp_path / "model")
    frames = np.random.default_rng(0).normal(0, 20, (90, 40)).astype(np.float32)
    again = export.read_model(tmp_path / "model")
    np.testing.assert_allclose(again.scores(frames), model.scores(frames), rtol=1e-3, atol=1e-3)


def test_the_same_batch_comes_again_when_training_resumes() -> None:
    start = export.read_model(SHIPPED)
    sounds = [noise(1 + k / 10, k) for k in range(6)]
    where = augment.surroundings(1, sounds)
    units = align.Alignment((0, 5, 9, 0), (0, 8, 12, 20), 0.0)
    examples = [data.Example((s * 32767).astype(np.int16), units) for s in sounds]
    first, second = (data.Feed(examples, start, where, 4)[3] for _ in range(2))
    for one, other in zip(first, second, strict=True):
        assert torch.equal(one, other)


def heard(model: Path, sound: npt.NDArray[np.float32], phrases: list[str]) -> str:
    """What Vosk hears with a model folder and a list of phrases."""
    vosk.SetLogLevel(-1)
    recogniser = vosk.KaldiRecognizer(vosk.Model(str(model)), 16_000, json.dumps(phrases))
    recogniser.AcceptWaveform((sound * 32767).astype(np.int16).tobytes())
    text: str = json.loads(recogniser.FinalResult())["text"]
    return text


def test_fast_mode_makes_a_model_that_hears_and_resumes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The whole recipe on a few utterances; the second time nothing is done again."""
    made = command.main(["--work", str(tmp_path), "--fast", "--texts", "6"])
    phrases = ["does it hurt a lot", "can i get a small latte", "how long does it last"]
    rng = random.Random(1)
    spoken = voices.speak(phrases[2], voices.Voice("flite", "rms"))
    assert heard(made, corpus.padded(spoken, rng), phrases) == phrases[2]
    first = capsys.readouterr().out
    assert "spoken 6 of 6 texts" in first
    assert command.main(["--work", str(tmp_path), "--fast", "--texts", "6", "--steps", "4"]) == made
    second = capsys.readouterr().out
    assert "spoken" not in second.replace("spoken/", "")
    assert "going on from step 3" in second


GRAPH = """
import sys, math, numpy
from pathlib import Path
from models.training.speech import graph, lexicon
words = {w: lexicon.lexicon()[w] for w in "a cup cups of hot tea two too".split()}
folder = Path(sys.argv[1])
graph.build(words, numpy.full((40, 40), 1 / 40), folder)
graph.write_grammar(folder, {word: math.log(len(words)) for word in words})
"""


def test_dictionary_graph_hears_its_words(tmp_path: Path) -> None:
    """Built in a process of its own; words that sound alike both stay possible."""
    model = tmp_path / "model"
    export.write_model(export.read_model(SHIPPED), SHIPPED, model)
    for name in ("HCLr.fst", "Gr.fst", "words.txt", "disambig_tid.int"):
        (model / "graph" / name).unlink()
    root = Path(__file__).parents[2]
    subprocess.run([sys.executable, "-c", GRAPH, str(model / "graph")], check=True, cwd=root)
    sound = voices.speak("two cups of hot tea", voices.Voice("flite", "rms"))
    sound = corpus.padded(sound, random.Random(2))
    assert heard(model, sound, ["two cups of hot tea", "a cup"]) == "two cups of hot tea"
    assert heard(model, sound, ["too cups of hot tea", "a cup"]) == "too cups of hot tea"


def test_learning_rate_rises_then_falls_to_nothing() -> None:
    plan = train.Plan(100, 1e-3)
    rates = [plan.rate_at(step) for step in range(101)]
    assert rates[0] < rates[2] < rates[3]
    assert rates[3:] == sorted(rates[3:], reverse=True)
    assert math.isclose(rates[100], 0, abs_tol=1e-9)


@pytest.mark.parametrize("units", [(0, 5, 9, 0), (5, 9)])
def test_added_pauses_move_the_units_along(units: tuple[int, ...]) -> None:
    """Every unit still begins at the same sample of its speech; silence fills both ends."""
    starts = tuple(range(0, 10 * len(units), 10))
    samples = np.arange(1, 480 * 40 + 1).astype(np.int16)
    example = data.Example(samples, align.Alignment(units, starts, 0.0))
    paused = data.with_pauses(example, 30, np.random.default_rng(2))
    before = int(np.flatnonzero(paused.samples)[0])
    found = dict(zip(paused.alignment.units[1:-1], paused.alignment.starts[1:-1], strict=True))
    for unit, start in zip(units, starts, strict=True):
        if unit:
            assert found[unit] * 480 == before + start * 480
    assert (paused.alignment.units[0], paused.alignment.starts[0]) == (0, 0)
    assert paused.alignment.units[-1] == 0
