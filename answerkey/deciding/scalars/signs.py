"""What is known of the signs of polynomials in kernels at a glance, absolute values, signs and whole numbers."""

from flint import arb, ctx, fmpz

from answerkey.context import Context
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.quotients import (
    Poly,
    Quotient,
    Quotients,
    constant_of,
    factored,
    primitive,
    single_generator,
)
from answerkey.tree import Expr, is_bound

WHOLE = frozenset({"floor", "factorial", "sign"})  # kernels that are whole numbers


class Signs(Quotients):
    """A field of quotients in which signs are known from the declared domain."""

    def __init__(self, context: Context, size: int):
        super().__init__(size)
        self.context = context
        self.signs: list[Poly] | None = None
        self.not_negative: list[Poly] = []

    def of(self, expr: Expr) -> Quotient:
        raise NotImplementedError

    def symbolic(self, base: Quotient, monomial: Poly) -> Quotient:
        raise NotImplementedError

    # -- whole numbers

    def is_natural(self, monomial: Poly) -> bool:
        return all(isinstance(key, Expr) and self.context.is_natural(key) for key in self.used(monomial))

    def is_natural_sum(self, a: Quotient) -> bool:
        """Whether `a` is a sum of whole multiples, from zero on, of products of naturals."""
        whole = a.bottom.is_constant() and all(c.q == 1 and c > 0 for c in a.top.coeffs())
        return whole and self.is_natural(a.top)

    def is_whole(self, monomial: Poly) -> bool:
        """Whether a monomial is a product of whole numbers: naturals, integers, indices of sums."""
        return all(map(self.is_whole_key, self.used(monomial)))

    def is_whole_key(self, key) -> bool:
        if not isinstance(key, Expr):
            return key[0] in WHOLE
        if is_bound(key):
            return key.args[0].startswith("~i")
        return self.context.is_natural(key) or Expr("in", key, Expr("integers")) in self.context.conditions

    def used(self, poly: Poly) -> list:
        return [self.keys[i] for i, e in enumerate(poly.degrees()) if e > 0]

    # -- signs

    def sign(self, poly: Poly) -> int:
        """1 or -1 where the declared domain settles the sign of `poly` at a glance, else 0."""
        if poly.is_constant():
            number = constant_of(poly)
            return (number > 0) - (number < 0)
        ball = self.number(poly)
        if ball is not None:
            return 1 if ball > 0 else -1 if ball < 0 else 0
        for direction in (1, -1):
            if self.clearly_positive(poly * direction):
                return direction
        return 0

    def number(self, poly: Poly) -> arb | None:
        """A ball around a polynomial in roots and logarithms of numbers, pi and the like; None for any other."""
        if any(e > 0 and not self.is_number(i) for i, e in enumerate(poly.degrees())):
            return None
        with ctx.workprec(128):
            total = arb(0)
            for exponents, coefficient in poly.to_dict().items():
                term = arb(coefficient)
                for i, e in enumerate(exponents):
                    if e:
                        term *= self.ball(i) ** int(e)
                total += term
            return total

    def is_number(self, i: int) -> bool:
        key, inside = self.keys[i], self.inside.get(i)
        if isinstance(key, Expr):
            return key.head == "pi"
        if key[0] == "log" and inside is None:
            return True
        inner = inside.top if isinstance(inside, Quotient) and inside.bottom.is_constant() else inside
        number = isinstance(inner, Poly) and all(self.is_number(j) for j, e in enumerate(inner.degrees()) if e > 0)
        return key[0] in ("sqrt", "log", "exp") and number

    def ball(self, i: int) -> arb:
        key, inside = self.keys[i], self.inside.get(i)
        if isinstance(key, Expr):
            return arb.pi()
        if inside is None:
            return arb(int(key[1])).log()
        inner = self.number(
            inside.top / inside.bottom.leading_coefficient() if isinstance(inside, Quotient) else inside
        )
        assert inner is not None
        return {"sqrt": inner.sqrt, "log": abs(inner).log, "exp": inner.exp}[key[0]]()

    def clearly_positive(self, poly: Poly) -> bool:
        constant = False
        for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            odd = [i for i, e in enumerate(exponents) if e % 2 and i not in self.positive]
            if coefficient < 0 or not all(map(self.is_nonnegative, odd)):
                return primitive(poly) in self.given_positive()
            constant |= all(i in self.positive for i, e in enumerate(exponents) if e)
        return constant or primitive(poly) in self.given_positive()

    def is_nonnegative(self, i: int) -> bool:
        """Whether a generator is a root, an absolute value, a natural number, a rank and the like."""
        key = self.keys[i]
        if i in self.nonnegative:
            return True
        return key[0] in ("sqrt", "abs") if isinstance(key, tuple) else self.context.is_natural(key)

    def is_nonnegative_poly(self, factor: Poly) -> bool:
        i = single_generator(factor, self.gens)
        return i is not None and self.is_nonnegative(i)

    def given_positive(self) -> list[Poly]:
        """The polynomials that the conditions say outright are positive."""
        if self.signs is None:
            self.signs = []
            for condition in self.context.conditions:
                if condition.head in ("lt", "le") and not any(n.shape for n in condition.walk()):
                    self.note_sign(condition)
        return self.signs

    def note_sign(self, condition: Expr) -> None:
        low, high = condition.args
        try:
            gap = self.of(high - low)
        except (Undefined, Unknown):
            return
        if gap.bottom.is_constant():
            known = self.signs if condition.head == "lt" else self.not_negative
            known.append(primitive(gap.top))  # type: ignore[union-attr]

    # -- absolute values

    def absolute(self, argument: Quotient) -> Quotient:
        top, bottom = (self.absolute_poly(poly) for poly in (argument.top, argument.bottom))
        return self.quotient(top, bottom)

    def absolute_poly(self, poly: Poly) -> Poly:
        if not poly:
            return poly
        content, factors = factored(poly)
        found = self.ring.constant(abs(content))
        for factor, times_over in factors:
            found *= factor ** (times_over - times_over % 2)
            if times_over % 2:
                found *= self.absolute_factor(factor)
        return found

    def absolute_factor(self, factor: Poly) -> Poly:
        if sign := self.sign(factor):
            return factor * sign
        for sign in (1, -1):
            if self.given_positive() is not None and primitive(factor * sign) in self.not_negative:
                return factor * sign
        i = single_generator(factor, self.gens)
        if i is not None and isinstance(self.keys[i], tuple) and self.keys[i][0] == "power":
            base, exponent = self.inside[i]
            if not isinstance(exponent, Quotient) and self.is_whole(exponent):
                return self.symbolic(self.absolute(base), exponent).top
        if i is not None and self.is_nonnegative(i):
            return factor
        i = self.generator(("abs", str(factor)), inside=factor)
        self.squares.setdefault(i, factor * factor)
        return self.gens[i]

    def signum(self, argument: Quotient) -> Quotient:
        """sign(f): 0 at zero, so that sign(f) f = |f| and sign(f) |f| = f, but sign(f)^2 is 1 only elsewhere."""
        if not argument:
            return argument
        found = self.constant(1)
        for poly, direction in ((argument.top, 1), (argument.bottom, -1)):
            content, factors = factored(poly)
            found = self.scaled(found, -1 if content < 0 else 1)
            for factor, times_over in factors:
                found = self.multiply(found, self.power(self.sign_of_factor(factor), direction * times_over))
        return found

    def sign_of_factor(self, factor: Poly) -> Quotient:
        if sign := self.sign(factor):
            return self.constant(sign)
        key = ("sign", str(factor))
        if key not in self.index:
            size = self.absolute_factor(factor)
            s = self.generator(key, inside=factor)
            self.relate(self.gens[s] * factor - size)
            self.relate(self.gens[s] ** 3 - self.gens[s])
            if (i := single_generator(size, self.gens)) is not None:
                self.rules.append(({s: 1, i: 1}, factor))
        return self.gen(key)

    def relate(self, vanishing: Poly) -> None:
        """Take up a polynomial that is zero everywhere as a rule for its leading product."""
        exponents, lead = vanishing.monoms()[0], vanishing.coeffs()[0]
        rest = (self.ring.term(lead, exponents) - vanishing) / lead
        self.rules.append(({i: int(e) for i, e in enumerate(exponents) if e}, rest))

    # -- floors

    def without_whole(self, argument: Quotient) -> tuple[Quotient, Poly]:
        """A quotient less the whole multiples of whole numbers that division with remainder finds in it."""
        ratio, outside = divmod(argument.top, argument.bottom)[0], self.zero
        for exponents, coefficient in ratio.to_dict().items():
            monomial = self.ring.term(1, exponents)
            if coefficient.q == 1 and self.is_whole(monomial):
                outside += monomial * int(coefficient.p)
        return self.quotient(argument.top - outside * argument.bottom, argument.bottom), outside

    def floor(self, argument: Quotient) -> Quotient:
        """The whole part: whole multiples of whole numbers come out."""
        outside, inside = self.zero, self.zero
        if argument.bottom.is_constant():
            for exponents, coefficient in argument.top.to_dict().items():
                monomial = self.ring.term(1, exponents)
                whole = coefficient.q == 1 and self.is_whole(monomial)
                number = fmpz(coefficient.floor()) if monomial.is_constant() else int(coefficient.p) if whole else 0
                outside += monomial * number
                inside += monomial * (coefficient - number)
            if inside.is_constant():
                return Quotient(outside, self.one)
            argument = Quotient(inside, self.one)
        else:
            argument, outside = self.without_whole(argument)
        return self.add(Quotient(outside, self.one), self.gen(("floor", argument.key), inside=argument))
