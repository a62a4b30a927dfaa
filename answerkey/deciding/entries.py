"""Matrices of known size taken apart: the entries of an expression as trees of numbers, and a claim as one about them.

Inverses and determinants go by cofactors, so that an entry of an inverse is defined exactly where the inverse is.
"""

from collections.abc import Callable
from itertools import combinations
from math import prod

from answerkey.context import Context, is_partial
from answerkey.deciding.referee.values import Unknown
from answerkey.shapes import ANY, Dimension, Shape
from answerkey.tree import BINDERS, HALF, ONE, ZERO, Expr, conjunction, name, num

Cells = list[list[Expr]]
MOST_CELLS = 16
LARGEST_INVERSE = 4
HIGHEST_POWER = 6
MOST_NODES = 20_000
OPAQUE = frozenset(
    {"pinv", "E", "given", "minimum", "maximum", "infimum", "supremum", "argmin", "argmax", "limit", "grad", "call"}
)


class Entries:
    """Takes expressions apart; `sizes` gives the number behind a side, `symmetric` are names with equal halves."""

    def __init__(self, sizes: Callable[[Dimension], int], context: Context | None = None, symmetric=frozenset()):
        self.sizes, self.context, self.symmetric = sizes, context or Context(), symmetric
        self.known: dict[tuple[Expr, Shape], Cells] = {}
        self.nodes = 0

    def sides(self, shape: Shape) -> tuple[int, int]:
        if shape == ANY:
            raise Unknown("an identity of unknown size")
        rows, columns = (self.sizes(shape[0]), self.sizes(shape[1])) if shape else (1, 1)
        if rows * columns > MOST_CELLS:
            raise Unknown("a matrix of many entries")
        return rows, columns

    def of(self, expr: Expr, shape: Shape | None = None) -> Cells:
        """The entries of `expr`, row by row; what fits any shape takes the one that is given."""
        shape = expr.shape if shape is None or expr.shape != ANY else shape
        if (expr, shape) not in self.known:
            rows, columns = self.sides(shape)
            found = self.cells(expr, shape, rows, columns)
            self.nodes += sum(1 for row in found for cell in row for _ in cell.walk())
            if self.nodes > MOST_NODES:
                raise Unknown("entries that are long")
            if (len(found), len(found[0])) != (rows, columns):
                raise Unknown("entries of another shape")
            self.known[expr, shape] = found
        return self.known[expr, shape]

    def cells(self, expr: Expr, shape: Shape, rows: int, columns: int) -> Cells:
        if expr.head in ("eye", "null"):
            unit = ONE if expr.head == "eye" else ZERO
            return [[unit if i == j else ZERO for j in range(columns)] for i in range(rows)]
        if expr.head in ("name", "term") and shape:
            return [[self.leaf(expr, i + 1, j + 1) for j in range(columns)] for i in range(rows)]
        if rule := getattr(self, f"of_{expr.head}", None):
            return rule(expr, shape)
        if expr.head in OPAQUE or shape:
            raise Unknown(f"the entries of {expr.head}")
        return [[expr.rebuild(self.number)]]

    def number(self, expr: Expr) -> Expr:
        """A number or relation, with every matrix in it taken apart."""
        rows = self.of(expr)
        if len(rows) > 1 or len(rows[0]) > 1:
            raise Unknown("a matrix where a number belongs")
        return rows[0][0]

    def leaf(self, expr: Expr, i: int, j: int) -> Expr:
        base, *rest = expr.args
        if self.context.is_random(expr) or (expr.head == "term" and base in self.context.sequences):
            raise Unknown("the entries of what is random or a sequence")
        if base in self.context.diagonal:
            return Expr("term", self.context.diagonal[base], (), num(i)) if i == j else ZERO
        if base in self.symmetric:
            i, j = min(i, j), max(i, j)
        spelled = f"{base}[{i}]" if expr.shape[1] == 1 else f"{base}[{i},{j}]"
        return Expr(expr.head, spelled, (), *rest[1:])

    # -- arithmetic

    def of_add(self, expr: Expr, shape: Shape) -> Cells:
        return [[plus(*cells) for cells in zip(*rows, strict=True)]
                for rows in zip(*(self.of(node, shape) for node in expr.args), strict=True)]  # fmt: skip

    def of_mul(self, expr: Expr, shape: Shape) -> Cells:
        numbers = [self.of(node, (1, 1))[0][0] for node in expr.args if node.shape in ((), ANY)]
        matrices = [node for node in expr.args if node.shape not in ((), ANY)]
        if not matrices:
            return scaled(numbers, self.of(Expr("eye"), shape) if shape else [[ONE]])
        total = self.of(matrices[0], shape)
        for node in matrices[1:]:
            total = product(total, self.of(node, shape))
        return scaled(numbers, total)

    def of_pow(self, expr: Expr, shape: Shape) -> Cells:
        base, exponent = expr.args
        rows = self.of(base, shape)
        if len(rows) == 1:
            return [[Expr("pow", rows[0][0], self.number(exponent))]]
        whole = exponent.args[0] if exponent.head == "num" and exponent.args[0].denominator == 1 else None
        if whole is None or abs(whole) > HIGHEST_POWER:
            raise Unknown("a power of a matrix that is not a small whole number")
        factor = rows if whole >= 0 else inverted(rows)
        total = self.of(Expr("eye"), shape)
        for _ in range(abs(int(whole))):
            total = product(total, factor)
        return total

    def of_T(self, expr: Expr, shape: Shape) -> Cells:
        return transposed(self.of(expr.args[0], shape[::-1]))

    def of_block(self, expr: Expr, shape: Shape) -> Cells:
        columns, *cells = expr.args
        lines = [cells[i : i + columns] for i in range(0, len(cells), columns)]
        heights = [next((c.shape[0] for c in line if c.shape not in ((), ANY)), 1) for line in lines]
        widths = [next((ln[j].shape[1] for ln in lines if ln[j].shape not in ((), ANY)), 1) for j in range(columns)]
        found = []
        for line, height in zip(lines, heights, strict=True):
            grids = [self.of(cell, (height, width)) for cell, width in zip(line, widths, strict=True)]
            found += [[x for row in rows for x in row] for rows in zip(*grids, strict=True)]
        return found

    def of_kron(self, expr: Expr, shape: Shape) -> Cells:
        total = self.of(expr.args[0])
        for node in expr.args[1:]:
            total = [[times(a, b) for a in upper for b in lower] for upper in total for lower in self.of(node)]
        return total

    def of_hadamard(self, expr: Expr, shape: Shape) -> Cells:
        return [[times(*cells) for cells in zip(*rows, strict=True)]
                for rows in zip(*(self.of(node, shape) for node in expr.args), strict=True)]  # fmt: skip

    def of_vec(self, expr: Expr, shape: Shape) -> Cells:
        return [[x] for column in transposed(self.of(expr.args[0])) for x in column]

    def of_diag(self, expr: Expr, shape: Shape) -> Cells:
        entries = [row[0] for row in self.of(expr.args[0])]
        return [[x if i == j else ZERO for j in range(len(entries))] for i, x in enumerate(entries)]

    def of_diagpart(self, expr: Expr, shape: Shape) -> Cells:
        return [[row[i]] for i, row in enumerate(self.of(expr.args[0]))]

    def of_ones(self, expr: Expr, shape: Shape) -> Cells:
        return [[ONE]] * self.sizes(expr.args[0])

    def of_each(self, expr: Expr, shape: Shape) -> Cells:
        return [[function(expr.args[0], x) for x in row] for row in self.of(expr.args[1], shape)]

    def of_cases(self, expr: Expr, shape: Shape) -> Cells:
        parts = [self.of(node, shape if k % 2 == 0 else ()) for k, node in enumerate(expr.args)]
        parts[-1:] = [self.of(expr.args[-1], shape)]
        at = [part if k % 2 == 0 else None for k, part in enumerate(parts)]
        return [[Expr("cases", *(p[0][0] if g is None else g[i][j] for p, g in zip(parts, at, strict=True)))
                 for j in range(len(parts[0][0]))] for i in range(len(parts[0]))]  # fmt: skip

    def of_sum(self, expr: Expr, shape: Shape) -> Cells:
        leaf, body, low, high = expr.args
        ends = self.number(low), self.number(high)
        return [[Expr("sum", leaf, x, *ends) for x in row] for row in self.of(body, shape)]

    # -- numbers

    def of_tr(self, expr: Expr, shape: Shape) -> Cells:
        rows = self.of(expr.args[0])
        return [[plus(*(row[i] for i, row in enumerate(rows)))]]

    def of_det(self, expr: Expr, shape: Shape) -> Cells:
        return [[determinant(self.of(expr.args[0]))]]

    def of_norm(self, expr: Expr, shape: Shape) -> Cells:
        return [[plus(*(x * x for row in self.of(expr.args[0]) for x in row)) ** HALF]]

    def of_norm1(self, expr: Expr, shape: Shape) -> Cells:
        return [[plus(*(abs(row[0]) for row in self.column(expr)))]]

    def of_norminf(self, expr: Expr, shape: Shape) -> Cells:
        sizes = [abs(row[0]) for row in self.column(expr)]
        return [[Expr("max", *sizes) if len(sizes) > 1 else sizes[0]]]

    def column(self, expr: Expr) -> Cells:
        if expr.args[0].shape[1:] not in ((), (1,)):
            raise Unknown("a norm of a matrix that has several names")
        return self.of(expr.args[0])

    def of_rank(self, expr: Expr, shape: Shape) -> Cells:
        raise Unknown("the entries of a rank")

    def of_entry(self, expr: Expr, shape: Shape) -> Cells:
        rows = self.of(expr.args[0])
        if any(index.head != "num" or index.args[0].denominator != 1 for index in expr.args[1:]):
            raise Unknown("an entry at an index that is not a number")
        i, j = (*(int(index.args[0]) for index in expr.args[1:]), 1)[:2]
        if not (1 <= i <= len(rows) and 1 <= j <= len(rows[0])):
            raise Unknown("an index outside the matrix")
        return [[rows[i - 1][j - 1]]]

    # -- relations

    def of_eq(self, expr: Expr, shape: Shape) -> Cells:
        common = next((side.shape for side in expr.args if side.shape not in ((), ANY)), ())
        if not common:
            return [[expr.rebuild(self.number)]]
        sides = (self.of(Expr("null") if side == ZERO else side, common) for side in expr.args)
        pairs = [(a, b) for one, other in zip(*sides, strict=True) for a, b in zip(one, other, strict=True)]
        return [[conjunction(*(Expr("eq", a, b) for a, b in pairs))]]

    def of_ne(self, expr: Expr, shape: Shape) -> Cells:
        equal = self.number(Expr("eq", *expr.args))
        if equal.head == "eq":
            return [[Expr("ne", *equal.args)]]
        return [[Expr("or", *(Expr("ne", *part.args) for part in equal.args))]]

    def of_pd(self, expr: Expr, shape: Shape) -> Cells:
        """By Sylvester: leading minors for pd, all principal ones for psd; and symmetric."""
        rows = self.of(expr.args[0])
        size = range(len(rows))
        parts = [Expr("eq", rows[i][j], rows[j][i]) for i, j in combinations(size, 2) if rows[i][j] != rows[j][i]]
        leading = [tuple(range(k)) for k in range(1, len(rows) + 1)]
        every = [kept for k in range(1, len(rows) + 1) for kept in combinations(size, k)]
        relation, chosen = ("lt", leading) if expr.head == "pd" else ("le", every)
        parts += [Expr(relation, ZERO, determinant([[rows[i][j] for j in kept] for i in kept])) for kept in chosen]
        return [[conjunction(*parts)]]

    of_psd = of_pd

    # -- derivatives

    def of_gradient(self, expr: Expr, shape: Shape) -> Cells:
        slots, values, body = self.moving(expr)
        rows = [[self.slope(body[0][0], slot) for slot in row] for row in slots]
        return [[cell.replace(values) for cell in row] for row in rows]

    def of_jacobian(self, expr: Expr, shape: Shape) -> Cells:
        slots, values, body = self.moving(expr)
        return [[self.slope(row[0], slot[0]).replace(values) for slot in slots] for row in body]

    def of_hessian(self, expr: Expr, shape: Shape) -> Cells:
        slots, values, body = self.moving(expr)
        if len(slots[0]) > 1:
            raise Unknown("a Hessian along a matrix")
        slopes = [self.slope(body[0][0], row[0]) for row in slots]
        return [[self.slope(one, row[0]).replace(values) for row in slots] for one in slopes]

    def moving(self, expr: Expr) -> tuple[Cells, dict[Expr, Expr], Cells]:
        """Slots for the entries of the variable, what is to be put there in the end, and the body with slots in it."""
        body, variable, argument = expr.args
        fresh = name(f"~{variable.args[0]}", variable.shape)
        slots, values = self.of(fresh), self.of(argument, variable.shape)
        pairs = zip((x for row in slots for x in row), (x for row in values for x in row), strict=True)
        return slots, dict(pairs), self.of(body.replace({variable: fresh}))

    def slope(self, body: Expr, slot: Expr) -> Expr:
        from answerkey.calculus import derivative

        try:
            return derivative(body, slot)
        except ValueError as reason:
            raise Unknown(str(reason)) from None


