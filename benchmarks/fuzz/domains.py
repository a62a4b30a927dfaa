"""Domains for random claims: how names are declared to the engine and, apart from that, how points are drawn.

Numbers are multiples of a power of two,
so that floats hold them exactly and an edge is met exactly; those that are not
(entries of rotations) are kept as fractions beside.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property

import numpy as np

from answerkey.context import Context
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.tree import Expr, name, num
from benchmarks.fuzz.arithmetic import Digits
from benchmarks.fuzz.binders import compared_with
from benchmarks.fuzz.referee import SLOPES, Referee, Unsupported

SIMPLE = np.array([0, 1, -1, 2, -2, 0.5, -0.5, 3, -3, 0.25, 1.5, -1.5, 0.75, 4, 5, -4, 0.125])
CLOSELY = (200, 400)  # digits
KINDS: dict[str, tuple[tuple[str, ...], Callable]] = {  # declarations, and what is asked of an array of values
    "real": ((r"{0} \in \mathbb{{R}}",), lambda x: x == x),
    "positive": (("{0} > 0",), lambda x: x > 0),
    "nonnegative": ((r"{0} \ge 0",), lambda x: x >= 0),
    "unit": (("0 < {0} < 1",), lambda x: (x > 0) & (x < 1)),
    "natural": ((r"{0} \in \mathbb{{N}}",), lambda x: (x >= 0) & (x == x // 1)),
    "count": ((r"{0} \in \mathbb{{N}}", r"{0} \ge 1"), lambda x: (x >= 1) & (x == x // 1)),
}
TIMES = r" \times "
MATRICES = {
    "any": (), "symmetric": ("{0}^T = {0}",), "definite": (r"{0} \succ 0",), "orthogonal": ("{0}^T {0} = I",),
    "invertible": (r"\det({0}) \ne 0",), "tall": (r"\operatorname{{rank}}({0}) = {2}",), "diagonal": (),
}  # fmt: skip


@dataclass(frozen=True)
class Recurrence:
    """How a sequence goes on and starts: in LaTeX for the engine, as a tree in the number `before` for the referee."""

    latex: str
    step: Expr
    start_latex: str
    start: Expr


@dataclass(frozen=True)
class Domain:
    """`numbers` by kind; `matrices` with their kind and shape; `noise` with its variance; `relations` among numbers."""

    numbers: dict[str, str]
    matrices: dict[str, tuple] = field(default_factory=dict)
    noise: dict[str, tuple] = field(default_factory=dict)  # shape and the name of the deviation
    relations: tuple[str, ...] = ()  # such as "a < c"
    sequences: dict[str, Recurrence] = field(default_factory=dict)
    sizes: tuple[tuple[int, int], ...] = ((2, 3), (3, 2), (1, 2), (2, 2), (2, 1))  # for m and n

    def __hash__(self):
        return id(self)

    @cached_property
    def context(self) -> Context:
        return Context().declare(*self.declarations())

    def declarations(self) -> Iterable[str]:
        for each, kind in self.numbers.items():
            yield from (said.format(each) for said in KINDS[kind][0])
        yield from (relation.replace("<=", r"\le") for relation in self.relations)
        for each, (kind, *shape) in self.matrices.items():
            yield rf"{each} \in \mathbb{{R}}^{{{TIMES.join(map(str, shape))}}}"
            if kind == "diagonal":
                yield rf"i \in \{{1, \dots, {shape[0]}\}}"
                yield rf"{each} = \operatorname{{diag}}({each.lower()}_i)"
            yield from (said.format(each, shape[0], shape[-1]) for said in MATRICES[kind])
        for each, rule in self.sequences.items():
            yield from (f"{each}_{{t+1}} = {rule.latex}", f"{each}_0 = {rule.start_latex}")
        for each, (shape, deviation) in self.noise.items():
            if shape:
                yield rf"{each} \in \mathbb{{R}}^{{{TIMES.join(shape)}}}"
            entry = f"{each}_{{ij}}" if len(shape) > 1 else each
            yield rf"{entry} \sim \mathcal{{N}}(0, {deviation}^2{' I' if len(shape) == 1 else ''})"

    @cached_property
    def laws(self) -> dict[Expr, Expr]:
        return {self.leaf(each): name(law[1]) ** num(2) for each, law in self.noise.items()}

    def leaf(self, each: str) -> Expr:
        shape = self.noise[each][0] if each in self.noise else self.matrices[each][1:] if each in self.matrices else ()
        return name(each, (*shape, 1) if len(shape) == 1 else tuple(shape))

    # -- points

    def points(self, claim: Expr, count: int, seed: int) -> Iterable["Points"]:
        """About `count` points in all, at several sizes; those on edges of what is compared are among them."""
        rng = np.random.default_rng(seed)
        leaves = {node for node in claim.walk() if node.head in ("name", "term")}
        used = {leaf.args[0] for leaf in leaves} | {
            law[1] for each, law in self.noise.items() if self.leaf(each) in leaves
        }
        sized = any(
            each in used for each in (*self.matrices, *self.noise) if each in self.noise or each in self.matrices
        )
        for m, n in self.sizes if sized else self.sizes[:1]:
            yield self.drawn(claim, used, {"m": m, "n": n}, max(4, count // (len(self.sizes) if sized else 1)), rng)

    def drawn(self, claim: Expr, used: set[str], sizes: dict[str, int], count: int, rng) -> "Points":
        env = {
            name(each): self.column(kind, count, rng)
            for each, kind in self.numbers.items()
            if each in used or self.relations or self.sequences
        }
        self.meet(env, rng)
        points = Points(self, env, {}, sizes)
        for each, (kind, *shape) in self.matrices.items():
            if each in used or each.lower() in used:
                points.add_matrix(each, kind, shape, count, rng)
        self.edge(claim, points, rng)
        return points.kept()

    def column(self, kind: str, count: int, rng) -> np.ndarray:
        simple = rng.choice(SIMPLE, count)
        wide = np.round(rng.normal(0, 1, count) * 2.0 ** rng.integers(0, 8, count)) / 2.0 ** rng.integers(0, 8, count)
        x = np.where(rng.random(count) < 0.5, simple, wide)
        match kind:
            case "positive":
                return np.where(x == 0, 1, abs(x))
            case "nonnegative":
                return abs(x)
            case "unit":
                return rng.integers(1, 256, count) / 256 if rng.random() < 0.5 else rng.integers(1, 8, count) / 8
            case "natural":
                return rng.integers(0, 9, count).astype(float)
            case "count":
                return rng.integers(1, 9, count).astype(float)
        return x

    def meet(self, env: dict, rng) -> None:
        """Numbers that are like another one, its negative, its double or its half."""
        real = [leaf for leaf in env if self.numbers[leaf.args[0]] in ("real", "positive", "nonnegative")]
        for leaf in real:
            if len(real) > 1:
                other = env[real[rng.integers(len(real))]] * rng.choice([1, 1, -1, 2, 0.5], len(env[leaf]))
                env[leaf] = np.where(rng.random(len(other)) < 0.15, other, env[leaf])

    def edge(self, claim: Expr, points: "Points", rng) -> None:
        """Some numbers put on what the claim compares them with."""
        for leaf in [leaf for leaf in points.env if leaf.head == "name" and not leaf.shape]:
            if self.numbers[leaf.args[0]] in ("natural", "count"):
                continue
            for edge in compared_with(leaf, claim)[:6]:
                try:
                    with np.errstate(all="ignore"):
                        found = points.referee().of(edge)
                except (Unsupported, ArithmeticError):
                    continue
                if found.ndim == 1:
                    chosen = (rng.random(len(found)) < 0.12) & np.isfinite(found)
                    points.env[leaf] = np.where(chosen, found, points.env[leaf])

    def inside(self, env: dict) -> np.ndarray:
        """Which points respect what is declared of the numbers."""
        holds = np.array(True)
        for leaf, x in env.items():
            if leaf.head == "name" and leaf.args[0] in self.numbers:
                holds = holds & KINDS[self.numbers[leaf.args[0]]][1](x)
        values = {leaf.args[0]: x for leaf, x in env.items() if leaf.head == "name" and not leaf.shape}
        for relation in self.relations:
            low, sign, high = relation.split()
            if low in values and high in values:
                holds = holds & (values[low] < values[high] if sign == "<" else values[low] <= values[high])
        return holds

    def allows(self, each: str, grid: np.ndarray) -> bool:
        """Whether a matrix (of fractions) is as declared."""
        kind, x = self.matrices[each][0], grid.astype(float)
        match kind:
            case "symmetric":
                return bool((grid == grid.T).all())
            case "definite":
                return bool((grid == grid.T).all() and np.linalg.eigvalsh(x).min() > 0)
            case "orthogonal":
                return bool((grid.T @ grid == np.eye(len(grid)).astype(int)).all())
            case "invertible" | "tall":
                return bool(np.linalg.matrix_rank(x) == x.shape[1])
            case "diagonal":
                return bool((grid == np.diag(np.diag(grid))).all())
        return True


@dataclass
class Points:
    """Values by leaf; `exact` has the fractions of those that floats do not hold."""

    domain: Domain
    env: dict[Expr, np.ndarray]
    exact: dict[Expr, np.ndarray]
    sizes: dict[str, int]

    @property
    def count(self) -> int:
        return max((len(x) for x in self.env.values()), default=1)

    def referee(self) -> Referee:
        return Referee(self.env, self.sizes, self.count, self.domain.laws, sequences=self.domain.sequences)

    def closely(self, at: int, digits: int) -> Referee:
        """The referee of one point, in many digits."""
        arithmetic = Digits(digits)
        convert = np.frompyfunc(arithmetic.number, 1, 1)
        env = {
            leaf: np.asarray(convert((self.exact.get(leaf, x))[at : at + 1]), dtype=object)
            for leaf, x in self.env.items()
        }
        return Referee(env, self.sizes, 1, self.domain.laws, arithmetic, self.domain.sequences)

    def described(self, at: int) -> dict[str, str]:
        values = {leaf: self.exact.get(leaf, x)[at] for leaf, x in self.env.items()}
        return {repr(leaf): str(x.tolist() if isinstance(x, np.ndarray) else x) for leaf, x in values.items()} | {
            side: str(size) for side, size in self.sizes.items()
        }

    def kept(self) -> "Points":
        inside = np.broadcast_to(self.domain.inside(self.env), (self.count,))
        for held in (self.env, self.exact):
            for leaf, x in held.items():
                held[leaf] = x[inside]
        return self

    def off_kinks(self, seed: int) -> None:
        """Moves every number a little: what is said of slopes is said almost everywhere."""
        rng = np.random.default_rng(seed)
        for leaf, x in self.env.items():
            kind = self.domain.numbers.get(leaf.args[0]) or self.domain.matrices.get(leaf.args[0], ["term"])[0]
            if kind in ("real", "positive", "any"):
                self.env[leaf] = x + rng.integers(1, 64, x.shape) / 2.0**16

    def add_matrix(self, each: str, kind: str, shape: list, count: int, rng) -> None:
        rows, columns = (side if isinstance(side, int) else self.sizes[side] for side in (*shape, 1)[:2])
        leaf = self.domain.leaf(each)
        x = rng.integers(-2, 4, (count, rows, columns)) / rng.choice([1, 1, 2], (count, 1, 1))
        x[: count // 8] *= rng.random((count // 8, rows, columns)) < 0.4
        match kind:
            case "symmetric":
                x = (x + x.transpose(0, 2, 1)) / 2
            case "definite":
                x = np.matmul(x.transpose(0, 2, 1), x) + np.eye(rows) * rng.choice([0.25, 1, 2], (count, 1, 1))
            case "invertible" | "tall":
                x = np.where(
                    np.linalg.svd(x, compute_uv=False).min(axis=1)[:, None, None] < 1e-6,
                    x + 8 * np.eye(rows, columns),
                    x,
                )
            case "orthogonal":
                self.exact[leaf] = np.stack([rotation(rows, rng) for _ in range(count)])
                x = self.exact[leaf].astype(float)
            case "diagonal":
                x = x * np.eye(rows)
                for at in range(1, 13):
                    term = Expr("term", each.lower(), (), num(at))
                    self.env[term] = x[:, at - 1, at - 1] if at <= rows else np.zeros(count)
        self.env[leaf] = x


def rotation(size: int, rng) -> np.ndarray:
    """An orthogonal matrix of fractions: reflections along vectors of small whole numbers."""
    found = np.array([[Fraction(int(i == j)) for j in range(size)] for i in range(size)])
    for _ in range(int(rng.integers(0, 3))):
        axis = np.array([Fraction(int(x)) for x in rng.integers(-2, 3, size)])
        if any(axis):
            found = found - Fraction(2, int(sum(axis * axis))) * np.outer(axis, axis @ found)
    return found


def witnessed(domain: Domain, witness: dict[str, str]) -> tuple[Points, bool]:
    """A witness of the engine's as points (one), and whether it lies in the domain."""
    env, sizes, inside = {}, {"m": 2, "n": 2}, True
    known = {repr(domain.leaf(each)): domain.leaf(each) for each in (*domain.numbers, *domain.matrices, *domain.noise)}
    exact = {}
    for spelled, value in witness.items():
        if spelled in sizes and spelled not in domain.numbers:
            sizes[spelled] = int(value)
        elif spelled in known:
            leaf = known[spelled]
            grid = np.array([[spelled_out(x) for x in row.split(",")] for row in value.strip("[]").split(";")])
            for side, length in zip(leaf.shape, grid.shape, strict=False):
                if isinstance(side, str):
                    sizes[side] = length
            exact[leaf] = grid[None] if leaf.shape else grid[0]
            inside &= not leaf.shape or spelled not in domain.matrices or domain.allows(spelled, grid)
    for leaf, x in exact.items():
        env[leaf] = x.astype(float)
    for each, (kind, *_shape) in domain.matrices.items():
        if kind == "diagonal" and domain.leaf(each) in env:
            grid = exact[domain.leaf(each)][0]
            for at in range(1, 13):
                term = Expr("term", each.lower(), (), num(at))
                exact[term] = np.array([grid[at - 1, at - 1] if at <= len(grid) else Fraction(0)])
                env[term] = exact[term].astype(float)
    points = Points(domain, env, exact, sizes)
    return points, bool(inside and np.all(domain.inside(exact)))


