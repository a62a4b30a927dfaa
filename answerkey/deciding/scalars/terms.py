"""The body of a sum, taken apart: what is free of the index, powers of the index, geometric factors, binomials."""

from __future__ import annotations

from dataclasses import dataclass
from math import floor
from typing import TYPE_CHECKING, Any

from answerkey.deciding.referee.values import Unknown, fraction
from answerkey.deciding.scalars.quotients import Poly, Quotient, factored, single_generator
from answerkey.tree import Expr

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

MOST_PARTS = 400


@dataclass(frozen=True)
class Shape:
    """k^degree ratio^k, times C(top, k), over k! as many times as `factorials` says."""

    degree: int
    ratio: Quotient
    top: Quotient | None = None
    factorials: int = 0


def moving(field: Field, index: Expr) -> list[int]:
    """The generators that change with the index, by themselves or by what they were made of."""
    return [i for i in range(len(field.keys)) if any(index in leaf.walk() for leaf in field.names_behind(i))]


def depends(field: Field, a: Quotient, index: Expr) -> bool:
    return any(
        e > 0 and any(index in leaf.walk() for leaf in field.names_behind(i))
        for poly in (a.top, a.bottom)
        for i, e in enumerate(poly.degrees())
    )


def parts(field: Field, body: Quotient, index: Expr) -> list[tuple[Quotient, Quotient]]:
    """`body` as a sum of products (free of the index, a term in the index), the terms different."""
    if not body:
        return []
    changing = set(moving(field, index))
    content, factors = factored(body.bottom)
    still, below = field.ring.constant(content), field.one
    fixed = []
    for factor, times_over in factors:
        if any(e > 0 and i in changing for i, e in enumerate(factor.degrees())):
            fixed.append((factor, times_over))
            below *= factor**times_over
        else:
            still *= factor**times_over
    split = partial_fractions(field, fixed, index)
    if split is not None:
        top = Quotient(body.top, still)
        pieces = [field.multiply(top, piece) for piece in split]
        return merged(field, [part for piece in pieces for part in parts(field, piece, index)])
    groups: dict[tuple, dict] = {}
    for exponents, coefficient in body.top.to_dict().items():
        kind = tuple(int(e) if i in changing else 0 for i, e in enumerate(exponents))
        rest = tuple(0 if i in changing else int(e) for i, e in enumerate(exponents))
        groups.setdefault(kind, {})[rest] = coefficient
    if len(groups) > MOST_PARTS:
        raise Unknown("a sum with many kinds of terms")
    found = []
    for kind, free in groups.items():
        outer = field.quotient(field.ring.from_dict(free), still)
        inner = field.quotient(field.ring.from_dict({kind: 1}), below)
        found.append((outer, inner))
    return merged(field, found)


def merged(field: Field, pieces: list[tuple[Quotient, Quotient]]) -> list[tuple[Quotient, Quotient]]:
    """Equal terms together, numbers before them."""
    by_term: dict[tuple, tuple[Quotient, Quotient]] = {}
    for outer, inner in pieces:
        lead = fraction(inner.top.leading_coefficient())
        outer, inner = field.scaled(outer, lead), field.scaled(inner, 1 / lead)
        before = by_term.get(inner.key)
        by_term[inner.key] = (outer if before is None else field.add(before[0], outer), inner)
    return [(outer, inner) for outer, inner in by_term.values() if outer]


def partial_fractions(field: Field, factors: list[tuple[Poly, int]], index: Expr) -> list[Quotient] | None:
    """1/(f g) as the two parts (a2/g - a1/f)/(a2 f - a1 g), for linear f and g that are a number apart."""
    linear = [(f, times_over) for f, times_over in factors if leading(field, f, index) is not None]
    for at, (f, _) in enumerate(linear):
        for g, _ in linear[at + 1 :]:
            a, b = leading(field, f, index), leading(field, g, index)
            gap = f * b - g * a
            if gap.is_constant() and gap:
                rest = field.constant(1)
                for factor, times_over in factors:
                    below = field.power(Quotient(factor, field.one), times_over - (factor in (f, g)))
                    rest = field.multiply(rest, field.power(below, -1))
                one, other = (
                    field.multiply(rest, field.quotient(field.ring.constant(c) / gap.leading_coefficient(), p))
                    for c, p in ((b, g), (-a, f))
                )
                return [one, other]
    return None


