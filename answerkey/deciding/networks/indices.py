"""Indices of the entries of matrices, and over what they run: of a Kronecker product or a vec a pair stands for one."""

from functools import reduce
from itertools import chain

from answerkey.calculus import times
from answerkey.context import Context
from answerkey.deciding.referee.values import Unknown
from answerkey.shapes import ANY, Dimension, product_of_sides
from answerkey.tree import ONE, ZERO, Expr, name, num

Legs = tuple[Expr, ...]
Sides = tuple[tuple[str, ...] | None, tuple[str, ...] | None]  # the ranges of the rows' and the columns' indices
FREE = "#"  # begins the name of an index


class Indices:
    """The indices of the formulas of one claim; `ranges` says what each runs over."""

    def __init__(self, context: Context):
        self.context = context
        self.ranges: dict[str, str] = {}

    # -- indices

    def index(self, range_: str) -> Expr:
        new = name(f"{FREE}{len(self.ranges)}")
        self.ranges[new.args[0]] = range_
        return new

    def indices(self, side: tuple[str, ...]) -> Legs:
        return tuple(map(self.index, side))

    def is_index(self, expr: Expr) -> bool:
        return expr.head == "name" and expr.args[0] in self.ranges

    def fixed(self, expr: Expr, dimension: Dimension) -> Expr:
        """The index that stands at one place of a vector or matrix."""
        if self.is_index(expr):
            if self.ranges[expr.args[0]] != str(dimension):
                raise Unknown("an index that runs over another range")
            return expr
        if any(map(self.is_index, expr.walk())):
            raise Unknown("an index that is moved")
        found = name(f"={dimension}:{expr!r}")
        self.ranges[found.args[0]] = str(dimension)
        return found

    def over(self, legs: Legs, body: Expr) -> Expr:
        for leg in legs:
            range_ = self.ranges[leg.args[0]]
            body = Expr("sum", leg, body, ONE, num(int(range_)) if range_.isdigit() else name(range_))
        return body

    # -- sides

    def sides(self, expr: Expr) -> Sides:
        """The ranges of the indices of an entry, None where the place decides."""
        rows, columns = self.sides_of(expr)
        return (rows if rows is None or "?" not in rows else None), (
            columns if columns is None or "?" not in columns else None
        )

    def sides_of(self, expr: Expr) -> Sides:
        if not expr.shape:
            return (), ()
        if expr.shape == ANY:
            return None, None
        inner = [self.sides(node) for node in expr.nodes]
        match expr.head:
            case "T":
                return inner[0][::-1]
            case "kron":
                high, wide = zip(*(self.known_sides(node) for node in expr.nodes), strict=True)
                return tuple(chain(*high)), tuple(chain(*wide))
            case "vec":
                rows, columns = inner[0]
                return (None if rows is None or columns is None else columns + rows), ()
            case "jacobian":
                rows, columns = inner[1]
                return inner[0][0], None if rows is None or columns is None else columns + rows
            case "diag":
                return inner[0][0], inner[0][0]
            case "diagpart":
                return inner[0][0], ()
            case "add" | "hadamard" | "cases":
                return finest(r for r, _ in inner), finest(c for _, c in inner)
            case "mul":
                shaped = [side for side, node in zip(inner, expr.nodes, strict=True) if node.shape not in ((), ANY)]
                ends = self.run(expr)
                return self.sides(ends[0])[0], self.sides(ends[-1])[1] if shaped else None
            case "pow":
                return inner[0]
            case "pinv":
                return inner[0][::-1]
            case "each" | "E":
                return inner[0]
            case "sum":
                return self.sides(expr.args[1])
        return side(expr.shape[0]), side(expr.shape[1])

    def run(self, product: Expr) -> list[Expr]:
        """The matrices of a product that its own sides come from: those after the last inner product."""
        runs, _ = self.runs(product)
        return runs[-1]

    def runs(self, product: Expr) -> tuple[list[list[Expr]], list[Expr]]:
        """The factors of a product in runs of matrices, all but the last of which are numbers; and its numbers.

        Multiples of the identity count as numbers, unless there is nothing else.
        """
        runs: list[list[Expr]] = [[]]
        numbers = [node for node in product.args if not node.shape]
        matrices = [node for node in product.args if node.shape]
        if any(node.shape != ANY for node in matrices):
            numbers += [self.multiple(node) for node in matrices if node.shape == ANY]
            matrices = [node for node in matrices if node.shape != ANY]
        for node in matrices:
            runs[-1].append(node)
            if Expr("mul", *runs[-1]).shape == ():
                runs.append([])
        return [run for run in runs if run], numbers

    def multiple(self, expr: Expr) -> Expr:
        """The number that a formula without a size is times the identity."""
        match expr.head:
            case "eye":
                return ONE
            case "null":
                return ZERO
            case "add" | "mul" | "pow":
                return expr.rebuild(lambda node: self.multiple(node) if node.shape else node)
            case "T":
                return self.multiple(expr.args[0])
        raise Unknown("a matrix without a size")

    def deltas(self, rows: Legs, columns: Legs) -> Expr:
        if len(rows) != len(columns):
            raise Unknown("an identity between indices and pairs of indices")
        return times(*(Expr("delta", *pair) for pair in zip(rows, columns, strict=True)))

    def check(self, expr: Expr, rows: Legs, columns: Legs) -> None:
        """Raises Unknown where indices do not run over the sides of `expr`."""
        for legs, dimension in zip((rows, columns), expr.shape, strict=True):
            ranges = [self.ranges[leg.args[0]] for leg in legs]
            sides: list[Dimension] = [1, *(int(r) if r.isdigit() else r for r in ranges)]
            if reduce(product_of_sides, sides) != dimension:
                raise Unknown("an index that runs over another range")

    def unsized(self):
        raise Unknown("a matrix without a size")

    def known_sides(self, expr: Expr) -> tuple[tuple[str, ...], tuple[str, ...]]:
        rows, columns = self.sides(expr)
        if rows is None or columns is None:
            raise Unknown("a matrix without a size")
        return rows, columns


def finest(sides) -> tuple[str, ...] | None:
    """Of the ways to index one side, the one with the most indices."""
    return max((side for side in sides if side is not None), key=len, default=None)


def side(dimension: Dimension) -> tuple[str, ...] | None:
    return None if dimension == "?" else () if dimension == 1 else (str(dimension),)
