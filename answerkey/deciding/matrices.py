"""Normal forms of matrix formulas of symbolic shape: grids of blocks, each a sum of words.

An identity fits any place, so it is a word without letters; a block that is cut differently from its neighbours is not
decided.
"""

from dataclasses import replace

from answerkey.context import degree
from answerkey.deciding.chance import by_outcomes, expected
from answerkey.deciding.field import Field
from answerkey.deciding.quotients import Quotient
from answerkey.deciding.values import Unknown
from answerkey.deciding.words import EMPTY, Letter, Sum, Word, Words, flipped, is_square, order
from answerkey.tree import ANY, Dimension, Expr, name, num

Grid = list[list[Sum]]


class Matrices(Words):
    """The normal forms of one claim, over its field of scalars."""

    def __init__(self, scalars: Field):
        super().__init__(scalars)
        scalars.closed = self.scalar

    def of(self, expr: Expr) -> Grid:
        """The normal form of a matrix expression, in blocks; raises Undefined or Unknown."""
        if not expr.shape:
            return [[{EMPTY: c} if (c := self.scalars.of(expr)) else {}]]
        match expr.head:
            case "name" | "term":
                return [[self.letter(expr)]]
            case "eye":
                return [[{EMPTY: self.scalars.constant(1)}]]
            case "null":
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
                return [[self.pseudo_inverse(self.single(expr.args[0]))]]
            case "gradient":
                return [[self.gradient(expr)]]
            case "E":
                return [[self.expected(cell) for cell in row] for row in self.of(expr.args[0])]
            case "given":
                return self.conditional(expr)
        raise Unknown(f"{expr.head} of matrices has no normal form")

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
            case "tr":
                return self.trace(self.single(expr.args[0]), expr.args[0].shape[0])
            case "entry":
                row = Letter("unit", repr(expr.args[1]), True, "1", str(expr.args[0].shape[0]), expr.args[1])
                return self.sum_of_closed(self.times(self.letter_sum(row), self.single(expr.args[0])))
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
        total = grids[0]
        for grid in grids[1:]:
            if self.is_scalar(total) or self.is_scalar(grid):
                (factor,), other = (total[0], grid) if self.is_scalar(total) else (grid[0], total)
                unit = factor.get(EMPTY, self.scalars.zero_quotient())
                total = [[self.scaled(cell, unit) for cell in row] for row in other]
                continue
            if len(total[0]) != len(grid):
                raise Unknown("blocks that are cut differently")
            total = [
                [self.row_by_column(row, [line[j] for line in grid]) for j in range(len(grid[0]))] for row in total
            ]
        return total

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
            inverse = [[self.inverse(self.single(base))]]
            return self.multiplied([inverse] * -whole)
        return self.multiplied([self.of(base)] * whole) if whole else [[{EMPTY: self.scalars.constant(1)}]]

    def letter(self, leaf: Expr) -> Sum:
        found = Letter("name", repr(leaf), False, *_sides(leaf.shape), leaf)
        if leaf.args[0] in self.context.orthogonal:
            self.learn((found.T, found), {EMPTY: self.scalars.constant(1)})
            self.learn((found, found.T), {EMPTY: self.scalars.constant(1)})
        return self.letter_sum(found)

    def learn_diagonals(self, unit: Letter) -> None:
        """Row i of a diagonal matrix is its i-th entry times a unit row; of its pseudo-inverse likewise."""
        for matrix, entries in self.context.diagonal.items():
            shape = self.context.names.symbols[matrix].shape
            leaf = name(matrix, shape)
            entry = self.scalars.of(Expr("term", entries, (), unit.leaf))
            letter = Letter("name", matrix, False, *_sides(shape), leaf)
            inverse = Letter("pinv", repr(((letter,),)), False, letter.columns, letter.rows)
            undone = self.scalars.of(Expr("pinv", Expr("term", entries, (), unit.leaf)))
            for one, factor in ((letter, entry), (letter.T, entry), (inverse, undone), (inverse.T, undone)):
                row = Letter("unit", unit.key, True, "1", one.rows, unit.leaf)
                moved = Letter("unit", unit.key, True, "1", one.columns, unit.leaf)
                self.learn((row, one), {(moved,): factor})

    def inverse(self, a: Sum) -> Sum:
        """The inverse of a sum of words, by the rules S P = P S = 1."""
        if not a:
            raise Unknown("the inverse of zero")
        if all(word == EMPTY for word in a):
            return {EMPTY: self.scalars.power(a[EMPTY], -1)}
        if len(a) == 1:
            return self.inverse_of_word(*next(iter(a.items())))
        lead = max(a, key=order)
        monic = self.scaled(a, self.scalars.power(a[lead], -1))
        rows, columns = lead[0].rows, lead[-1].columns
        symmetric = _same(self.flip(monic), monic)
        key = _key(monic)
        back = _key(self.flip(monic))
        letter = Letter("symmetric" if symmetric else "inverse", min(key, back), back < key, columns, rows)
        letter = replace(letter, inner=self.leaves_of(a))
        others = {word: c for word, c in monic.items() if word != lead}
        for left in (True, False):
            word = (letter, *lead) if left else (*lead, letter)
            moved: Sum = {EMPTY: self.scalars.constant(1)}
            for other, c in others.items():
                longer = (letter, *other) if left else (*other, letter)
                moved = self.plus(moved, {longer: self.scalars.scaled(c, -1)})
            self.learn(word, moved)
        return self.scaled(self.letter_sum(letter), self.scalars.power(a[lead], -1))

    def is_defined(self, power: Expr) -> bool:
        """Whether a power of a matrix exists at every point of the domain: a negative one needs an inverse."""
        base, exponent = power.args
        return exponent.head == "num" and (exponent.args[0] >= 0 or self.is_invertible(self.single(base)))

    def is_invertible(self, a: Sum) -> bool:
        """Whether `a` is orthogonal, positive definite at a glance, or declared to have a determinant."""
        if len(a) == 1 and all(self.is_orthogonal(letter) for letter in next(iter(a))):
            return True
        positive = all(self.is_positive(c) and is_square(word) for word, c in a.items())
        return (positive and EMPTY in a) or any(
            self.proportional(a, self.single(c.args[0].args[0]))
            for c in map(self.context.unfold, self.context.conditions)
            if c.head == "ne" and c.args[0].head == "det" and c.args[1] == num(0)
        )

    def is_positive(self, a: Quotient) -> bool:
        return self.scalars.sign(a.top) * self.scalars.sign(a.bottom) > 0

    def inverse_of_word(self, word: Word, coefficient: Quotient) -> Sum:
        if any(letter.rows != letter.columns for letter in word):
            raise Unknown("the inverse of a product of matrices that are not square")
        total: Sum = {EMPTY: self.scalars.power(coefficient, -1)}
        for letter in reversed(word):
            upright = letter.T if letter.transposed else letter
            undone = Letter(
                "inverse", repr(upright), letter.transposed, letter.columns, letter.rows, None, letter.leaves
            )
            if letter.kind == "name" and letter.leaf is not None and letter.leaf.args[0] in self.context.orthogonal:
                undone = letter.T
            unit = {EMPTY: self.scalars.constant(1)}
            self.learn((undone, letter), unit)
            self.learn((letter, undone), unit)
            total = self.times(total, self.letter_sum(undone))
        return total

    def pseudo_inverse(self, a: Sum) -> Sum:
        """Of one letter, with orthogonal letters around it taken off; by Penrose's four equations."""
        if len(a) != 1:
            raise Unknown("the pseudo-inverse of a sum")
        ((word, coefficient),) = a.items()
        bare = [letter for letter in word if not self.is_orthogonal(letter)]
        if len(bare) != 1:
            raise Unknown("the pseudo-inverse of a product")
        at = word.index(bare[0])
        letter = bare[0]
        upright = letter.T if letter.transposed else letter
        plus = Letter("pinv", repr(((upright,),)), letter.transposed, letter.columns, letter.rows, None, letter.leaves)
        if not self.scalars.sign(coefficient.top) * self.scalars.sign(coefficient.bottom):
            raise Unknown("the pseudo-inverse of a multiple that may be zero")
        one = self.scalars.constant(1)
        for x, p in ((letter, plus), (plus, letter)):
            self.learn((x, p, x), {(x,): one})
            high, low = sorted(((p.T, x.T), (x, p)), reverse=True)
            self.learn(high, {low: one})
        found = self.word((*flipped(word[at + 1 :]), plus, *flipped(word[:at])), self.scalars.power(coefficient, -1))
        self.letters.add(plus)
        return found

    def is_orthogonal(self, letter: Letter) -> bool:
        return letter.leaf is not None and letter.kind == "name" and letter.leaf.args[0] in self.context.orthogonal

    def trace(self, a: Sum, size: Dimension) -> Quotient:
        found = self.scalars.zero_quotient()
        for word, coefficient in a.items():
            if word == EMPTY:
                unit = self.scalars.of(num(size) if isinstance(size, int) else name(size))
            else:
                turns = [word[i:] + word[:i] for i in range(len(word))]
                open_turn = next((t for t in turns if t[0].rows == "1"), None)
                best = min([*turns, *map(flipped, turns)])
                unit = self.closed(open_turn) if open_turn else self.scalars.gen(("trace", best), inside=best)
            found = self.scalars.add(found, self.scalars.multiply(coefficient, unit))
        return found

    def gradient(self, expr: Expr) -> Sum:
        """The column of derivatives of a scalar in a vector: by the chain rule through the closed words."""
        body, variable, argument = expr.args
        if variable != argument:
            raise Unknown("a gradient at what is not a name")
        value = self.scalars.of(body)
        vector = Letter("name", repr(variable), False, *_sides(variable.shape), variable)
        for i in {i for poly in (value.top, value.bottom) for i, e in enumerate(poly.degrees()) if e}:
            plain = (
                self.scalars.keys[i][0] == "word"
                and not any(variable in letter.inner for letter in self.scalars.inside[i])
                if isinstance(self.scalars.keys[i], tuple)
                else True
            )
            if not plain and variable in self.scalars.names_behind(i):
                raise Unknown("a gradient through more than products")
        total: Sum = {}
        for i, word in list(self.scalars.inside.items()):
            if self.scalars.keys[i][0] != "word" or not {vector, vector.T} & set(word):  # type: ignore[arg-type]
                continue
            slope = self.derivative(value, i)
            total = self.plus(total, self.scaled(self.slope_of_word(word, vector), slope))  # type: ignore[arg-type]
        return total

    def derivative(self, a: Quotient, i: int) -> Quotient:
        if any(a.bottom.degrees()[j] for j in (i,)):
            raise Unknown("the gradient of a quotient")
        if any(i in set(_generators(square)) for square in self.scalars.squares.values()):
            raise Unknown("the gradient of a root")
        return self.scalars.quotient(a.top.derivative(i), a.bottom)

    def slope_of_word(self, word: Word, vector: Letter) -> Sum:
        total: Sum = {}
        for place, letter in enumerate(word):
            if letter == vector and place == len(word) - 1:
                total = self.plus(total, self.word(flipped(word[:place]), self.scalars.constant(1)))
            elif letter == vector.T and place == 0:
                total = self.plus(total, self.word(word[1:], self.scalars.constant(1)))
            elif letter in (vector, vector.T):
                raise Unknown("a gradient through a word that is not closed by its variable")
        return total

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


def _sides(shape) -> tuple[str, str]:
    if shape == ANY:
        raise Unknown("a matrix of unknown shape")
    return str(shape[0]), str(shape[1])


def _key(a: Sum) -> str:
    return repr(sorted((repr(word), c.key) for word, c in a.items()))


def _same(a: Sum, b: Sum) -> bool:
    return a.keys() == b.keys() and all(a[w].key == b[w].key for w in a)


def _generators(poly):
    return [i for i, e in enumerate(poly.degrees()) if e]
