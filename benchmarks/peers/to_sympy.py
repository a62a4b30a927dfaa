"""A tree as a SymPy expression, with the declared conditions as assumptions on its symbols.

Sums, limits and derivatives are left undone, for the tool to do.
"""

from functools import reduce
from operator import add, mul

import sympy

from answerkey.context import Context
from answerkey.shapes import ANY, Dimension, Shape, block_sides
from answerkey.tree import ZERO, Expr, is_bound
from benchmarks.peers.pairs import NotGiven

PLAIN = {
    "abs": sympy.Abs, "exp": sympy.exp, "log": sympy.log, "tanh": sympy.tanh, "ceil": sympy.ceiling,
    "floor": sympy.floor, "sin": sympy.sin, "cos": sympy.cos, "sign": sympy.sign, "erf": sympy.erf,
    "factorial": sympy.factorial, "max": sympy.Max, "min": sympy.Min, "binomial": sympy.binomial,
    "eq": sympy.Eq, "ne": sympy.Ne, "lt": sympy.Lt, "le": sympy.Le, "and": sympy.And, "or": sympy.Or,
    "not": sympy.Not, "iff": sympy.Equivalent, "implies": sympy.Implies, "set": sympy.FiniteSet, "tr": sympy.Trace,
    "hadamard": sympy.HadamardProduct, "kron": sympy.kronecker_product, "det": sympy.Determinant,
    "T": sympy.Transpose, "derivative": sympy.Derivative,
}  # fmt: skip
CONSTANTS = {"pi": sympy.pi, "infinity": sympy.oo}
SETS = {"naturals": sympy.S.Naturals0, "integers": sympy.S.Integers, "reals": sympy.S.Reals}


