"""What a sequence tends to, and what holds at every step: limits of geometric terms, and induction.

`w_t -> L` for w_t - L = c r^t holds exactly when c = 0 or |r| < 1; an equation that holds at the start and whose gap at
t + 1 is a multiple of its gap at t holds at every t.
"""

from contextlib import suppress
from typing import Any

from answerkey.context import Context, degree, is_partial
from answerkey.deciding.entries import Entries, known_side
from answerkey.deciding.limits import approach
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Poly, Quotient
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import FALSE, INFINITY, ONE, TRUE, Expr, conjunction, name, num

MOST_STARTS = 4  # values of an index at which an induction may begin


def without_limits(claim: Expr, context: Context, field: Field, matrices: Matrices) -> Expr:
    """`claim` with every limit replaced by the relation that it amounts to."""
    if claim.head == "tends":
        return limit(claim, context, field, matrices)
    if claim.head == "limit":
        inner = claim.rebuild(lambda node: without_limits(node, context, field, matrices))
        return approach.value_of(inner, field)
    if claim.head == "sum" and claim.args[3] == INFINITY:
        with suppress(Unknown):
            return as_tree(field, field.of(claim))
    return claim.rebuild(lambda node: without_limits(node, context, field, matrices))


def limit(claim: Expr, context: Context, field: Field, matrices: Matrices) -> Expr:
    what, where = claim.args
    if what.head == "abs" and where == num(0):
        return limit(Expr("tends", what.args[0], where), context, field, matrices)
    if what.shape:
        return vector_limit(what, where, context, field, matrices)
    try:
        found = scalar_limit(claim, context, field)
    except Unknown:
        index = index_of(claim, context)
        if index in set(where.walk()):
            raise
        left = as_tree(field, field.of(what)) if what.has("term") else what  # terms may cancel
        value = approach.value_of(Expr("limit", index, left, INFINITY, ""), field)
        return TRUE if value == where else Expr("eq", value, where)
    defined = [Expr("eq", side, side) for side in claim.args if is_partial(side)]
    return Expr("and", found, *defined) if defined else found


def scalar_limit(claim: Expr, context: Context, field: Field) -> Expr:
    what, where = claim.args
    gap = with_lemmas(field.of(what - where), context, field)
    if not gap:
        return TRUE
    index = index_of(claim, context)
    used = [i for i in range(len(field.keys)) if gap.top.degrees()[i] or gap.bottom.degrees()[i]]
    moving = [i for i in used if depends(field, i, index)]
    if len(moving) == 1 and isinstance(field.keys[moving[0]], Expr):
        return affine_limit(gap, moving[0], context, field)
    constant, factor, powers = one_term(gap, moving, field)
    if factor is None:
        return zero(constant)
    base, order = field.constant(1), 0
    for i, times_over in zip(moving, powers, strict=True):
        if field.keys[i] == index:
            order = times_over
        else:
            base = field.multiply(base, field.power(growth(field, i, index), times_over))
    return geometric(constant, factor, as_tree(field, base), order)


def one_term(gap: Quotient, moving: list[int], field: Field) -> tuple[Expr, Expr | None, tuple[int, ...]]:
    """c, f and exponents e where a gap is c + f g^e, up to what does not move, for the generators g that do."""
    if len(gap.bottom) > 1 and any(gap.bottom.degrees()[i] for i in moving):
        raise Unknown("a limit of what is not geometric")
    below = [int(gap.bottom.degrees()[i]) for i in moving]
    terms: dict[tuple[int, ...], Poly] = {}
    for exponents, coefficient in zip(gap.top.monoms(), gap.top.coeffs(), strict=True):
        kind = tuple(int(exponents[i]) - low for i, low in zip(moving, below, strict=True))
        still = tuple(0 if i in moving else e for i, e in enumerate(exponents))
        terms[kind] = terms.get(kind, field.zero) + field.ring.term(coefficient, still)
    constant = as_tree(field, Quotient(terms.pop((0,) * len(moving), field.zero), field.one))
    if len(terms) > 1:
        raise Unknown("a limit of more than one geometric term")
    if not terms:
        return constant, None, ()
    ((powers, factor),) = terms.items()
    return constant, as_tree(field, Quotient(factor, field.one)), powers


