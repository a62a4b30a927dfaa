"""Random matrices under what is declared of them: definite, symmetric, of a rank, orthonormal, idempotent, across.

Entries are small rationals; zero, identity, repeated and lonely entries come up often.
"""

from collections.abc import Callable
from itertools import product
from random import Random

from flint import fmpq, fmpq_mat

from answerkey.deciding.referee.values import identity, multiple, pseudo_inverse, zeros
from answerkey.tree import EYE, ONE, Expr, num

Fact = tuple[str, Expr | None]
STYLES = ("whole", "whole", "whole", "sparse", "halves", "same", "lonely", "zero", "identity", "skew")
POSITIVE = [fmpq(1), fmpq(2), fmpq(1, 2), fmpq(3), fmpq(1, 4)]


def facts(leaf: Expr, conditions: list[Expr]) -> list[Fact]:
    """What the conditions say of a matrix or vector by itself, and what it is across to."""
    t = Expr("T", leaf)
    found: list[Fact] = []
    is_square = leaf.shape[0] == leaf.shape[1]
    squares = {leaf * leaf, leaf ** num(2)} if is_square else set()
    length = {Expr("norm", leaf), t * leaf, Expr("norm", leaf) ** num(2)}
    for condition in conditions:
        if condition.head in ("pd", "psd"):
            (inner,) = condition.args
            if inner == leaf:
                found.append((condition.head, None))
            elif inner.shape == leaf.shape and leaf in set(inner.walk()):
                found.append((f"{condition.head} inside", inner))
        for one, other in (condition.args, condition.args[::-1]) if condition.head == "eq" else ():
            if one == leaf and other == t:
                found.append(("symmetric", None))
            elif one == t and other in (-leaf, num(-1) * leaf):
                found.append(("skew", None))
            elif one == Expr("rank", leaf):
                found.append(("rank", other))
            elif one in length and other == ONE:
                found.append(("unit", None))
            elif one == t * leaf and other == EYE:
                found.append(("columns", None))
            elif one in squares and other == leaf:
                found.append(("idempotent", None))
            elif one.head == "mul" and len(one.args) == 2 and other.head in ("num", "null") and not one.shape:
                found += across(leaf, one.args)
            elif one == leaf and leaf not in set(other.walk()):
                found.append(("is", other))
            elif is_commutator(leaf, one, other):
                found.append(("commutes", next(x for x in one.args if x != leaf)))
    return found


def across(leaf: Expr, factors) -> list[Fact]:
    left, right = factors
    pair = [left.args[0] if left.head == "T" else left, right]
    others = [x for x in pair if x != leaf]
    return [("across", others[0])] if len(others) == 1 and others[0].head == "name" else []


def is_commutator(leaf: Expr, one: Expr, other: Expr) -> bool:
    both = one.head == other.head == "mul" and len(one.args) == 2 and other.args == one.args[::-1]
    return both and leaf in one.args and one.args[0] != one.args[1]


