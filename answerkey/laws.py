"""What is known of random names: moments about the mean and, of a law on few values, those values.

A random name is its mean and a centred part of its own, x = E[x] + x°, so that what has a law has mean zero.  Names
with a law (`\\sim`) are independent of one another; names of which only moments are declared are not, unless that is
said.
"""

from collections.abc import Callable
from dataclasses import dataclass
from math import comb, factorial, prod

from answerkey.tree import HALF, ONE, ZERO, Expr, num

Outcomes = list[tuple[Expr, Expr]]  # values and their chances


@dataclass(frozen=True)
class Law:
    """The law of a centred name: `variance` is that of each entry, or the covariance of a column vector.

    Of the family "any" no more is known than the variance; its parameter is a value that it takes at test points.
    """

    variance: Expr
    family: str = "gaussian"
    parameters: tuple[Expr, ...] = ()

    @property
    def mean(self) -> Expr:
        """The mean before it was taken away."""
        return FAMILIES[self.family].moment(1, *self.parameters)

    def moment(self, order: int) -> Expr | None:
        """E[x°^order] of a number or an entry; None where the law does not say."""
        if order < 2:
            return (ONE, ZERO)[order]
        if self.family == "gaussian":
            return ZERO if order % 2 else num(prod(range(1, order, 2))) * self.variance ** num(order // 2)
        if self.family == "any":
            return self.variance if order == 2 else None
        raw = FAMILIES[self.family].moment
        terms = [
            num(comb(order, j)) * (raw(j, *self.parameters) if j else ONE) * (-self.mean) ** num(order - j)
            for j in range(order + 1)
        ]
        return Expr("add", *terms)

    def absolute(self, order: int) -> Expr | None:
        """E|x°|^order for an odd order: of a Gaussian of deviation s, s^k sqrt(2^k / pi) ((k - 1) / 2)!."""
        if self.family != "gaussian":
            return None
        size = (self.variance ** num(order)) ** HALF
        return size * (num(2**order) / Expr("pi")) ** HALF * num(factorial((order - 1) // 2))

    def outcomes(self) -> Outcomes:
        """The values of x° with their chances, where they are few; else none."""
        listed = FAMILIES[self.family].outcomes if self.family in FAMILIES else None
        return [(value - self.mean, chance) for value, chance in listed(*self.parameters)] if listed else []

    def support(self, centred: Expr) -> Expr | None:
        """The condition that x° has a value of this law; None where every number is one."""
        if listed := self.outcomes():
            return Expr("or", *(Expr("eq", centred, value) for value, _ in listed))
        condition = FAMILIES[self.family].support if self.family in FAMILIES else None
        return condition(centred + self.mean, *self.parameters) if condition else None


@dataclass(frozen=True)
class Family:
    """A named law: raw moments from the first on, conditions on its parameters, and its values where they are few.

    Where they are neither few nor all numbers, `support` says of a value and the parameters whether it is one.
    """

    parameters: int
    moment: Callable[..., Expr]
    conditions: Callable[..., tuple[Expr, ...]] = lambda *parameters: ()
    outcomes: Callable[..., Outcomes] | None = None
    support: Callable[..., Expr] | None = None


def second_kind(k: int, j: int) -> int:
    """Stirling's number: the ways to part k things into j heaps."""
    return sum((-1) ** (j - i) * comb(j, i) * i**k for i in range(j + 1)) // factorial(j)


def falling(n: Expr, j: int) -> Expr:
    return Expr("mul", *(n - num(i) for i in range(j))) if j > 1 else n


def total(terms: list[Expr]) -> Expr:
    return terms[0] if len(terms) == 1 else Expr("add", *terms)


def laplace(k: int, middle: Expr, scale: Expr) -> Expr:
    even = range(0, k + 1, 2)
    return total([num(comb(k, j) * factorial(j)) * scale ** num(j) * middle ** num(k - j) for j in even])


FAMILIES = {
    "bernoulli": Family(
        1,
        lambda k, p: p,
        lambda p: (Expr("le", ZERO, p), Expr("le", p, ONE)),
        lambda p: [(ONE, p), (ZERO, ONE - p)],
    ),
    "rademacher": Family(0, lambda k: num((k + 1) % 2), outcomes=lambda: [(ONE, HALF), (num(-1), HALF)]),
    "binomial": Family(
        2,
        lambda k, n, p: total([num(second_kind(k, j)) * falling(n, j) * p ** num(j) for j in range(1, k + 1)]),
        lambda n, p: (Expr("in", n, Expr("naturals")), Expr("le", ZERO, p), Expr("le", p, ONE)),
        support=lambda x, n, p: Expr("and", Expr("in", x, Expr("naturals")), Expr("le", x, n)),
    ),
    "poisson": Family(
        1,
        lambda k, rate: total([num(second_kind(k, j)) * rate ** num(j) for j in range(1, k + 1)]),
        lambda rate: (Expr("lt", ZERO, rate),),
        support=lambda x, rate: Expr("in", x, Expr("naturals")),
    ),
    "uniform": Family(
        2,
        lambda k, a, b: total([a ** num(i) * b ** num(k - i) for i in range(k + 1)]) / num(k + 1),
        lambda a, b: (Expr("lt", a, b),),
        support=lambda x, a, b: Expr("and", Expr("le", a, x), Expr("le", x, b)),
    ),
    "exponential": Family(
        1,
        lambda k, rate: num(factorial(k)) * rate ** num(-k),
        lambda rate: (Expr("lt", ZERO, rate),),
        support=lambda x, rate: Expr("le", ZERO, x),
    ),
    "laplace": Family(2, laplace, lambda middle, scale: (Expr("lt", ZERO, scale),)),
}
SPELLINGS = {
    "n": "gaussian", "normal": "gaussian", "gaussian": "gaussian", "bernoulli": "bernoulli", "bern": "bernoulli",
    "ber": "bernoulli", "u": "uniform", "unif": "uniform", "uniform": "uniform", "exp": "exponential",
    "exponential": "exponential", "poisson": "poisson", "pois": "poisson", "laplace": "laplace",
    "rademacher": "rademacher", "rad": "rademacher", "bin": "binomial", "binomial": "binomial", "binom": "binomial",
}  # fmt: skip
