"""Scalar calculus, done by SymPy: trees to SymPy, derivatives there, and back."""

from fractions import Fraction

import sympy

from answerkey.tree import Expr, name, num

FUNCTIONS = {
    "abs": sympy.Abs, "exp": sympy.exp, "log": sympy.log, "tanh": sympy.tanh, "sin": sympy.sin, "cos": sympy.cos,
    "max": sympy.Max, "min": sympy.Min, "ceil": sympy.ceiling, "floor": sympy.floor,
}  # fmt: skip


def derivative(body: Expr, variable: Expr, order: int = 1) -> Expr:
    """The derivative of a scalar expression; raises ValueError where it has no formula of ours."""
    leaves: dict[Expr, sympy.Symbol] = {}
    found = sympy.diff(to_sympy(body, leaves), leaves.setdefault(variable, sympy.Dummy(real=True)), order)
    return from_sympy(found, {symbol: leaf for leaf, symbol in leaves.items()})


def to_sympy(expr: Expr, leaves: dict[Expr, sympy.Symbol]) -> sympy.Expr:
    """A scalar tree in SymPy, its names and terms as real symbols that `leaves` collects."""
    if expr.head == "num":
        return sympy.Rational(expr.args[0].numerator, expr.args[0].denominator)
    if expr.head in ("name", "term") and not expr.shape:
        return leaves.setdefault(expr, sympy.Dummy(str(expr.args[0]), real=True))
    made = {"add": sympy.Add, "mul": sympy.Mul, "pow": sympy.Pow, **FUNCTIONS}.get(expr.head)
    if made is None:
        raise ValueError(f"{expr} has no scalar calculus")
    return made(*(to_sympy(node, leaves) for node in expr.args))


def from_sympy(expr: sympy.Expr, names: dict[sympy.Symbol, Expr] | None = None) -> Expr:
    """A SymPy expression as a tree; symbols not in `names` become scalars of the same name."""
    if isinstance(expr, sympy.Rational):
        return num(Fraction(int(expr.p), int(expr.q)))
    if isinstance(expr, sympy.Symbol):
        return (names or {}).get(expr) or name(expr.name)
    if expr is sympy.E:
        return Expr("exp", num(1))
    heads = {sympy.Add: "add", sympy.Mul: "mul", sympy.Pow: "pow"} | {f: head for head, f in FUNCTIONS.items()}
    if expr.func not in heads:
        raise ValueError(f"{expr.func.__name__} has no tree")
    return Expr(heads[expr.func], *(from_sympy(arg, names) for arg in expr.args))
