"""SymPy's `simplify(a - b) == 0`; of relations, whether their equivalence simplifies, or their solution sets do."""

import sympy
from sympy.logic.boolalg import Boolean

from benchmarks.peers.pairs import read
from benchmarks.peers.to_sympy import Writer


def version() -> str:
    return f"SymPy {sympy.__version__} simplify"


def given(pair: dict):
    """The two sides and the conditions beyond what the symbols assume."""
    claim = read(pair)
    writer = Writer(claim.context)
    shape = claim.left.shape if "?" not in claim.left.shape else claim.right.shape
    return writer.write(claim.left, shape), writer.write(claim.right, shape), writer.conditions()


def accepts(problem) -> bool | None:
    left, right, conditions = problem
    if isinstance(left, sympy.FiniteSet) or isinstance(right, sympy.FiniteSet):
        return sympy.simplify(left) == sympy.simplify(right)
    if isinstance(left, Boolean):
        return equivalent(left, right, conditions)
    difference = sympy.simplify((left - right).doit())
    return bool(getattr(difference, "is_zero_matrix", False) or difference == 0)


def equivalent(left, right, conditions) -> bool | None:
    """As far as SymPy can say; two solution sets are compared where there is one unknown, or one solved for."""
    claim = sympy.simplify(sympy.Implies(conditions, sympy.Equivalent(left, right)))
    if claim in (sympy.true, sympy.false):
        return bool(claim)
    if left.has(sympy.MatrixSymbol) or right.has(sympy.MatrixSymbol):
        return None  # what solves for numbers does not solve for matrices
    unknowns = (left.free_symbols | right.free_symbols) - conditions.free_symbols
    if len(left.free_symbols | right.free_symbols) == 1:
        return solutions(left, conditions) == solutions(right, conditions)
    if isinstance(left, sympy.Eq) and isinstance(right, sympy.Eq):
        for unknown in sorted(unknowns & left.free_symbols & right.free_symbols, key=str):
            found = [sympy.solve(side, unknown) for side in (left, right)]
            if any(found):
                return {*map(sympy.simplify, found[0])} == {*map(sympy.simplify, found[1])}
    return None


def solutions(relation, conditions):
    return sympy.simplify(sympy.And(relation, conditions)).as_set()
