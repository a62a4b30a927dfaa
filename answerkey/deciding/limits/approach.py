"""Limits of functions of a real number, by expansions as t -> 0+: e^P (c1 t^a1 + c2 t^a2 + ... + O(t^order)).

P is a sum of terms that grow without bound, exponents are rational, coefficients are normal forms in other names and
in L = log(1/t); a power of L before O(t^order) does not matter, as every conclusion wants a positive order.  A
coefficient is divided by, or decides what grows, only where its sign is known from the domain.
"""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import factorial

from answerkey.deciding.looking import leaves
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field, with_room
from answerkey.deciding.scalars.quotients import Quotient, constant_of, times
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import INFINITY, TRUE, Expr, name, num

WIDTH = 8  # how far an expansion goes beyond its first term
LOG = name("~log")
SOLVER_MS = 1_000
Terms = dict[Fraction, Quotient]


class Unsettled(Unknown):
    """A limit that depends on the sign of an expression."""

    def __init__(self, expr: Expr):
        super().__init__(f"a limit that depends on the sign of {expr}")
        self.expr = expr


@dataclass(frozen=True)
class Expansion:
    """e^growth times (terms + O(t^order))."""

    terms: Terms
    order: Fraction
    growth: tuple[tuple[Fraction, Quotient], ...] = ()

    @property
    def low(self) -> Fraction:
        return min(self.terms, default=self.order)


def value_of(limit: Expr, field: Field) -> Expr:
    """What a limit amounts to, from each side that is asked for; raises Unknown where that is not seen."""
    variable, body, target, side = limit.args
    if body.shape or variable.shape:
        raise Unknown("a limit of matrices")
    t = name("~t")
    if target == INFINITY and counts(variable, body):
        body = as_sequence(body, variable, field)
    if target in (INFINITY, -INFINITY):
        return Approach(field, t).limit(body.replace({variable: (1 if target == INFINITY else -1) / t}))
    found = [
        Approach(field, t).limit(body.replace({variable: target + t if each == "+" else target - t}))
        for each in (side or "+-")
    ]
    if len(found) == 2 and found[0] != found[1]:
        infinite = any(INFINITY in set(each.walk()) for each in found)
        if infinite or field.add(field.of(found[0]), field.scaled(field.of(found[1]), -1)):
            raise Unknown("a limit that may differ from side to side")
    return found[0]


def counts(variable: Expr, body: Expr) -> bool:
    """Whether a body is only defined where a variable is a whole number: it is a limit of sums, or of n!."""
    for node in body.walk():
        counted = node.args[2:] if node.head in ("sum", "prod") else node.args if node.head == "factorial" else ()
        if any(variable in leaves(part) for part in counted):
            return True
    return False


def as_sequence(body: Expr, variable: Expr, field: Field) -> Expr:
    """The normal form of a body at a natural number from 1 on, in which sums that have one are closed."""
    n = name("~step")
    context = field.context.with_symbol(n.args[0], whole=True)
    context = context.with_condition(Expr("in", n, Expr("naturals")), Expr("le", num(1), n))
    closed = with_room(context, lambda inner: as_tree(inner, inner.of(body.replace({variable: n}))))
    return closed.replace({n: variable})


