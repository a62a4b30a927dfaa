"""Sums and products over whole numbers from low to high, with symbolic limits.

The body is taken apart into terms, what is free of the index goes before the sum, and each term m has a running sum
P(e) with P(e) - P(e - 1) = m(e), of which only differences are used: sum = P(high) - P(low - 1), which is so wherever
the sum is defined (high >= low - 1).  P is a polynomial for powers of the index; for k^j r^k it is a generator with the
relation (r - 1) P = ..., so that r = 1 is no exception; with a binomial it is the binomial theorem; else it is a
generator for the term, which steps by whole numbers: P(n + 2) = P(n) + m(n + 1) + m(n + 2).
"""

from __future__ import annotations

from fractions import Fraction
from math import comb
from typing import TYPE_CHECKING, Any

from flint import fmpq

from answerkey.deciding.referee.values import Undefined, Unknown, fraction
from answerkey.deciding.scalars import counting
from answerkey.deciding.scalars.quotients import Poly, Quotient, constant_of, factored, single_generator
from answerkey.deciding.scalars.series import endless
from answerkey.deciding.scalars.terms import Shape, depends, leading, offset_of, parts, shape_of
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import Expr, name, num

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

MOST_STEPS = 24  # that a limit is unrolled
INFINITY = Expr("infinity")


def summed(field: Field, expr: Expr) -> Quotient:
    index, body, low, high = expr.args
    if body.shape:
        raise Unknown("a sum of matrices")
    if high == INFINITY:
        return endless(field, expr)
    before, last = field.of(low - 1), field.of(high)
    demand_forward(field, before, last)
    found = []
    for outer, inner in parts(field, within(field, expr), index):
        demand_defined(field, outer, field.add(last, field.scaled(before, -1)))
        gap = field.add(running(field, inner, index, last), field.scaled(running(field, inner, index, before), -1))
        found.append(field.multiply(outer, gap))
    return field.total(found)


def demand_forward(field: Field, before: Quotient, last: Quotient) -> None:
    """That a range may run backwards, where it would be undefined, is not left to how empty sums are understood."""
    count = field.add(last, field.scaled(before, -1))
    if not count.bottom.is_constant():
        raise Unknown("a range whose direction is not known")
    terms = count.top.to_dict()
    constant = terms.pop((0,) * field.size, fmpq(0))
    if constant < 0 and not terms:
        raise Undefined("a range that runs backwards")
    if constant >= (0 if field.within else -1) and all(c > 0 for c in terms.values()):
        return
    if not is_forward(field, count) and not is_forward_within(field, count):
        raise Unknown("a range that may run backwards")


def is_forward_within(field: Field, count: Quotient) -> bool:
    """Whether a number of terms is not negative for any index of the sums around, each at the end that is worst."""
    for index, low, high in reversed(field.around):
        i = field.index.get(index)
        slope = field.zero if i is None else count.top.derivative(i)
        if slope and slope.is_constant():
            rate = fraction(slope.leading_coefficient())
            step = field.add(field.of(high if rate < 0 else low), field.scaled(field.of(index), -1))
            count = field.add(count, field.scaled(step, rate))
    return count.bottom.is_constant() and all(c > 0 for c in count.top.coeffs())


def demand_defined(field: Field, outer: Quotient, count: Quotient) -> None:
    """That what goes before a sum has no pole just where the sum is empty, which never looks at its terms.

    A denominator that has nothing to do with the number of terms is none of that: where it vanishes, the empty sum is
    zero before and after.
    """
    if count.bottom.is_constant() and field.sign(count.top) > 0:
        return
    names = field.names_in(count.top)
    for factor, _ in factored(outer.bottom)[1]:
        if names & field.names_in(factor) and not field.sign(factor) and str(factor) not in field.nonzero:
            raise Unknown("a sum that may be empty where its terms are not defined")


