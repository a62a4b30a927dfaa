"""Powers, roots, exponentials and logarithms in normal form; each relation holds wherever both sides are defined."""

from fractions import Fraction
from math import isqrt, lcm

from flint import fmpq, fmpz

from answerkey.context import Context
from answerkey.deciding.referee.values import Unknown, fraction
from answerkey.deciding.scalars.quotients import (
    Poly,
    Quotient,
    constant_of,
    factored,
    single_generator,
    square_part,
    times,
)
from answerkey.deciding.scalars.signs import Signs

FINEST = 360  # denominator of a multiple in an exponent
LARGEST_FACTORED = 200  # bits of a number that is worth factoring


class Finer(Exception):
    """An exponential with a finer denominator than was planned for."""


class Powers(Signs):
    def __init__(self, context: Context, size: int, denominators: dict | None = None):
        super().__init__(context, size)
        self.denominators = {} if denominators is None else denominators  # planned for exponentials and circles

    # -- powers

    def raised(self, base: Quotient, exponent: Quotient) -> Quotient:
        if exponent.top.is_constant() and exponent.bottom.is_constant():
            return self.rational_power(base, constant_of(exponent.top))
        if self.is_positive(base) and not self.is_whole_sum(exponent):
            return self.exponential(self.multiply(exponent, self.logarithm(base)))
        if not exponent.bottom.is_constant() or any(c.q != 1 for c in exponent.top.coeffs()):
            return self.gen(("power", base.key, exponent.key), inside=(base, exponent))
        found = self.constant(1)
        for exponents, coefficient in zip(exponent.top.monoms(), exponent.top.coeffs(), strict=True):
            monomial = self.ring.term(fmpq(1), exponents)
            unit = base if monomial.is_constant() else self.symbolic(base, monomial)
            found = self.multiply(found, self.power(unit, int(coefficient.p)))
        return found

    def is_positive(self, base: Quotient) -> bool:
        return self.sign(base.top) * self.sign(base.bottom) > 0

    def is_whole_sum(self, exponent: Quotient) -> bool:
        whole = exponent.bottom.is_constant() and all(c.q == 1 for c in exponent.top.coeffs())
        return whole and all(self.is_whole(self.ring.term(1, exponents)) for exponents in exponent.top.monoms())

    def rational_power(self, base: Quotient, number: Fraction) -> Quotient:
        """An odd denominator takes a real odd root, an even one as many square roots as it has factors of two."""
        odd = number.denominator
        if odd > 1 and self.is_exponential(base):
            return self.exponential(self.scaled(self.logarithm(base), number))
        while odd % 2 == 0:
            odd //= 2
            base = self.root(base)
        if odd > 1:
            base = self.odd_root(base, odd)
        return self.power(base, number.numerator)

    def is_exponential(self, base: Quotient) -> bool:
        """Whether `base` is a product of exponentials, such as e^x / e^y."""
        kinds = [
            key[0] if isinstance(key, tuple) else "" for poly in (base.top, base.bottom) for key in self.used(poly)
        ]
        lone = len(base.top) == len(base.bottom) == 1 and base.top.leading_coefficient() == 1
        return lone and bool(kinds) and all(kind == "exp" for kind in kinds)

    def symbolic(self, base: Quotient, monomial: Poly) -> Quotient:
        """`base` to a symbolic exponent; with a whole exponent the base's factors go apart."""
        if not self.is_whole(monomial):
            return self.gen(("power", base.key, str(monomial)), inside=(base, monomial))
        if not base:
            return self.gen(("power", base.key, str(monomial)), inside=(base, monomial))
        found = self.constant(1)
        for poly, direction in ((base.top, 1), (base.bottom, -1)):
            content, factors = self.with_signs(poly)
            parts = [(self.ring.constant(prime), times_over) for prime, times_over in primes(content)]
            for factor, times_over in [*parts, *factors]:
                kernel = self.power_kernel(factor, monomial)
                found = self.multiply(found, self.power(kernel, direction * times_over))
        return found

    def with_signs(self, poly: Poly) -> tuple[fmpq, list[tuple[Poly, int]]]:
        """Content and irreducible factors, those that are known to be negative turned round: (1 - p)^n for p < 1."""
        content, factors = factored(poly)
        signs = [-1 if self.sign(factor) < 0 else 1 for factor, _ in factors]
        turned = [(factor * sign, times_over) for (factor, times_over), sign in zip(factors, signs, strict=True)]
        odd = sum(times_over for (_, times_over), sign in zip(factors, signs, strict=True) if sign < 0) % 2
        return content * (-1) ** odd, turned

    def power_kernel(self, factor: Poly, monomial: Poly) -> Quotient:
        whole = Quotient(factor, self.one)
        i = single_generator(factor, self.gens)
        if i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "exp":
            return self.exponential(self.multiply(Quotient(monomial, self.one), self.inside[i]))
        kernel = self.generator(
            ("power", whole.key, str(monomial)), positive=self.sign(factor) > 0, inside=(whole, monomial)
        )
        if factor == -1:
            self.squares.setdefault(kernel, self.one)  # (-1)^t for a whole t
        elif i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "sqrt":
            square = self.symbolic(Quotient(self.inside[i], self.one), monomial)
            if square.bottom.is_constant():
                self.squares.setdefault(kernel, square.top)
        return Quotient(self.gens[kernel], self.one)

    # -- exponentials

    def exponential(self, argument: Quotient) -> Quotient:
        if len(argument.bottom) > 1:
            negative = argument.top.leading_coefficient() < 0
            positive = Quotient(-argument.top, argument.bottom) if negative else argument
            return self.power(self.gen(("exp", positive.key), positive=True, inside=positive), -1 if negative else 1)
        found = self.constant(1)
        for exponents, coefficient in zip(argument.top.monoms(), argument.top.coeffs(), strict=True):
            monomial, number = self.ring.term(fmpq(1), exponents), fraction(coefficient)
            part = self.quotient(monomial, argument.bottom)
            unlogged = self.unlogged(part.top, number) if part.bottom.is_constant() else None
            if unlogged is None:
                kernel, times_over = self.unit("", part, number)
                unlogged = self.power(self.gen(("exp", kernel.key), positive=True, inside=kernel), times_over)
            found = self.multiply(found, unlogged)
        return found

    def unit(self, purpose: str, part: Quotient, number: Fraction) -> tuple[Quotient, int]:
        """`number` times a quotient of monomials as a whole multiple of the smallest share that is planned for."""
        key = purpose + "/".join(part.key)
        planned = self.denominators.setdefault(key, number.denominator)
        if number.denominator > FINEST:
            raise Unknown("a fine fraction in an exponent or an angle")
        if planned % number.denominator:
            self.denominators[key] = lcm(planned, number.denominator)
            raise Finer
        return self.scaled(part, Fraction(1, planned)), int(number * planned)

    def unlogged(self, monomial: Poly, number: Fraction) -> Quotient | None:
        """exp(c log|f|) = |f|^c, and exp(c n log|f|) = |f|^(c n) for whole n and c."""
        for i, e in enumerate(monomial.degrees()):
            if e == 1 and isinstance(self.keys[i], tuple) and self.keys[i][0] == "log":
                rest, inside = monomial / self.gens[i], self.inside.get(i)
                size = self.ring.constant(int(self.keys[i][1])) if inside is None else self.absolute_poly(inside)
                if rest.is_constant():
                    return self.rational_power(Quotient(size, self.one), number)
                if self.is_whole(rest):
                    base = self.rational_power(Quotient(size, self.one), Fraction(1, number.denominator))
                    return self.power(self.symbolic(base, rest), number.numerator)
        return None

    # -- logarithms

    def logarithm(self, argument: Quotient) -> Quotient:
        """log u, for u > 0, as the sum of the logarithms of the absolute values of its factors."""
        found = self.zero_quotient()
        for poly, direction in ((argument.top, 1), (argument.bottom, -1)):
            if not poly:
                raise Unknown("the logarithm of zero")
            content, factors = factored(poly)
            found = self.add(found, self.scaled(self.log_of_number(abs(content)), direction))
            for factor, times_over in factors:
                found = self.add(found, self.scaled(self.log_of_factor(factor), direction * times_over))
        return found

    def log_of_number(self, number: fmpq) -> Quotient:
        found = self.zero_quotient()
        for prime, times_over in primes(number):
            found = self.add(found, self.scaled(self.gen(("log", str(prime))), times_over))
        return found

    def log_of_factor(self, factor: Poly) -> Quotient:
        i = single_generator(factor, self.gens)
        kind = self.keys[i][0] if i is not None and isinstance(self.keys[i], tuple) else None
        inside = self.inside.get(i) if i is not None else None
        if kind == "exp":
            return inside  # type: ignore[return-value]
        if kind == "power":
            base, exponent = inside  # type: ignore[misc]
            exponent = exponent if isinstance(exponent, Quotient) else Quotient(exponent, self.one)
            return self.multiply(exponent, self.logarithm(self.absolute(base)))
        if kind in ("abs", "sqrt", "root"):
            share = Fraction(1, {"abs": 1, "sqrt": 2}.get(kind) or self.keys[i][2])  # type: ignore[index]
            return self.scaled(self.logarithm(Quotient(inside, self.one)), share)  # type: ignore[arg-type]
        return self.gen(("log", str(factor)), inside=factor)

    # -- roots

    def root(self, argument: Quotient) -> Quotient:
        """The square root: squares come out as absolute values, what is positive by itself stands by itself."""
        if not argument:
            return argument
        content, factors = factored(times(argument.top, argument.bottom))
        outside, inside = self.absolute_poly(argument.bottom), self.one
        found = self.one
        square, free = square_part(content)
        found, inside = found * square, inside * free
        odd = [factor for factor, times_over in factors if times_over % 2]
        apart = free > 0 and all(self.sign(factor) > 0 or self.is_nonnegative_poly(factor) for factor in odd)
        for factor, times_over in factors:
            found *= self.absolute_poly(factor ** (times_over // 2))
            if times_over % 2 and (apart or self.sign(factor) > 0):
                found *= self.root_kernel(factor)
            elif times_over % 2:
                inside *= factor
        if not (inside.is_constant() and constant_of(inside) == 1):
            found *= self.root_kernel(inside)
        return self.quotient(found, outside)

    def root_kernel(self, inside: Poly) -> Poly:
        if (unnested := self.unnested(inside)) is not None:
            return unnested
        i = single_generator(inside, self.gens)
        if i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "root":
            found = self.odd_root(self.root(Quotient(self.inside[i], self.one)), self.keys[i][2])
            if found.bottom.is_constant():
                return found.top
        i = self.generator(("sqrt", str(inside)), positive=self.sign(inside) > 0, inside=inside)
        self.squares.setdefault(i, inside)
        return self.gens[i]

    def unnested(self, inside: Poly) -> Poly | None:
        """sqrt(A + B sqrt C) as |sqrt U + s sqrt V|, where U + V = A, 4 U V = B^2 C and s is the sign of B.

        It is taken where U and V are known not to be negative wherever sqrt C is defined: numbers, or C and a number.
        """
        for i, e in enumerate(inside.degrees()):
            if e != 1 or not (isinstance(self.keys[i], tuple) and self.keys[i][0] == "sqrt"):
                continue
            b = inside.derivative(i)
            a, c = inside - b * self.gens[i], self.inside[i]
            square = perfect_root(a * a - b * b * c)
            if square is None or any(p.degrees()[i] > 0 for p in (a, b)) or not (sign := self.sign(b)):
                continue
            u, v = (a + square) / 2, (a - square) / 2
            if all(self.sign(p) > 0 or p == c for p in (u, v)):
                roots = [self.root(Quotient(p, self.one)).top for p in (u, v)]
                return self.absolute_poly(roots[0] + sign * roots[1])
        return None

    def odd_root(self, argument: Quotient, degree: int) -> Quotient:
        """The real root of odd degree, which goes through products and keeps the sign."""
        if not argument:
            return argument
        found = self.constant(1)
        for poly, direction in ((argument.top, 1), (argument.bottom, -1)):
            content, factors = factored(poly)
            parts = [(self.ring.constant(prime), times_over) for prime, times_over in primes(content)]
            for factor, times_over in [*parts, *factors]:
                if factor == -1:
                    found = self.scaled(found, -1)
                    continue
                whole, rest = divmod(times_over * direction, degree)
                found = self.multiply(found, self.power(Quotient(factor, self.one), whole))
                found = self.multiply(found, self.power(self.odd_root_kernel(factor, degree), rest))
        return found

    def odd_root_kernel(self, factor: Poly, degree: int) -> Quotient:
        key = ("root", str(factor), degree)
        if key not in self.index:
            i = self.generator(key, positive=self.sign(factor) > 0, inside=factor)
            self.rules.append(({i: degree}, factor))
        return self.gen(key)


def primes(number: fmpq) -> list[tuple[int, int]]:
    """A number as powers of primes (of its parts, where they are too large to factor) and of -1."""
    found = [(-1, 1)] if number < 0 else []
    for whole, direction in ((abs(number.p), 1), (number.q, -1)):
        small = whole.bit_length() < LARGEST_FACTORED
        pairs = fmpz(whole).factor() if small else [(fmpz(whole), 1)]
        found += [(int(prime), direction * int(times_over)) for prime, times_over in pairs if prime != 1]
    return found


def perfect_root(poly: Poly) -> Poly | None:
    """A polynomial whose square is `poly`, if there is one."""
    if not poly:
        return poly
    content, factors = factored(poly)
    if content < 0 or any(times_over % 2 for _, times_over in factors):
        return None
    root = fmpq(isqrt(int(content.p)), isqrt(int(content.q)))
    if root * root != content:
        return None
    found = poly.context().constant(root)
    for factor, times_over in factors:
        found *= factor ** (times_over // 2)
    return found
