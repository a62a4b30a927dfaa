r"""Where two sides are equal: roots in closed form, and points of the domain that have such numbers in them.

A claim may fail only at irrational points, as `x^2 = 2 \iff x = \sqrt 2` does; a comparison in it, or an equation of
the domain, that is solved for a name gives that name the value of a closed expression.  Roots are no more than
candidates: the referee looks at every point that is made of them.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from itertools import islice

from answerkey.context import Context
from answerkey.deciding.looking import leaves
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import Point
from answerkey.deciding.referee.values import Undefined, Unknown, exact, fraction
from answerkey.deciding.scalars.field import Field, with_room
from answerkey.deciding.scalars.quotients import Poly, Quotient, factored
from answerkey.deciding.scalars.written import as_tree
from answerkey.tree import HALF, Expr, is_bound, num

COMPARED = frozenset({"eq", "ne", "lt", "le"})
MOST_SOLVED = 40  # ways to solve the comparisons of a claim
MOST_NODES = 300  # of a claim whose comparisons are solved
MOST_KERNELS = 4  # in an equation of two terms
BASES = 3  # rational points whose other names are kept

# -- points


def exact_points(context: Context, claim: Expr, seed: int = 0) -> Iterator[Point]:
    """Points with closed expressions in them at which comparisons of the claim and equations of the domain hold."""
    if sum(1 for _ in claim.walk()) > MOST_NODES:
        return
    equations = [c for c in context.conditions if c.head == "eq" and not any(n.shape for n in c.walk())]
    equations = [c for c in equations if any(is_free(leaf, context) for leaf in leaves(c))]  # none of sizes alone
    loose = replace(context, conditions=tuple(c for c in context.conditions if c not in equations))
    sampler = Sampler(loose, [claim, *equations], seed)
    bases = list(sampler.points(BASES))
    for solved in islice(solutions(context, [*map(context.unfold, equations), claim]), MOST_SOLVED):
        for base in bases:
            found = put_together(base, solved)
            if found is not None:
                yield found


def put_together(base: Point, solved: dict[Expr, Expr]) -> Point | None:
    """`base` with what is solved for in it; None where a value that is needed is no number."""
    values = {leaf: held for leaf, held in base.values.items() if leaf not in solved}
    numbers = {leaf: held for leaf, held in values.items() if not hasattr(held, "nrows")}
    known = {leaf: held if isinstance(held, Expr) else num(fraction(held)) for leaf, held in numbers.items()}
    for leaf, root in reversed(solved.items()):
        known[leaf] = root.replace(known)
        if any(node.head in ("name", "term") for node in known[leaf].walk()):
            return None
        values[leaf] = in_lowest_terms(known[leaf])
    return Point(values, base.sizes)


def in_lowest_terms(closed: Expr):
    """A closed expression in normal form; as a rational number where it is one."""
    try:
        plain = with_room(Context(), lambda field: as_tree(field, field.of(closed)))
    except (Undefined, Unknown):
        return closed
    return exact(plain.args[0]) if plain.head == "num" else plain


def solutions(context: Context, claims: list[Expr], steps: int = 2) -> Iterator[dict[Expr, Expr]]:
    """Names and what they are where comparisons in the claims are equations; a later name may be in an earlier one."""
    gaps = dict.fromkeys(node.args[0] - node.args[1] for claim in claims for node in claim.walk() if is_solvable(node))
    for gap in gaps:
        for leaf in sorted((n for n in leaves(gap) if is_free(n, context)), key=repr):
            for root in roots(context, gap, leaf):
                yield {leaf: root}
                if steps > 1:
                    rest = [claim.replace({leaf: root}) for claim in claims]
                    yield from ({leaf: root, **more} for more in solutions(context, rest, steps - 1))


def is_solvable(node: Expr) -> bool:
    return node.head in COMPARED and not any(n.shape or is_bound(n) for n in node.walk())


def is_free(leaf: Expr, context: Context) -> bool:
    size = leaf.args[0] in context.dimensions
    return leaf.head == "name" and not leaf.shape and not size and not context.is_natural(leaf)


# -- roots


def roots(context: Context, expr: Expr, x: Expr) -> Iterator[Expr]:
    """Roots in x of the factors of the first and second degree, and of equations in one kernel of x."""

    def use(field: Field) -> list[Expr]:
        Matrices(field)  # which closes words to numbers
        return list(roots_in(field, field.of(expr), x))

    try:
        yield from with_room(context, use)
    except (Undefined, Unknown):
        return


def only_root(context: Context, expr: Expr, x: Expr) -> Expr | None:
    """The one x at which an expression vanishes that is affine in it, with a number before it; None for any other."""

    def found(field: Field) -> Expr | None:
        gap, i = field.of(expr), field.index.get(x)
        if i is None or not gap.bottom.is_constant() or gap.top.degrees()[i] != 1:
            return None
        slope = gap.top.derivative(i)
        rest = gap.top - slope * field.gens[i]
        if not slope.is_constant() or x in field.names_in(rest):
            return None
        return as_tree(field, field.scaled(Quotient(rest, field.one), -1 / fraction(slope.leading_coefficient())))

    try:
        return with_room(context, found)
    except (Undefined, Unknown):
        return None


def roots_in(field: Field, gap: Quotient, x: Expr) -> Iterator[Expr]:
    at = next(i for i, e in enumerate(field.of(x).top.degrees()) if e)
    for factor, _ in factored(gap.top)[1] if gap.top else []:
        used = [i for i, e in enumerate(factor.degrees()) if e and x in field.names_behind(i)]
        if len(used) > 1:
            with suppress(Undefined, Unknown):
                yield from roots_of_several(field, factor, used, x)
        if len(used) != 1:
            continue
        for root in roots_of_factor(field, factor, used[0]):
            if used[0] == at:
                yield root
                continue
            for inside in undone(field, used[0], root):
                with suppress(Undefined, Unknown):
                    yield from roots_in(field, field.of(inside), x)


def roots_of_several(field: Field, factor: Poly, used: list[int], x: Expr) -> Iterator[Expr]:
    """Of a sum of logarithms, by powers of what is in them; of two terms with exponentials, by their logarithms."""
    kinds = {field.keys[i][0] if isinstance(field.keys[i], tuple) else "name" for i in used}
    if kinds == {"log"} and factor.total_degree() == 1 and all(c.q == 1 for c in factor.coeffs()):
        yield from roots_in(field, field.of(unlogged(field, factor) - num(1)), x)
    elif kinds & {"exp", "power"} and len(factor) == 2 and len(used) <= MOST_KERNELS:
        one, other = (field.ring.term(c, e) for e, c in zip(factor.monoms(), factor.coeffs(), strict=True))
        logs = [field.logarithm(Quotient(side, field.one)) for side in (one, -other)]
        gap = field.add(logs[0], field.scaled(logs[1], -1))
        still = [i for i, e in enumerate(gap.top.degrees()) if e > 0 and x in field.names_behind(i)]
        if len(still) == 1:
            yield from roots_in(field, gap, x)


def unlogged(field: Field, total: Poly) -> Expr:
    """e to a sum of whole multiples of logarithms and what else there is."""
    return as_tree(field, field.exponential(Quotient(total, field.one)))


def undone(field: Field, i: int, root: Expr) -> Iterator[Expr]:
    """What has to vanish for the kernel behind a generator to be `root`."""
    key, inside = field.keys[i], field.inside.get(i)
    if not isinstance(key, tuple) or not isinstance(inside, Poly | Quotient):
        return
    whole = as_tree(field, inside if isinstance(inside, Quotient) else Quotient(inside, field.one))
    match key[0]:
        case "exp":
            yield whole - Expr("log", root)
        case "log":
            yield whole - Expr("exp", root)
            yield whole + Expr("exp", root)  # the logarithm of an absolute value
        case "sqrt":
            yield whole - root ** num(2)
        case "root":
            yield whole - root ** num(key[2])
        case "abs":
            yield whole - root
            yield whole + root


def roots_of_factor(field: Field, factor: Poly, i: int) -> Iterator[Expr]:
    degree = int(factor.degrees()[i])
    parts = [as_tree(field, Quotient(coefficient(field, factor, i, k), field.one)) for k in range(degree + 1)]
    if degree == 1:
        yield -parts[0] / parts[1]
    elif degree == 2:
        root = (parts[1] ** num(2) - num(4) * parts[2] * parts[0]) ** HALF
        for sign in (1, -1):
            yield (num(sign) * root - parts[1]) / (num(2) * parts[2])
    elif all(part == num(0) for part in parts[1:-1]):
        root = (-parts[0] / parts[-1]) ** (num(1) / num(degree))
        yield from (root, -root) if degree % 2 == 0 else (root,)


def coefficient(field: Field, poly: Poly, i: int, degree: int) -> Poly:
    found = field.zero
    for exponents, number in zip(poly.monoms(), poly.coeffs(), strict=True):
        if exponents[i] == degree:
            found += field.ring.term(number, (*exponents[:i], 0, *exponents[i + 1 :]))
    return found