def affine_limit(gap: Quotient, i: int, context: Context, field: Field) -> Expr:
    """When w_t - L tends to zero for w_{t+1} = a w_t + b: w_t - c = (w_0 - c) a^t for c = b / (1 - a), unless a = 1."""
    term = field.keys[i]
    sequence = context.sequences.get(term.args[0])
    if sequence is None or sequence.next_term is None or term.args[2] != sequence.index:
        raise Unknown("a limit of what is not geometric")
    slope, target = affine_parts(gap, i, field)
    leaf, step = Expr("term", *term.args[:2], sequence.index), sequence.next_term
    shift = step.replace({leaf: num(0)})
    factor = as_tree(field, field.of(step.replace({leaf: ONE}) - shift))
    start = sequence.start if sequence.start is not None else Expr("term", *term.args[:2], num(0))
    if degree(step, leaf) != 1 or any(sequence.index in set(n.walk()) for n in (factor, shift, start)):
        raise Unknown("a limit of a sequence that is not affine")
    if any(context.is_random(n) for n in step.walk()):
        raise Unknown("a limit of a random sequence")
    end = as_tree(field, field.multiply(target, field.power(slope, -1)))
    constant = shift / (ONE - factor)
    moves = [zero(start - constant), Expr("lt", Expr("abs", factor), ONE)]
    settles = Expr("and", Expr("ne", factor, ONE), zero(constant - end), Expr("or", *moves))
    stays = Expr("and", Expr("eq", factor, ONE), zero(shift), zero(start - end))
    return Expr("or", settles, stays)


def affine_parts(gap: Quotient, i: int, field: Field) -> tuple[Quotient, Quotient]:
    """The number p that is not zero, and q, where a gap is a multiple of p x - q for the generator x."""
    slope, rest = field.zero, field.zero
    for exponents, coefficient in zip(gap.top.monoms(), gap.top.coeffs(), strict=True):
        if not exponents[i]:
            rest -= field.ring.term(coefficient, exponents)
        elif exponents[i] == 1:
            slope += field.ring.term(coefficient, exponents) / field.gens[i]
    if gap.top.degrees()[i] != 1 or gap.bottom.degrees()[i] or not field.sign(field.quotient(slope, gap.bottom).top):
        raise Unknown("a limit of a function of a sequence")
    return Quotient(slope, field.one), Quotient(rest, field.one)


def geometric(constant: Expr, factor: Expr, base: Expr, order: int) -> Expr:
    """When constant + factor t^order base^t tends to zero."""
    dies_out = Expr("le" if order < 0 else "lt", Expr("abs", base), ONE)
    if factor.head != "num":
        dies_out = Expr("or", zero(factor), dies_out)
    if constant == num(0):
        return dies_out
    if order:
        return Expr("and", zero(constant), dies_out)
    stays = Expr("and", Expr("eq", base, ONE), zero(constant + factor))
    return Expr("or", stays, Expr("and", Expr("ne", base, ONE), zero(constant), dies_out))


def zero(expr: Expr) -> Expr:
    if expr.head == "num":
        return TRUE if expr == num(0) else FALSE
    return Expr("eq", expr, num(0))


def vector_limit(what, where, context: Context, field: Field, matrices: Matrices) -> Expr:
    """A vector tends to its limit when each coordinate does, in the basis of some orthogonal matrix or as it stands."""
    for basis in sorted(context.orthogonal):
        shape = context.names.symbols[basis].shape
        for index, size in context.indices.items():
            if shape[0] == what.shape[0] == size:
                sides = [Expr("entry", name(basis, shape).T * side, name(index)) for side in (what, where)]
                return limit(Expr("tends", *sides), context, field, matrices)
    given = all(isinstance(side, int) for side in what.shape)
    if given and not any(n.shape and n.head in ("name", "term") for side in (what, where) for n in side.walk()):
        apart = Entries(known_side, context)
        cells = ([cell for row in apart.of(side, what.shape) for cell in row] for side in (what, where))
        return conjunction(
            *(limit(Expr("tends", *pair), context, field, matrices) for pair in zip(*cells, strict=True))
        )
    raise Unknown("a limit of vectors without a declared basis")


def index_of(claim: Expr, context: Context) -> Expr:
    """The index that runs to infinity: the only whole number that steps through the claim."""
    steps = {node for node in claim.walk() if node.head == "name" and is_step(node, context)}
    if len(steps) != 1:
        raise Unknown("a limit without a single index")
    return steps.pop()


def depends(field: Field, i: int, index: Expr) -> bool:
    """Whether a generator changes with the index, by itself or by what it was made of."""
    return any(index in set(leaf.walk()) for leaf in field.names_behind(i))


def growth(field: Field, i: int, index: Expr) -> Quotient:
    """The r of a generator r^t."""
    key = field.keys[i]
    inside: Any = field.inside.get(i)
    if isinstance(key, tuple) and key[0] == "power":
        base, exponent = inside
        still = not any(
            depends(field, j, index) for p in (base.top, base.bottom) for j, e in enumerate(p.degrees()) if e
        )
        if still and isinstance(exponent, Poly) and exponent == field.of(index).top:
            return base
    raise Unknown("a limit of what is not geometric")


