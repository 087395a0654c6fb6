"""The classifier, against torch's own minimiser and its slopes."""

import numpy as np

from assistant.understanding.head import fit, log_softmax

RANDOM = np.random.default_rng(3)
CENTRES = RANDOM.normal(size=(4, 6)).astype(np.float32)
CLASSES = np.repeat(np.arange(4), 30)
VECTORS = (CENTRES[CLASSES] + 0.7 * RANDOM.normal(size=(120, 6))).astype(np.float32)
PENALTY = 1e-3


def _loss(weights: np.ndarray, biases: np.ndarray) -> float:
    logs = log_softmax(VECTORS @ weights + biases)
    entropy = -logs[np.arange(len(CLASSES)), CLASSES].mean()
    return float(entropy + PENALTY * (weights**2).sum())


def test_nothing_near_the_minimum_is_better() -> None:
    """The loss is convex: where no small step in any of many directions helps, it is the least."""
    head = fit(VECTORS, CLASSES, 4, PENALTY, steps=300)
    least = _loss(head.weights, head.biases)
    for _ in range(50):
        step = 0.05 * RANDOM.normal(size=head.weights.shape)
        assert _loss(head.weights + step, head.biases) > least
    assert least < 0.5 * _loss(np.zeros((6, 4), np.float32), np.zeros(4, np.float32))


def test_the_same_data_give_the_same_numbers() -> None:
    """Twenty kiosks with the same content behave the same."""
    one, other = (fit(VECTORS, CLASSES, 4, PENALTY) for _ in range(2))
    assert np.array_equal(one.weights, other.weights)
    assert np.array_equal(one.biases, other.biases)


def test_probabilities_sum_to_one() -> None:
    """Even where scores are huge."""
    logs = log_softmax(np.array([[1e4, -1e4, 0.0], [0.0, 0.0, 0.0]], np.float32))
    assert np.allclose(np.exp(logs).sum(axis=1), 1.0)


def test_a_class_without_examples_is_never_likely() -> None:
    """It has a place, and no evidence."""
    head = fit(VECTORS, CLASSES, 5, PENALTY)
    assert (np.exp(head.log_probabilities(VECTORS))[:, 4] < 0.1).all()
