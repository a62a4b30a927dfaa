"""A pair of SymPy's expressions as LaTeX, printed by SymPy, with the conditions that its symbols' assumptions make."""

from itertools import chain

import sympy
from sympy.core.basic import Basic
from sympy.logic.boolalg import Boolean

SUBJECT = frozenset(
    "Add Mul Pow Symbol Dummy Integer Rational Half One Zero NegativeOne Pi Exp1 exp log sin cos tan sinh cosh tanh "
    "Abs sign floor ceiling Max Min Piecewise ExprCondPair Tuple Sum Product Limit Derivative factorial binomial erf "
    "Str Infinity NegativeInfinity StrictLessThan LessThan StrictGreaterThan GreaterThan Equality Unequality And Or "
    "Not FiniteSet MatrixSymbol MatMul MatAdd MatPow Transpose Inverse Trace Identity Determinant "
    "ImmutableDenseMatrix MutableDenseMatrix".split()
)  # the classes that have a meaning here
PLAIN = frozenset("xyzabcpqrstuvwhkmnjlfgABFGHJMPRUVXYZ")  # letters that stand for nothing else
DECLARED = [
    ("positive", "> 0"), ("negative", "< 0"), ("nonnegative", r"\ge 0"), ("nonpositive", r"\le 0"),
    ("nonzero", r"\ne 0"),
]  # fmt: skip
BEYOND = ("even", "odd", "prime", "composite", "irrational", "infinite", "imaginary", "polar", "zero")


class Inexpressible(Exception):
    """What this project has no notion of: the name of a class or of an assumption."""


def pair(identifier: str, left: Basic, right: Basic) -> dict:
    """The claim that two of SymPy's expressions mean the same; raises Inexpressible."""
    nodes = list(chain(sympy.preorder_traversal(left), sympy.preorder_traversal(right)))
    for node in nodes:
        if isinstance(node, Basic) and type(node).__name__ not in SUBJECT:
            raise Inexpressible(type(node).__name__)
    signs = {n.args[3] for n in nodes if isinstance(n, sympy.Limit)}  # + and - are symbols too
    symbols = {n for n in nodes if isinstance(n, (sympy.Symbol, sympy.MatrixSymbol))} - signs
    symbols = sorted(symbols, key=lambda symbol: symbol.name)
    sizes = {part for s in symbols if isinstance(s, sympy.MatrixSymbol) for part in s.shape}
    names = named(symbols)
    bound = {limits[0] for n in nodes if isinstance(n, (sympy.Sum, sympy.Product)) for limits in n.limits}
    bound |= {n.args[1] for n in nodes if isinstance(n, sympy.Limit)}
    free = [s for s in symbols if isinstance(s, sympy.Symbol) and s not in bound | sizes]
    where = [condition for symbol in free for condition in declared(symbol, names[symbol])]
    shapes = {names[s]: [names.get(n, str(n)) for n in s.shape] for s in symbols if isinstance(s, sympy.MatrixSymbol)}
    lhs, rhs = (sympy.latex(side, symbol_names=names) for side in (left, right))
    kind = "relation" if isinstance(left, Boolean) else "value"
    return {"id": identifier, "kind": kind, "truth": True, "lhs": lhs, "rhs": rhs, "where": where, "shapes": shapes}


def named(symbols: list) -> dict:
    """A letter for each symbol: its own, or another one where that might be read as something else."""
    own = {s: s.name for s in symbols if s.name in PLAIN}
    names = {}
    for symbol in symbols:
        spare = sorted(PLAIN - set(own.values()) - set(names.values()), key=lambda letter: (letter.isupper(), letter))
        names[symbol] = own[symbol] if own.get(symbol) and own[symbol] not in names.values() else next(iter(spare), "")
    if "" in names.values():
        raise Inexpressible("too many symbols")
    return names


def declared(symbol: sympy.Symbol, name: str) -> list[str]:
    """The conditions that a symbol's assumptions make, as far as they are about real numbers."""
    said = symbol.assumptions0
    if not symbol.is_commutative or symbol.is_extended_real is False or symbol.is_finite is False:
        raise Inexpressible("a symbol that is no real number")
    if word := next((word for word in BEYOND if said.get(word)), None):
        raise Inexpressible(f"a symbol that is {word}")
    conditions = [rf"{name} \in \mathbb{{Z}}"] if symbol.is_integer else []
    return conditions + [f"{name} {sign}" for word, sign in DECLARED if said.get(word)][:1]
