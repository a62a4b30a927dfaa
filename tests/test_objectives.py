"""Lines that ask for the same minimiser, as authors rewrite them, and those in which the rewriting went wrong."""

import pytest

from answerkey.context import Context
from answerkey.keys.objectives import same_optimisers
from answerkey.reading.parser import read

CONTEXT = Context().declare(
    r"X, N \in \mathbb{R}^{m \times n}", r"y \in \mathbb{R}^m", r"w \in \mathbb{R}^n", r"u, a \in \mathbb{R}",
    r"\lambda > 0", r"\sigma > 0", r"\tau > 0", r"X = \begin{bmatrix} x_1^T \\ \vdots \\ x_m^T \end{bmatrix}",
    r"N_{ij} \sim \mathcal{N}(0, \sigma^2)",
)  # fmt: skip
FIT = r"\|Xw - y\|^2"


def verdict(left, right):
    return same_optimisers(CONTEXT, read(f"{left} = {right}", CONTEXT.names))


@pytest.mark.parametrize(
    "left, right",
    [
        (rf"\arg\min_w {FIT}", rf"\arg\min_w \frac{{1}}{{m}}{FIT}"),
        (rf"\arg\min_w {FIT}", r"\arg\min_w \|Xw - y\|"),
        (rf"\arg\min_w {FIT}", r"\arg\min_w w^T X^T X w - 2y^T X w"),
        (rf"\arg\min_w {FIT} + \lambda\|w\|^2", rf"\arg\max_w -\frac{{1}}{{2}}{FIT} - \frac{{\lambda}}{{2}} w^T w"),
        (rf"\arg\max_w \exp(-\frac{{1}}{{2\sigma^2}}{FIT})", rf"\arg\min_w {FIT}"),
        (rf"\arg\max_w \log(\frac{{1}}{{\sigma}}\exp(-\frac{{1}}{{2\sigma^2}}{FIT}))", rf"\arg\min_w {FIT}"),
        (
            rf"\arg\min_w \frac{{1}}{{2\sigma^2}}{FIT} + \frac{{1}}{{2\tau^2}}\|w\|^2",
            rf"\arg\min_w {FIT} + \frac{{\sigma^2}}{{\tau^2}}\|w\|^2",
        ),
        (r"\arg\min_w \mathbb{E}[\|(X + N)w - y\|^2]", rf"\arg\min_w {FIT} + m\sigma^2\|w\|^2"),
        (r"\arg\min_w \sum_{i=1}^m (x_i^T w - y_i)^2", rf"\arg\min_w {FIT}"),
        (
            rf"\arg\max_w \exp\left(-\frac{{{FIT}}}{{2\lambda}}\right)\exp\left(-\frac{{\|w\|^2}}{{2}}\right)",
            rf"\arg\min_w {FIT} + \lambda\|w\|^2",
        ),
        (r"\arg\max_w \prod_{i=1}^m \exp\left(-\frac{(y_i - x_i^T w)^2}{2\sigma^2}\right)", rf"\arg\min_w {FIT}"),
        (r"\arg\min_u (u - a)^2", r"\arg\min_u |u - a|"),
        (r"\arg\min_{\|w\| \le 1} y^T X w", r"\arg\max_{\|w\| \le 1} -2y^T X w"),
    ],
)  # fmt: skip
def test_the_same_place_is_asked_for(left, right):
    assert verdict(left, right).status == "proved"
    assert verdict(right, left).status == "proved"


@pytest.mark.parametrize(
    "left, right",
    [
        (
            rf"\arg\min_w \frac{{1}}{{2\sigma^2}}{FIT} + \frac{{1}}{{2\tau^2}}\|w\|^2",
            rf"\arg\min_w {FIT} + \frac{{\tau^2}}{{\sigma^2}}\|w\|^2",
        ),
        (rf"\arg\min_w {FIT} + \lambda\|w\|^2", rf"\arg\min_w \frac{{1}}{{2}}{FIT} + \lambda w^T w"),
        (rf"\arg\min_w {FIT} + \lambda\|w\|^2", rf"\arg\max_w {FIT} + \lambda w^T w"),
        (rf"\arg\min_w {FIT} + \lambda\|w\|^2", rf"\arg\min_w {FIT}"),
        (r"\arg\min_w \mathbb{E}[\|(X + N)w - y\|^2]", rf"\arg\min_w {FIT} + \sigma^2\|w\|^2"),
        (r"\arg\min_u (u - a)^2 + \lambda u^2", r"\arg\min_u 2(u - a)^2 + \lambda u^2"),
    ],
)  # fmt: skip
def test_another_place_is_asked_for(left, right):
    for sides in ((left, right), (right, left)):
        found = verdict(*sides)
        assert found.status == "refuted"
        assert found.witness is None or not any(" " in leaf for leaf in found.witness)
        assert found.witness or "greatest" in found.because


def test_a_place_that_may_not_be_the_only_one_is_not_told_apart():
    assert verdict(r"\arg\min_{\|w\| \le 1} y^T X w", r"\arg\max_{\|w\| \le 1} y^T X w") is None
    assert verdict(r"\arg\min_{\|w\| \le 1} y^T X w", r"\arg\min_{\|w\| \le 2} y^T X w") is None


def test_what_is_no_optimiser_is_left_to_others():
    assert same_optimisers(CONTEXT, read(r"u = a", CONTEXT.names)) is None
