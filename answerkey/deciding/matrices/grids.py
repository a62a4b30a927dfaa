"""Normal forms of matrix formulas of symbolic shape: grids of blocks, each a sum of words.

An identity fits any place, so it is a word without letters; a block that is cut differently from its neighbours is not
decided.
"""

from contextlib import suppress
from functools import cached_property

from answerkey.context import degree
from answerkey.deciding.matrices import declared, definite, determinants, gradients, inequalities, inverses, ranks
from answerkey.deciding.matrices.chance import by_outcomes, expected
from answerkey.deciding.matrices.words import EMPTY, Letter, Sum, Word, Words, flipped, order
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Quotient, halved
from answerkey.shapes import ANY, Dimension
from answerkey.tree import BINDERS, ZERO, Expr, name

Grid = list[list[Sum]]


class Matrices(Words):
    """The normal forms of one claim, over its field of scalars."""

    def __init__(self, scalars: Field):
        super().__init__(scalars)
        scalars.closed = self.scalar
        self.symmetric = declared.symmetric(self.context)
        self.divided: list[Sum] = []  # what the claim has inverses of, and so has them wherever it is defined
        self.related = False  # whether the determinants of declared equations are taken up
        self.ranks: dict[int, Sum] = {}  # the generators that are ranks
        self.norms: dict[int, tuple[str, Sum]] = {}  # those that are norms other than Frobenius'
        declared.learn(self)

    @cached_property
    def independent(self) -> frozenset[Word]:
        self.__dict__["independent"] = frozenset()  # while the conditions are read
        return declared.independent(self)

    @cached_property
    def declared_definite(self) -> list[declared.Fact]:
        self.__dict__["declared_definite"] = []  # while the conditions are read
        return declared.definite(self)

    @cached_property
    def declared_regular(self) -> list[Sum]:
        self.__dict__["declared_regular"] = []  # while the conditions are read
        return definite.regular(self)

    def of(self, expr: Expr) -> Grid:
        """The normal form of a matrix expression, in blocks; raises Undefined or Unknown."""
        if not expr.shape:
            return [[{EMPTY: c} if (c := self.scalars.of(expr)) else {}]]
        match expr.head:
            case "name" | "term":
                return [[self.letter(expr)]]
            case "ones":
                return [[self.ones(expr)]]
            case "unit":
                return [
                    [self.letter_sum(Letter("unit", repr(expr.args[0]), True, "1", str(expr.args[1]), expr.args[0]).T)]
                ]
            case "eye":
                return [[{EMPTY: self.scalars.constant(1)}]]
            case "null":
                return [[{}]]
            case "mul" if ZERO in expr.args:
                return [[{}]]
            case "add":
                return self.added([self.of(node) for node in expr.args])
            case "mul":
                return self.multiplied([self.of(node) for node in expr.args])
            case "T":
                return self.transposed(self.of(expr.args[0]))
            case "block":
                return self.blocks(expr)
            case "pow":
                return self.raised(expr)
            case "pinv":
                return [[inverses.pseudo_inverse(self, self.single(expr.args[0]))]]
            case "gradient":
                return [[gradients.gradient(self, expr)]]
            case "hessian":
                return [[gradients.hessian(self, expr)]]
            case "E":
                return [[self.expected(cell) for cell in row] for row in self.of(expr.args[0])]
            case "given":
                return self.conditional(expr)
        raise Unknown(f"{expr.head} of matrices has no normal form")

    def take_note(self, claim: Expr) -> None:
        """Of what a claim has inverses of, before a determinant or a rank that these may serve."""
        heads = {node.head for node in claim.walk()}
        if heads & {"det", "rank"} and not heads & (BINDERS | {"cases"}):
            for node in claim.walk():
                if node.head == "pow" and node.shape:
                    with suppress(Unknown, Undefined):
                        self.of(node)

    def difference(self, left: Expr, right: Expr) -> Grid:
        minus: Grid = [[{EMPTY: self.scalars.constant(-1)}]]
        return self.added([self.of(left), self.multiplied([minus, self.of(right)])])

    def scalar(self, expr: Expr) -> Quotient:
        """A scalar made of matrices."""
        match expr.head:
            case "mul":
                cell = self.one(self.multiplied([self.of(node) for node in expr.args]))
                return self.sum_of_closed(cell)
            case "T":
                return self.scalar(expr.args[0])
            case "det":
                return determinants.determinant(self, expr.args[0])
            case "rank":
                return ranks.rank(self, expr.args[0])
            case "norm1" | "norminf":
                return inequalities.norm(self, expr)
            case "tr":
                return self.trace_of(self.of(expr.args[0]), expr.args[0].shape[0])
            case "entry":
                return self.entry(*expr.args)
            case "E":
                inner = self.scalars.of(by_outcomes(self.context, expr.args[0]))
                return self.sum_of_closed(self.expected({EMPTY: inner} if inner else {}))
        raise Unknown(f"{expr.head} of matrices has no normal form")

    def one(self, grid: Grid) -> Sum:
        if len(grid) != 1 or len(grid[0]) != 1:
            raise Unknown("a matrix in blocks where one block belongs")
        return grid[0][0]

    def single(self, expr: Expr) -> Sum:
        return self.one(self.of(expr))

    def is_scalar(self, grid: Grid) -> bool:
        """Whether a grid is a multiple of the identity (or a scalar), which fits any place."""
        return len(grid) == 1 == len(grid[0]) and all(word == EMPTY for word in grid[0][0])

    def added(self, grids: list[Grid]) -> Grid:
        rows, columns = max((len(g), len(g[0])) for g in grids)
        total: Grid = [[{} for _ in range(columns)] for _ in range(rows)]
        for grid in grids:
            if self.is_scalar(grid) and (rows, columns) != (1, 1):
                grid = [[grid[0][0] if i == j else {} for j in range(columns)] for i in range(rows)]
            if (len(grid), len(grid[0])) != (rows, columns):
                raise Unknown("blocks that are cut differently")
            total = [
                [self.plus(a, b) for a, b in zip(above, below, strict=True)]
                for above, below in zip(total, grid, strict=True)
            ]
        return total

    def multiplied(self, grids: list[Grid]) -> Grid:
        """Two by two, and the results two by two, so that no long word is copied once for every letter."""
        return halved(grids, self.pair)

    def pair(self, left: Grid, right: Grid) -> Grid:
        if self.is_scalar(left) or self.is_scalar(right):
            (factor,), other = (left[0], right) if self.is_scalar(left) else (right[0], left)
            unit = factor.get(EMPTY, self.scalars.zero_quotient())
            return [[self.scaled(cell, unit) for cell in row] for row in other]
        if len(left[0]) != len(right):
            raise Unknown("blocks that are cut differently")
        columns = [[line[j] for line in right] for j in range(len(right[0]))]
        return [[self.row_by_column(row, column) for column in columns] for row in left]

    def row_by_column(self, row: list[Sum], column: list[Sum]) -> Sum:
        total: Sum = {}
        for a, b in zip(row, column, strict=True):
            total = self.plus(total, self.times(a, b))
        return total

    def transposed(self, grid: Grid) -> Grid:
        return [[self.flip(grid[i][j]) for i in range(len(grid))] for j in range(len(grid[0]))]

    def blocks(self, expr: Expr) -> Grid:
        columns, *cells = expr.args
        grids = [self.of(cell) for cell in cells]
        rows = [grids[i : i + columns] for i in range(0, len(grids), columns)]
        lines: Grid = []
        for row in rows:
            if len({len(grid) for grid in row}) > 1:
                raise Unknown("blocks that are cut differently")
            lines += [[cell for grid in row for cell in grid[i]] for i in range(len(row[0]))]
        return lines

    def raised(self, expr: Expr) -> Grid:
        base, exponent = expr.args
        if exponent.head != "num" or exponent.args[0].denominator != 1 or abs(exponent.args[0]) > 16:
            raise Unknown("a symbolic power of a matrix")
        whole = int(exponent.args[0])
        if whole < 0:
            inner = self.single(base)
            if not self.scalars.within:
                self.divided.append(inner)
            inverse = [[self.inverse(inner)]]
            return self.multiplied([inverse] * -whole)
        return self.multiplied([self.of(base)] * whole) if whole else [[{EMPTY: self.scalars.constant(1)}]]

    def letter(self, leaf: Expr) -> Sum:
        found = self.letter_of(leaf)
        if leaf.args[0] in self.context.orthogonal:
            self.learn((found.T, found), {EMPTY: self.scalars.constant(1)})
            self.learn((found, found.T), {EMPTY: self.scalars.constant(1)})
        return self.letter_sum(found)

    def ones(self, expr: Expr) -> Sum:
        found = Letter("name", repr(expr), False, *_sides(expr.shape))
        self.learn((found.T, found), {EMPTY: self.scalars.of(determinants.counted(expr.args[0]))})
        return self.letter_sum(found)

    def letter_of(self, leaf: Expr) -> Letter:
        kind = "symmetric name" if leaf in self.symmetric else "name"
        return Letter(kind, repr(leaf), False, *_sides(leaf.shape), leaf)

    def learn_diagonals(self, unit: Letter) -> None:
        """Row i of a diagonal matrix is its i-th entry times a unit row; of its pseudo-inverse likewise."""
        for matrix, entries in self.context.diagonal.items():
            shape = self.context.names.symbols[matrix].shape
            leaf = name(matrix, shape)
            entry = self.scalars.of(Expr("term", entries, (), unit.leaf))
            letter = self.letter_of(leaf)
            inverse = inverses.plus_letter(self, {(letter,): self.scalars.constant(1)})
            undone = self.scalars.of(Expr("pinv", Expr("term", entries, (), unit.leaf)))
            for one, factor in ((letter, entry), (letter.T, entry), (inverse, undone), (inverse.T, undone)):
                row = Letter("unit", unit.key, True, "1", one.rows, unit.leaf)
                moved = Letter("unit", unit.key, True, "1", one.columns, unit.leaf)
                self.learn((row, one), {(moved,): factor})

    def inverse(self, a: Sum) -> Sum:
        return inverses.inverse(self, a)

    def is_defined(self, power: Expr) -> bool:
        """Whether a power of a matrix exists at every point of the domain: a negative one needs an inverse."""
        base, exponent = power.args
        return exponent.head == "num" and (exponent.args[0] >= 0 or self.is_invertible(self.single(base)))

    def is_invertible(self, a: Sum) -> bool:
        return definite.is_invertible(self, a)

    def is_positive(self, a: Quotient) -> bool:
        return self.scalars.sign(a.top) * self.scalars.sign(a.bottom) > 0

    def is_nonzero(self, a: Quotient) -> bool:
        """Whether a number is declared not to vanish, or has a sign at a glance."""
        if (a and a.top.is_constant()) or self.scalars.sign(a.top):
            return True
        return any(
            not condition.args[0].shape and a.top == self.scalars.of(condition.args[0] - condition.args[1]).top
            for condition in self.context.conditions
            if condition.head == "ne" and not any(node.shape for node in condition.walk())
        )

    def strength_of(self, word: Word) -> int:
        return definite.of_word(self, word)

    def sign_of(self, a: Quotient) -> int:
        return definite.sign_of(self, a)

    def is_regular(self, letter: Letter) -> bool:
        return definite.is_regular(self, letter)

    def base(self, letter: Letter) -> Word:
        """The word that a letter is the pseudo-inverse of, if it is one."""
        return next(iter(self.undone[letter])) if len(self.undone[letter]) == 1 else EMPTY

    def is_orthogonal(self, letter: Letter) -> bool:
        return (
            letter.leaf is not None and letter.kind.endswith("name") and letter.leaf.args[0] in self.context.orthogonal
        )

    def trace_of(self, grid: Grid, size: Dimension) -> Quotient:
        if len(grid) == 1:
            return self.trace(self.one(grid), size)
        sides = determinants.sides_of(grid)
        return self.scalars.total([self.trace(grid[k][k], side) for k, side in enumerate(sides)])

    def trace(self, a: Sum, size: Dimension) -> Quotient:
        found = self.scalars.zero_quotient()
        for word, coefficient in a.items():
            if word == EMPTY:
                unit = self.scalars.of(determinants.counted(size))
            elif definite.is_idempotent(self, {word: self.scalars.constant(1)}):
                unit = ranks.of_word(self, word)
            else:
                turns = [word[i:] + word[:i] for i in range(len(word))]
                shorter = self.shorter_turn(turns)
                if shorter is not None:
                    found = self.scalars.add(found, self.scalars.multiply(coefficient, self.trace(*shorter)))
                    continue
                open_turn = next((t for t in turns if t[0].rows == "1"), None)
                best = min([*turns, *map(flipped, turns)])
                unit = self.closed(open_turn) if open_turn else self.scalars.gen(("trace", best), inside=best)
            found = self.scalars.add(found, self.scalars.multiply(coefficient, unit))
        return found

    def shorter_turn(self, turns: list[Word]) -> tuple[Sum, str] | None:
        """What a rule makes of a word that has been turned, and its size; None where none applies."""
        for turn in turns:
            found = self.word(turn, self.scalars.constant(1))
            smaller = all(least_turn(word) < least_turn(turn) for word in found)
            if smaller and turn[0].rows != "1":
                return found, turn[0].rows
        return None

    def entry(self, matrix: Expr, *indices: Expr) -> Quotient:
        """Between a unit row and a unit column."""
        total = self.single(matrix)
        for index, side, row in zip(indices, matrix.shape, (True, False), strict=False):
            letter = Letter("unit", repr(index), True, "1", str(side), index)
            total = self.times(self.letter_sum(letter), total) if row else self.times(total, self.letter_sum(letter.T))
        return self.sum_of_closed(total)

    def expected(self, a: Sum) -> Sum:
        return expected(self, a)

    def conditional(self, expr: Expr) -> Grid:
        """E[W | Y = y] of jointly Gaussian vectors of mean zero is Cov(W, Y) Cov(Y, Y)^-1 y."""
        what, condition = expr.args
        seen, data = condition.args
        atoms = {node for side in (what, seen) for node in side.walk() if self.context.is_random(node)}
        gaussian = all(self.context.law(atom).family == "gaussian" for atom in atoms)
        if not gaussian or any(degree(side, atom) > 1 for side in (what, seen) for atom in atoms):
            raise Unknown("a conditional mean of what is not Gaussian")
        if any(self.expected(self.single(each)) for each in (what, seen)):
            raise Unknown("a conditional mean of what has a mean that is not zero")
        cross = self.expected(self.times(self.single(what), self.flip(self.single(seen))))
        own = self.expected(self.times(self.single(seen), self.flip(self.single(seen))))
        return [[self.times(self.times(cross, self.inverse(own)), self.single(data))]]


def least_turn(word: Word):
    """How long and large a word is, wherever it begins and whichever way it is read."""
    turns = [word[i:] + word[:i] for i in range(len(word))] or [word]
    return min(order(turn) for each in turns for turn in (each, flipped(each)))


def _sides(shape) -> tuple[str, str]:
    if shape == ANY:
        raise Unknown("a matrix of unknown shape")
    return str(shape[0]), str(shape[1])
