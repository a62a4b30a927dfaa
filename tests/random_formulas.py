"""Random formulas of matrices of any size, and the value of a normal form by brute summation."""

import math
from itertools import product

from flint import arb

from answerkey.context import Context
from answerkey.deciding.networks.identities import Networks
from answerkey.deciding.referee.values import grid_of, is_matrix
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import ONE, Expr, bound, name, num

DECLARED = [
    r"A, B \in \mathbb{R}^{m \times n}", r"P, Q, S, V \in \mathbb{R}^{n \times n}", "S = S^T", "V^T V = I",
    r"x, y \in \mathbb{R}^n", r"z \in \mathbb{R}^m", r"a, b \in \mathbb{R}", r"\det(P) \ne 0",
    r"C \in \mathbb{R}^{n \times m}", r"R \in \mathbb{R}^{m \times m}",
]  # fmt: skip
CONTEXT = Context().declare(*DECLARED)
SHAPES = {
    ("m", "n"): "AB", ("n", "m"): "C", ("n", "n"): "PQSV", ("m", "m"): "R", ("n", 1): "xy", ("m", 1): "z", (): "ab",
}  # fmt: skip
FUNCTIONS = ("sigmoid", "tanh", "exp", "relu", "softplus", "step", "sign")
SIDES = ("m", "n")


class Formulas:
    """A source of random formulas."""

    def __init__(self, random):
        self.random = random

    def of(self, shape, depth: int) -> Expr:
        letters = SHAPES.get(shape, "")
        if letters and (depth <= 0 or self.random.random() < 0.2):
            return name(self.random.choice(letters), shape)
        rule = self.scalar if not shape else self.vector if shape[1] == 1 else self.matrix
        return rule(shape, depth - 1)

    def pick(self, *makers):
        return self.random.choice(makers)()

    def side(self) -> str:
        return self.random.choice(SIDES)

    def scalar(self, shape, depth: int) -> Expr:
        k, j = self.side(), self.side()
        return self.pick(
            lambda: self.of((k, 1), depth).T * self.of((k, 1), depth),
            lambda: Expr("tr", self.of((k, k), depth)),
            lambda: self.total(k, depth),
            lambda: self.of((), depth) * self.of((), depth - 1),
            lambda: self.of((), depth) + self.of((), depth),
            lambda: Expr("norm", self.of((k, 1), depth)) ** 2,
            lambda: Expr("mul", Expr("vec", self.of((k, j), depth)).T, Expr("vec", self.of((k, j), depth))),
            lambda: Expr("tr", Expr("kron", self.of((k, k), depth), self.of((j, j), depth - 1))),
            lambda: self.pairs(k, j, depth),
            lambda: Expr("log", Expr("ones", k).T * Expr("each", "exp", self.of((k, 1), 0))),
        )

    def pairs(self, k: str, j: str, depth: int) -> Expr:
        """A number made of Kronecker products and a vec, whose indices are pairs."""
        left = Expr("kron", self.of((k, 1), depth), self.of((j, 1), 0))
        middle = Expr("kron", self.of((k, k), 0), self.of((j, j), depth))
        return left.T * (middle * Expr("vec", self.of((j, k), depth)))

    def total(self, k: str, depth: int) -> Expr:
        i = name("i")
        entry = Expr("entry", self.of((k, 1), depth), i)
        body = self.pick(lambda: entry**2, lambda: Expr("exp", entry), lambda: Expr("max", entry, num(0)),
                         lambda: entry * Expr("entry", name("x" if k == "n" else "z", (k, 1)), i))  # fmt: skip
        return bound("sum", i, body, ONE, name(k), whole=True)

    def vector(self, shape, depth: int) -> Expr:
        k = self.side()
        return self.pick(
            lambda: self.of((shape[0], k), depth) * self.of((k, 1), depth),
            lambda: Expr("hadamard", self.of(shape, depth), self.of(shape, depth)),
            lambda: self.of(shape, depth) + self.of(shape, depth),
            lambda: Expr("each", self.random.choice(FUNCTIONS), self.of(shape, min(depth, 1))),
            lambda: Expr("diagpart", self.of((shape[0], shape[0]), depth)),
            lambda: self.of((), depth) * self.of(shape, depth),
            lambda: Expr("ones", shape[0]),
        )

    def matrix(self, shape, depth: int) -> Expr:
        k = self.side()
        square = shape[0] == shape[1]
        return self.pick(
            lambda: self.of((shape[0], k), depth) * self.of((k, shape[1]), depth),
            lambda: self.of(shape[::-1], depth).T,
            lambda: Expr("hadamard", self.of(shape, depth), self.of(shape, depth)),
            lambda: self.of(shape, depth) + self.of(shape, depth),
            lambda: self.of((shape[0], 1), depth) * self.of((shape[1], 1), depth).T,
            lambda: Expr("diag", self.of((shape[0], 1), depth)) if square else self.of(shape, 0),
            lambda: name("P", ("n", "n")) ** num(-1) if shape == ("n", "n") else self.of(shape, 0),
            lambda: self.of((), depth) * self.of(shape, depth),
        )  # fmt: skip

    def derivative(self, depth: int) -> Expr:
        x, a = name("x", ("n", 1)), name(*self.random.choice([("A", ("m", "n")), ("P", ("n", "n"))]))
        k = self.side()
        return self.pick(
            lambda: Expr("gradient", self.of((), depth), x, x),
            lambda: Expr("gradient", self.of((), depth), a, a),
            lambda: Expr("jacobian", self.of((k, 1), depth), x, x),
            lambda: Expr("hessian", self.of((), min(depth, 2)), x, x),
        )