class Writer:
    """Writes trees of one context."""

    def __init__(self, context: Context):
        self.context = context
        self.known = [c for condition in context.conditions for c in parts(context.unfold(condition))]
        self.positive = positive(self.known)

    def conditions(self):
        """What is declared, less what the symbols' assumptions say already."""
        return sympy.And(*(self.write(c) for c in self.known if c.head in ("eq", "ne", "lt", "le", "or", "not")))

    def write(self, expr: Expr, shape: Shape = ()):
        """`expr`, which is to have `shape` if it fits any; raises NotGiven."""
        head, args = expr.head, expr.args
        rule = getattr(self, f"write_{head}", None)
        if rule is not None:
            return rule(expr, shape if expr.shape == ANY or expr == ZERO else expr.shape)
        if head in CONSTANTS:
            return CONSTANTS[head]
        if head not in PLAIN:
            raise NotGiven(f"no form for {head}")
        inner = next((node.shape for node in args if node.shape not in ((), ANY)), ())
        return PLAIN[head](*(self.write(node, inner) for node in args))

    def write_num(self, expr, shape):
        value = sympy.Rational(*expr.args[0].as_integer_ratio())
        return sympy.ZeroMatrix(*self.sides(shape)) if shape and not value else value

    def write_name(self, expr, shape):
        if is_bound(expr):
            return sympy.Symbol(expr.args[0], **({"integer": True} if expr.args[0][1] == "i" else {"real": True}))
        return sympy.MatrixSymbol(expr.args[0], *self.sides(shape)) if shape else self.symbol(expr)

    def write_term(self, expr, shape):
        return self.write_name(Expr("name", repr(expr), shape), shape)

    def write_eye(self, expr, shape):
        return sympy.Identity(self.sides(shape)[0])

    def write_null(self, expr, shape):
        return sympy.ZeroMatrix(*self.sides(shape))

    def write_add(self, expr, shape):
        return reduce(add, (self.write(node, shape) for node in expr.args))

    def write_mul(self, expr, shape):
        """The identity takes the side of the first matrix; a product that is a number is its trace, as SymPy has it."""
        sized = [node.shape for node in expr.args if node.shape not in ((), ANY)]
        product = reduce(mul, (self.write(node, self.beside(node, sized, shape)) for node in expr.args))
        return sympy.Trace(product) if expr.shape == () and isinstance(product, sympy.MatrixExpr) else product

    def beside(self, node, sized: list[Shape], shape: Shape) -> Shape:
        return () if node.shape != ANY else sized[0] if sized else shape

    def write_pow(self, expr, shape):
        base, exponent = expr.args
        return self.write(base, shape) ** self.write(exponent)

    def write_entry(self, expr, shape):
        node, *indices = expr.args
        if node.head != "name":
            raise NotGiven("an entry of what has no name")
        return sympy.IndexedBase(node.args[0], real=True)[tuple(map(self.write, indices))]

    def write_cases(self, expr, shape):
        pairs = zip(expr.args[:-1:2], expr.args[1::2], strict=True)
        return sympy.Piecewise(*((self.write(v), self.write(c)) for v, c in pairs), (self.write(expr.args[-1]), True))

    def write_sum(self, expr, shape):
        index, body, low, high = map(self.write, expr.args)
        return (sympy.Product if expr.head == "prod" else sympy.Sum)(body, (index, low, high))

    write_prod = write_sum

    def write_limit(self, expr, shape):
        variable, body, target = map(self.write, expr.nodes[:3])
        return sympy.Limit(body, variable, target, {1: "+", -1: "-"}.get(expr.args[3], "+-"))

    def write_in(self, expr, shape):
        what, where = self.write(expr.args[0]), expr.args[1]
        if where.head == "interval":
            low, high, closed_low, closed_high = where.args
            return sympy.Interval(self.write(low), self.write(high), not closed_low, not closed_high).contains(what)
        if where.head == "set":
            return sympy.Or(*(sympy.Eq(what, self.write(value)) for value in where.args))
        return SETS[where.head].contains(what) if where.head in SETS else self.write_unknown(where)

    def write_block(self, expr, shape):
        columns, *cells = expr.args
        rows = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        if not any(cell.shape for cell in cells):
            return sympy.ImmutableMatrix([[self.write(cell) for cell in row] for row in rows])
        heights, widths = block_sides(expr.args)
        if "?" in (*heights, *widths) or any(not cell.shape and cell != ZERO for cell in cells):
            raise NotGiven("blocks of no known size")
        pairs = zip(rows, heights, strict=True)
        return sympy.BlockMatrix([[self.write(c, (h, w)) for c, w in zip(r, widths, strict=True)] for r, h in pairs])

    def write_unknown(self, expr, shape=()):
        raise NotGiven(f"no form for {expr.head}")

    def symbol(self, leaf: Expr):
        """A real symbol with the assumptions that the declared conditions give it."""
        says = {"real": True} | ({"positive": True} if leaf in self.positive else {})
        for claim in self.known:
            says |= assumption(claim, leaf)
        if leaf.args[0] in self.context.dimensions:
            says = {"integer": True, "positive": True}
        return sympy.Symbol(leaf.args[0], **says)

    def sides(self, shape: Shape):
        if not shape:
            raise NotGiven("a matrix of no known size")
        return [self.side(side) for side in shape]

    def side(self, side: Dimension):
        if isinstance(side, int):
            return sympy.Integer(side)
        if not side.isidentifier():
            raise NotGiven(f"the size {side}")
        return sympy.Symbol(side, integer=True, positive=True)


def parts(claim: Expr):
    return claim.args if claim.head == "and" else (claim,)


def positive(known: list[Expr]) -> set[Expr]:
    """The names that have a positive number, or another such name, below them."""
    found: set[Expr] = set()
    for _ in known:  # once for every link of the longest chain
        for claim in known:
            low, high = claim.args[:2] if claim.head in ("lt", "le") else (ZERO, ZERO)
            over_zero = low.head == "num" and (low.args[0] > 0 or (low == ZERO and claim.head == "lt"))
            if high.head == "name" and (over_zero or low in found):
                found.add(high)
    return found


def assumption(claim: Expr, leaf: Expr) -> dict[str, bool]:
    """What else one condition says of a name, in SymPy's words; nothing where SymPy has no word for it."""
    match claim.head, *claim.args:
        case "in", left, Expr(head="naturals") if left == leaf:
            return {"integer": True, "nonnegative": True}
        case "in", left, Expr(head="integers") if left == leaf:
            return {"integer": True}
        case "ne", left, right if {left, right} == {leaf, ZERO}:
            return {"nonzero": True}
        case (("lt" | "le"), low, high) if (low, high) == (ZERO, leaf):
            return {"nonnegative": True}
        case (("lt" | "le"), low, high) if low == leaf and high.head == "num" and high.args[0] <= 0:
            return {"negative": True} if claim.head == "lt" or high != ZERO else {"nonpositive": True}
    return {}
