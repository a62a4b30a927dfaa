r"""Hostile formulas.

A number $x$ is real.
"""

from answerkey.answers import Formula
from answerkey.problem import Problem

problem = Problem(__doc__, where=[r"x \in \mathbb{R}"])
HOSTILE = {
    "a": "9^{9^{9^9}} = 1",
    "b": f"{'(' * 10_000}x{')' * 10_000} = 1",
    "c": f"x{' + x' * 300_000} = 1",
    "d": r"x = 1 \frac{",
    "e": "(1 + x)^{99999} = 1 + 99999 x",
}


def deriving(formula):
    def square():
        """What is $(1 + x)^2$?"""
        yield f"Some say ${formula}$."
        yield "Multiplied out, $(1 + x)^2 = 1 + 2x + x^2$."
        return Formula("(1 + x)^2", "1 + 2x + x^2")

    return square


for label, formula in HOSTILE.items():
    problem.part(label, measured=lambda x: (1 + x) ** 2)(deriving(formula))