def spelled_out(number: str) -> Fraction:
    """A number of a witness; of one that is not rational, many more digits than are looked at."""
    try:
        return Fraction(number)
    except ValueError:
        digits = Digits(2 * CLOSELY[-1])
        found = Referee({}, {}, 1, arithmetic=digits).of(read(number, Names()))[0]
        sign, top, exponent, _ = found._mpf_
        return (-1) ** sign * int(top) * Fraction(2) ** exponent


def differing(domain: Domain, claim: Expr, count: int, seed: int) -> dict[str, str] | None:
    """A point of the domain at which `claim` fails by floats and in a hundred and two hundred digits; or None."""
    has_slopes = any(node.head in SLOPES for node in claim.walk())
    for points in domain.points(claim, count, seed):
        if has_slopes:
            points.off_kinks(seed)
        truth = points.referee().truth(claim)
        for at in np.flatnonzero(truth == 0)[:3]:
            if all(points.closely(int(at), digits).truth(claim)[0] == 0 for digits in CLOSELY):
                return points.described(int(at))
    return None


def fails_somewhere(domain: Domain, claim: Expr, count: int, seed: int) -> bool:
    """Whether floats say that `claim` fails at a point."""
    return any((points.referee().truth(claim) == 0).any() for points in domain.points(claim, count, seed))
