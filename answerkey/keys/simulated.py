"""What a wrong answer says at its witness, and what is seen when that is simulated, in a sentence."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import numpy as np
from flint import fmpq, fmpq_mat

from answerkey.answers import Answer, Choice, Count, Read
from answerkey.deciding.referee.evaluate import Point, truth
from answerkey.keys.comparing import Compared, Comparison
from answerkey.measuring import arguments, plain, settings
from answerkey.tree import RELATIONS, Expr


def simulated(comparison: Comparison, measured: Callable, compared: Compared) -> str:
    """What the key says at the witness, what the measurement observes there, and what the sheet says; "" without."""
    if compared.value is None:
        return ""
    witness = compared.verdict.witness or {}
    try:
        theirs = replace(
            comparison.read.answer.neighbour(comparison.read, compared.value), context=comparison.known(compared.value)
        )
        point = setting(comparison, measured, witness)
        tried = theirs if theirs.answer.chosen(theirs) else comparison.read
        observed = measured(**arguments(measured, tried, point))
        ours, expected = said(theirs, point), comparison.read.answer.expected(comparison.read, point)
    except Exception:  # a witness that is no setting of the experiment
        return ""
    at = ", ".join(f"{name} = {text}" for name, text in witness.items())
    return f"at {at} {seen(theirs, ours, measured.__name__, observed, expected)}" if at else ""


def setting(comparison: Comparison, measured: Callable, witness: dict[str, str]) -> Point:
    """The witness, with what it does not tell as in the first setting of the experiment that has its sizes."""
    names, dimensions = comparison.read.context.names, comparison.read.context.dimensions
    given = {names.leaf(name): exact(text) for name, text in witness.items() if name in names.symbols}
    sizes = {name: int(text) for name, text in witness.items() if name in dimensions}
    for rest in settings(measured, comparison.read, comparison.seed):
        if all(rest.sizes.get(name, size) == size for name, size in sizes.items()):
            return Point(rest.values | given, rest.sizes | sizes)
    raise LookupError("no setting has these sizes")


def exact(text: str) -> fmpq | fmpq_mat:
    """A rational number as a witness gives it, or a matrix of such; raises ValueError."""
    lines = [row.split(",") for row in text.strip("[]").split(";")]
    rows = [[fmpq(*Fraction(entry).as_integer_ratio()) for entry in line] for line in lines]
    return fmpq_mat(rows) if text.startswith("[") else rows[0][0]


def said(theirs: Read, point: Point) -> str:
    """What the key says at a point: a number, or yes or no."""
    if theirs.value.head in RELATIONS:
        return "yes" if truth(theirs.context.unfold(theirs.value), point, theirs.context) else "no"
    if isinstance(theirs.answer, Choice):
        return theirs.answer.expected(theirs, point)
    value = theirs.value
    if isinstance(theirs.answer, Count) and not value.has("ceil", "floor"):
        value = Expr("ceil", value)
    return Answer.expected(theirs.answer, replace(theirs, value=value), point)


def seen(theirs: Read, ours: str, name: str, observed, expected: str) -> str:
    """The sentence for what the key says, what was simulated by the experiment of a name, and what the sheet says."""
    if not isinstance(observed, bool | np.bool_):
        value = plain(getattr(observed, "value", observed))
        return f"the key says {ours}; simulated ({name}), it is {value}, and the sheet says {expected}"
    if isinstance(theirs.answer, Choice):
        return f"the values were tried by {name}, and {'do' if observed else 'do not'} what they should"
    holds, held = ("holds" if ours == "yes" else "does not hold"), ("holds" if observed else "does not hold")
    return f"the key says that ${theirs.answer.question}$ {holds}; simulated ({name}), it {held}"
