"""One model, two readings: a function that calls NumPy runs on numbers, and on symbols as the same formula."""

import numpy as np
import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.parser import read

WHERE = (
    r"x \in \mathbb{R}",
    r"u, v \in \mathbb{R}^n",
    r"y \in \mathbb{R}^m",
    r"W \in \mathbb{R}^{m \times n}",
)


def status(model, claim):
    context = Context().with_models({"f": model}).declare(*WHERE)
    return Ladder(context).decide(read(claim, context.names)).status


@pytest.mark.parametrize(
    "model, claim",
    [
        (lambda x: np.exp(-x) * np.exp(x), "f(x) = 1"),
        (lambda x: np.maximum(x, 0) - np.minimum(x, 0), "f(x) = |x|"),
        (lambda x: np.maximum(0, -x), r"f(x) = \frac{|x| - x}{2}"),
        (lambda x: np.float64(0.5) * x + np.float64(1) - x / np.float64(2), "f(x) = 1"),
        (lambda x: np.sqrt(x**2), "f(x) = |x|"),
        (lambda x: np.absolute(x) ** 2, "f(x) = x^2"),
        (lambda x: np.log(np.exp(x)) + np.tanh(0 * x), "f(x) = x"),
        (lambda u, v: np.sqrt((u - v) @ (u - v)), r"f(u, v) = \|u - v\|"),
        (lambda u, v: u @ np.multiply(u, v), r"f(u, v) = u^T (v \odot u)"),
        (lambda u, W, y: y @ np.maximum(W @ u, 0), r"f(u) = y^T \operatorname{ReLU}(Wu)"),
        (lambda u, W, y: y @ np.exp(W @ u), r"f(u) = y^T \exp(Wu)"),
        (lambda u, v: v @ (1 + np.tanh(u / 2)) / 2, r"f(u) = v^T \operatorname{sigmoid}(u)"),
        (lambda u, v: v @ (u - 1 - (2 - u)), r"f(u) = 2v^T u - 3v^T \mathbf{1}"),
    ],
)
def test_a_model_that_calls_numpy_is_its_formula(model, claim):
    assert status(model, claim) == "proved"


@pytest.mark.parametrize(
    "model, claim",
    [
        (lambda x: np.maximum(x, 0), "f(x) = |x|"),
        (lambda x: np.minimum(x, 0), r"f(x) = \max(x, 0)"),
        (lambda x: np.exp(-x), r"f(x) = e^x"),
        (lambda u, v: u @ np.multiply(u, v), r"f(u, v) = u^T v"),
        (lambda u, v: v @ (1 - np.tanh(u / 2)) / 2, r"f(u) = v^T \operatorname{sigmoid}(u)"),
    ],
)
def test_and_not_another(model, claim):
    assert status(model, claim) == "refuted"


def test_a_function_without_a_meaning_for_symbols_is_told():
    with pytest.raises(TypeError, match=r"numpy\.hypot"):
        status(lambda x: np.hypot(x, x), "f(x) = 1")
