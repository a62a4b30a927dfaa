"""What tends to zero because it is lost by what is never negative, or lies below that: true claims, and near-misses."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.parser import read

TRACE = [
    r"a, b \in \mathbb{R}",
    "u_{t+1} = (1 - v_t^2) u_t",
    "v_{t+1} = (1 - u_t^2) v_t",
    "u_0 = a",
    "v_0 = b",
    "S_t = u_t^2 + v_t^2",
    "Q_t = u_t^2 v_t^2",
]
LOST = r"S_0 < 4 \implies S_t - S_{t+1} \to 0"
BOUND = r"S_0 < 4 \implies (4 - S_0) Q_t \le S_t - S_{t+1}"
SINKING = ["x_{t+1} = x_t - x_t^2", r"x_0 = \frac{1}{2}"]
FALLING = ["x_{t+1} = x_t - 1", "x_0 = 0"]
RISING = ["x_{t+1} = x_t + 1", "x_0 = 0"]
HOLE = [r"x_{t+1} = \frac{x_t}{t - 3}", "x_0 = 1"]


def verdict(claim, where, facts=()):
    context = Context().declare(*where)
    for fact in facts:
        context = context.with_fact(context.unfold(read(fact, context.names)))
    return Ladder(context).decide(read(claim, context.names)).status


@pytest.mark.parametrize(
    "where, facts, claim",
    [
        (TRACE, [], LOST),
        (TRACE, [LOST, BOUND], r"S_0 < 4 \implies Q_t \to 0"),
        (TRACE, [LOST, BOUND], r"S_0 < 4 \implies 7 Q_t \to 0"),
        ([*TRACE, "a^2 + b^2 < 4"], [LOST, BOUND], r"Q_t \to 0"),
        ([*TRACE, r"t \ge 5"], [LOST, BOUND], r"S_0 < 4 \implies Q_t \to 0"),
        (SINKING, [r"0 < x_t \le \frac{1}{2}"], r"x_t - x_{t+1} \to 0"),
        (SINKING, [r"x_t - x_{t+1} \to 0"], r"x_t^2 \to 0"),
        (SINKING, [r"x_t - x_{t+1} \to 0"], r"-3 x_t^2 \to 0"),
    ],
)
def test_what_is_lost_tends_to_zero(where, facts, claim):
    assert verdict(claim, where, facts) == "proved"


@pytest.mark.parametrize(
    "where, facts, claim",
    [
        (TRACE, [], r"S_t - S_{t+1} \to 0"),  # beyond four it grows
        (TRACE, [], r"S_0 < 5 \implies S_t - S_{t+1} \to 0"),
        (TRACE, [], r"S_0 < 4 \implies S_{t+1} - 2 S_t \to 0"),
        (TRACE, [], r"S_0 < 4 \implies S_t - S_{t+2} \to 0"),  # true, and not of this form
        (TRACE, [LOST, BOUND], r"S_0 < 5 \implies Q_t \to 0"),
        (TRACE, [LOST, BOUND], r"Q_t \to 0"),
        (TRACE, [LOST, BOUND], r"S_0 < 4 \implies Q_t \to 1"),
        (TRACE, [LOST, BOUND], r"S_0 < 4 \implies u_t^2 \to 0"),
        (TRACE, [LOST, r"S_0 < 4 \implies (S_0 - 5) Q_t \le S_t - S_{t+1}"], r"S_0 < 4 \implies Q_t \to 0"),
        (TRACE, [LOST, r"S_0 < 4 \implies S_0 Q_t \le S_t - S_{t+1}"], r"S_0 < 4 \implies Q_t \to 0"),  # 0 at zero
        (TRACE, [LOST, r"S_0 < 4 \implies \frac{Q_t}{t + 1} \le S_t - S_{t+1}"], r"S_0 < 4 \implies Q_t \to 0"),
        (TRACE, [LOST, r"S_0 < 4 \implies S_t - S_{t+1} \le Q_t"], r"S_0 < 4 \implies Q_t \to 0"),
        ([*TRACE, r"t \le 9"], [LOST, BOUND], r"S_0 < 4 \implies Q_t \to 0"),  # of a few steps only
        (SINKING, [r"x_t - x_{t+1} \to 0"], r"t x_t^2 \to 0"),
        (SINKING, [r"x_t \le \frac{1}{2}"], r"x_t - x_{t+1} \to 0"),  # it might be negative
        (FALLING, [], r"x_t - x_{t+1} \to 0"),  # it is negative
        (RISING, [], r"x_{t+1} - x_t \to 0"),
        (RISING, [], r"x_t - x_{t+1} \to 0"),
        (HOLE, [], r"x_t - x_{t+1} \to 0"),  # it ends
    ],
)
def test_what_is_not_lost_for_ever_is_not_said_to(where, facts, claim):
    assert verdict(claim, where, facts) != "proved"
