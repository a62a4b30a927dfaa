"""The expectation of any function of one Gaussian number, rigorously: a ball for each of many cells, a bound beyond.

Within a cell the function is evaluated on the whole cell; far out |f(x)| <= A e^(b |x|), whose tail is known.  The
ball is wide, so this can refute and never tells that two numbers are equal.
"""

from collections.abc import Callable

from flint import arb, ctx

from answerkey.deciding.referee.values import Scalar, Unknown, ball, is_matrix, sign
from answerkey.tree import Expr

CELLS = [arb(k) / 50 for k in range(-200, 200)]  # where cells of width 1/50 begin, in deviations
OUTER = [arb(k) / 5 for k in (*range(-60, -20), *range(20, 60))]  # and those of width 1/5
FARTHEST = 12
PRECISION = 64  # bits beyond which the cells, not the digits, make the ball wide
BOUNDED = frozenset({"tanh", "sin", "cos", "erf", "sign"})  # by one
Bound = tuple[arb, arb]  # A and b of A e^(b |x|)


def gaussian_mean(evaluation, body: Expr, leaf: Expr, variance: Scalar) -> arb:
    """A ball around E[body] for a centred Gaussian `leaf`; raises Unknown and Undefined."""
    if sign(variance) <= 0 or ctx.prec > PRECISION:
        raise Unknown("an integral that is known no better")
    deviation = ball(variance).sqrt()
    growth = Growth(evaluation, leaf)
    size, rate = growth.of(body)
    tail = size * (rate * rate * ball(variance) / 2).exp() * beyond(FARTHEST - rate * deviation)
    total = arb(0, (2 * tail).upper())
    for starts, width in ((CELLS, arb(1) / 50), (OUTER, arb(1) / 5)):
        for start in starts:
            cell = (start + width / 2) + arb(0, 1) * width / 2
            inner = type(evaluation)(evaluation.point, evaluation.context, evaluation.noise | {leaf: cell * deviation})
            total += ball(inner.number(body)) * (beyond(start) - beyond(start + width))
    return total


def beyond(deviations: arb) -> arb:
    """The chance that a standard Gaussian is greater."""
    return (deviations / arb(2).sqrt()).erfc() / 2


class Growth:
    """Bounds A e^(b |x|) on the size of expressions in one number x, the others being known."""

    def __init__(self, evaluation, leaf: Expr):
        self.evaluation, self.leaf = evaluation, leaf

    def of(self, expr: Expr) -> Bound:
        if self.leaf not in set(expr.walk()):
            found = self.evaluation.of(expr)
            if is_matrix(found):
                raise Unknown("an integral of matrices")
            return abs(ball(found)), arb(0)
        rule = GROWTHS.get(expr.head)
        if expr.head in BOUNDED:
            return arb(1), arb(0)
        if rule is None:
            raise Unknown(f"how fast {expr.head} grows")
        return rule(self, expr)

    def sum(self, expr: Expr) -> Bound:
        bounds = [self.of(node) for node in expr.nodes if not node.shape and node.head not in ("lt", "le", "eq", "ne")]
        return sum((size for size, _ in bounds), arb(0)), greatest([rate for _, rate in bounds])

    def product(self, expr: Expr) -> Bound:
        size, rate = arb(1), arb(0)
        for node in expr.nodes:
            more, faster = self.of(node)
            size, rate = size * more, rate + faster
        return size, rate

    def power(self, expr: Expr) -> Bound:
        base, exponent = expr.args
        number = exponent.args[0] if exponent.head == "num" else None
        if number is not None and number.denominator == 1 and number >= 0:
            size, rate = self.of(base)
            return size ** int(number), rate * int(number)
        if number is not None and number < 0:
            return self.least(base) ** (arb(number.numerator) / number.denominator), arb(0)
        raise Unknown("how fast a power grows")

    def exponential(self, expr: Expr) -> Bound:
        offset, slope = self.line(expr.args[0])
        return offset.exp(), slope

    def logarithm(self, expr: Expr) -> Bound:
        """|log u| <= |log A| + |log c| + b |x| for c <= u <= A e^(b |x|), and |x| <= e^|x|."""
        (size, rate), least = self.of(expr.args[0]), self.least(expr.args[0])
        return abs(size.log()) + abs(least.log()) + rate, arb(1)

    def least(self, expr: Expr) -> arb:
        """A positive number below an expression: what is added to exponentials."""
        if expr.head == "add":
            constant = arb(0)
            for node in expr.args:
                if self.leaf not in set(node.walk()):
                    constant += ball(self.evaluation.number(node))
                elif not self.is_positive(node):
                    raise Unknown("how small a denominator may be")
            if constant > 0:
                return constant
        raise Unknown("how small a denominator may be")

    def is_positive(self, expr: Expr) -> bool:
        if expr.head == "mul":
            return all(self.is_positive(node) for node in expr.args)
        return expr.head == "exp" or (self.leaf not in set(expr.walk()) and self.evaluation.number(expr) > 0)

    def line(self, expr: Expr) -> Bound:
        """c and d with |expr| <= c + d |x|."""
        if expr == self.leaf:
            return arb(0), arb(1)
        if self.leaf not in set(expr.walk()):
            return self.of(expr)
        if expr.head in ("add", "abs", "max", "min"):
            parts = [self.line(node) for node in expr.args]
            return sum((c for c, _ in parts), arb(0)), sum((d for _, d in parts), arb(0))
        if expr.head == "mul" and sum(self.leaf in set(node.walk()) for node in expr.args) == 1:
            factor, found = arb(1), (arb(0), arb(0))
            for node in expr.args:
                if self.leaf in set(node.walk()):
                    found = self.line(node)
                else:
                    factor *= self.of(node)[0]
            return found[0] * factor, found[1] * factor
        raise Unknown("an exponential of what is not linear")


def greatest(numbers: list[arb]) -> arb:
    found = numbers[0]
    for number in numbers[1:]:
        found = found.max(number)
    return found


GROWTHS: dict[str, Callable[[Growth, Expr], Bound]] = {
    "name": lambda growth, expr: (arb(1), arb(1)),
    "term": lambda growth, expr: (arb(1), arb(1)),
    "abs": lambda growth, expr: growth.of(expr.args[0]),
    "add": Growth.sum,
    "max": Growth.sum,
    "min": Growth.sum,
    "cases": Growth.sum,
    "mul": Growth.product,
    "pow": Growth.power,
    "exp": Growth.exponential,
    "log": Growth.logarithm,
}
