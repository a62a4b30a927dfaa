"""Lines about probabilities: the product rule, and where a density that is declared is highest."""

import pytest

from answerkey.keys.checking import told_by_sheet
from answerkey.keys.premises import decided
from answerkey.reading.parser import read
from derivations import ridge_map

CONTEXT = told_by_sheet(ridge_map.problem)
FIT = r"\|y - Xw\|^2"


def status(latex):
    return decided(CONTEXT, read(latex, CONTEXT.names)).status


@pytest.mark.parametrize(
    "latex, expected",
    [
        (r"P(W \mid Y) = \frac{P(Y \mid W) P(W)}{P(Y)}", "proved"),
        (r"p(w, y) = p(y \mid w) p(w)", "proved"),
        (r"P(W = w \mid Y = y) P(Y = y) = P(Y = y \mid W = w) P(W = w)", "proved"),
        (r"P(W \mid Y) = \frac{P(Y \mid W) P(Y)}{P(W)}", "undecided"),
        (r"\Pr(W, Y) = \Pr(Y) \Pr(W)", "undecided"),  # where they are independent
        (r"P(Y \mid W) = q(Y \mid W)", "undecided"),  # q is another probability
    ],
)
def test_the_product_rule(latex, expected):
    assert status(latex) == expected


@pytest.mark.parametrize(
    "left, right, expected",
    [
        (r"\arg\max_w P(W = w \mid Y = y)", r"\arg\max_w P(Y = y \mid W = w) P(W = w)", "proved"),
        (r"\arg\max_w p(w \mid y)", r"\arg\max_w \log p(y \mid w) + \log p(w)", "proved"),
        (r"\arg\max_w p(w \mid y)", r"\arg\max_w \frac{p(y \mid w) p(w)}{p(y)}", "proved"),
        (r"\arg\max_w p(y \mid w)", rf"\arg\min_w {FIT}", "proved"),
        (r"\arg\max_w p(w \mid y)", rf"\arg\min_w \frac{{1}}{{2\lambda}}{FIT} + \frac{{1}}{{2}}\|w\|^2", "proved"),
        (r"\arg\max_w p(w \mid y)", r"(X^T X + \lambda I)^{-1} X^T y", "proved"),
        (r"\arg\max_w P(W = w \mid Y = y)", r"\arg\max_w P(Y = y \mid W = w)", "refuted"),
        (r"\arg\max_w p(w \mid y)", rf"\arg\min_w {FIT} + \frac{{1}}{{\lambda}}\|w\|^2", "refuted"),
        (r"\arg\max_w p(w \mid y)", r"(X^T X - \lambda I)^{-1} X^T y", "refuted"),
        (r"\arg\max_w -p(w \mid y)", rf"\arg\min_w {FIT} + \lambda\|w\|^2", "undecided"),
        (r"\arg\max_w q(w \mid y)", rf"\arg\min_w {FIT} + \lambda\|w\|^2", "undecided"),
    ],
)
def test_where_a_density_is_highest(left, right, expected):
    assert status(f"{left} = {right}") == expected