# -- entries of numbers


def plus(*cells: Expr) -> Expr:
    parts = [cell for cell in cells if cell != ZERO]
    return ZERO if not parts else parts[0] if len(parts) == 1 else Expr("add", *parts)


def times(*cells: Expr) -> Expr:
    """A product; a zero swallows only what is defined everywhere."""
    parts = [cell for cell in cells if cell != ONE]
    if ZERO in parts:
        parts = [ZERO, *(cell for cell in parts if may_be_undefined(cell))]
    return ONE if not parts else parts[0] if len(parts) == 1 else Expr("mul", *parts)


def may_be_undefined(cell: Expr) -> bool:
    return is_partial(cell) or any(node.head in ("factorial", "binomial", *BINDERS) for node in cell.walk())


def scaled(numbers: list[Expr], rows: Cells) -> Cells:
    return [[times(*numbers, x) for x in row] for row in rows]


def transposed(rows: Cells) -> Cells:
    return [list(column) for column in zip(*rows, strict=True)]


def product(left: Cells, right: Cells) -> Cells:
    if len(left) == len(left[0]) == 1:
        return scaled([left[0][0]], right)
    return [[plus(*map(times, row, column)) for column in zip(*right, strict=True)] for row in left]


def determinant(rows: Cells) -> Expr:
    if len(rows) > LARGEST_INVERSE:
        raise Unknown("the determinant of a large matrix")
    if len(rows) == 1:
        return rows[0][0]
    return plus(*(times(num((-1) ** j), rows[0][j], minor(rows, 0, j)) for j in range(len(rows))))


