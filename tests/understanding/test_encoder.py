"""The sentence encoder."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from assistant.errors import ModelError
from assistant.understanding.encoder import WIDTH, Encoder, shared

TEXTS = ["does it last", "how long does the effect stay", "where is the car park", ""]


def test_vectors_have_length_one_and_mean_something() -> None:
    """Two wordings of one question are nearer than two questions."""
    vectors = shared().encode(TEXTS)
    assert vectors.shape == (4, WIDTH) and vectors.dtype == np.float32
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] + 0.2


def test_a_text_alone_and_among_others_is_the_same() -> None:
    """A phrasing that is added must not move the others."""
    together = shared().encode([f"{text} again" for text in TEXTS])
    for place, text in enumerate(TEXTS):
        alone = Encoder(shared().folder).encode([f"{text} again"])[0]
        assert np.array_equal(alone, together[place])


def test_no_texts_no_vectors() -> None:
    """An empty list is no error."""
    assert shared().encode([]).shape == (0, WIDTH)


def test_a_folder_without_a_model_is_told(tmp_path: Path) -> None:
    """One line with the folder."""
    with pytest.raises(ModelError, match=str(tmp_path)):
        Encoder(tmp_path)


def test_words_are_whole_and_english() -> None:
    """The spelling list holds no parts of words."""
    assert {"face", "muscle", "mortgage"} <= shared().words
    assert not any("#" in word for word in shared().words)


def test_the_runtime_keeps_no_number_of_this_machine_to_call_its_maker_with(tmp_path: Path) -> None:
    """Onnxruntime 1.32 writes one into the cache and looks its maker's address up."""
    program = "from assistant.understanding.encoder import shared; shared().encode(['hello'])"
    folders = {name: str(tmp_path) for name in ("HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME")}
    subprocess.run([sys.executable, "-c", program], env={**os.environ, **folders}, check=True)
    assert list(tmp_path.iterdir()) == []