def leading(field: Field, poly: Poly, index: Expr):
    """The a of a polynomial a k + b, where a is a number and b is free of k; None for any other."""
    i = field.index.get(index)
    if i is None or poly.degrees()[i] != 1:
        return None
    slope = poly.derivative(i)
    rest = Quotient(poly - slope * field.gens[i], field.one)
    return slope.leading_coefficient() if slope.is_constant() and not depends(field, rest, index) else None


def shape_of(field: Field, term: Quotient, index: Expr) -> Shape | None:
    """How a term is made, where it is k^j r^k C(N, k) / k!^f for some j, r, N and f."""
    if len(term.top) != 1 or len(term.bottom) != 1:
        return None
    degree, ratio, top, factorials = 0, field.constant(1), None, 0
    for poly, direction in ((term.top, 1), (term.bottom, -1)):
        for i, e in enumerate(poly.degrees()):
            if e <= 0:
                continue
            key, times_over = field.keys[i], int(e) * direction
            if key == index:
                degree += times_over
            elif (base := growth(field, i, index)) is not None:
                ratio = field.multiply(ratio, field.power(base, times_over))
            elif isinstance(key, Expr):
                return None
            elif key[0] == "binomial" and times_over == 1 and top is None and over_index(field, i, index):
                top = field.inside[i][0]
            elif key[0] == "factorial" and times_over < 0 and field.inside[i] == field.of(index):
                factorials -= times_over
            else:
                return None
    return Shape(degree, ratio, top, factorials) if degree >= 0 else None


def over_index(field: Field, i: int, index: Expr) -> bool:
    """Whether a binomial is C(N, k), or C(N, N - k), which is the same for a natural N."""
    n, k = field.inside[i]
    same = field.of(index) in (k, field.add(n, field.scaled(k, -1)))
    return same and not depends(field, n, index) and field.is_natural_sum(n)


def growth(field: Field, i: int, index: Expr) -> Quotient | None:
    """The r of a generator r^k."""
    key = field.keys[i]
    if not isinstance(key, tuple) or key[0] not in ("power", "exp"):
        return None
    base, exponent = field.inside[i] if key[0] == "power" else (None, field.inside[i])
    if isinstance(exponent, Quotient):
        if not exponent.bottom.is_constant():
            return None
        exponent = exponent.top
    if (at := field.index.get(index)) is None:
        return None
    step = exponent.derivative(at)
    rest, unit = Quotient(exponent - step * field.gens[at], field.one), Quotient(step, field.one)
    if rest or not step or depends(field, unit, index) or (base is not None and depends(field, base, index)):
        return None
    return field.exponential(unit) if base is None else field.raised(base, unit)


def offset_of(field: Field, term: Quotient, index: Expr) -> int:
    """How far a term is from its place: it is shifted so that its poles end at 0, or its entries begin there."""
    poles = [found for factor, _ in factored(term.bottom)[1] for found in roots(field, factor, index)]
    if poles:
        return -max(poles)
    found: list[int] = []
    for poly in (term.top, term.bottom):
        for i, e in enumerate(poly.degrees()):
            if e > 0:
                found += places(field, i, index)
    return min(found) if found else 0


def places(field: Field, i: int, index: Expr) -> list[int]:
    """The whole numbers c for which k + c stands within a generator."""
    key = field.keys[i]
    inside: Any = field.inside.get(i)
    if isinstance(key, Expr):
        if key.head != "term":
            return []
        inside = field.of(key.args[2])
    elif key[0] == "word":
        inside = tuple(field.of(letter.leaf) for letter in inside if letter.kind == "unit" and letter.leaf is not None)
    elif key[0] in ("binomial", "factorial", "geometric", "sum", "prod") or i in field.bound:
        return []
    values = inside if isinstance(inside, tuple) else (inside,)
    polys = [p for v in values if v is not None for p in ((v.top, v.bottom) if isinstance(v, Quotient) else (v,))]
    return [-root for poly in polys if poly for factor, _ in factored(poly)[1] for root in roots(field, factor, index)]


def roots(field: Field, factor: Poly, index: Expr) -> list[int]:
    """The whole part of where a linear polynomial in the index (and perhaps more) vanishes, its other names being 0."""
    if (a := leading(field, factor, index)) is None:
        i = single_generator(factor, field.gens)
        return [-place for place in places(field, i, index)] if i is not None and field.keys[i] != index else []
    constant = factor.to_dict().get((0,) * field.size, 0)
    return [-floor(fraction(constant / a))] if constant else [0]
