"""Formulas of matrices of any size as formulas of their entries: (AB)_ij is the sum over k of A_ik B_kj.

An entry of a Kronecker product or of a vec has a pair of indices for one; a side of length one has none.  Derivatives
in vectors and matrices are derivatives in an entry at an index of its own.
"""

from collections.abc import Callable

from answerkey.calculus import plus, times
from answerkey.context import Context
from answerkey.deciding.networks.indices import Indices, Legs, finest
from answerkey.deciding.networks.tangents import Tangent
from answerkey.deciding.referee.values import Unknown
from answerkey.reading.operators import plain
from answerkey.shapes import ANY, ShapeError
from answerkey.tree import EYE, HALF, ONE, RELATIONS, ZERO, Expr, num

HIGHEST_POWER = 6
MOST_ENTRIES = 20_000  # that are looked at: the seventh term of a recurrence may have more


class Indexed(Indices):
    """The entries of the formulas of one claim."""

    def __init__(self, context: Context):
        super().__init__(context)
        self.kinks: list[Expr] = []  # where a derivative does not exist
        self.regular: list[Expr] = []  # matrices that have to be invertible
        self.seen = 0  # entries so far

    # -- entries

    def at(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        """The entry of `expr` at indices for its row and its column, as a tree of numbers."""
        self.seen += 1
        if self.seen > MOST_ENTRIES:
            raise Unknown("a formula with too many entries")
        if not expr.shape:
            return self.scalar(expr)
        if expr.head == "null":
            return ZERO
        if expr.shape == ANY:
            return times(self.scalar(self.multiple(expr)), self.deltas(rows, columns))
        rule = getattr(self, f"at_{expr.head}", None)
        if rule is None:
            raise Unknown(f"{expr.head} of matrices has no entries here")
        return rule(expr, rows, columns)

    def at_name(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        self.check(expr, rows, columns)
        return Expr("at", expr, len(rows), *rows, *columns)

    at_term = at_name

    def at_pinv(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        """Of a Kronecker product, that of the pseudo-inverses."""
        (base,) = expr.args
        if base.head == "kron" and all(node.shape for node in base.args):
            return self.at(Expr("kron", *(Expr("pinv", node) for node in base.args)), rows, columns)
        return self.at_name(expr, rows, columns)

    def at_eye(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return self.deltas(rows, columns)

    def at_ones(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        self.check(expr, rows, columns)
        return ONE

    def at_unit(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        self.check(expr, rows, columns)
        return self.deltas(rows, (self.fixed(*expr.args),))

    def at_add(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return plus(*(self.at(node, rows, columns) for node in expr.args))

    def at_hadamard(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return times(*(self.at(node, rows, columns) for node in expr.args))

    def at_mul(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        runs, numbers = self.runs(expr)
        found = [self.scalar(number) for number in numbers]
        for run in runs:
            last = run is runs[-1]
            found.append(self.contracted(run, rows if last else (), columns if last else ()))
        return times(*found)

    def contracted(self, run: list[Expr], rows: Legs, columns: Legs) -> Expr:
        factors, left = [], rows
        inner: list[Expr] = []
        for node, after in zip(run, [*run[1:], None], strict=True):
            right = columns
            if after is not None:
                between = finest([self.sides(node)[1], self.sides(after)[0]])
                if between is None:
                    raise Unknown("a product over what has no size")
                right = self.indices(between)
                inner += right
            factors.append(self.at(node, left, right))
            left = right
        return self.over(tuple(inner), times(*factors))

    def at_T(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return self.at(expr.args[0], columns, rows)

    def at_pow(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        base, exponent = expr.args
        if exponent.head != "num" or exponent.args[0].denominator != 1 or abs(exponent.args[0]) > HIGHEST_POWER:
            raise Unknown("a symbolic power of a matrix")
        whole = int(exponent.args[0])
        if whole < 0:
            inverse = self.undone(base)
            return self.at(Expr("mul", *[inverse] * -whole), rows, columns) if whole < -1 else (
                self.at_name(inverse, rows, columns) if inverse.head == "pow" else
                self.at(inverse, rows, columns)
            )  # fmt: skip
        return self.at(Expr("mul", *[base] * whole) if whole else EYE, rows, columns)

    def undone(self, base: Expr) -> Expr:
        """The inverse; of a Kronecker product of square matrices, that of the inverses."""
        square = base.head == "kron" and all(node.shape[:1] == node.shape[1:] for node in base.args)
        below = [Expr("pow", node, num(-1)) for node in base.args] if square else []
        return Expr("kron", *below) if square else Expr("pow", base, num(-1))

    def at_kron(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        found = []
        for node in expr.args:
            if not node.shape:
                found.append(self.scalar(node))
                continue
            high, wide = (len(side or ()) for side in self.sides(node))
            if len(rows) < high or len(columns) < wide:
                raise Unknown("a Kronecker product at one index")
            found.append(self.at(node, rows[:high], columns[:wide]))
            rows, columns = rows[high:], columns[wide:]
        return times(*found)

    def at_vec(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        """Column after column: the index of the column comes first."""
        wide = len(self.sides(expr.args[0])[1] or ())
        return self.at(expr.args[0], rows[wide:], rows[:wide])

    def at_diag(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return times(self.deltas(rows, columns), self.at(expr.args[0], rows, ()))

    def at_diagpart(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        upper, lower = self.sides(expr.args[0])
        if upper != lower:
            raise Unknown("the diagonal of what is not square")
        return self.at(expr.args[0], rows, rows)

    def at_each(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        entry = self.at(expr.args[1], rows, columns)
        return Expr("positive", entry) if expr.args[0] == "step" else plain(expr.args[0], entry)

    def at_E(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return Expr("E", self.at(expr.args[0], rows, columns))

    def at_sum(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return self.sum_over(expr, lambda body: self.at(body, rows, columns))

    def at_gradient(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return self.slope(self.scalar(expr.args[0]), expr, [(len(rows), *rows, *columns)])

    def at_jacobian(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        wide = len(self.known_sides(expr.args[1])[1])
        place = columns[wide:] + columns[:wide]
        return self.slope(self.at(expr.args[0], rows, ()), expr, [(len(columns) - wide, *place)])

    def at_hessian(self, expr: Expr, rows: Legs, columns: Legs) -> Expr:
        return self.slope(self.scalar(expr.args[0]), expr, [(len(rows), *rows), (len(columns), *columns)])

    # -- numbers

    def scalar(self, expr: Expr) -> Expr:
        """A number made of matrices as a tree of entries."""
        if not any(node.shape or node.head in ("entry", "derivative", "sum") for node in expr.walk()):
            return expr
        match expr.head:
            case "mul":
                return self.at_mul(expr, (), ())
            case "tr":
                rows, columns = self.sides(expr.args[0])
                legs = self.indices(finest([rows, columns]) or self.unsized())
                return self.over(legs, self.at(expr.args[0], legs, legs))
            case "entry":
                return self.entry(expr)
            case "det" | "rank" if not any(map(self.is_index, expr.walk())):
                return expr
            case "sum":
                return self.sum_over(expr, self.scalar)
            case "gradient" | "jacobian" | "hessian":
                return self.at(expr, (), ()) if expr.shape else self.slope_in_number(expr)
            case "derivative":
                return Tangent(self, expr.args[1]).of(self.scalar(expr.args[0]))
            case "norm":
                return Expr("pow", self.over_entries(expr.args[0], lambda entry: times(entry, entry)), HALF)
            case "norm1":
                return self.over_entries(expr.args[0], lambda entry: Expr("abs", entry))
            case "T" | "kron" | "hadamard" | "vec" | "diagpart" if not expr.nodes[0].shape:
                return times(*map(self.scalar, expr.nodes))
            case "kron" | "hadamard" | "diagpart" | "pow" | "E" | "add" | "cases" | "T" | "each" if any(
                node.shape for node in expr.nodes
            ):
                return self.at(expr, (), ()) if expr.shape else self.single(expr)
        if expr.head in RELATIONS and any(node.shape for node in expr.nodes):
            raise Unknown("a relation of matrices in a formula")
        try:
            return expr.rebuild(self.scalar)
        except ShapeError:
            raise Unknown("a function of a matrix in a formula") from None

    def over_entries(self, matrix: Expr, function: Callable[[Expr], Expr]) -> Expr:
        """The sum of a function of the entries."""
        rows, columns = map(self.indices, self.known_sides(matrix))
        return self.over(rows + columns, function(self.at(matrix, rows, columns)))

    def single(self, expr: Expr) -> Expr:
        raise Unknown(f"{expr.head} of matrices is no number here")

    def entry(self, expr: Expr) -> Expr:
        matrix, *places = expr.args
        if not matrix.shape:
            return self.scalar(matrix)
        sides = [self.known_sides(matrix)[i] for i in range(2)]
        legs: list[Legs] = []
        for place, ranges, dimension in zip([*places, ONE], sides, matrix.shape, strict=False):
            if len(ranges) > 1 or (len(places) == 1 and matrix.shape[1] != 1):
                raise Unknown("an entry at one index of a pair")
            legs.append((self.fixed(place, dimension),) if ranges else ())
        return self.at(matrix, legs[0], legs[1])

    def sum_over(self, expr: Expr, rule) -> Expr:
        """A sum over the entries of vectors and matrices, or over a sequence of them."""
        leaf, body, low, high = expr.args
        entries = any(node.shape or node.head == "entry" for node in body.walk())
        if not entries and not self.is_over_terms(leaf, body, high):
            return expr
        if low != ONE or high.head not in ("num", "name"):
            raise Unknown("a sum over a part of a range")
        new = self.index(str(high.args[0]))
        return self.over((new,), rule(body.replace({leaf: new})))

    def is_over_terms(self, leaf: Expr, body: Expr, high: Expr) -> bool:
        """Whether a sum is over as many terms of sequences as a side has."""
        if high.head != "name" or high.args[0] not in self.context.dimensions:
            return False
        terms = {node: ONE for node in body.walk() if node.head == "term" and node.args[2] == leaf}
        return bool(terms) and leaf not in set(body.replace(terms).walk())

    # -- derivatives

    def slope(self, body: Expr, expr: Expr, places: list[tuple]) -> Expr:
        _, variable, argument = expr.args
        hidden = variable.args[0] in (*self.context.diagonal, *self.context.diagonal.values())
        if hidden or self.context.is_random(variable) or variable.head != "name":
            raise Unknown("a derivative along what other names depend on")
        for place in places:
            body = Tangent(self, Expr("at", variable, *place)).of(body)
        return body if variable == argument else self.moved(body, variable, argument)

    def slope_in_number(self, expr: Expr) -> Expr:
        raise Unknown("a derivative of vectors of length one")

    def moved(self, body: Expr, variable: Expr, argument: Expr) -> Expr:
        if body.head == "at" and body.args[0] == variable:
            high = body.args[1]
            return self.at(argument, body.args[2 : 2 + high], body.args[2 + high :])
        if body.shape:
            return body.replace({variable: argument})
        return body.rebuild(lambda node: self.moved(node, variable, argument))