class Summation:
    """The value of a sum of networks at a point, index by index, in floating point."""

    def __init__(self, nets: Networks, point):
        self.nets, self.point = nets, point

    def value(self, a, places: dict[str, int]) -> float:
        return sum(self.number(c) * self.net(net, places) for net, c in a.items())

    def net(self, net, places: dict[str, int]) -> float:
        total = 0.0
        for chosen in product(*(range(self.size(size)) for size in net.ranges)):
            at = places | {str(i): place for i, place in enumerate(chosen)}
            total += math.prod(self.factor(f, [at[leg] for leg in f.legs]) ** f.power for f in net.factors)
        return total

    def size(self, range_: str) -> int:
        return int(range_) if range_.isdigit() else self.point.size(range_)

    def factor(self, factor, places: list[int]) -> float:
        kind = factor.key.partition(":")[0]
        if kind == "delta":
            return float(places[0] == places[1])
        if factor.key in self.nets.letters:
            return self.letter(self.nets.letters[factor.key], places)
        z = self.value(self.nets.inner[factor.key], {f"~{i}": place for i, place in enumerate(places)})
        return {
            "exp": math.exp, "sigmoid": lambda x: 1 / (1 + math.exp(-x)), "softplus": lambda x: math.log1p(math.exp(x)),
            "log": math.log, "sign": lambda x: math.copysign(1, x) if x else 0,
            "inv": lambda x: 1 / x, "step": lambda x: float(x > 0), "cos": math.cos, "sin": math.sin,
        }[kind](z)  # fmt: skip

    def letter(self, letter, places: list[int]) -> float:
        leaf = letter.leaf or next(iter(letter.leaves))
        held = self.point.values[leaf]
        held = held.inv() if letter.kind == "inverse" else held
        grid = grid_of(held)
        i, j = places if len(places) == 2 else (places[0], 0)
        return float_of(grid[i][j])

    def number(self, a: Quotient) -> float:
        return self.poly(a.top) / self.poly(a.bottom)

    def poly(self, poly) -> float:
        return sum(
            float_of(c) * math.prod(self.generator(i) ** int(e) for i, e in enumerate(exponents) if e)
            for exponents, c in poly.to_dict().items()
        )

    def generator(self, i: int) -> float:
        key, inside = self.nets.scalars.keys[i], self.nets.scalars.inside.get(i)
        if isinstance(key, Expr):
            known = self.point.values.get(key)
            return float_of(known) if known is not None else float(self.point.size(key.args[0]))
        if key[0] == "net":
            return self.net(key[1], {})
        inner = self.number(inside) if isinstance(inside, Quotient) else self.poly(inside)
        return {"exp": math.exp, "sqrt": math.sqrt, "log": lambda x: math.log(abs(x)), "abs": abs}[key[0]](inner)


def float_of(number) -> float:
    return float(number.mid()) if isinstance(number, arb) else int(number.p) / int(number.q)


def entries_of(value) -> list[list[float]]:
    return [[float_of(x) for x in row] for row in grid_of(value)] if is_matrix(value) else [[float_of(value)]]