def minor(rows: Cells, i: int, j: int) -> Expr:
    return determinant([[x for b, x in enumerate(row) if b != j] for a, row in enumerate(rows) if a != i])


def inverted(rows: Cells) -> Cells:
    """Cofactors over the determinant."""
    under = Expr("pow", determinant(rows), num(-1))
    size = range(len(rows))
    return [[times(num((-1) ** (i + j)), minor(rows, j, i), under) for j in size] for i in size]


def function(head: str, x: Expr) -> Expr:
    """A function that is named in `each`, of one entry."""
    special: dict[str, Callable[[], Expr]] = {
        "relu": lambda: Expr("max", x, ZERO),
        "step": lambda: Expr("cases", ONE, Expr("lt", ZERO, x), ZERO),
        "sqrt": lambda: x**HALF,
        "sigmoid": lambda: ONE / (ONE + Expr("exp", -x)),
        "softplus": lambda: Expr("log", ONE + Expr("exp", x)),
    }
    return special[head]() if head in special else Expr(head, x)


# -- what others call


def entries(expr: Expr, sizes: Callable[[Dimension], int], context: Context | None = None) -> Cells:
    """The entries of `expr` as trees of numbers; raises Unknown for what cannot be taken apart."""
    return Entries(sizes, context).of(expr)


