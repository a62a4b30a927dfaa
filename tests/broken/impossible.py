r"""Contradictory assumptions.

A number $x$ is positive and negative.
"""

from answerkey.answers import Formula
from answerkey.problem import Problem

problem = Problem(__doc__, where=["x > 0", "x < 0"])


@problem.part("a", measured=lambda x: x + 1)
def successor():
    """What comes after $x$?"""
    yield "It is $1 + x = x + 1$."
    return Formula("1 + x", "x + 1")
