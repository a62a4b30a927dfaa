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
    difference = (left - right).doit()
    if getattr(difference, "is_Matrix", False):
        difference = sympy.expand(difference).doit()  # which simplify leaves to others
    return vanishes(sympy.simplify(difference))


def vanishes(difference) -> bool:
    if isinstance(difference, sympy.MatrixBase):
        return bool(difference.is_zero_matrix)
    return difference == 0 or isinstance(difference, sympy.ZeroMatrix)


def equivalent(left, right, conditions) -> bool | None:
    """As far as SymPy can say: by simplification, by the solution sets, or by solving for each name in turn."""
    claim = sympy.simplify(sympy.Implies(conditions, sympy.Equivalent(left, right)))
    if claim in (sympy.true, sympy.false):
        return bool(claim)
    if left.has(sympy.MatrixSymbol) or right.has(sympy.MatrixSymbol):
        return None  # what solves for numbers does not solve for matrices
    unknowns = left.free_symbols | right.free_symbols
    if len(unknowns) == 1:
        return solutions(left, conditions) == solutions(right, conditions)
    if isinstance(left, sympy.Eq) and isinstance(right, sympy.Eq):
        return all(solved(left, unknown) == solved(right, unknown) for unknown in unknowns)
    return None


def solved(equation, unknown) -> set:
    return {*map(sympy.simplify, sympy.solve(equation, unknown))}


def solutions(relation, conditions):
    return sympy.simplify(sympy.And(relation, conditions)).as_set()
