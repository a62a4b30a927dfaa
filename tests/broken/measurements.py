r"""Broken measurements.

A number $x$ is real.
"""

import os
import signal

from answerkey.answers import Formula
from answerkey.problem import Problem

problem = Problem(__doc__, where=[r"x \in \mathbb{R}"])


def raises(x):
    raise ArithmeticError("no reading")


def is_nan(x):
    return float("nan")


def never_ends(x):
    while True:
        pass


def crashes(x):
    os.kill(os.getpid(), signal.SIGSEGV)


def eats_memory(x):
    return bytearray(1 << 40)


def sound(x):
    return (1 + x) ** 2


def square():
    """What is $(1 + x)^2$?"""
    yield "Multiplied out, $(1 + x)^2 = 1 + 2x + x^2$."
    return Formula("(1 + x)^2", "1 + 2x + x^2")


for label, measured in zip("abcdef", (raises, is_nan, never_ends, crashes, eats_memory, sound), strict=True):
    problem.part(label, measured=measured)(square)
