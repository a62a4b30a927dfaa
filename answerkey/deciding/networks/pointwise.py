"""Functions of entries within networks: exponentials, logistic functions, logarithms, steps, powers.

Each is a factor at the free indices of what it is applied to, by relations that hold wherever both sides are defined:
exp(a + b) = exp a exp b, logarithms of products of positive factors, sigma(-z) = 1 - sigma(z), max(z, 0) = z [z > 0].
"""

from collections import Counter
from dataclasses import dataclass, field
from fractions import Fraction

from answerkey.deciding.networks.canonical import UNIT, Factor, Net, renamed
from answerkey.deciding.networks.contractions import Contractions, Part, Ranges, Sum
from answerkey.deciding.referee.values import Unknown, fraction
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Quotient, constant_of

LARGEST_POWER = 8
OPEN = frozenset({"exp", "step", "sign"})  # which do not keep their powers
ODD, EVEN = frozenset({"sin", "erf", "sign"}), frozenset({"cos"})


@dataclass
class Product:
    """A number times an exponential, powers of logistic functions, and what else there is."""

    number: Quotient
    exponent: Sum
    logistic: list[tuple[Sum, int]] = field(default_factory=list)
    rest: tuple[Factor, ...] = ()


class Pointwise(Contractions):
    """Sums of nets with functions of entries in them."""

    def __init__(self, scalars: Field, ranges: Ranges):
        self.steps: set[str] = set()  # those whose value at the kink matters
        self.exact = False  # whether signs stay what they are, at zero too
        self.preferred: dict[frozenset[str], str] = {}  # which of z and -z a step is of
        super().__init__(scalars, ranges)

    def lone(self, factor: Factor) -> Sum:
        return {Net((factor,)): self.one()}

    # -- exponentials and logarithms

    def exp(self, a: Sum) -> Sum:
        """What has the same indices stands in one exponential."""
        groups: dict[frozenset[str], Sum] = {}
        for net, c in a.items():
            groups.setdefault(frozenset(net.free), {})[net] = c
        total = self.number(self.scalars.exponential(a.get(UNIT, self.scalars.zero_quotient())))
        for free, part in groups.items():
            total = self.times(total, self.lone(self.applied("exp", part))) if free else total
        return total

    def log(self, a: Sum) -> Sum:
        if (number := self.plain(a)) is not None:
            return self.number(self.scalars.logarithm(number))
        product = self.as_product(a)
        if product is None:
            return self.lone(self.applied("log", a))
        found = product.exponent
        for inner, power in product.logistic:
            found = self.plus(found, self.scaled(self.softplus(self.minus(inner)), self.scalars.constant(-power)))
        for factor in product.rest:
            if self.is_positive_factor(factor):
                one = self.lone(self.applied("log", self.lone(factor._replace(power=1))))
                found = self.plus(found, self.scaled(one, self.scalars.constant(factor.power)))
        if rest := [factor for factor in product.rest if not self.is_positive_factor(factor)]:
            return self.plus(found, self.lone(self.applied("log", self.normal(rest, {}, product.number))))
        return self.plus(found, self.number(self.scalars.logarithm(product.number)))

    def as_product(self, a: Sum) -> Product | None:
        """A sum as a product: of one term, of two exponentials with one coefficient, or 1 - sigma(z)."""
        if len(a) == 1:
            ((net, c),) = a.items()
            return None if net.ranges else self.product_of(net, c)
        if len(a) != 2:
            return None
        (u, c), (v, d) = sorted(a.items())
        one, other = (self.product_of(net, self.one()) if not net.ranges else None for net in (u, v))
        if one is None or other is None or one.rest or other.rest:
            return None
        if c == d and not one.logistic and not other.logistic:
            gap = self.plus(one.exponent, self.minus(other.exponent))
            return Product(c, one.exponent, [(gap, -1)])
        if not self.plus({UNIT: c}, {UNIT: d}) and u == UNIT and not other.exponent and len(other.logistic) == 1:
            ((inner, power),) = other.logistic
            return Product(c, {}, [(self.minus(inner), 1)]) if power == 1 else None
        return None

    def product_of(self, net: Net, c: Quotient) -> Product:
        found = Product(c, {})
        for factor in net.factors:
            kind = factor.key.partition(":")[0]
            if kind == "exp":
                grown = self.scaled(self.within(factor), self.scalars.constant(factor.power))
                found.exponent = self.plus(found.exponent, grown)
            elif kind == "sigmoid":
                found.logistic.append((self.within(factor), factor.power))
            else:
                found.rest += (factor,)
        return found

    # -- logistic functions

    def sigmoid(self, z: Sum) -> Sum:
        z, turned = self.upright(z)
        found = self.lone(self.applied("sigmoid", z))
        return self.plus(self.number(self.one()), self.minus(found)) if turned else found

    def softplus(self, z: Sum) -> Sum:
        if (number := self.plain(z)) is not None:
            up = self.scalars.exponential(number)
            return self.number(self.scalars.logarithm(self.scalars.add(self.one(), up)))
        z, turned = self.upright(z)
        found = self.lone(self.applied("softplus", z))
        return self.plus(found, self.minus(z)) if turned else found

    def upright(self, z: Sum) -> tuple[Sum, bool]:
        """One of z and -z, the same for both, and whether it is the other one."""
        other = self.minus(z)
        ways = self.way(z)[0], self.way(other)[0]
        turned = self.preferred.get(frozenset(ways), max(ways)) != ways[0]
        return (other, True) if turned else (z, False)

    def prefer(self, z: Sum) -> None:
        """Write [z > 0] as it is, and [-z > 0] by it."""
        if self.plain(z) is None:
            z = self.primitive(z)
            ways = self.way(z)[0], self.way(self.minus(z))[0]
            self.preferred.setdefault(frozenset(ways), ways[0])

    def primitive(self, z: Sum) -> Sum:
        """A positive multiple, the same for all of them."""
        content = abs(fraction(min(self.way(z)[2].items())[1].top.leading_coefficient()))
        return self.scaled(z, self.scalars.constant(1 / content))

    # -- steps

    def step(self, z: Sum) -> Sum:
        """[z > 0], where it is multiplied by z or z is not zero: there [-z > 0] is 1 - [z > 0]."""
        if (number := self.plain(z)) is not None:
            ratio = self.scalars.multiply(self.scalars.absolute(number), self.scalars.power(number, -1))
            return self.number(self.scalars.scaled(self.scalars.add(ratio, self.one()), Fraction(1, 2)))
        if side := self.side(z):
            return self.number(self.scalars.constant(max(side, 0)))
        z, turned = self.upright(self.primitive(z))
        found = self.lone(self.applied("step", z))
        return self.plus(self.number(self.one()), self.minus(found)) if turned else found

    def side(self, z: Sum) -> int:
        """1 or -1 where every term of a sum has that sign at a glance, else 0."""
        signs = {self.scalars.sign(c.top) * self.scalars.sign(c.bottom) * self.is_positive(net) for net, c in z.items()}
        return signs.pop() if len(signs) == 1 else 0

    def sign(self, z: Sum) -> Sum:
        """Where z is not zero; of max(u, 0) it is [u > 0] everywhere."""
        if (number := self.plain(z)) is not None:
            return self.number(self.scalars.signum(number))
        if (found := self.step_within(z)) is not None:
            return found
        if side := self.side(z):
            return self.number(self.scalars.constant(side))
        if self.exact:
            return self.function("sign", z)
        found = self.step(z)
        self.steps |= self.keys_of(found)
        two = self.scalars.constant(2)
        return self.plus(self.scaled(found, two), self.number(self.scalars.constant(-1)))

    def indicator(self, z: Sum) -> Sum:
        """[z > 0], whatever z is."""
        if (number := self.plain(z)) is not None:
            self.steps.add(self.key_of_number(number))
            return self.step(z)
        if (within := self.step_within(z)) is not None:
            return within
        if self.exact:
            sign = self.sign(z)
            return self.scaled(self.plus(sign, self.times(sign, sign)), self.scalars.constant(Fraction(1, 2)))
        found = self.step(z)
        if UNIT in found:  # written by [-z > 0], which is 1 - [z > 0] but for z = 0
            self.steps |= self.keys_of(found)
        return found

    def key_of_number(self, a: Quotient) -> str:
        lead = fraction(a.top.leading_coefficient()) if a else 1
        return f"number:{self.scalars.scaled(a, 1 / Fraction(lead)).key}"

    def step_within(self, z: Sum) -> Sum | None:
        """[u > 0] of a sum that is a positive multiple of max(u, 0), written u [u > 0] or u [u > 0] - u."""
        for key in sorted(key for key in self.keys_of(z) if key.startswith("step:")):
            (net, *_) = z
            legs = next((f.legs for each in z for f in each.factors if f.key == key), ())
            if len(legs) == 1 and legs[0] in net.free:
                u = self.within(Factor(key, legs))
                step = self.lone(Factor(key, legs))
                for up, found in ((u, step), (self.minus(u), self.plus(self.number(self.one()), self.minus(step)))):
                    if self.is_multiple(z, self.times(up, found)):
                        return found
        return None

    def is_multiple(self, a: Sum, b: Sum) -> bool:
        """Whether one sum is a positive number times another."""
        if not a or a.keys() != b.keys():
            return False
        net = next(iter(a))
        ratio = self.scalars.multiply(a[net], self.scalars.power(b[net], -1))
        positive = self.scalars.sign(ratio.top) * self.scalars.sign(ratio.bottom) > 0
        return positive and not self.plus(a, self.minus(self.scaled(b, ratio)))

    def keys_of(self, found: Sum) -> set[str]:
        return {factor.key for net in found for factor in net.factors}

    def largest(self, a: Sum, b: Sum, sign: int = 1) -> Sum:
        """max(a, b), or min(a, b) for a negative sign."""
        gap = self.plus(a, self.minus(b))
        if not gap:
            return a
        bent = self.times(gap, self.step(gap))
        return self.plus(b, bent) if sign > 0 else self.plus(a, self.minus(bent))

    def absolute(self, z: Sum) -> Sum:
        if (number := self.plain(z)) is not None:
            return self.number(self.scalars.absolute(number))
        return self.plus(self.scaled(self.times(z, self.step(z)), self.scalars.constant(2)), self.minus(z))

    # -- others

    def function(self, head: str, z: Sum) -> Sum:
        if head in ODD | EVEN:
            z, turned = self.upright(z)
            found = self.lone(self.applied(head, z))
            return self.minus(found) if turned and head in ODD else found
        if head == "tanh":
            double = self.sigmoid(self.scaled(z, self.scalars.constant(2)))
            return self.plus(self.scaled(double, self.scalars.constant(2)), self.number(self.scalars.constant(-1)))
        raise Unknown(f"{head} of entries has no normal form")

    def raised(self, base: Sum, exponent: Quotient) -> Sum:
        if (number := self.plain(base)) is not None:
            return self.number(self.scalars.raised(number, exponent))
        constant = exponent.top.is_constant() and exponent.bottom.is_constant()
        if not constant or constant_of(exponent.top).denominator != 1:
            return self.fractional(base, exponent)
        whole = int(constant_of(exponent.top))
        if abs(whole) > LARGEST_POWER:
            raise Unknown("a large power of entries")
        return self.power(base if whole >= 0 else self.reciprocal(base), abs(whole))

    def fractional(self, base: Sum, exponent: Quotient) -> Sum:
        product = self.as_product(base)
        if product is not None and not product.rest and not product.logistic:
            number = self.scalars.raised(product.number, exponent)
            return self.scaled(self.exp(self.scaled(product.exponent, exponent)), number)
        return self.lone(self.applied(f"pow{exponent.key}", base))

    def reciprocal(self, a: Sum) -> Sum:
        product = self.as_product(a)
        if product is None:
            lead = min(self.way(a)[2].items())[1].top.leading_coefficient()
            below = self.scaled(a, self.scalars.constant(1 / fraction(lead)))
            return self.scaled(self.lone(self.applied("inv", below)), self.scalars.constant(1 / fraction(lead)))
        if any(factor.key.startswith("step") for factor in product.rest):
            raise Unknown("a division by a step")
        upside_down = [factor._replace(power=-factor.power) for factor in product.rest]
        found = self.normal(upside_down, {}, self.scalars.power(product.number, -1))
        found = self.times(found, self.exp(self.minus(product.exponent)))
        for inner, power in product.logistic:
            one = self.sigmoid(inner)
            if power > 0:
                one = self.plus(self.number(self.one()), self.exp(self.minus(inner)))
            found = self.times(found, self.power(one, abs(power)))
        return found

    # -- within products

    def gathered(self, factors: list[Factor], ranges: Ranges) -> tuple[list[Factor], Quotient]:
        """Exponentials at the same indices as one; a step is its own square, a sign its own cube."""
        factors, number = super().gathered(factors, ranges)
        kept: list[Factor] = []
        groups: dict[frozenset[str], list[Factor]] = {}
        for factor in factors:
            kind = factor.key.partition(":")[0]
            if kind == "exp":
                groups.setdefault(frozenset(factor.legs), []).append(factor)
            else:
                least = {"step": 1, "sign": 2 - factor.power % 2}.get(kind, factor.power)
                kept.append(factor._replace(power=least))
        for group in groups.values():
            if len(group) == 1 and group[0].power == 1:
                kept += group
                continue
            parts = [self.scaled(self.within(f), self.scalars.constant(f.power)) for f in group]
            ((net, c),) = self.exp(self.plus(*parts)).items()
            kept += closed_names(net.factors)
            number = self.scalars.multiply(number, c)
        return kept, number

    def rewritten(self, factors: list[Factor], ranges: Ranges) -> list[Part] | None:
        for place, factor in enumerate(factors):
            if factor.key.startswith("sigmoid:"):
                rest = factors[:place] + factors[place + 1 :]
                found = self.undone(factor, rest) if factor.power < 0 else self.beside_exponential(factor, rest)
                if found is not None:
                    return [(more, ranges, self.scalars.constant(c)) for more, c in found]
            if factor.key.startswith("inv:") and (parts := self.divided(factor, factors, ranges)) is not None:
                return parts
        return super().rewritten(factors, ranges)

    def divided(self, factor: Factor, factors: list[Factor], ranges: Ranges) -> list[Part] | None:
        """x / (x + a) = 1 - a / (x + a), where x is of the highest degree among a sum's terms."""
        below = self.within(factor)
        first = max(below, key=lambda net: (sum(f.power for f in net.factors), net))
        kinds = {f.key.partition(":")[0] for f in first.factors}
        if any(net.ranges for net in below) or not below[first].top.is_constant() or not kinds.isdisjoint(OPEN):
            return None
        rest = Counter({(f.key, f.legs, f.loose): f.power for f in factors if f is not factor})
        lead = Counter({(f.key, f.legs, f.loose): f.power for f in closed_names(first.factors)})
        if any(rest[each] < power or power < 0 for each, power in lead.items()):
            return None
        rest.subtract(lead)
        kept = [Factor(key, legs, power, loose) for (key, legs, loose), power in rest.items() if power]
        under = self.scalars.power(below[first], -1)
        less = [factor._replace(power=factor.power - 1)] if factor.power > 1 else []
        parts: list[Part] = [(kept + less, ranges, under)]
        for net, c in below.items():
            if net != first:
                ratio = self.scalars.multiply(self.scalars.scaled(c, -1), under)
                parts.append(([*kept, factor, *closed_names(net.factors)], ranges, ratio))
        return parts

    def cleared(self, a: Sum) -> Sum:
        """A sum times everything that it divides by at its free indices."""
        powers: dict[Factor, int] = {}
        for factor in (factor for net in a for factor in net.factors):
            below = factor.power if factor.key.startswith("inv:") else -factor.power
            if below > 0 and not any(leg.isdigit() for leg in factor.legs):
                one = factor._replace(power=1)
                powers[one] = max(below, powers.get(one, 0))
        for one, most in powers.items():
            inverted = one.key.startswith("inv:")
            base, total = self.within(one) if inverted else self.lone(one), self.number(self.scalars.zero_quotient())
            for net, c in a.items():
                here = sum(f.power for f in net.factors if inverted and f._replace(power=1) == one)
                rest = [f for f in net.factors if not inverted or f._replace(power=1) != one]
                ranges = {str(i): size for i, size in enumerate(net.ranges)}
                total = self.plus(total, self.times(self.normal(rest, ranges, c), self.power(base, most - here)))
            a = total
        return a

    def undone(self, factor: Factor, rest: list[Factor]) -> list[tuple[list[Factor], int]]:
        """1/sigma(z) = 1 + exp(-z)."""
        rest = [*rest, factor._replace(power=factor.power + 1)]
        return [(rest, 1), ([*rest, *self.exponential_factors(self.within(factor), -1)], 1)]

    def beside_exponential(self, factor: Factor, rest: list[Factor]) -> list[tuple[list[Factor], int]] | None:
        """exp(-z) sigma(z) = 1 - sigma(z), and exp(z) sigma(z) = exp(z) - sigma(z)."""
        for other in rest:
            if not other.key.startswith("exp:") or set(other.legs) != set(factor.legs):
                continue
            z = self.within(factor)
            times_over = self.multiple(self.within(other), z)
            if not times_over:
                continue
            without = [f for f in rest if f is not other]
            less = [*without, factor._replace(power=factor.power - 1)]
            nearer = self.exponential_factors(z, times_over + (1 if times_over < 0 else -1))
            if times_over < 0:
                return [([*less, *nearer], 1), ([*without, factor, *nearer], -1)]
            return [([*less, other], 1), ([*without, factor, *nearer], -1)]
        return None

    def exponential_factors(self, z: Sum, times_over: int) -> list[Factor]:
        ((net, _),) = self.exp(self.scaled(z, self.scalars.constant(times_over))).items()
        return closed_names(net.factors)

    def multiple(self, a: Sum, z: Sum) -> int:
        """The whole number k, not zero, with a = k z; 0 where there is none."""
        if not a or a.keys() != z.keys():
            return 0
        net = next(iter(a))
        ratio = self.scalars.multiply(a[net], self.scalars.power(z[net], -1))
        if not (ratio.top.is_constant() and ratio.bottom.is_constant()):
            return 0
        number = constant_of(ratio.top)
        same = number.denominator == 1 and not self.plus(a, self.scaled(z, self.scalars.constant(-number)))
        return int(number) if same else 0


def closed_names(factors: tuple[Factor, ...]) -> list[Factor]:
    """Factors at open names of summed indices, at those indices again."""
    legs = {leg for factor in factors for leg in factor.legs if leg[0] == "_"}
    return [renamed(factor, {leg: leg[1:] for leg in legs}) for factor in factors]