def within(field: Field, expr: Expr) -> Quotient:
    """The normal form of what an empty range would never look at, so that it has to be defined by itself."""
    index, body, low, high = expr.args
    field.within += 1
    field.around.append((index, low, high))
    try:
        return field.of(body)
    finally:
        field.within -= 1
        field.around.pop()


def is_forward(field: Field, count: Quotient) -> bool:
    """Whether a declared condition a <= b or a < b says that a number of terms b - a + d is not negative."""
    for condition in field.context.conditions:
        if condition.head in ("le", "lt") and not any(node.shape for node in condition.walk()):
            low, high = condition.args
            beyond = field.add(count, field.scaled(field.of(high - low), -1))
            known = beyond.top.is_constant() and beyond.bottom.is_constant()
            if known and constant_of(beyond.top) >= (-1 if condition.head == "lt" else 0):
                return True
    return False


# -- running sums


def running(field: Field, term: Quotient, index: Expr, end: Quotient, in_place: bool = False) -> Quotient:
    """P(end) for a term without factors that are free of the index; P(0) = 0 for what has a formula."""
    shape = shape_of(field, term, index)
    if shape is not None and shape.top is None and not shape.factorials:
        if not field.add(shape.ratio, field.constant(-1)):
            return powers_of_index(field, shape.degree, end)
        return geometric(field, shape.degree, shape.ratio, end)
    if shape is not None and shape.top is not None and not shape.factorials:
        found = binomial_theorem(field, term, index, shape, end)
        if found is not None:
            return found
    return stepped(field, "sum", term, index, end, in_place)


def powers_of_index(field: Field, degree: int, end: Quotient) -> Quotient:
    """1^j + ... + e^j as a polynomial in e, by (e + 1)^(j + 1) - 1 = sum of C(j + 1, l) S_l(e) over l <= j."""
    sums: list[Quotient] = []
    for j in range(degree + 1):
        above = field.power(counting.shifted(field, end, 1), j + 1)
        known = [field.scaled(s, -comb(j + 1, i)) for i, s in enumerate(sums)]
        sums.append(field.scaled(field.total([above, field.constant(-1), *known]), Fraction(1, j + 1)))
    # S_0 counts e terms; (e + 1) - 1 = e
    return sums[degree]


def geometric(field: Field, degree: int, ratio: Quotient, end: Quotient) -> Quotient:
    """G_j = 1^j r + 2^j r^2 + ... + e^j r^e, which obeys (r - 1) G_j = (e + 1)^j r^(e + 1) - r - r sum C(j, l) G_l.

    For a number r that is not 1, G_j is what this gives; else it is a generator with this relation as its rule.
    """
    base, steps = counting.split(field, end)
    if steps and abs(steps) <= MOST_STEPS:
        start = geometric(field, degree, ratio, base)
        return field.add(start, geometric_steps(field, degree, ratio, base, steps))
    lower = [geometric(field, low, ratio, end) for low in range(degree)]
    after = counting.shifted(field, end, 1)
    last = field.multiply(field.power(after, degree), field.raised(ratio, after))
    inner = field.total([field.scaled(g, comb(degree, low)) for low, g in enumerate(lower)] + [field.constant(1)])
    right = field.add(last, field.scaled(field.multiply(ratio, inner), -1))
    left = counting.shifted(field, ratio, -1)
    if left.top.is_constant() and left.bottom.is_constant():
        return field.multiply(right, field.power(left, -1))
    if not end:
        return field.zero_quotient()
    key = ("geometric", degree, ratio.key, end.key)
    if key not in field.index:
        i = field.generator(key, inside=(ratio, end))
        common = field.multiply(right, Quotient(left.bottom, field.one))
        scale = common.bottom
        equation = left.top * scale * field.gens[i] - common.top
        lead = (left.top * scale * field.gens[i]).monoms()[0]
        take_rule(field, equation, lead)
    return field.gen(key)


