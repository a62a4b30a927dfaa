"""Identities of matrix formulas of any size by networks of indices: Kronecker, Hadamard, derivatives.

Both sides become sums over indices of products of entries, and those one normal form; two sides that have the same are
equal at every shape.  Two that do not may be equal all the same.
"""

from itertools import permutations

from answerkey.context import is_partial
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.matrices.inverses import pseudo_inverse
from answerkey.deciding.matrices.words import EMPTY, Word
from answerkey.deciding.networks.canonical import Factor
from answerkey.deciding.networks.contractions import DELTA, Part, Ranges, Sum
from answerkey.deciding.networks.indexed import Indexed
from answerkey.deciding.networks.indices import finest
from answerkey.deciding.networks.pairings import expected
from answerkey.deciding.networks.pointwise import Pointwise
from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Quotient
from answerkey.shapes import ANY
from answerkey.tree import ZERO, Expr, num

ROUNDS = 2  # of completing the rules for chains of matrices
OWN = frozenset({"at", "delta", "step", "positive", "E", "given"})


def by_networks(claim: Expr, plain: Expr, field: Field) -> str | None:
    """An equation of matrices, vectors or numbers made of them."""
    if plain.head != "eq" or not any(node.shape or node.head == "entry" for node in plain.walk()):
        return None
    nets = Networks(field)
    gap = nets.gap(*plain.args)
    nets.take_note(gap)
    if not nets.shows(gap):
        return None
    if not nets.steps <= nets.edges():
        nets.steps.clear()
        nets.exact = True
        if not nets.shows(gap) or not nets.steps <= nets.edges():
            return None
    if not all(nets.is_regular(matrix, plain) for matrix in nets.indexed.regular):
        return None
    return "exact normal form of sums over indices" + (", almost everywhere" if nets.indexed.kinks else "")


def by_rearranged_networks(claim: Expr, plain: Expr, field: Field) -> str | None:
    """Two equations, one with the entries of the other in another order, perhaps times a number: AX = B and its vec."""
    if plain.head != "iff" or any(side.head != "eq" for side in plain.args) or is_partial(plain):
        return None
    if not any(node.shape for node in plain.walk()):
        return None
    nets = Networks(field)
    forms = [nets.of(nets.gap(*side.args)) for side in plain.args]
    legs, others = (sorted(set().union(*(net.free for net in form))) for form in forms)
    if nets.indexed.kinks or nets.steps or nets.indexed.regular or any(leg[0] == "=" for leg in nets.ranges):
        return None  # one side may be undefined where the other holds
    for order in permutations(others):
        if [nets.ranges[leg] for leg in legs] == [nets.ranges[leg] for leg in order]:
            moved = nets.relabelled(forms[1], dict(zip(order, legs, strict=True)))
            if nets.is_multiple(forms[0], moved) or nets.is_multiple(forms[0], nets.minus(moved)):
                return "one equation has the entries of the other"
    return None


