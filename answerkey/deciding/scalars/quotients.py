"""Quotients of polynomials over the rationals, by FLINT, with generators that may obey relations."""

from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import gcd, lcm
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly, fmpq_mpoly_ctx, fmpz

from answerkey.deciding.referee.values import Undefined, Unknown, exact, fraction

Poly = fmpq_mpoly
MOST_TERMS = 20_000
LARGEST_POWER = 10_000
LARGEST_DEGREE = 1_000
MOST_ROUNDS = 100  # of rewriting by rules


class Crowded(Exception):
    """More kernels than there are generators."""


@cache
def ring(size: int) -> fmpq_mpoly_ctx:
    return fmpq_mpoly_ctx.get([f"g{i}" for i in range(size)], Ordering.degrevlex)


@dataclass(slots=True)
class Quotient:
    """`top / bottom`, in lowest terms."""

    top: Poly
    bottom: Poly

    def __bool__(self):
        return bool(self.top)

    @property
    def key(self):
        return str(self.top), str(self.bottom)


class Quotients:
    """A field of quotients in `size` generators; a key says what each stands for."""

    def __init__(self, size: int):
        self.size = size
        self.ring = ring(size)
        self.gens = self.ring.gens()
        self.keys: list = []
        self.index: dict = {}
        self.inside: dict[int, Any] = {}  # what the kernel behind a generator was made of
        self.positive: set[int] = set()
        self.nonnegative: set[int] = set()
        self.squares: dict[int, Poly] = {}  # a generator whose square is known
        self.rules: list[tuple[dict[int, int], Poly]] = []  # products of generators and what they are equal to
        self.one, self.zero = self.ring.constant(1), self.ring.constant(0)

    def quotient(self, top: Poly, bottom: Poly | None = None) -> Quotient:
        bottom = self.one if bottom is None else bottom
        top, bottom = self.reduced(top), self.reduced(bottom)
        if not bottom:
            raise Undefined("a division by zero")
        if not bottom.is_constant():
            common = top.gcd(bottom)
            if not common.is_constant():
                top, bottom = top / common, bottom / common
        lead = bottom.leading_coefficient()
        return Quotient(top / lead, bottom / lead)

    def constant(self, number) -> Quotient:
        return Quotient(self.ring.constant(exact(number)), self.one)

    def zero_quotient(self) -> Quotient:
        return Quotient(self.zero, self.one)

    def scaled(self, a: Quotient, number) -> Quotient:
        return Quotient(a.top * exact(number), a.bottom)

    def add(self, a: Quotient, b: Quotient) -> Quotient:
        if a.bottom == b.bottom:
            return self.quotient(a.top + b.top, a.bottom)
        return self.quotient(times(a.top, b.bottom) + times(b.top, a.bottom), times(a.bottom, b.bottom))

    def multiply(self, a: Quotient, b: Quotient) -> Quotient:
        return self.quotient(times(a.top, b.top), times(a.bottom, b.bottom))

    def power(self, a: Quotient, exponent: int) -> Quotient:
        if exponent < 0:
            return self.power(self.quotient(a.bottom, a.top), -exponent)
        if exponent > 1 and max(len(a.top), len(a.bottom)) ** min(exponent, 40) > MOST_TERMS:
            raise Unknown("a power with too many terms")
        degree = max(a.top.total_degree(), a.bottom.total_degree())
        if exponent > LARGEST_POWER or degree * exponent > LARGEST_DEGREE:
            raise Unknown("a large power")
        return self.quotient(a.top**exponent, a.bottom**exponent)

    def total(self, terms: list[Quotient]) -> Quotient:
        """A sum: what has one denominator is added up first, and always halves, so that no sum is copied too often."""
        tops: dict[str, list[Poly]] = {}
        bottoms = {}
        for term in terms:
            key = str(term.bottom)
            bottoms[key] = term.bottom
            tops.setdefault(key, []).append(term.top)
        sums = [self.quotient(halved(parts, lambda a, b: a + b), bottoms[key]) for key, parts in tops.items()]
        return halved(sums, self.add) if sums else self.zero_quotient()

    def product(self, factors: list[Quotient]) -> Quotient:
        return halved(factors, self.multiply) if factors else self.constant(1)

    def reduced(self, poly: Poly) -> Poly:
        """`poly` with squares of roots and absolute values replaced, and by the rules, until none applies."""
        for _ in range(MOST_ROUNDS):
            before = poly
            for i in reversed(self.squares):
                if poly.degrees()[i] > 1:
                    poly = self.squared(poly, i)
            for product, equal in self.rules:
                poly = self.rewritten(poly, product, equal)
            if poly == before:
                return poly
        raise Unknown("rules that do not come to an end")

    def squared(self, poly: Poly, i: int) -> Poly:
        square, kept = self.squares[i], self.zero
        for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            high, low = divmod(exponents[i], 2)
            rest = self.ring.term(coefficient, (*exponents[:i], low, *exponents[i + 1 :]))
            kept += rest * square**high
        return kept

    def rewritten(self, poly: Poly, product: dict[int, int], equal: Poly) -> Poly:
        for _ in range(MOST_ROUNDS):
            degrees = poly.degrees()
            if any(degrees[i] < e for i, e in product.items()):
                return poly
            kept, moved = {}, {}
            for exponents, coefficient in poly.to_dict().items():
                if all(exponents[i] >= e for i, e in product.items()):
                    moved[tuple(e - product.get(i, 0) for i, e in enumerate(exponents))] = coefficient
                else:
                    kept[exponents] = coefficient
            if not moved:
                return poly
            poly = self.ring.from_dict(kept) + times(self.ring.from_dict(moved), equal)
        raise Unknown("rules that do not come to an end")

    def generator(self, key, positive=False, inside=None) -> int:
        if key not in self.index:
            if len(self.keys) == self.size:
                raise Crowded
            self.index[key] = len(self.keys)
            self.keys.append(key)
            if positive:
                self.positive.add(self.index[key])
            if inside is not None:
                self.inside[self.index[key]] = inside
        return self.index[key]

    def gen(self, key, **about) -> Quotient:
        return Quotient(self.gens[self.generator(key, **about)], self.one)


