"""What sizes that do not fit say of a formula: the slips with which they would, to be tried by whoever needs to know.

A generous reading keeps what does not fit as misfits; each is mended by the slips that are made with sizes, one or two
in a formula.  Whether the formula holds then is not told here.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import pairwise

from answerkey.context import Context
from answerkey.deciding.points.sampling import Sampler
from answerkey.reading.parser import read
from answerkey.reading.tokens import Misshapen, Unread
from answerkey.reading.typeset import Untypeset, typeset
from answerkey.shapes import ANY, ShapeError, described
from answerkey.tree import EYE, ONE, Expr, is_bound, name, num

VARIANCE = re.compile(r"[Vv]ar(?![a-z])|\\mathbb\s*\{?V\b")
MOST_SLIPS = 2  # in one formula
MOST_READINGS = 60  # of a part of it that are made
MOST_TRIED = 8  # of them, those with the fewest slips
MOST_TOLD = 6  # names of which sizes are told
MOST_SIZES = 12  # points at which sizes are looked for that tell the sides apart


@dataclass(frozen=True)
class Mend:
    """What was done so that sizes fit, as a remark on what stands there; `usual` if many write so and mean that."""

    why: str
    usual: bool = False
    doubtful: bool = False  # whether a name may stand for something of another size instead, unless it holds so


@dataclass(frozen=True)
class Mended:
    """A formula whose sizes fit after some mends."""

    expr: Expr
    mends: tuple[Mend, ...]

    @property
    def usual(self) -> bool:
        return all(mend.usual for mend in self.mends)

    @property
    def doubtful(self) -> bool:
        return any(mend.doubtful for mend in self.mends)

    @property
    def why(self) -> str:
        return " and ".join(mend.why for mend in self.mends)


def mended(latex: str, context: Context) -> list[Mended]:
    """The readings of a formula whose sizes do not fit, those with the fewest slips first; none of another."""
    with suppress(Unread, ShapeError):
        loose = read(latex, replace(context.names, generous=True))
        if not loose.has("misfit"):
            return []
        found = {
            way.expr: tuple(dict.fromkeys(way.mends.values()))
            for way in Place(context, varies=bool(VARIANCE.search(latex))).ways(loose)
        }
        readings = [Mended(expr, mends) for expr, mends in found.items() if is_sound(expr)]
        return sorted(readings, key=lambda reading: len(reading.mends))[:MOST_TRIED]
    return []


def is_sound(expr: Expr) -> bool:
    """Whether whatever is to be made least or greatest is a number."""
    return not any(node.head in ("argmin", "argmax") and node.args[1].shape for node in expr.walk())


def what_does_not_fit(error: Unread | ShapeError) -> str:
    """Why the sizes in a formula do not fit, and in which part of it where that is known."""
    return f"in ${error.part}$, {error}" if isinstance(error, Misshapen) and error.part else str(error)


def sizes_here(latex: str, context: Context) -> str:
    """What the names in a formula are in this part, of a formula that does not fit together; "" if it has many."""
    with suppress(Unread, ShapeError):
        found = read(latex, replace(context.names, generous=True))
        leaves = [n for n in found.walk() if n.head in ("name", "term") and not is_bound(n)]
        kinds: dict[str, dict[str, None]] = {}
        for leaf in leaves:
            if leaf.args[0] not in context.dimensions and not context.names.is_whole(leaf.args[0]):
                kinds.setdefault(described(leaf.shape), {})[repr(leaf)] = None
        if 0 < sum(map(len, kinds.values())) <= MOST_TOLD:
            return "in this part " + ", ".join(f"{' and '.join(each)} is {kind}" for kind, each in kinds.items())
    return ""


def telling_sizes(why: str, context: Context, seed: int = 0) -> dict[str, str]:
    """Numbers for the sizes of which a reason speaks, of a point in the domain: different ones, if there is one."""
    met = [word for word in dict.fromkeys(re.findall(r"\w+", why)) if word in context.dimensions]
    found: dict[str, str] = {}
    points = Sampler(context, list(context.conditions), seed).points(MOST_SIZES) if met else ()
    for sizes in ([point.sizes.get(word, 1) for word in met] for point in points):
        if min(sizes) > 1 and (not found or len({*sizes}) == len(sizes)):
            found = {word: str(size) for word, size in zip(met, sizes, strict=True)}
            if len({*sizes}) == len(sizes):
                break
    return found


@dataclass(frozen=True)
class Way:
    """An expression, and how each misfit in it was mended: the same one everywhere in the same way."""

    expr: Expr
    mends: dict[Expr, Mend]


@dataclass(frozen=True)
class Place:
    """Where a misfit stands: under which names, and within which sums, as their index and where it ends."""

    context: Context
    running: tuple[tuple[Expr, Expr], ...] = ()
    varies: bool = False  # whether it is in a formula about variances

    def ways(self, expr: Expr) -> list[Way]:
        """An expression without misfits, in every way that a slip or two allow."""
        if not expr.has("misfit"):
            return [Way(expr, {})]
        head, args = (expr.args[0], expr.args[1:]) if expr.head == "misfit" else (expr.head, expr.args)
        inside = replace(self, running=(*self.running, (args[0], args[3]))) if head == "sum" else self
        found = []
        for parts, mends in together(args, inside.ways):
            if (whole := made(head, parts)) is not None:
                found.append(Way(whole, mends))
            elif expr.head == "misfit" and head in RULES:
                mended = RULES[head](self, parts)
                found += [Way(other, mends | {expr: mend}) for other, mend in mended if other is not None]
        return [way for way in found if is_likely({*way.mends.values()})][:MOST_READINGS]

    def indices(self, nodes: Iterable[Expr], size: object) -> Iterator[Expr]:
        """The indices that may pick an entry of a vector with so many: of the sums around it, and of what is beside."""
        found = [leaf for leaf, end in self.running if end.args[0] == size]
        for node in (n for each in nodes for n in self.context.unfold(each).walk()):
            if node.head == "unit" and node.args[1] == size:
                found.append(node.args[0])
            if node.head == "entry" and node.args[0].shape[:1] == (size,):
                found += node.args[1:]
        yield from dict.fromkeys(found)

    def said(self, expr: Expr) -> str:
        """An expression as it may be written: of a multiple of a matrix, the matrix; of a number, without its sign."""
        parts = expr.args if expr.head == "mul" else (expr,)
        factors = [part for part in parts if part.shape] or [part for part in parts if part != num(-1)] or [expr]
        shown = Expr("mul", *factors) if len(factors) > 1 else factors[0]
        if is_bound(shown):
            return "what is sought"
        try:
            found = typeset(shown, self.context.names)
        except (Untypeset, ShapeError):
            return repr(shown)
        found = found.replace(r"\left", "").replace(r"\right", "").replace(r"^\top", "^T")
        return f"${found}$"

    # -- the slips, by what does not fit

    def sum(self, terms: Sequence[Expr]) -> Iterator[tuple[Expr | None, Mend]]:
        numbers, shaped = ([term for term in terms if bool(term.shape) is has] for has in (False, True))
        if numbers and all(term.shape[0] == term.shape[1] for term in shaped):
            yield from self.beside_squares(terms, numbers, shaped)
        elif numbers and all(term.shape[1] == 1 for term in shaped):
            yield from self.beside_vectors(terms, numbers, shaped)
        elif not numbers:
            for shape in dict.fromkeys(term.shape for term in shaped):
                turned = [term for term in shaped if term.shape != shape]
                whole = made("add", [term.T if term in turned else term for term in terms])
                yield whole, Mend(f"a transpose of {self.said(turned[0])} is missing")

    def beside_squares(self, terms, numbers, shaped) -> Iterator[tuple[Expr | None, Mend]]:
        """Numbers and square matrices: an identity is lost, an index, or the order of an inner product."""
        known = {term.shape[0] for term in shaped} - {"?"}
        yield (
            made("add", [term if term.shape else term * EYE for term in terms]),
            Mend(f"an identity matrix beside the number {self.said(numbers[0])} is missing"),
        )
        if not known:
            lone = made("add", [term.replace({EYE: ONE}) for term in terms])
            yield lone, Mend("I stands beside a number, in the place of 1")
        for index in self.indices(numbers, next(iter(known))) if len(known) == 1 else ():
            whole = made("add", [diagonal_entry(term, index) for term in terms])
            yield whole, Mend(f"an index of the matrix {self.said(uncovered(shaped[0]))} is missing")
        yield made("add", [inner(term) for term in terms]), Mend(f"{self.said(shaped[0])} is no number")

    def beside_vectors(self, terms, numbers, shaped) -> Iterator[tuple[Expr | None, Mend]]:
        """Numbers and vectors: an index is lost or a norm, or the number stands for every entry."""
        for index in self.indices(numbers, shaped[0].shape[0]):
            whole = made("add", [made("entry", [term, index]) if term.shape else term for term in terms])
            yield whole, Mend(f"an index of {self.said(shaped[0])} is missing")
        if all(is_penalty(term) for term in shaped):
            squares = [scaled(term, lambda v: v.T * v) if term.shape else term for term in terms]
            yield made("add", squares), Mend(f"the square of the norm of {self.said(shaped[0])} is missing")
        spread = [term if term.shape else term * Expr("ones", shaped[0].shape[0]) for term in terms]
        named = any(node.head in ("name", "term") for number in numbers for node in number.walk())
        why = "a number beside a vector is meant for every entry"
        yield made("add", spread), Mend(why, usual=True, doubtful=named)

    def product(self, factors: Sequence[Expr]) -> Iterator[tuple[Expr | None, Mend]]:
        places = [i for i, factor in enumerate(factors) if factor.shape]
        for i in places:
            other = turned(factors[i])
            extra, lost = "the transpose in {} is too much", "a transpose of {} is missing"
            why = (extra if factors[i].head == "T" else lost).format(self.said(factors[i]))
            yield made("mul", [*factors[:i], other, *factors[i + 1 :]]), Mend(why)
        for i in places:
            for gram in (node for node in dict.fromkeys(factors[i].walk()) if is_gram(node)):
                swap = rebuilt(factors[i], gram, swapped(gram))
                yield made("mul", [*factors[:i], swap, *factors[i + 1 :]]), self.in_place_of(gram, swapped(gram))
        oblong = Counter(n for factor in factors for n in factor.walk() if n.head == "name" and is_oblong(n))
        for leaf in (leaf for leaf, count in oblong.items() if count > 1):
            whole = made("mul", [rebuilt(factor, leaf, leaf.T) for factor in factors])
            yield whole, Mend(f"{self.said(leaf)} stands in the place of {self.said(leaf.T)} throughout")
        for i, j in pairwise(places):
            others = {i: factors[j], j: factors[i]}
            whole = made("mul", [others.get(at, factor) for at, factor in enumerate(factors)])
            yield whole, Mend(f"{self.said(factors[i])} and {self.said(factors[j])} stand in the other order")

    def in_place_of(self, one: Expr, other: Expr) -> Mend:
        return Mend(f"{self.said(one)} stands in the place of {self.said(other)}")

    def equation(self, sides: Sequence[Expr]) -> Iterator[tuple[Expr | None, Mend]]:
        left, right = sides
        for number, other, at in ((left, right, 0), (right, left, 1)):
            if not number.shape and other.shape:
                yield from self.beside_number(number, other, at)
        if left.shape and right.shape:
            slope = left.has("gradient", "jacobian", "derivative", "grad")
            why = "a gradient is written transposed" if slope else f"a transpose of {self.said(right)} is missing"
            yield made("eq", [left, turned(right)]), Mend(why, usual=slope)
            for gram in (node for node in dict.fromkeys(right.walk()) if is_gram(node)):
                swap = rebuilt(right, gram, swapped(gram))
                yield made("eq", [left, swap]), self.in_place_of(gram, swapped(gram))
        for key, symbol in self.context.names.symbols.items():
            if symbol.kind == "value" and symbol.shape[1:] == (1,):
                factor = self.context.names.leaf(key)
                lost = Mend(f"the factor {self.said(factor)} is missing")
                yield made("eq", [left, made("mul", [right, factor])]), lost
                yield made("eq", [made("mul", [left, factor]), right]), lost

    def beside_number(self, number: Expr, other: Expr, at: int) -> Iterator[tuple[Expr | None, Mend]]:
        """A number that equals a matrix or a vector."""

        def equal(new: Expr | None, old: Expr | None) -> Expr | None:
            return made("eq", [new, old] if at == 0 else [old, new])

        if other.shape[0] == other.shape[1]:
            lost = Mend(f"an identity matrix beside the number {self.said(number)} is missing")
            each = Mend("the variance of a vector is that of every entry", usual=True)
            yield equal(number * EYE, other), each if self.varies else lost
            yield equal(number, inner(other)), Mend(f"{self.said(other)} is no number")
            yield equal(number, made("tr", [other])), Mend(f"the trace of {self.said(other)} is missing")
            for index in self.indices([number], other.shape[0]):
                lost = Mend(f"an index of the matrix {self.said(uncovered(other))} is missing")
                yield equal(number, diagonal_entry(other, index)), lost
        elif other.shape[1] == 1:
            for index in self.indices([number], other.shape[0]):
                yield equal(number, made("entry", [other, index])), Mend(f"an index of {self.said(other)} is missing")

    def blocks(self, parts: Sequence) -> Iterator[tuple[Expr | None, Mend]]:
        """A number beside square blocks, which may lack their index."""
        columns, *cells = parts
        shaped = [cell for cell in cells if cell.shape]
        for index in (name(i) for i, size in self.context.indices.items() if {size, "?"} >= {*shaped[0].shape}):
            whole = made("block", [columns, *(diagonal_entry(cell, index) for cell in cells)])
            yield whole, Mend(f"an index of the matrix {self.said(uncovered(shaped[0]))} is missing")
        whole = made("block", [columns, *(cell if cell.shape else cell * EYE for cell in cells)])
        yield whole, Mend("an identity matrix beside a number is missing")

    def power(self, parts: Sequence[Expr]) -> Iterator[tuple[Expr | None, Mend]]:
        base, exponent = parts
        if exponent == num(2) and 1 in base.shape:
            square = base.T * base if base.shape[1] == 1 else base * base.T
            yield square, Mend("the square of a vector is that of its norm", usual=True)


RULES: dict[str, Callable[[Place, Sequence], Iterator[tuple[Expr | None, Mend]]]] = {
    "add": Place.sum, "mul": Place.product, "eq": Place.equation, "block": Place.blocks, "pow": Place.power,
}  # fmt: skip


def is_likely(mends: set[Mend]) -> bool:
    """Whether so many mends are made at once, and none that is usual beside a slip."""
    return len(mends) <= MOST_SLIPS and len({mend.usual for mend in mends}) <= 1


def together(args: Sequence, ways: Callable[[Expr], list[Way]]) -> Iterator[tuple[list, dict[Expr, Mend]]]:
    """The parts of a node in every way that mends what is alike alike."""
    found: list[tuple[list, dict[Expr, Mend]]] = [([], {})]
    for arg in args:
        if not isinstance(arg, Expr):
            found = [([*parts, arg], mends) for parts, mends in found]
            continue
        choices = ways(arg)
        found = [
            ([*parts, way.expr], mends | way.mends)
            for parts, mends in found
            for way in choices
            if all(mends.get(misfit, mend) == mend for misfit, mend in way.mends.items())
        ][:MOST_READINGS]
    yield from found


def made(head: str, parts: Sequence) -> Expr | None:
    """A node of these parts; None where they do not fit, or one is missing."""
    try:
        return None if None in parts else Expr(head, *parts)
    except ShapeError:
        return None


def rebuilt(expr: Expr, old: Expr, new: Expr) -> Expr | None:
    """An expression with something else in it; None where that does not fit."""
    with suppress(ShapeError):
        return expr.replace({old: new})
    return None


def turned(expr: Expr) -> Expr:
    return expr.args[0] if expr.head == "T" else expr.T


def scaled(expr: Expr, change: Callable[[Expr], Expr]) -> Expr | None:
    """A multiple of a vector or matrix, of which the number is kept and the rest is changed."""
    parts = expr.args if expr.head == "mul" else (expr,)
    shaped = [part for part in parts if part.shape]
    whole = made("mul", shaped) if len(shaped) > 1 else shaped[0]
    return whole and made("mul", [*(part for part in parts if not part.shape), change(whole)])


def diagonal_entry(expr: Expr, index: Expr) -> Expr | None:
    """The entry (i, i) of a sum of multiples of matrices; a number as it is."""
    if not expr.shape or expr == EYE:
        return expr if not expr.shape else ONE
    if expr.head == "add":
        return made("add", [diagonal_entry(term, index) for term in expr.args])
    if expr.head == "mul" and len([part for part in expr.args if part.shape]) < len(expr.args):
        return scaled(expr, lambda matrix: diagonal_entry(matrix, index) or matrix)
    return made("entry", [expr, index, index]) if expr.shape != ANY else None


def is_penalty(term: Expr) -> bool:
    """Whether a term is a vector by its name, times a number that is more than a sign."""
    numbers = [part for part in term.args if not part.shape] if term.head == "mul" else []
    vectors = [part for part in term.args if part not in numbers]
    return numbers not in ([], [num(-1)]) and len(vectors) == 1 and vectors[0].head == "name"


def uncovered(expr: Expr) -> Expr:
    """The matrix in a sum with identities, or in a multiple, that is more than an identity."""
    if expr.head == "mul" and (whole := scaled(expr, lambda matrix: matrix)) is not None:
        shaped = [part for part in whole.args if part.shape and part.shape != ANY]
        return uncovered(shaped[0]) if len(shaped) == 1 < len(whole.args) else made("mul", shaped) or expr
    parts = expr.args if expr.head == "add" and any(n.shape == ANY for n in expr.nodes) else ()
    return next((uncovered(part) for part in parts if part.shape != ANY), expr)


def is_oblong(leaf: Expr) -> bool:
    return len({1, *leaf.shape}) == 3


def is_gram(node: Expr) -> bool:
    """Whether a node is A A^T or A^T A."""
    return node.head == "mul" and len(node.args) == 2 and node.args[1] == turned(node.args[0])


def swapped(gram: Expr) -> Expr:
    return Expr("mul", *gram.args[::-1])


def inner(expr: Expr) -> Expr | None:
    """x^T x in the place of the x x^T in a multiple of it; a number as it is."""
    if not expr.shape:
        return expr
    found = scaled(expr, lambda product: swapped(product) if is_gram(product) else product)
    return found if found is not None and not found.shape else None
