r"""Vectors and matrices with dots in them, `(w_1, \dots, w_n)^\top`: read where they are a declared vector in full."""

from answerkey.reading.cursor import BRACKETS, Cursor
from answerkey.reading.series import sized
from answerkey.reading.tokens import Unread
from answerkey.tree import EYE, ONE, ZERO, Expr, num

DOTS = frozenset({r"\dots", r"\ldots", r"\cdots", r"\vdots", r"\ddots", r"\dotsc", r"\dotsb", r"\hdots"})
BLANK = Expr("list")  # an empty cell, or one with dots


class Elided(Cursor):
    """Rules for what goes on in the same way."""

    def cell(self) -> Expr:
        """What stands between two marks of a matrix or two commas."""
        if self.token.text in DOTS:
            self.take()
            return BLANK
        return BLANK if self.token.text in ("&", r"\\", r"\end") else self.inside(self.sum)

    def coordinates(self, opening: str, start: int) -> Expr | None:
        r"""The row in `(x, y)^\top`; None of an interval."""
        outer, self.at = self.at, start
        try:
            items = [self.cell()]
            while self.skip(",") or self.skip(";"):
                items.append(self.cell())
            closed = self.skip(BRACKETS[opening])
        except Unread:
            closed = False
        if closed and self.token.text == "^" and self.peek_group_at(self.at + 1)[-1:] in (["T"], [r"\top"]):
            return self.with_dots([items]) if BLANK in items else self.node("block", len(items), *items)
        self.at = outer
        return None

    def in_full(self, cells: list[Expr]) -> Expr:
        """The declared vector whose entries these are: the first, the second perhaps, dots, and the last."""
        cells = [self.as_entry(cell) for cell in cells]
        first = cells[0]
        if {*cells} - {BLANK} == {first} and len(cells) > 2:
            return self.node("null") if first == ZERO else self.multiple(first, Expr("ones", "?"))
        dots = cells.index(BLANK)
        vector = first.args[0] if first.head == "entry" else first
        if vector.shape[1:] == (1,):
            wanted = [Expr("entry", vector, num(k + 1)) for k in range(dots)]
            if cells == [*wanted, BLANK, Expr("entry", vector, sized(vector.shape[0]))]:
                return vector
        return self.fail("what the dots stand for is not clear")

    def multiple(self, number: Expr, of: Expr) -> Expr:
        if number.shape:
            self.fail("what the dots stand for is not clear")
        return of if number == ONE else self.node("mul", number, of)

    def as_entry(self, cell: Expr) -> Expr:
        """The entry of a vector for what else would be a term of a sequence of the same name."""
        vector = self.vector(cell.args[0]) if cell.head == "term" else None
        if vector is None or vector.shape[1] != 1:  # of a matrix they are its rows
            return cell
        return self.node("entry", self.names.leaf(cell.args[0]), cell.args[2])

    def with_dots(self, rows: list[list[Expr]]) -> Expr:
        """A column or a row with dots, or a diagonal matrix."""
        if all(len(row) == 1 for row in rows):
            return self.in_full([row[0] for row in rows])
        if len(rows) == 1:
            return self.node("T", self.in_full(rows[0]))
        diagonal = [row[i] for i, row in enumerate(rows) if i < len(row)]
        others = {cell for i, row in enumerate(rows) for j, cell in enumerate(row) if i != j}
        if (matrix := in_corners(rows)) is not None:
            return matrix
        if len(diagonal) < len(rows) or others - {BLANK, ZERO}:
            self.fail("what the dots stand for is not clear")
        if {*diagonal} - {BLANK} == {diagonal[0]} and diagonal[0] != BLANK:
            return self.multiple(diagonal[0], EYE)
        return self.node("diag", self.in_full(diagonal))


def in_corners(rows: list[list[Expr]]) -> Expr | None:
    r"""The declared matrix that entries from `A_{11}` to `A_{mn}` in the corners, with dots between, are."""
    first = rows[0][0]
    if first.head != "entry" or len(first.args[0].shape) != 2 or len({len(row) for row in rows}) > 1:
        return None
    matrix = first.args[0]
    down = [*map(num, range(1, len(rows))), sized(matrix.shape[0])]
    across = [*map(num, range(1, len(rows[0]))), sized(matrix.shape[1])]
    wanted = [[Expr("entry", matrix, i, j) for j in across] for i in down]
    corners = all(rows[i][j] == wanted[i][j] for i in (0, -1) for j in (0, -1))
    told = (zip(row, meant, strict=True) for row, meant in zip(rows, wanted, strict=True))
    return matrix if corners and all(cell in (BLANK, meant) for pairs in told for cell, meant in pairs) else None