class Networks(Pointwise):
    """The normal forms of the trees of entries of one claim."""

    def __init__(self, scalars: Field):
        self.indexed = Indexed(scalars.context)
        self.known: dict[Expr, Sum] = {}
        super().__init__(scalars, self.indexed.ranges)

    def gap(self, left: Expr, right: Expr) -> Expr:
        """The difference of two formulas at one entry."""
        if left.shape == ANY == right.shape:
            left, right = map(self.indexed.multiple, (left, right))
        rows, columns = (finest(sides) for sides in zip(*map(self.indexed.sides, (left, right)), strict=True))
        if rows is None or columns is None:
            raise Unknown("matrices without a size")
        legs = self.indexed.indices(rows), self.indexed.indices(columns)
        left, right = (self.indexed.at(each, *legs) for each in (left, right))
        return left - right

    def shows(self, gap: Expr) -> bool:
        """Whether a difference vanishes, by rules for chains that are completed as long as it does not."""
        for round_ in range(ROUNDS + 1):
            self.known.clear()
            self.scalars.known.clear()
            if not self.of(gap) or not self.cleared(self.of(gap)):
                return True
            if round_ == ROUNDS or not self.chains.rules or not self.chains.complete():
                return False
        return False

    def edges(self) -> set[str]:
        """The kinks of steps that derivatives were taken through."""
        found: set[str] = set()
        for kink in map(self.of, self.indexed.kinks):
            number = self.plain(kink)
            found |= self.keys_of(self.step(kink)) if number is None else {self.key_of_number(number)}
        return found

    def take_note(self, tree: Expr) -> None:
        """Of the side on which what the author compares is positive."""
        for node in tree.walk():
            if node.head == "positive":
                self.prefer(self.of(node.args[0]))
            elif node.head == "cases" and not self.is_plain(node):
                for low, high in (c.args for c in node.args[1::2] if c.head in ("lt", "le")):
                    self.prefer(self.of(high - low if node.args[1].head == "lt" else low - high))

    def is_regular(self, matrix: Expr, claim: Expr) -> bool:
        """Whether a matrix is invertible where a claim is: by its inverse in it, or the log of its determinant."""
        known = (Expr("pow", matrix, num(-1)), Expr("log", Expr("det", matrix)))
        return any(node in known for node in claim.walk()) or self.chains.is_invertible(self.chains.single(matrix))

    def scalar(self, expr: Expr) -> Quotient:
        """A number made of matrices, as the field sees it."""
        found = self.plain(self.of(self.indexed.scalar(expr)))
        if found is None:
            raise Unknown("an entry where a number belongs")
        return found

    def of(self, tree: Expr) -> Sum:
        """The normal form of a tree of entries; raises Undefined or Unknown."""
        if tree not in self.known:
            self.known[tree] = self.made(tree)
        return self.known[tree]

    def is_plain(self, tree: Expr) -> bool:
        return not any(n.shape or n.head in OWN or self.indexed.is_index(n) for n in tree.walk())

    def made(self, tree: Expr) -> Sum:
        if self.is_plain(tree):
            return self.number(self.scalars.of(tree))
        match tree.head:
            case "add":
                return self.plus(*map(self.of, tree.args))
            case "mul":
                return self.multiplied(tree.args)
            case "sum":
                return self.summed(self.of(tree.args[1]), tree.args[0].args[0])
            case "delta":
                return self.normal([Factor(DELTA, tuple(n.args[0] for n in tree.args), 1, True)], {}, self.one())
            case "at":
                return self.entry(tree)
            case "name":
                return self.lone(Factor("place", tree.args))
            case "term":
                return self.term(tree)
            case "E":
                return expected(self, self.of(tree.args[0]))
            case "det" | "rank":
                return self.number(Matrices.scalar(self.chains, tree))
            case "cases":
                return self.by_cases(*tree.args)
            case "positive":
                return self.indicator(self.of(tree.args[0]))
            case "step":
                return self.step(self.of(tree.args[0]))
            case "pow":
                return self.powered(tree)
            case "exp":
                return self.exp(self.of(tree.args[0]))
            case "log":
                return self.log(self.of(tree.args[0]))
            case "abs":
                return self.absolute(self.of(tree.args[0]))
            case "sign":
                return self.sign(self.of(tree.args[0]))
            case "max" | "min":
                found, *others = map(self.of, tree.args)
                for other in others:
                    found = self.largest(found, other, 1 if tree.head == "max" else -1)
                return found
        return self.otherwise(tree)

    def multiplied(self, factors) -> Sum:
        if ZERO in factors:
            return {}
        total = self.number(self.one())
        for factor in factors:
            total = self.times(total, self.of(factor))
        return total

    def by_cases(self, first: Expr, condition: Expr, *others: Expr) -> Sum:
        """By indicators: of a < b, of a <= b, and of two indices that are equal."""
        rest = self.by_cases(*others) if len(others) > 1 else self.of(others[0])
        low, high = condition.args if condition.head in ("lt", "le", "eq") else (ZERO, ZERO)
        match condition.head:
            case "lt":
                holds = self.indicator(self.of(high - low))
            case "le":
                holds = self.plus(self.number(self.one()), self.minus(self.indicator(self.of(low - high))))
            case "eq" if self.indexed.is_index(low) and self.indexed.is_index(high):
                holds = self.of(Expr("delta", low, high))
            case _:
                raise Unknown("a condition on entries")
        return self.plus(rest, self.times(holds, self.plus(self.of(first), self.minus(rest))))

    def powered(self, tree: Expr) -> Sum:
        exponent = self.plain(self.of(tree.args[1]))
        if exponent is None:
            raise Unknown("an entry in an exponent")
        return self.raised(self.of(tree.args[0]), exponent)

    def otherwise(self, tree: Expr) -> Sum:
        """A function of numbers, in the field; or of entries."""
        inner = [self.of(node) for node in tree.nodes]
        numbers = [number for each in inner if (number := self.plain(each)) is not None]
        if len(numbers) == len(inner):
            self.scalars.known.update(zip(tree.nodes, numbers, strict=True))
            return self.number(self.scalars.of(tree))
        if len(inner) != 1:
            raise Unknown(f"{tree.head} of entries has no normal form")
        return self.function(tree.head, inner[0])

    # -- entries

    def entry(self, tree: Expr) -> Sum:
        what, high, *places = tree.args
        rows, columns = (tuple(leg.args[0] for leg in legs) for legs in (places[:high], places[high:]))
        if what.head in ("pow", "pinv"):
            return self.inverse(what, rows, columns)
        if what.head == "term":
            return self.term(what, rows, columns)
        entries = self.context.diagonal.get(what.args[0])
        if entries and what.shape[0] == what.shape[1]:
            diagonal = self.term(Expr("term", entries, (), tree.args[2]))
            return self.times(self.normal([Factor(DELTA, rows + columns, 1, True)], {}, self.one()), diagonal)
        return self.lettered(what, rows, columns)

    def lettered(self, leaf: Expr, rows: tuple[str, ...], columns: tuple[str, ...]) -> Sum:
        """An entry of a name; of a side that is indexed by pairs, the key says how."""
        counts = tuple(0 if side == 1 else 1 for side in leaf.shape)
        if (len(rows), len(columns)) == counts:
            return self.spelled(self.chains.letter(leaf), rows, columns)
        cut = ",".join(self.ranges[leg] for leg in rows), ",".join(self.ranges[leg] for leg in columns)
        key = f"split:{leaf.args[0]}:{cut}"
        self.leaves[key] = frozenset({leaf})
        return self.lone(Factor(key, rows + columns))

    def term(self, leaf: Expr, rows: tuple[str, ...] = (), columns: tuple[str, ...] = ()) -> Sum:
        """An entry of a term of a sequence, one more of whose indices is which term it is."""
        identifier, _, index = leaf.args
        if not self.indexed.is_index(index):
            if any(map(self.indexed.is_index, index.walk())):
                raise Unknown("a term at an index that is moved")
            if not rows and not columns:
                return self.number(self.scalars.of(leaf))
            key, legs = f"term:{leaf!r}", rows + columns
        else:
            key, legs = f"terms:{identifier}:{len(rows)}", (index.args[0], *rows, *columns)
        self.leaves[key] = frozenset({leaf})
        return self.lone(Factor(key, legs))

    def inverse(self, what: Expr, rows: tuple[str, ...], columns: tuple[str, ...]) -> Sum:
        """An entry of an inverse or a pseudo-inverse: as a word where that is known, or by its own entries."""
        base = what.args[0]
        if what.head == "pow" and (found := self.inverse_of_diagonal(base, rows, columns)) is not None:
            return found
        if len(rows) > 1 or len(columns) > 1:
            raise Unknown("an inverse at pairs of indices")
        inner = self.chains.single(base)
        words = self.chains.inverse(inner) if what.head == "pow" else pseudo_inverse(self.chains, inner)
        return self.spelled(words, rows, columns)

    def spelled(self, words: dict[Word, Quotient], rows: tuple[str, ...], columns: tuple[str, ...]) -> Sum:
        """An entry of a sum of words."""
        total: Sum = {}
        for word, c in words.items():
            factors, sizes = self.chains.spread(word, "".join(rows), "".join(columns), {})
            total = self.plus(total, self.normal(factors, sizes, c))
        return total

    def rewritten(self, factors: list[Factor], ranges: Ranges) -> list[Part] | None:
        """A declared diagonal matrix, or its inverse, by its sequence."""
        for place, factor in enumerate(factors):
            if (found := self.sequence_of(factor)) is not None:
                key, sign = found
                own = [Factor(DELTA, factor.legs, 1, True), Factor(key, factor.legs[:1], sign * factor.power)]
                return [(factors[:place] + factors[place + 1 :] + own, ranges, self.one())]
        return super().rewritten(factors, ranges)

    def sequence_of(self, factor: Factor) -> tuple[str, int] | None:
        """The sequence on the diagonal of a square matrix, and -1 for the inverse; None for any other factor."""
        letter, sign = self.letters.get(factor.key), 1
        if letter is not None and letter.kind.endswith("inverse"):
            word, *others = self.chains.undone.get(letter, {EMPTY: self.one()})
            letter, sign = word[0] if len(word) == 1 and not others else None, -1
        if letter is None or letter.leaf is None or letter.rows != letter.columns:
            return None
        entries = self.context.diagonal.get(letter.leaf.args[0])
        if entries is None:
            return None
        key = f"terms:{entries}:0"
        self.leaves.setdefault(key, frozenset({letter.leaf}))
        return key, sign

    def inverse_of_diagonal(self, base: Expr, rows: tuple[str, ...], columns: tuple[str, ...]) -> Sum | None:
        upper, lower = map(self.indexed.indices, self.indexed.known_sides(base))
        if len(upper) != 1:
            return None
        pair = Factor(DELTA, tuple(sorted((upper[0].args[0], lower[0].args[0]))), 1, True)
        found = self.of(self.indexed.at(base, upper, lower))
        if not found or not all(pair in net.factors for net in found):
            return None
        entries: Sum = {}
        for net, c in found.items():
            ranges = {str(i): size for i, size in enumerate(net.ranges)}
            entries = self.plus(entries, self.normal([f for f in net.factors if f != pair], ranges, c))
        names = {pair.legs[0]: rows[0]}
        diagonal = self.relabelled(self.raised(entries, self.scalars.constant(-1)), names)
        return self.times(self.normal([Factor(DELTA, rows + columns, 1, True)], {}, self.one()), diagonal)
