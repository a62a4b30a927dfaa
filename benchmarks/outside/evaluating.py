"""What the tests of an installed package say, evaluated: their own code, in their own names, with a limit in time."""

import ast
import signal
from contextlib import contextmanager

SECONDS = 2  # for one statement


class TooSlow(BaseException):
    """A statement that took its time; no error that SymPy could catch."""


@contextmanager
def at_most():
    def stop(number, frame):
        raise TooSlow

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, SECONDS)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def value(expression: ast.expr, space: dict):
    return eval(compile(ast.Expression(expression), "expression", "eval"), space)
