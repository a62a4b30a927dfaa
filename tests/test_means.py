"""Jensen's inequality for maxima, minima and absolute values: what is so is proved, its neighbours are refuted."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.parser import read

CONTEXT = Context().declare(
    r"w, h, m, g \in \mathbb{R}^n",
    r"A \in \mathbb{R}^{n \times n}",
    r"b \in \mathbb{R}",
    r"0 < p < 1",
    r"m_i \sim \operatorname{Bernoulli}(p)",
    r"g \sim \mathcal{N}(0, I)",
    r"x \sim \mathcal{N}(\mu, s^2)",
    r"a = w^T(m \circ h) + b",
    r"c = p w^T h + b",
)
MEAN = r"\mathbb{E}"
CLAIMS = [  # what is so, and what is not
    (rf"{MEAN}[\operatorname{{ReLU}}(a)] \ge \operatorname{{ReLU}}(c)", rf"{MEAN}[\max(a, 0)] \ge \max(w^T h + b, 0)"),
    (rf"{MEAN}[\max(a, 0)] \ge 0", rf"{MEAN}[\max(a, 0)] > 0"),
    (rf"{MEAN}[\max(a, 0)] \ge c", rf"{MEAN}[\max(a, 0)] \le c"),
    (rf"{MEAN}[|a|] \ge |c|", rf"{MEAN}[|a|] \le |c|"),
    (rf"{MEAN}[\min(a, 1)] \le \min(c, 1)", rf"{MEAN}[\min(a, 1)] \ge \min(c, 1)"),
    (rf"{MEAN}[\max(x, 2x - 1, b)] \ge \max(2\mu - 1, b)", rf"{MEAN}[\max(x, 2x - 1, b)] \ge \max(2\mu, b)"),
    (rf"{MEAN}[\max(m_1, x)] \ge \max(p, \mu)", rf"{MEAN}[\max(m_1, \frac12)] \ge \max(2p, \frac12)"),
]


def decided(latex, only=None):
    return Ladder(CONTEXT, 0, only).decide(read(latex, CONTEXT.names))


@pytest.mark.parametrize("true, false", CLAIMS)
def test_a_bound_is_proved_and_its_neighbour_refuted(true, false):
    assert (decided(true).status, decided(true).rung) == ("proved", "means")
    assert decided(false).status == "refuted"


@pytest.mark.parametrize(
    "claim",
    [
        rf"{MEAN}[\max(x, 0)] \le \max(\mu, 0)",
        rf"{MEAN}[\max(x, b)] > \max(\mu, b)",
        rf"{MEAN}[\min(x, b)] \ge \min(\mu, b)",
        rf"{MEAN}[\min(|x|, b)] \ge 0",
        rf"{MEAN}[\max(\frac{{1}}{{x}}, 0)] \ge \mu",
        rf"{MEAN}[\max(x, b)] \ge \mu + b",
        rf"\max({MEAN}[x], b) \ge {MEAN}[\max(x, b)]",
        rf"{MEAN}[\max(g^T A g, 0)] \ge 2\operatorname{{tr}}(A)",
    ],
)
def test_the_rung_proves_nothing_else(claim):
    assert decided(claim, frozenset({"means"})).status != "proved"
