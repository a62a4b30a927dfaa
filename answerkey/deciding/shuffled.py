"""The first and cheapest proof: two formulas that differ by the order and grouping of sums and products.

Terms that are alike are added up and factors that are alike are counted, in sums and products of any length, but
nothing is multiplied out.  What is used are the laws of a commutative ring and (x y)^n = x^n y^n for whole numbers n,
which hold wherever both sides are defined.
"""

from flint import fmpq

from answerkey.deciding.referee.values import exact
from answerkey.tree import BINDERS, Expr

Monomial = tuple[tuple[int, int], ...]  # atoms and their exponents, sorted
Linear = dict[Monomial, fmpq]
SYMMETRIC = frozenset({"max", "min"})
LARGEST_POWER = 1_000_000
MOST_BITS = 4_096  # in a power of a number


def is_shuffled(left: Expr, right: Expr) -> bool:
    """Whether two scalars are the same up to order; False where that is not seen."""
    if left.shape or right.shape:
        return False
    shuffle = Shuffle()
    try:
        return shuffle.linear(left) == shuffle.linear(right)
    except (ZeroDivisionError, OverflowError, RecursionError):
        return False


class Shuffle:
    """Atoms by number: what is neither a sum nor a product, and sums that are factors."""

    def __init__(self) -> None:
        self.atoms: dict = {}
        self.sums: dict[int, Linear] = {}  # the atoms that are sums
        self.known: dict[Expr, tuple] = {}

    def atom(self, key) -> int:
        return self.atoms.setdefault(key, len(self.atoms))

    def linear(self, expr: Expr) -> Linear:
        """`expr` as a sum of products with numbers before them."""
        found: Linear = {}
        waiting = [(expr, fmpq(1))]
        while waiting:
            node, factor = waiting.pop()
            if node.head == "add" and not node.shape:
                waiting += ((part, factor) for part in node.args)
                continue
            number, powers = self.product(node)
            ((lone, exponent),) = powers.items() if len(powers) == 1 else ((-1, 0),)
            inner = self.sums[lone] if exponent == 1 and lone in self.sums else {monomial(powers): fmpq(1)}
            for key, coefficient in inner.items():
                found[key] = found.get(key, 0) + coefficient * number * factor
        return {key: coefficient for key, coefficient in found.items() if coefficient}

    def product(self, expr: Expr) -> tuple[fmpq, dict[int, int]]:
        """`expr` as a number times powers of atoms."""
        number, powers = fmpq(1), dict[int, int]()
        waiting = [(expr, 1)]
        while waiting:
            node, exponent = waiting.pop()
            if node.head == "num":
                if (
                    max(node.args[0].numerator.bit_length(), node.args[0].denominator.bit_length()) * abs(exponent)
                    > MOST_BITS
                    and abs(node.args[0]) != 1
                ):
                    raise OverflowError("a large power of a number")
                number *= exact(node.args[0]) ** exponent
            elif node.head == "mul" and not any(part.shape for part in node.args):
                waiting += ((part, exponent) for part in node.args)
            elif (power := whole_exponent(node)) is not None:
                if abs(power * exponent) > LARGEST_POWER:
                    raise OverflowError("a large power")
                waiting.append((node.args[0], power * exponent))
            else:
                content, atom = self.single(node)
                number *= content**exponent
                for key, times_over in atom:
                    powers[key] = powers.get(key, 0) + times_over * exponent
        return number, {key: exponent for key, exponent in powers.items() if exponent}

    def single(self, node: Expr) -> tuple[fmpq, Monomial]:
        if node not in self.known:
            self.known[node] = self.sum_factor(node) if node.head == "add" and not node.shape else self.leaf(node)
        return self.known[node]

    def sum_factor(self, node: Expr) -> tuple[fmpq, Monomial]:
        """A sum as a factor: its leading number comes out."""
        linear = self.linear(node)
        if len(linear) < 2:
            return next(((coefficient, key) for key, coefficient in linear.items()), (fmpq(0), ()))
        lead = linear[min(linear)]
        scaled = {key: coefficient / lead for key, coefficient in linear.items()}
        atom = self.atom(("add", frozenset(scaled.items())))
        self.sums[atom] = scaled
        return lead, ((atom, 1),)

    def leaf(self, node: Expr) -> tuple[fmpq, Monomial]:
        if node.head in BINDERS or not node.nodes or any(part.shape for part in node.nodes):
            return fmpq(1), ((self.atom(node), 1),)
        parts = [frozenset(self.linear(a).items()) if isinstance(a, Expr) else a for a in node.args]
        held = frozenset(parts) if node.head in SYMMETRIC else tuple(parts)
        return fmpq(1), ((self.atom((node.head, node.shape, held)), 1),)


def whole_exponent(node: Expr) -> int | None:
    if node.head != "pow" or node.shape or node.args[1].head != "num" or node.args[1].args[0].denominator != 1:
        return None
    return int(node.args[1].args[0])


def monomial(powers: dict[int, int]) -> Monomial:
    return tuple(sorted(powers.items()))