def geometric_steps(field: Field, degree: int, ratio: Quotient, base: Quotient, steps: int) -> Quotient:
    """What (base + 1)^j r^(base + 1) and the terms after it add, or for negative steps take away."""
    ends = [counting.shifted(field, base, i) for i in span(steps)]
    terms = [field.multiply(field.power(end, degree), field.raised(ratio, end)) for end in ends]
    return field.scaled(field.total(terms), 1 if steps > 0 else -1)


def take_rule(field: Field, vanishing: Poly, lead) -> None:
    """A polynomial that is zero everywhere as a rule for one of its products."""
    coefficient = vanishing.to_dict()[tuple(lead)]
    rest = (field.ring.term(coefficient, lead) - vanishing) / coefficient
    field.rules.append(({i: int(e) for i, e in enumerate(lead) if e}, rest))


def binomial_theorem(field: Field, term: Quotient, index: Expr, shape: Shape, end: Quotient) -> Quotient | None:
    """P(N) for k^j C(N, k) r^k with P(0) = 0: sum over l of S(j, l) N (N - 1) ... (N - l + 1) r^l (1 + r)^(N - l)."""
    assert shape.top is not None
    beyond = field.add(end, field.scaled(shape.top, -1))
    base = counting.shifted(field, shape.ratio, 1)
    if beyond or not plain(field, base):
        return None
    total = []
    for low in range(shape.degree + 1):
        falling = field.product([counting.shifted(field, shape.top, -i) for i in range(low)])
        exponent = counting.shifted(field, shape.top, -low)
        if not base and field.sign(exponent.top) <= 0:
            return None  # 0^0 is 1
        rest = field.raised(base, exponent) if base else base
        each = field.product([falling, field.power(shape.ratio, low), rest])
        total.append(field.scaled(each, partitions(shape.degree, low)))
    if not shape.degree:
        total.append(field.constant(-1))  # the term at 0
    return field.total(total)


def partitions(n: int, k: int) -> int:
    """Stirling's number of the second kind."""
    if n == k:
        return 1
    return k * partitions(n - 1, k) + partitions(n - 1, k - 1) if 0 < k < n else 0


def plain(field: Field, a: Quotient) -> bool:
    """Whether `a` is made without what may vanish on an interval, so that what holds where a != 0 holds everywhere."""
    kinds = {key[0] for poly in (a.top, a.bottom) for key in field.used(poly) if not isinstance(key, Expr)}
    return not kinds & {"abs", "sign", "pinv", "floor", "sqrt", "root", "word", "trace"}


def stepped(field: Field, head: str, term: Quotient, index: Expr, end: Quotient, in_place: bool = False) -> Quotient:
    """P(end) for a term without a formula, moved to its place, in terms of P at the end less whole steps."""
    if not in_place and (shift := offset_of(field, term, index)):
        moved = field.of(as_tree(field, term).replace({index: index - num(shift)}))
        after = counting.shifted(field, end, shift)
        return multiplied_to(field, moved, index, after, True) if head == "prod" else sum_to(
            field, moved, index, after, True
        )  # fmt: skip
    base, steps = counting.split(field, end)
    if abs(steps) > MOST_STEPS:
        base, steps = end, 0
    leaf, body = canonical(field, term, index)
    values = [field.of(body.replace({leaf: as_tree(field, counting.shifted(field, base, j))})) for j in span(steps)]
    join, empty = (field.total, 0) if head == "sum" else (field.product, 1)
    start = field.constant(empty)
    if base:
        start = field.gen((head, body, base.key), inside=(field.of(body), base))
        field.bound.setdefault(field.index[head, body, base.key], leaf)
    moved = join(values)
    if steps < 0:
        moved = field.scaled(moved, -1) if head == "sum" else field.power(moved, -1)
    return join([start, moved])


def span(steps: int) -> range:
    return range(1, steps + 1) if steps >= 0 else range(steps + 1, 1)