def times(a: Poly, b: Poly) -> Poly:
    if len(a) * len(b) > MOST_TERMS or a.total_degree() + b.total_degree() > LARGEST_DEGREE:
        raise Unknown("a product with too many terms")
    return a * b


def halved(parts: list[Any], join) -> Any:
    """`parts` joined two by two, then the results two by two, until one is left."""
    while len(parts) > 1:
        pairs = [join(a, b) for a, b in zip(parts[::2], parts[1::2], strict=False)]
        parts = [*pairs, parts[-1]] if len(parts) % 2 else pairs
    return parts[0]


def constant_of(poly: Poly) -> Fraction:
    return fraction(poly.leading_coefficient()) if poly else Fraction(0)


def primitive(poly: Poly) -> Poly:
    """A positive multiple of `poly`, the same for all of them."""
    lead = poly.leading_coefficient()
    return poly / abs(lead) if poly else poly


def factored(poly: Poly) -> tuple[fmpq, list[tuple[Poly, int]]]:
    """Content and irreducible factors, each with coprime whole coefficients and a positive leading one."""
    content, factors = poly.factor()
    found = []
    for factor, times_over in factors:
        unit = factor.leading_coefficient() / integral(factor).leading_coefficient()
        content *= unit**times_over
        found.append((factor / unit, int(times_over)))
    return content, sorted(found, key=lambda pair: str(pair[0]))


def integral(poly: Poly) -> Poly:
    """The positive multiple of `poly` (or of its negative, where that leads) with coprime whole coefficients."""
    coefficients = poly.coeffs()
    whole = lcm(*(int(c.q) for c in coefficients))
    common = gcd(*(int((c * whole).p) for c in coefficients))
    made = poly * fmpq(whole, common)
    return -made if made.leading_coefficient() < 0 else made


def single_generator(poly: Poly, gens) -> int | None:
    degrees = poly.degrees()
    used = [i for i, e in enumerate(degrees) if e]
    return used[0] if len(used) == 1 and poly == gens[used[0]] else None


def square_part(number: fmpq) -> tuple[fmpq, fmpq]:
    """`number` as s^2 f with f a whole number free of squares (when it is small enough to factor)."""
    whole = number.p * number.q
    square, free = fmpz(1), fmpz(1 if whole > 0 else -1)
    for prime, times_over in abs(whole).factor() if abs(whole).bit_length() < 200 else [(abs(whole), 1)]:
        square *= prime ** (times_over // 2)
        free *= prime ** (times_over % 2)
    return fmpq(square, number.q), fmpq(free)