class Approach:
    """Expansions in t, which tends to zero from above."""

    def __init__(self, field: Field, t: Expr):
        self.field, self.t = field, t

    def limit(self, body: Expr) -> Expr:
        found = self.of(body)
        if found.growth:
            rate = found.growth[0][1]
            if found.growth[0][0] == 0:  # t^a for a name a: against what else there is of t
                rate = self.field.add(rate, self.field.scaled(self.field.of(LOG), -found.low))
            return num(0) if self.sign(rate) < 0 else self.unbounded(found)
        if found.order <= 0:
            raise Unknown("a limit that needs a longer expansion")
        if found.low < 0 or (found.low == 0 and self.has_log(found.terms[found.low])):
            return self.unbounded(found)
        return as_tree(self.field, found.terms.get(Fraction(0), self.field.zero_quotient()))

    def unbounded(self, found: Expansion) -> Expr:
        if not found.terms:
            raise Unknown("a limit that needs a longer expansion")
        return INFINITY if self.sign(found.terms[found.low]) > 0 else -INFINITY

    def of(self, expr: Expr) -> Expansion:
        if expr == self.t:
            return self.trimmed({Fraction(1): self.field.constant(1)})
        if self.t not in set(expr.walk()):
            return self.constant(self.field.of(expr))
        rule = RULES.get(expr.head)
        if rule is None:
            raise Unknown(f"a limit through {expr.head}")
        return rule(self, expr)

    def constant(self, a: Quotient) -> Expansion:
        return self.trimmed({Fraction(0): a} if a else {}, Fraction(WIDTH))

    def trimmed(self, terms: Terms, order: Fraction | None = None, growth=()) -> Expansion:
        kept = {e: c for e, c in terms.items() if c}
        low = min(kept, default=Fraction(0))
        bound = low + WIDTH if order is None else min(order, low + WIDTH) if kept else order
        return Expansion({e: c for e, c in kept.items() if e < bound}, bound, tuple(sorted(growth, key=first)))

    # -- what is known of coefficients

    def has_log(self, a: Quotient) -> bool:
        i = self.field.index.get(LOG)
        return i is not None and max(a.top.degrees()[i], a.bottom.degrees()[i]) > 0

    def sign(self, a: Quotient) -> int:
        """The sign of a coefficient, of which the highest power of L counts; raises Unknown."""
        top = a.top
        if self.has_log(a):
            i = self.field.index[LOG]
            if a.bottom.degrees()[i] > 0:
                raise Unknown("a limit with a logarithm below")
            most = top.degrees()[i]
            top = self.field.ring.from_dict(
                {(*e[:i], 0, *e[i + 1 :]): c for e, c in top.to_dict().items() if e[i] == most}
            )
        return self.field.sign(times(top, a.bottom)) or self.settled(Quotient(top, a.bottom))

    def settled(self, a: Quotient) -> int:
        """The sign of what is not seen at a glance, by the decision procedure; raises Unsettled."""
        from answerkey.deciding.order.solver import asked

        expr = as_tree(self.field, self.without_logarithms(a))
        for sign, claim in ((1, Expr("lt", num(0), expr)), (-1, Expr("lt", expr, num(0)))):
            if asked(self.field.context, Expr("implies", TRUE, claim), SOLVER_MS) is True:
                return sign
        raise Unsettled(expr)

    def without_logarithms(self, a: Quotient) -> Quotient:
        """What has the sign of a sum of whole multiples of logarithms: a difference of products."""
        above, below = self.field.one, self.field.one
        for exponents, coefficient in zip(a.top.monoms(), a.top.coeffs(), strict=True):
            used = [i for i, e in enumerate(exponents) if e]
            inside = self.field.inside.get(used[0]) if len(used) == 1 and exponents[used[0]] == 1 else None
            if inside is None or self.field.keys[used[0]][0] != "log" or coefficient.q != 1:
                return a
            if abs(coefficient.p) > WIDTH or not a.bottom.is_constant():
                return a
            size = self.field.absolute_poly(inside) ** abs(int(coefficient.p))
            above, below = (above * size, below) if coefficient > 0 else (above, below * size)
        return Quotient(above - below, self.field.one)

    def is_positive(self, a: Quotient) -> bool:
        try:
            return self.sign(a) > 0
        except Unsettled:
            return False

    def grows(self, growth) -> int:
        return self.sign(growth[0][1])

    # -- arithmetic

    def plus(self, a: Expansion, b: Expansion) -> Expansion:
        if a.growth != b.growth:
            if any(e == 0 for e, _ in (*a.growth, *b.growth)):
                raise Unknown("a limit of a sum with symbolic powers")
            apart = self.sum_of(dict(a.growth), {e: self.field.scaled(c, -1) for e, c in b.growth})
            return a if self.grows(sorted(apart.items(), key=first)) > 0 else b
        return self.trimmed(self.sum_of(a.terms, b.terms), min(a.order, b.order), a.growth)

    def sum_of(self, a: Terms, b: Terms) -> Terms:
        total = dict(a)
        for e, c in b.items():
            total[e] = self.field.add(total[e], c) if e in total else c
        return {e: c for e, c in total.items() if c}

    def times(self, a: Expansion, b: Expansion) -> Expansion:
        order = min(a.low + b.order, b.low + a.order)
        total: Terms = {}
        for e, c in a.terms.items():
            products = {e + f: self.field.multiply(c, d) for f, d in b.terms.items() if e + f < order}
            total = self.sum_of(total, products)
        growth = self.sum_of(dict(a.growth), dict(b.growth))
        return self.trimmed(total, order, growth.items())

    def scaled(self, a: Expansion, number) -> Expansion:
        return self.times(a, self.constant(self.field.constant(number)))

    def lead(self, a: Expansion) -> tuple[Fraction, Quotient, Expansion]:
        """a = c t^v (1 + h) with h -> 0, but for its growth."""
        if not a.terms:
            raise Unknown("a limit that needs a longer expansion")
        v, c = a.low, a.terms[a.low]
        self.sign(c)
        if self.has_log(c):
            raise Unknown("a limit that divides by a logarithm")
        below = self.field.power(c, -1)
        rest = {e - v: self.field.multiply(d, below) for e, d in a.terms.items() if e != v}
        return v, c, self.trimmed(rest, a.order - v)

    def composed(self, h: Expansion, coefficient: Callable[[int], Fraction | int]) -> Expansion:
        """The sum of coefficient(k) h^k, for h that tends to zero."""
        if h.low <= 0:
            raise Unknown("a limit that needs a longer expansion")
        total = self.constant(self.field.constant(coefficient(0)))
        power, k = self.constant(self.field.constant(1)), 0
        while (k + 1) * h.low < WIDTH:
            k += 1
            power = self.times(power, h)
            total = self.plus(total, self.scaled(power, coefficient(k)))
        remainder = Expansion({}, (k + 1) * h.low)
        return self.plus(total, remainder)

    # -- functions

    def power(self, expr: Expr) -> Expansion:
        base, exponent = expr.args
        if exponent.head == "num":
            return self.to_number(self.of(base), exponent.args[0])
        if self.t not in leaves(base) and not self.is_positive(still := self.field.of(base)):
            return self.alternating(still, self.of(exponent))
        return self.exponential(self.times(self.of(exponent), self.logarithm(self.of(base))))

    def alternating(self, base: Quotient, exponent: Expansion) -> Expansion:
        """b^(k/t + c) for whole k and c: b^c w |b|^(k/t), with a sign w that is not known and squares to one."""
        whole = {e: constant_of(c.top) for e, c in exponent.terms.items() if c.top.is_constant()}
        if exponent.growth or not whole.keys() == exponent.terms.keys() <= {-1, 0}:
            raise Unknown("a limit of a power of what may be negative")
        if any(number.denominator > 1 for number in whole.values()):
            raise Unknown("a limit of a power of what may be negative")
        sign = self.field.generator(("wave", base.key))
        self.field.squares.setdefault(sign, self.field.one)
        wave = self.field.power(Quotient(self.field.gens[sign], self.field.one), int(whole.get(Fraction(-1), 0)) % 2)
        front = self.field.multiply(wave, self.field.power(base, int(whole.get(Fraction(0), 0))))
        size = self.field.logarithm(self.field.absolute(base))
        growth = ((Fraction(-1), self.field.scaled(size, whole.get(Fraction(-1), 0))),)
        return Expansion({Fraction(0): front}, Fraction(WIDTH), growth if whole.get(Fraction(-1)) else ())

    def to_number(self, a: Expansion, number: Fraction) -> Expansion:
        if number.denominator == 1 and 0 <= number <= WIDTH:
            found = self.constant(self.field.constant(1))
            for _ in range(int(number)):
                found = self.times(found, a)
            return found
        v, c, h = self.lead(a)
        if number.denominator > 1 and self.sign(c) < 0:
            raise Unknown("a limit of a root of what is negative")
        series = self.composed(h, lambda k: falling(number, k))
        growth = tuple((e, self.field.scaled(d, number)) for e, d in a.growth)
        front = Expansion({v * number: self.field.rational_power(c, number)}, v * number + WIDTH, growth)
        return self.times(front, series)

    def exponential(self, a: Expansion) -> Expansion:
        if a.growth or a.order <= 0:
            raise Unknown("a limit of an exponential of an exponential")
        growth = [(e, c) for e, c in a.terms.items() if e < 0]
        still = a.terms.get(Fraction(0), self.field.zero_quotient())
        shift, still, power = self.without_log(still)
        growth += [(Fraction(0), power)] if power else []
        rest = self.trimmed({e: c for e, c in a.terms.items() if e > 0}, a.order)
        series = self.composed(rest, lambda k: Fraction(1, factorial(k)))
        front = Expansion({-shift: self.field.exponential(still)}, WIDTH - shift, tuple(sorted(growth, key=first)))
        return self.times(front, series)

    def without_log(self, a: Quotient) -> tuple[Fraction, Quotient, Quotient]:
        """a = q L + b + c L, where e^a = t^(-q) e^b e^(c L), for a number q or a c that no number is in."""
        zero = self.field.zero_quotient()
        if not self.has_log(a):
            return Fraction(0), a, zero
        i = self.field.index[LOG]
        slope = a.top.derivative(i)
        if not a.bottom.is_constant() or slope.degrees()[i] > 0:
            raise Unknown("a limit of a power of a logarithm")
        rest = Quotient(a.top - slope * self.field.gens[i], a.bottom)
        if slope.is_constant():
            return constant_of(slope), rest, zero
        return Fraction(0), rest, Quotient(slope * self.field.gens[i], self.field.one)

    def logarithm(self, a: Expansion) -> Expansion:
        v, c, h = self.lead(a)
        if self.sign(c) < 0:
            raise Unknown("a limit of the logarithm of what is negative")
        front = self.field.add(self.field.logarithm(c), self.field.scaled(self.field.of(LOG), -v))
        series = self.composed(h, lambda k: Fraction((-1) ** (k + 1), k) if k else 0)
        terms = self.sum_of({Fraction(0): front}, dict(a.growth))
        return self.plus(self.trimmed(terms, Fraction(WIDTH)), series)

    def circle(self, expr: Expr) -> Expansion:
        a = self.of(expr.args[0])
        if a.growth or a.low < 0 or a.order <= 0:
            raise Unknown("a limit of a circular function of what grows")
        still = as_tree(self.field, a.terms.get(Fraction(0), self.field.zero_quotient()))
        rest = self.trimmed({e: c for e, c in a.terms.items() if e > 0}, a.order)
        cosine, sine = (self.field.of(Expr(head, still)) for head in ("cos", "sin"))
        even = self.composed(rest, lambda k: alternating(k) if k % 2 == 0 else 0)
        odd = self.composed(rest, lambda k: alternating(k) if k % 2 else 0)
        front, behind = (cosine, self.field.scaled(sine, -1)) if expr.head == "cos" else (sine, cosine)
        return self.plus(self.times(self.constant(front), even), self.times(self.constant(behind), odd))

    def tanh(self, expr: Expr) -> Expansion:
        double = Expr("exp", 2 * expr.args[0])
        return self.of((double - 1) / (double + 1))

    def absolute(self, expr: Expr) -> Expansion:
        a = self.of(expr.args[0])
        if not a.terms:
            raise Unknown("a limit that needs a longer expansion")
        return self.scaled(a, self.sign(a.terms[a.low]))

    def signed(self, expr: Expr) -> Expansion:
        a = self.of(expr.args[0])
        if not a.terms:
            raise Unknown("a limit that needs a longer expansion")
        return self.constant(self.field.constant(self.sign(a.terms[a.low])))

    def extreme(self, expr: Expr) -> Expansion:
        found = expr.args[0]
        for node in expr.args[1:]:
            gap = Expr("abs", found - node)
            found = (found + node + (gap if expr.head == "max" else -gap)) / 2
        return self.of(found)

    def total(self, expr: Expr) -> Expansion:
        found = self.of(expr.args[0])
        for node in expr.args[1:]:
            found = self.plus(found, self.of(node))
        return found

    def product(self, expr: Expr) -> Expansion:
        found = self.of(expr.args[0])
        for node in expr.args[1:]:
            found = self.times(found, self.of(node))
        return found


def first(pair) -> Fraction:
    return pair[0]


def falling(number: Fraction, k: int) -> Fraction:
    """The binomial coefficient of a number over k."""
    found = Fraction(1)
    for i in range(k):
        found = found * (number - i) / (i + 1)
    return found


def alternating(k: int) -> Fraction:
    return Fraction((-1) ** (k // 2), factorial(k))


RULES: dict[str, Callable[[Approach, Expr], Expansion]] = {
    "add": Approach.total,
    "mul": Approach.product,
    "pow": Approach.power,
    "exp": lambda approach, expr: approach.exponential(approach.of(expr.args[0])),
    "log": lambda approach, expr: approach.logarithm(approach.of(expr.args[0])),
    "sin": Approach.circle,
    "cos": Approach.circle,
    "tanh": Approach.tanh,
    "abs": Approach.absolute,
    "sign": Approach.signed,
    "max": Approach.extreme,
    "min": Approach.extreme,
}
