r"""Broken steps.

A number $x$ is real.
"""

import time

from answerkey.answers import Formula
from answerkey.problem import Problem

problem = Problem(__doc__, where=[r"x \in \mathbb{R}"])
SQUARE = "(1 + x)^2 = 1 + 2x + x^2"
ANSWER = Formula("(1 + x)^2", "1 + 2x + x^2")


def square(x):
    return (1 + x) ** 2


@problem.part("a", measured=square)
def sound():
    """What is $(1 + x)^2$?"""
    yield f"Multiplied out, ${SQUARE}$."
    return ANSWER


@problem.part("b", measured=square)
def raises():
    """What is $(1 + x)^2$?"""
    yield f"Multiplied out, ${SQUARE}$."
    raise ValueError("two\nlines")


@problem.part("c", measured=square)
def says_nothing():
    """What is $(1 + x)^2$?"""
    yield ""
    yield f"Multiplied out, ${SQUARE}$."
    return ANSWER


@problem.part("d", measured=square)
def no_sentence():
    """What is $(1 + x)^2$?"""
    yield 1 + 1
    return ANSWER


@problem.part("e", measured=square)
def never_ends():
    """What is $(1 + x)^2$?"""
    yield f"Multiplied out, ${SQUARE}$."
    time.sleep(1e6)
    return ANSWER


@problem.part("f", measured=square)
def no_answer():
    """What is $(1 + x)^2$?"""
    yield f"Multiplied out, ${SQUARE}$."


@problem.part("g", measured=square)
def unknown_name():
    """What is $(1 + x)^2$?"""
    yield "In other words, $(1 + z)^2 = 1 + 2z + z^2$."
    yield f"Multiplied out, ${SQUARE}$."
    return ANSWER


@problem.part("h", measured=square)
def wrong():
    """What is $(1 + x)^2$?"""
    yield "Multiplied out, $(1 + x)^2 = 1 + x + x^2$."
    yield f"Or rather, ${SQUARE}$."
    return ANSWER


@problem.part("i", measured=square)
def leaves():
    """What is $(1 + x)^2$?"""
    yield f"Multiplied out, ${SQUARE}$."
    raise SystemExit(0)