def by_entries(claim: Expr, context: Context) -> tuple[list[Expr], Context] | None:
    """A claim about matrices of known size as claims about numbers, with the context of those; None if there is none.

    What is declared of the matrices is said of their entries, or left out: this is for proofs only.
    """
    shapes = [node.shape for node in claim.walk() if node.shape not in ((), ANY)]
    if not shapes or any(not isinstance(side, int) for shape in shapes for side in shape):
        return None
    if any(prod(map(known_side, shape)) > MOST_CELLS for shape in shapes):
        return None
    apart = Entries(known_side, context, symmetric_names(context))
    try:
        found = apart.number(context.unfold(claim))
    except (Unknown, ValueError):
        return None
    conditions = []
    for condition in context.conditions:
        try:
            conditions.append(apart.number(of_full_rank(context.unfold(condition))))
        except (Unknown, ValueError):
            continue
    parts = [part for each in conditions for part in (each.args if each.head == "and" else (each,))]
    inner = Context(names=context.names, conditions=tuple(parts), indices=context.indices, models=context.models)
    for each in (found, *parts):
        for leaf in each.walk():
            if leaf.head == "name" and inner.names.get(leaf.args[0]) is None:
                inner = inner.with_symbol(leaf.args[0])
    return list(found.args) if found.head == "and" else [found], inner


def known_side(side: Dimension) -> int:
    if isinstance(side, int):
        return side
    raise Unknown("a side of unknown size")


def symmetric_names(context: Context) -> frozenset[str]:
    """Names of matrices that are declared symmetric, or definite."""
    definite = [c.args[0] for c in context.conditions if c.head in ("pd", "psd")]
    equations = [c.args for c in context.conditions if c.head == "eq"]
    turned = [one for sides in equations for one, other in (sides, sides[::-1]) if other == Expr("T", one)]
    return frozenset(leaf.args[0] for leaf in (*definite, *turned) if leaf.head == "name")


def of_full_rank(condition: Expr) -> Expr:
    """That a matrix has as many independent columns as it has columns, by the determinant of its Gram matrix."""
    if condition.head == "eq" and condition.args[0].head == "rank" and condition.args[1].head == "num":
        inner, count = condition.args[0].args[0], condition.args[1].args[0]
        if inner.shape[1:] == (count,):
            return Expr("ne", Expr("det", inner.T * inner), ZERO)
        if inner.shape[:1] == (count,):
            return Expr("ne", Expr("det", inner * inner.T), ZERO)
    return condition