def canonical(field: Field, term: Quotient, index: Expr) -> tuple[Expr, Expr]:
    """A term and its index under a name that depends on nothing but the term."""
    body = as_tree(field, term)
    taken = {n.args[0] for n in body.walk() if n.head == "name" and n != index}
    leaf = name(next(f"~i{level}" for level in range(1, len(taken) + 2) if f"~i{level}" not in taken))
    return leaf, as_tree(field, field.of(body.replace({index: leaf})))


# -- products


def multiplied(field: Field, expr: Expr) -> Quotient:
    index, body, low, high = expr.args
    if high == INFINITY:
        raise Unknown("an infinite product")
    before, last = field.of(low - 1), field.of(high)
    demand_forward(field, before, last)
    if low.head == "num" and low.args[0].denominator == 1 and low != num(1):  # from one on
        moved = Expr("prod", index, body.replace({index: index + low - num(1)}), num(1), high - low + num(1))
        return multiplied(field, moved)
    whole = within(field, expr)
    counted = is_from_one(before) or all(is_from_one_less(field, end) for end in (before, last))
    if not counted and depends(field, whole, index):
        raise Unknown("a product that may pass through zero")
    start = multiplied_to(field, whole, index, before)
    return field.multiply(multiplied_to(field, whole, index, last), field.power(start, -1))


def is_from_one(before: Quotient) -> bool:
    """Whether a range begins at 1 or later, by a number."""
    return before.top.is_constant() and before.bottom.is_constant() and constant_of(before.top) >= 0


def is_from_one_less(field: Field, end: Quotient) -> bool:
    return field.is_natural_sum(counting.shifted(field, end, 1))


def multiplied_to(field: Field, body: Quotient, index: Expr, end: Quotient, in_place: bool = False) -> Quotient:
    """The running product Q(end), factor by factor; a factor that is free of the index is raised to the end."""
    found = field.constant(1)
    for poly, direction in ((body.top, 1), (body.bottom, -1)):
        content, factors = factored(poly)
        parts_of = [(field.ring.constant(content), 1)] if content != 1 else []
        for factor, times_over in [*parts_of, *factors]:
            each = factor_to(field, factor, index, end, in_place)
            found = field.multiply(found, field.power(each, direction * times_over))
    return found


def factor_to(field: Field, factor: Poly, index: Expr, end: Quotient, in_place: bool) -> Quotient:
    whole = Quotient(factor, field.one)
    if not depends(field, whole, index):
        return field.raised(whole, end)
    i = single_generator(factor, field.gens)
    key = None if i is None else field.keys[i]
    inside: Any = None if i is None else field.inside.get(i)
    if key == index:
        return counting.factorial(field, end)
    if (a := leading(field, factor, index)) is not None and (place := whole_place(field, factor, a)) is not None:
        run = counting.factorial(field, counting.shifted(field, end, place))
        return field.multiply(field.raised(field.constant(fraction(a)), end), run)
    if isinstance(key, tuple) and key[0] == "exp":
        return field.exponential(sum_to(field, inside, index, end))
    if isinstance(key, tuple) and key[0] == "power":
        base, exponent = inside
        exponent = exponent if isinstance(exponent, Quotient) else Quotient(exponent, field.one)
        if not depends(field, base, index) and field.is_whole_sum(exponent):
            return field.raised(base, sum_to(field, exponent, index, end))
    return stepped(field, "prod", whole, index, end, in_place)


def whole_place(field: Field, factor: Poly, a: Any) -> int | None:
    """The c of a (k + c) where that is a whole number from 1 on, so that (k + c) runs through no zero."""
    constant = factor.to_dict().get((0,) * field.size, fmpq(0)) / a
    return int(constant.p) if len(factor) == 2 and constant.q == 1 and constant >= 1 else None


def sum_to(field: Field, body: Quotient, index: Expr, end: Quotient, in_place: bool = False) -> Quotient:
    pieces = parts(field, body, index)
    return field.total([field.multiply(outer, running(field, term, index, end, in_place)) for outer, term in pieces])