class Draughtsman:
    """Draws matrices of a shape that have a list of facts; `number` and `known` tell of what was drawn before."""

    def __init__(self, rng: Random, number: Callable[[Expr], fmpq | None], known: Callable[[Expr], object]):
        self.rng, self.number, self.known = rng, number, known

    def draw(self, leaf: Expr, rows: int, columns: int, said: list[Fact], plainly: bool) -> fmpq_mat | None:
        """A matrix; None where there is none of that shape.  What a fact does not shape is left to the conditions."""
        kinds = dict(said)
        if "is" in kinds and (found := self.full(kinds["is"], rows, columns)) is not None:
            return found
        if "columns" in kinds:
            return self.columns(rows, columns) if columns <= rows else None
        if "unit" in kinds:
            return self.unit(rows, columns, said)
        if "across" in kinds:
            return self.projected(rows, said, plainly)
        if "commutes" in kinds and (found := self.full(kinds["commutes"], rows, columns)) is not None:
            return identity(rows) * self.rng.randint(-1, 2) + found * self.rng.randint(-2, 2)
        rank = self.rank(kinds)
        if rank is not None and not 0 <= rank <= min(rows, columns):
            return None
        if kinds.keys() & {"pd", "psd", "symmetric", "skew", "idempotent"}:
            return self.square(rows, kinds, rank, plainly)
        if inside := next((fact for fact in said if fact[0].endswith("inside")), None):
            return self.inside(leaf, rows, inside, plainly)
        return self.plain(rows, columns, plainly) if rank is None else self.of_rank(rows, columns, rank, plainly)

    def full(self, expr: Expr | None, rows: int, columns: int) -> fmpq_mat | None:
        """A matrix of what was drawn before, if it is known and exact."""
        found = None if expr is None else self.known(expr)
        if isinstance(found, fmpq) and (found == 0 or rows == columns):
            return multiple(found, rows, columns)
        return found if isinstance(found, fmpq_mat) and (found.nrows(), found.ncols()) == (rows, columns) else None

    def others(self, rows: int, said: list[Fact]) -> list[fmpq_mat]:
        found = (self.full(other, rows, 1) for kind, other in said if kind == "across")
        return [other for other in found if other is not None]

    def rank(self, kinds: dict) -> int | None:
        found = self.number(kinds["rank"]) if "rank" in kinds else None
        return None if found is None else int(found.p)

    def plain(self, rows: int, columns: int, plainly: bool = False) -> fmpq_mat:
        style = "whole" if plainly else self.rng.choice(STYLES)
        if style == "identity" and rows == columns:
            return identity(rows)
        if style in ("zero", "lonely", "same"):
            entry = 0 if style == "zero" else self.rng.choice((1, -1, 2))
            held = fmpq_mat(rows, columns, [entry if style == "same" else 0] * (rows * columns))
            held[self.rng.randrange(rows), self.rng.randrange(columns)] = entry
            return held
        if style == "skew" and rows == columns:
            half = self.plain(rows, columns, plainly=True)
            return half - half.transpose()
        entries = [self.rng.randint(-2, 3) for _ in range(rows * columns)]
        if style == "sparse":
            entries = [x if self.rng.random() < 0.4 else 0 for x in entries]
        return fmpq_mat(rows, columns, [fmpq(x, 2 if style == "halves" else 1) for x in entries])

    def of_rank(self, rows: int, columns: int, rank: int, plainly: bool) -> fmpq_mat:
        for _ in range(6):
            found = self.plain(rows, columns, plainly)
            if found.rank() == rank:
                return found
        if rank == 0:
            return zeros(rows, columns)
        return self.regular(rows, rank) * self.regular(columns, rank).transpose()

    def regular(self, rows: int, columns: int) -> fmpq_mat:
        """As many independent columns as there are."""
        found = self.plain(rows, columns, plainly=True)
        for i in range(columns):
            found[i, i] = found[i, i] + 7 * columns
        return found

    def square(self, size: int, kinds: dict, rank: int | None, plainly: bool) -> fmpq_mat:
        half = self.plain(size, size, plainly)
        if "skew" in kinds:
            return half - half.transpose()
        if "idempotent" in kinds:
            return self.idempotent(half, size, kinds)
        if "pd" in kinds:
            if not plainly and self.rng.random() < 0.3:
                return self.diagonal([self.rng.choice(POSITIVE) for _ in range(size)])
            return half.transpose() * half + identity(size) * (1 if plainly else self.rng.choice(POSITIVE))
        if "psd" in kinds:
            short = self.rng.randint(1, size) if rank is None else rank
            if short == 0 or (rank is None and not plainly and self.rng.random() < 0.1):
                return zeros(size, size)
            half = self.of_rank(short, size, short, plainly) if rank is not None else self.plain(short, size, plainly)
            return half.transpose() * half
        if not plainly and self.rng.random() < 0.2:
            return self.diagonal([fmpq(self.rng.randint(-2, 2)) for _ in range(size)])
        return half + half.transpose()

    def diagonal(self, entries: list[fmpq]) -> fmpq_mat:
        found = zeros(len(entries), len(entries))
        for i, entry in enumerate(entries):
            found[i, i] = entry
        return found

    def idempotent(self, half: fmpq_mat, size: int, kinds: dict) -> fmpq_mat:
        if kinds.keys() & {"symmetric", "psd"}:
            short = self.plain(size, self.rng.randint(1, size))
            return short * pseudo_inverse(short)
        frame = self.regular(size, size)
        return frame * self.diagonal([fmpq(self.rng.randint(0, 1)) for _ in range(size)]) * frame.inv()

    def inside(self, leaf: Expr, size: int, fact: Fact, plainly: bool) -> fmpq_mat | None:
        """X so that S = +-X + rest is definite, by drawing S."""
        kind, whole = fact
        assert whole is not None
        rest = self.full(whole.replace({leaf: Expr("null")}), size, size)
        moved = self.full(whole.replace({leaf: EYE}), size, size)
        if rest is None or moved is None:
            return self.square(size, {"symmetric": None}, None, plainly)
        wanted = self.square(size, {kind.split()[0]: None}, None, plainly)
        factor = (moved - rest)[0, 0]
        if factor == 0 or moved - rest != identity(size) * factor:
            return self.square(size, {"symmetric": None}, None, plainly)
        return (wanted - rest) / factor

    def columns(self, rows: int, columns: int) -> fmpq_mat:
        turned = self.rotation(rows)
        return fmpq_mat(rows, columns, [turned[i, j] for i in range(rows) for j in range(columns)])

    def unit(self, rows: int, columns: int, said: list[Fact]) -> fmpq_mat | None:
        """A vector of length one, across to others of length one that were drawn before."""
        fixed = self.others(rows, said)
        if columns != 1 or len(fixed) >= rows:
            return None
        frame = self.rotation(rows)
        for k, vector in enumerate(fixed):  # turn the frame so that its k-th column is the k-th of the others
            gap = fmpq_mat(rows, 1, [frame[i, k] for i in range(rows)]) - vector
            size = (gap.transpose() * gap)[0, 0]
            frame = frame if size == 0 else frame - gap * (gap.transpose() * frame) * (2 / size)
        return fmpq_mat(rows, 1, [frame[i, len(fixed)] for i in range(rows)])

    def projected(self, rows: int, said: list[Fact], plainly: bool) -> fmpq_mat:
        found = self.plain(rows, 1, plainly)
        fixed = self.others(rows, said)
        if fixed:
            frame = fmpq_mat(rows, len(fixed), [other[i, 0] for i in range(rows) for other in fixed])
            found = found - frame * (pseudo_inverse(frame) * found)
        return found

    def rotation(self, size: int) -> fmpq_mat:
        """Cayley's (I - K)(I + K)^-1 for a skew K, which is orthogonal and rational; some columns turned round."""
        skew = zeros(size, size)
        for i, j in product(range(size), repeat=2):
            if i < j:
                skew[i, j] = fmpq(self.rng.randint(-2, 2), self.rng.choice((1, 1, 1, 2, 3)))
                skew[j, i] = -skew[i, j]
        unit = identity(size)
        turned = (unit - skew) * (unit + skew).inv()
        return turned * self.diagonal([fmpq(self.rng.choice((1, 1, -1))) for _ in range(size)])
