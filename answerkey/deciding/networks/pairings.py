"""Expectations of networks of Gaussian entries, by Isserlis' pairings: E[N_ij N_kl] is 0 unless i = k and j = l."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations
from typing import TYPE_CHECKING

from answerkey.deciding.matrices.chance import different, is_driven, is_random, moments
from answerkey.deciding.networks.canonical import Factor, Net, renamed
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.tree import Expr

if TYPE_CHECKING:
    from answerkey.deciding.networks.contractions import Part, Ranges, Sum
    from answerkey.deciding.networks.identities import Networks

MOST_NOISES = 8  # in one product


def expected(nets: Networks, a: Sum) -> Sum:
    """Term by term: numbers that are networks of noise go back into the products."""
    scalars = nets.scalars
    total: Sum = {}
    for net, coefficient in a.items():
        below = coefficient.bottom
        if any(e and is_random(scalars, i) for i, e in enumerate(below.degrees())):
            raise Unknown("the expectation of a quotient")
        for exponents, number in zip(coefficient.top.monoms(), coefficient.top.coeffs(), strict=True):
            factor = scalars.quotient(scalars.ring.constant(number), below)
            noise: dict[Expr, int] = {}
            inner = [net]
            for i, e in enumerate(map(int, exponents)):
                if not e:
                    continue
                if not is_random(scalars, i):
                    factor = scalars.multiply(factor, scalars.power(Quotient(scalars.gens[i], scalars.one), e))
                elif isinstance(scalars.keys[i], Expr):
                    noise[scalars.keys[i]] = e
                elif scalars.keys[i][0] == "net":
                    inner += [scalars.keys[i][1]] * e
                else:
                    raise Unknown("the expectation of what is not a polynomial")
            factors, ranges = joined(inner)
            check_independent(nets, [*noise, *drawn_in(nets, factors)])
            factor = scalars.multiply(factor, moments(scalars, noise, set()))
            total = nets.plus(total, nets.scaled(paired(nets, factors, ranges), factor))
    return total


def joined(many: list[Net]) -> tuple[list[Factor], Ranges]:
    """Several nets as one product."""
    factors: list[Factor] = []
    ranges: Ranges = {}
    for net in many:
        names = {str(i): str(i + len(ranges)) for i in range(len(net.ranges))}
        factors += [renamed(factor, names) for factor in net.factors]
        ranges |= {names[str(i)]: size for i, size in enumerate(net.ranges)}
    return factors, ranges


def drawn_in(nets: Networks, factors: list[Factor]) -> list[Expr]:
    """The random vectors and matrices of a product, as often as they occur; raises Unknown for what hides one."""
    found: list[Expr] = []
    for factor in factors:
        leaves = nets.leaves.get(factor.key, frozenset())
        leaf = noise_of(nets, factor)
        if any(is_driven(nets.context, each) for each in leaves):
            raise Unknown("the expectation of a driven sequence of vectors")
        if leaf is None:
            if any(map(nets.context.is_random, leaves)):
                raise Unknown("the expectation of what is not a polynomial")
            continue
        if factor.power < 0 or factor.loose:
            raise Unknown("the expectation of a quotient")
        found += [leaf] * factor.power
    return found


def check_independent(nets: Networks, leaves: list[Expr]) -> None:
    """Raises Unknown unless different names are independent and no moment beyond the variance is asked of any law."""
    context = nets.context
    different([leaf for leaf in set(leaves) if leaf.head == "term"])
    random = sorted({leaf for leaf in leaves if context.is_random(leaf)}, key=repr)
    if any(context.may_depend(x, y) for x, y in combinations(random, 2)):
        raise Unknown("numbers that may depend on random vectors")
    often = [leaf for leaf, count in Counter(leaves).items() if leaf.shape and count > 2]
    if any(context.law(leaf).family != "gaussian" for leaf in often):
        raise Unknown("a moment of what is not Gaussian")


def noise_of(nets: Networks, factor: Factor) -> Expr | None:
    """The random name that a factor is an entry of."""
    letter = nets.letters.get(factor.key)
    if letter is None or letter.leaf is None or letter.kind != "name":
        return None
    return letter.leaf if nets.context.is_random(letter.leaf) else None


def paired(nets: Networks, factors: list[Factor], ranges: Ranges) -> Sum:
    """The expectation of a product: over every way to pair its noises."""
    drawn = [f._replace(power=1) for f in factors if noise_of(nets, f) is not None for _ in range(f.power)]
    rest = [f for f in factors if noise_of(nets, f) is None]
    if len(drawn) > MOST_NOISES:
        raise Unknown("a moment of a high degree")
    total: Sum = {}
    for more, sizes, factor in pairs(nets, drawn, ranges):
        total = nets.plus(total, nets.normal(rest + more, sizes, factor))
    return total


def pairs(nets: Networks, drawn: list[Factor], ranges: Ranges) -> Iterator[Part]:
    """The first noise with each other one of the same name, and so on."""
    if not drawn:
        yield [], ranges, nets.one()
        return
    first, *others = drawn
    for place, other in enumerate(others):
        if other.key == first.key:
            for more, sizes, factor in pairs(nets, others[:place] + others[place + 1 :], ranges):
                for own, all_sizes, variance in covariance(nets, first, other, sizes):
                    yield more + own, all_sizes, nets.scalars.multiply(factor, variance)


def covariance(nets: Networks, first: Factor, other: Factor, ranges: Ranges) -> list[Part]:
    """E of two entries of one noise: the variance where their indices are the same, or an entry of the covariance."""
    leaf = noise_of(nets, first)
    assert leaf is not None
    variance = nets.context.variance(leaf)
    if not variance.shape:
        deltas = [Factor("delta", both, 1, True) for both in zip(first.legs, other.legs, strict=True)]
        return [(deltas, ranges, nets.scalars.of(variance))]
    (one,), (two,) = first.legs, other.legs
    words = nets.chains.single(variance)
    return [(*nets.chains.spread(word, one, two, ranges), c) for word, c in words.items()]
