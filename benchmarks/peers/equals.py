"""SymPy's `a.equals(b)`, which compares values and matrices of known size."""

import sympy
from sympy.logic.boolalg import Boolean

from benchmarks.peers import simplify
from benchmarks.peers.pairs import NotGiven


def version() -> str:
    return f"SymPy {sympy.__version__} equals"


def given(pair: dict):
    left, right, _ = simplify.given(pair)
    if isinstance(left, (Boolean, sympy.Set)) or not hasattr(left, "equals"):
        raise NotGiven("equals compares values")
    return left, right


def accepts(problem) -> bool | None:
    left, right = (side.doit() for side in problem)
    return left.equals(right)