def with_lemmas(a: Quotient, context: Context, field: Field) -> Quotient:
    """`a` with what was proved equal to a single generator put in its place."""
    for lemma in (each for each in context.lemmas if not each.args[0].shape):
        try:
            left, right = (field.of(side) for side in lemma.args)
        except Unknown:  # it is about something that has no normal form of numbers
            continue
        i = next((i for i, gen in enumerate(field.gens[: len(field.keys)]) if left.top == gen), None)
        if i is not None and left.bottom.is_constant() and not right.top.degrees()[i]:
            a = substituted(a, i, right, field)
    return a


def substituted(a: Quotient, i: int, by: Quotient, field: Field) -> Quotient:
    def put(poly: Poly) -> Quotient:
        total = field.zero_quotient()
        powers: dict[int, Poly] = {}
        for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
            rest = field.ring.term(coefficient, (*exponents[:i], 0, *exponents[i + 1 :]))
            powers[int(exponents[i])] = powers.get(int(exponents[i]), field.zero) + rest
        for exponent, rest in powers.items():
            term = field.multiply(Quotient(rest, field.one), field.power(by, exponent))
            total = field.add(total, term)
        return total

    if not (a.top.degrees()[i] or a.bottom.degrees()[i]):
        return a
    return field.multiply(put(a.top), field.power(put(a.bottom), -1))


def put(lemmas: tuple[Expr, ...], claim: Expr) -> Expr:
    """`claim` with closed forms, such as w_t = ..., in the place of the terms that they are of."""
    for lemma in lemmas:
        term, closed = lemma.args
        if term.head == "term" and term.args[2].head == "name":  # a closed form, not one about a single term
            found = {n for n in claim.walk() if n.head == "term" and n.args[:2] == term.args[:2]}
            claim = claim.replace({n: closed.replace({term.args[2]: n.args[2]}) for n in found})
    return claim


def by_induction(equation: Expr, context: Context, field: Field, matrices: Matrices) -> Expr | None:
    """The index over which `equation` (not yet unfolded) is proved by induction, if it is."""
    for index in sorted({n for n in equation.walk() if n.head == "name" and is_step(n, context)}, key=repr):
        gaps = (gap_at(equation, {index: at}, context, field) for at in (index, index + num(1)))
        now, after = (with_lemmas(gap, context, field) for gap in gaps)
        if now and vanishes_with(after, now, field) and holds_first(equation, index, context, field):
            return index
    return None


def gap_at(equation: Expr, values: dict[Expr, Expr], context: Context, field: Field) -> Quotient:
    there = context.unfold(equation.replace(values))
    field.divided_by(there)
    return field.of(there.args[0] - there.args[1])


def holds_first(equation: Expr, index: Expr, context: Context, field: Field) -> bool:
    """Whether an equation holds at the first value of a natural at which both its sides are defined."""
    for start in range(MOST_STARTS):
        try:
            gap = gap_at(equation, {index: num(start)}, context, field)
        except Undefined:
            continue
        except Unknown:
            break
        if not gap:
            return True
        if not is_excluded(start, index, context):
            break
    lows = [c.args[0] for c in context.conditions if c.head == "le" and c.args[1] == index and c.args[0].head == "name"]
    return any(is_step(low, context) and not gap_at(equation, {index: low}, context, field) for low in lows)


def is_excluded(number: int, index: Expr, context: Context) -> bool:
    """Whether a declared condition says that an index is larger."""
    bounds = [Expr("lt", num(number), index), Expr("le", num(number + 1), index), Expr("ne", index, num(number))]
    above = [Expr(head, num(low), index) for head in ("lt", "le") for low in range(number + 1, MOST_STARTS + 1)]
    return any(claim in context.conditions for claim in (*bounds, *above))


def vanishes_with(a: Quotient, b: Quotient, field: Field) -> bool:
    """Whether `a` is zero wherever `b` is: a multiple of it, or zero once b = 0 is solved for a generator.

    It is solved for one whose factor is a number, or divides what `b` is divided by and so is not zero.
    """
    if not divmod(a.top, b.top)[1] or not field.add(a, field.scaled(b, -1)):
        return True
    for i, degree_of_generator in enumerate(b.top.degrees()):
        if degree_of_generator == 1:
            slope, rest = field.zero, field.zero
            for exponents, coefficient in zip(b.top.monoms(), b.top.coeffs(), strict=True):
                term = field.ring.term(coefficient, exponents)
                slope, rest = (slope + term / field.gens[i], rest) if exponents[i] else (slope, rest + term)
            nonzero = slope.is_constant() or not divmod(b.bottom, slope)[1]
            if nonzero and not substituted(a, i, field.quotient(-rest, slope), field):
                return True
    return False


def is_step(leaf: Expr, context: Context) -> bool:
    return Expr("in", leaf, Expr("naturals")) in context.conditions
