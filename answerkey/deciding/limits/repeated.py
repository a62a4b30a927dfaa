"""Powers of matrices and sequences of vectors with a recurrence: a formula for all t, by induction.

What is repeated starts as the formula does at t = 0, and a step leads from the formula at t to that at t + 1.  Other
powers C^t in it are matrices of which no more is used than that C^(t + 1) = C C^t = C^t C, and other terms, such as
c_t in w_t = X^T c_t, are any vectors, that are defined where the next ones are.
"""

from collections.abc import Callable
from dataclasses import replace

from answerkey.context import Context, is_whole
from answerkey.sequences import shifted
from answerkey.tree import EYE, ZERO, Expr, name, num

Proved = Callable[[Context, Expr], bool]
STEADY = frozenset({"add", "mul", "T", "block", "tr"})  # defined where their parts are
STRICT = STEADY | {"pow"}  # undefined where a part is


def by_repetition(context: Context, claim: Expr, proved: Proved) -> bool:
    if claim.head != "eq" or not any(side.shape for side in claim.args):
        return False
    for left, right in (claim.args, claim.args[::-1]):
        for index in sorted((n for n in {*claim.walk()} if runs(context, n)), key=repr):
            if repeats(context, left, right, index, proved):
                return True
    return False


def runs(context: Context, leaf: Expr) -> bool:
    return leaf.head == "name" and context.is_natural(leaf) and leaf.args[0] not in context.indices


def repeats(context: Context, left: Expr, right: Expr, t: Expr, proved: Proved) -> bool:
    left, right = without_rest(left, right)
    found = repetition(context, left, t)
    if found is None or left in {*right.walk()} or not is_steady(right, t, context):
        return False
    start, move = found
    kept = tuple(c for c in context.conditions if t not in set(c.walk()) or c == Expr("in", t, Expr("naturals")))
    free = replace(context, conditions=kept)
    if not proved(free, Expr("eq", start, right.replace({t: ZERO}))):
        return False
    next_right = context.unfold(right.replace({t: t + 1}))
    letters, powers = as_names([move(left), next_right]), dict[Expr, Expr]()
    here = with_letters(move(right.replace(letters)).replace(letters), t, powers)
    there = with_letters(next_right.replace({left: right}).replace(letters), t, powers)
    if any(map(context.is_random, letters)):
        return False
    for letter in letters.values():
        free = free.with_symbol(letter.args[0], shape=letter.shape)
    for base, letter in powers.items():
        free = free.with_symbol(letter.args[0], shape=letter.shape)
        free = free.with_condition(Expr("eq", letter * base, base * letter)) if base.head == "name" else free
    return proved(free, Expr("eq", here, there))


def repetition(context: Context, left: Expr, t: Expr) -> tuple[Expr, Callable[[Expr], Expr]] | None:
    """What is repeated t times in `left`: the start, and what a step makes of it."""
    if left.head == "term" and left.args[2] == t:
        sequence = context.sequences.get(left.args[0])
        if sequence is None or sequence.start is None or sequence.next_term is None or sequence.meaning is not None:
            return None
        body = standing_apart(context.unfold(sequence.step(t)), left)
        others = {n for n in body.walk() if n.head == "term" and n != left}
        itself = body.replace(as_names([body]))
        if t in set(itself.walk()) or any(map(context.is_random, body.walk())):
            return None
        if others and not needs(body, left):
            return None
        return context.unfold(sequence.start), lambda x: body.replace({left: x})
    first, *rest = left.args if left.head == "mul" else (left,)
    if first.head != "pow" or not first.shape or t in {n for node in (first.args[0], *rest) for n in node.walk()}:
        return None
    base, (index, steps) = first.args[0], shifted(first.args[1])
    if index != t or steps < 0:
        return None
    factors = [base] * steps + rest
    return (product(factors) if factors else EYE), lambda x: Expr("mul", base, x)


def without_rest(left: Expr, right: Expr) -> tuple[Expr, Expr]:
    """An equation of a term plus a rest, solved for the term."""
    if left.head != "add":
        return left, right
    terms = [node for node in left.args if node.head == "term"]
    rest = [node for node in left.args if node.head != "term"]
    if len(terms) != 1 or any(n.head == "term" and n.args[0] == terms[0].args[0] for r in rest for n in r.walk()):
        return left, right
    return terms[0], Expr("add", right, *(-node for node in rest))


def product(factors: list[Expr]) -> Expr:
    return factors[0] if len(factors) == 1 else Expr("mul", *factors)


def is_steady(expr: Expr, t: Expr, context: Context) -> bool:
    """Whether `expr` is defined at t wherever it is at t + 1, and if there are no terms in it at every t or at none."""
    if expr == t or t not in set(expr.walk()):
        return True
    if expr.head == "term" and expr.args[2] == t:
        sequence = context.sequences.get(expr.args[0])
        return sequence is None or sequence.next_term is None or needs(context.unfold(sequence.step(t)), expr)
    if expr.head == "pow":
        base, exponent = expr.args
        if t not in set(exponent.walk()):
            return is_whole(exponent) and is_steady(base, t, context)
        of_index = shifted(exponent)[0] == t
        positive = not base.shape and Expr("lt", ZERO, base) in context.conditions
        return of_index and t not in set(base.walk()) and (shifted(exponent)[1] >= 0 or positive)
    return expr.head in STEADY and all(is_steady(node, t, context) for node in expr.nodes)


def with_letters(expr: Expr, t: Expr, powers: dict[Expr, Expr]) -> Expr:
    """`expr` with a letter for every power C^t of a matrix, and so C C^t for its next one."""
    if expr.head == "pow" and expr.shape and t in set(expr.args[1].walk()):
        base, (_, steps) = expr.args[0], shifted(expr.args[1])
        letter = powers.setdefault(base, name(f"power_{len(powers) + 1}", expr.shape))
        return Expr("mul", base ** num(steps), letter) if steps else letter
    return expr.rebuild(lambda node: with_letters(node, t, powers))


def needs(expr: Expr, term: Expr) -> bool:
    """Whether `expr` is undefined wherever `term` is."""
    return expr == term or (expr.head in STRICT and any(needs(node, term) for node in expr.nodes))


def standing_apart(expr: Expr, term: Expr) -> Expr:
    """`expr` with every gradient along `term` taken along a name of its own, so that the term can be replaced."""
    if expr.head == "gradient" and expr.args[1:] == (term, term):
        along = name("~", term.shape)
        return Expr("gradient", expr.args[0].replace({term: along}), along, term)
    return expr.rebuild(lambda node: standing_apart(node, term))


def as_names(exprs: list[Expr]) -> dict[Expr, Expr]:
    """A name for every term that occurs."""
    terms = sorted({n for expr in exprs for n in expr.walk() if n.head == "term"}, key=repr)
    return {term: name(f"term_{i}", term.shape) for i, term in enumerate(terms, 1)}
