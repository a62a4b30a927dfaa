"""Sums of networks with coefficients in the field of scalars: added, multiplied, summed over an index, in normal form.

A network without a free index is a number, and so a generator of that field.
"""

from functools import cached_property
from itertools import permutations

from answerkey.deciding.matrices.words import Letter
from answerkey.deciding.networks.canonical import UNIT, Factor, Net, canonical, components, is_square, renamed
from answerkey.deciding.networks.chains import Chains
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import ZERO, Expr, name, num

Sum = dict[Net, Quotient]
Ranges = dict[str, str]
Part = tuple[list[Factor], Ranges, Quotient]

POSITIVE = frozenset({"exp", "sigmoid", "softplus"})
DELTA = "delta"  # 1 where its two indices are equal, else 0
MOST_NETS = 2_000
MOST_FACTORS = 24
MOST_PRODUCTS = 3_000
DEEPEST = 40  # rules applied one after the other
MOST_LEGS = 3  # of a function of entries


class Contractions:
    """Arithmetic with sums of nets."""

    chains: Chains

    def __init__(self, scalars: Field, ranges: Ranges):
        self.scalars, self.context = scalars, scalars.context
        self.ranges = ranges  # of the free indices
        self.products = self.depth = 0
        self.inner: dict[str, Sum] = {}  # what a function of entries is applied to, by its factor's key
        self.numbers: dict[str, int] = {}
        self.letters: dict[str, Letter] = {}
        self.leaves: dict[str, frozenset[Expr]] = {}  # every name behind a factor
        Chains(self)

    def scalar(self, expr: Expr) -> Quotient:
        """A number made of matrices."""
        raise NotImplementedError

    def number(self, a: Quotient) -> Sum:
        return {UNIT: a} if a else {}

    def plain(self, a: Sum) -> Quotient | None:
        """A sum that has no free index as a number; None for any other."""
        if not a.keys() <= {UNIT}:
            return None
        return a.get(UNIT, self.scalars.zero_quotient())

    def one(self) -> Quotient:
        return self.scalars.constant(1)

    def plus(self, *sums: Sum) -> Sum:
        total = dict(sums[0])
        for other in sums[1:]:
            for net, coefficient in other.items():
                found = self.scalars.add(total[net], coefficient) if net in total else coefficient
                if found:
                    total[net] = found
                else:
                    total.pop(net, None)
        if len(total) > MOST_NETS:
            raise Unknown("a formula with too many terms")
        return total

    def scaled(self, a: Sum, factor: Quotient) -> Sum:
        return {net: self.scalars.multiply(c, factor) for net, c in a.items()} if factor else {}

    def minus(self, a: Sum) -> Sum:
        return self.scaled(a, self.scalars.constant(-1))

    def times(self, a: Sum, b: Sum) -> Sum:
        total: Sum = {}
        for u, c in a.items():
            for v, d in b.items():
                both = self.scalars.multiply(c, d)
                if u == UNIT or v == UNIT:
                    total = self.plus(total, {v if u == UNIT else u: both})
                    continue
                names = {str(i): str(i + len(u.ranges)) for i in range(len(v.ranges))}
                ranges = {str(i): size for i, size in enumerate(u.ranges + v.ranges)}
                factors = [*u.factors, *(renamed(factor, names) for factor in v.factors)]
                total = self.plus(total, self.normal(factors, ranges, both))
        return total

    def power(self, a: Sum, exponent: int) -> Sum:
        total = self.number(self.one())
        for _ in range(exponent):
            total = self.times(total, a)
        return total

    def summed(self, a: Sum, index: str) -> Sum:
        """Over a free index."""
        total: Sum = {}
        for net, coefficient in a.items():
            new = str(len(net.ranges))
            ranges = {str(i): size for i, size in enumerate(net.ranges)} | {new: self.ranges[index]}
            factors = [renamed(factor, {index: new}) for factor in net.factors]
            total = self.plus(total, self.normal(factors, ranges, coefficient))
        return total

    def relabelled(self, a: Sum, names: dict[str, str]) -> Sum:
        """The same in other free indices."""
        total: Sum = {}
        for net, coefficient in a.items():
            ranges = {str(i): size for i, size in enumerate(net.ranges)}
            factors = [renamed(factor, names) for factor in net.factors]
            total = self.plus(total, self.normal(factors, ranges, coefficient))
        return total

    # -- normal form

    def normal(self, factors: list[Factor], ranges: Ranges, coefficient: Quotient) -> Sum:
        """One product, summed over the indices in `ranges`, in normal form."""
        self.products += 1
        if len(factors) > MOST_FACTORS or self.products > MOST_PRODUCTS or self.depth > DEEPEST:
            raise Unknown("too many entries, or products of them")
        factors, ranges = self.without_deltas(factors, ranges)
        factors, factor = self.gathered(factors, ranges)
        coefficient = self.scalars.multiply(coefficient, factor)
        parts = self.rewritten(factors, ranges)
        if parts is None:
            return self.closed(factors, ranges, coefficient)
        total: Sum = {}
        for rest, sizes, c in parts:
            self.depth += 1
            total = self.plus(total, self.normal(rest, sizes, self.scalars.multiply(coefficient, c)))
            self.depth -= 1
        return total

    def without_deltas(self, factors: list[Factor], ranges: Ranges) -> tuple[list[Factor], Ranges]:
        """Indices that are equal made one; between free ones a delta stays."""
        same: dict[str, set[str]] = {}
        for factor in factors:
            if factor.key == DELTA:
                together = set().union(*(same.get(leg, {leg}) for leg in factor.legs))
                same.update(dict.fromkeys(together, together))
        if not same:
            return factors, ranges
        names: dict[str, str] = {}
        kept: list[Factor] = []
        for group in sorted(map(sorted, {frozenset(each) for each in same.values()})):
            sizes = {ranges.get(leg) or self.ranges.get(leg) for leg in group} - {None}
            if len(sizes) > 1:
                raise Unknown("equal indices that run over different ranges")
            free = sorted(leg for leg in group if leg not in ranges)
            first = free[0] if free else group[0]
            names |= dict.fromkeys(group, first)
            kept += [Factor(DELTA, (first, leg), 1, True) for leg in free[1:]]
        rest = [renamed(factor, names) for factor in factors if factor.key != DELTA]
        return rest + kept, {leg: size for leg, size in ranges.items() if names.get(leg, leg) == leg}

    def gathered(self, factors: list[Factor], ranges: Ranges) -> tuple[list[Factor], Quotient]:
        """Equal factors as one power, and a number that came out."""
        powers: dict[tuple, int] = {}
        for key, legs, power, loose in factors:
            powers[key, legs, loose] = powers.get((key, legs, loose), 0) + power
        return [Factor(key, legs, e, loose) for (key, legs, loose), e in powers.items() if e], self.one()

    def rewritten(self, factors: list[Factor], ranges: Ranges) -> list[Part] | None:
        """What a product is by a rule, as products; None where no rule applies."""
        return self.chains.shortened(factors, ranges)

    def closed(self, factors: list[Factor], ranges: Ranges, coefficient: Quotient) -> Sum:
        """A product with its closed components, and its idle indices, made numbers."""
        used = {leg for factor in factors for leg in factor.legs}
        for leg, size in ranges.items():
            if leg not in used:
                coefficient = self.scalars.multiply(coefficient, self.size(size))
        free: list[Factor] = []
        for part in components(factors, ranges):
            if all(leg in ranges for factor in part for leg in factor.legs):
                coefficient = self.scalars.multiply(coefficient, self.generator(canonical(part, ranges)))
            else:
                free += part
        return {canonical(free, ranges): coefficient} if coefficient else {}

    def generator(self, net: Net) -> Quotient:
        if ("net", net) in self.scalars.index:
            return self.scalars.gen(("net", net))
        found = self.scalars.gen(("net", net), inside=dict.fromkeys(self.leaves_of(net), 1))
        if is_square(net):
            self.scalars.nonnegative.add(self.scalars.index["net", net])
        if self.is_positive(net):
            self.scalars.positive.add(self.scalars.index["net", net])
        return found

    def is_positive(self, net: Net) -> bool:
        """Whether a net is a sum of positive products, over sides, which are not empty."""
        sides = all(size.isdigit() or size in self.context.dimensions for size in net.ranges)
        return sides and all(map(self.is_positive_factor, net.factors))

    def is_positive_factor(self, factor: Factor) -> bool:
        """Whether an entry is an exponential and the like, or declared to be positive wherever it is."""
        kind, _, rest = factor.key.partition(":")
        return kind in POSITIVE or (kind in ("name", "terms") and rest.partition(":")[0] in self.positive_names)

    @cached_property
    def positive_names(self) -> set[str]:
        """The vectors and sequences of numbers all of whose entries are declared to be positive."""
        found, running = set(), [(each,) for each in self.context.indices]
        for low, entry in (c.args for c in self.context.conditions if c.head == "lt"):
            indices = entry.args[-1:] if entry.head in ("entry", "term") and len(entry.args) in (2, 3) else ()
            if low == ZERO and all(isinstance(i, Expr) and i.args[:1] in running for i in indices) and indices:
                leaf = entry.args[0] if entry.head == "entry" else entry
                if leaf.head == "term" or leaf.shape[1:] == (1,):
                    found.add(leaf.args[0])
        return found

    def size(self, range_: str) -> Quotient:
        """How many values an index of this range has."""
        parts = range_.split("*") if "(" not in range_ else [range_]
        return self.scalars.product([self.scalars.of(num(int(p)) if p.isdigit() else name(p)) for p in parts])

    def leaves_of(self, net: Net) -> frozenset[Expr]:
        return frozenset().union(*(self.leaves.get(factor.key, frozenset()) for factor in net.factors))

    def behind(self, a: Sum) -> frozenset[Expr]:
        """Every name that a sum depends on."""
        polys = [poly for c in a.values() for poly in (c.top, c.bottom)]
        return frozenset().union(*map(self.leaves_of, a), *(self.scalars.names_in(poly) for poly in polys))

    # -- factors

    def letter(self, letter: Letter, legs: tuple[str, ...]) -> Factor:
        """An entry of a matrix or vector at its indices."""
        upright = letter.T if letter.transposed else letter
        key = f"{upright.kind}:{upright.key}"
        self.letters[key] = upright
        self.leaves[key] = upright.leaves
        loose = len(legs) == 2 and upright.kind.startswith("symmetric")
        return renamed(Factor(key, legs[::-1] if letter.transposed else legs, 1, loose), {})

    def applied(self, kind: str, a: Sum) -> Factor:
        """A function of entries as a factor at the free indices of what it is applied to."""
        least, order, moved, loose = self.way(a)
        number = self.numbers.setdefault(least, len(self.numbers))
        key = f"{kind}:{number}"
        self.inner[key] = moved
        self.leaves[key] = self.behind(a)
        return renamed(Factor(key, order, 1, loose), {})

    def way(self, a: Sum) -> tuple[str, tuple[str, ...], Sum, bool]:
        """The one way to write a sum whatever its free indices are called, their order, and whether any order does."""
        labels = sorted(set().union(*(net.free for net in a)))
        if not labels or len(labels) > MOST_LEGS:
            raise Unknown("a function of entries with this many indices")
        ways = []
        for order in permutations(labels):
            moved = self.relabelled(a, {leg: f"~{place}" for place, leg in enumerate(order)})
            ways.append((text(moved), order, moved))
        least = min(way[0] for way in ways)
        best = [way for way in ways if way[0] == least]
        return least, best[0][1], best[0][2], len(labels) > 1 and len(best) == len(ways)

    def within(self, factor: Factor) -> Sum:
        """What a function of entries is applied to, at the factor's indices; a summed index i is called _i here."""
        names = {f"~{place}": open_name(leg) for place, leg in enumerate(factor.legs)}
        return self.relabelled(self.inner[factor.key], names)


def open_name(leg: str) -> str:
    return f"_{leg}" if leg.isdigit() else leg


def text(a: Sum) -> str:
    return repr(sorted((net, c.key) for net, c in a.items()))
