"""Expectations of polynomials in Gaussian noise, exactly, by moments and Isserlis' pairings.

Entries of one noise are independent with mean zero and the declared variance; noise at step t is independent of a
sequence up to step t.  The expectation of a power of such a sequence is a kernel of its own, as in E[w_t].
"""

from itertools import chain, combinations

from answerkey.context import shifted
from answerkey.deciding.quotients import Quotient
from answerkey.deciding.values import Unknown
from answerkey.tree import Expr, num


def expected(matrices, a):
    """The expectation of a sum of words, random letters and random scalars alike."""
    scalars = matrices.scalars
    total = {}
    for word, coefficient in a.items():
        if any(is_random(scalars, i) for i in used(coefficient.bottom)):
            raise Unknown("the expectation of a quotient")
        below = scalars.quotient(scalars.one, coefficient.bottom)
        for exponents, number in zip(coefficient.top.monoms(), coefficient.top.coeffs(), strict=True):
            fixed, found = scalars.constant(1), (word, scalars.multiply(below, constant(scalars, number)))
            noise, words = {}, []
            for i, exponent in enumerate(map(int, exponents)):
                if not exponent:
                    continue
                if not is_random(scalars, i):
                    fixed = scalars.multiply(fixed, scalars.power(Quotient(scalars.gens[i], scalars.one), exponent))
                elif isinstance(scalars.keys[i], Expr):
                    noise[scalars.keys[i]] = exponent
                elif scalars.keys[i][0] == "word":
                    words += [scalars.inside[i]] * exponent
                else:
                    raise Unknown("the expectation of what is not a polynomial")
            factor = scalars.multiply(scalars.multiply(found[1], fixed), moments(scalars, noise))
            for each, c in paired(matrices, tuple(chain(*words)) + word).items():
                total = matrices.plus(total, {each: scalars.multiply(c, factor)})
    return total


def constant(scalars, number) -> Quotient:
    return Quotient(scalars.ring.constant(number), scalars.one)


def used(poly):
    return [i for i, e in enumerate(poly.degrees()) if e]


def is_random(scalars, i) -> bool:
    """Whether a generator has noise in it that is not averaged yet."""
    key = scalars.keys[i]
    averaged = isinstance(key, tuple) and key[0] == "mean"
    return not averaged and any(random_leaf(scalars.context, leaf) for leaf in scalars.names_behind(i))


def random_leaf(context, leaf) -> bool:
    return context.is_random(leaf) or is_driven(context, leaf)


def is_driven(context, leaf, seen: frozenset[str] = frozenset()) -> bool:
    """Whether a term depends on noise, through its recurrence, its start or another sequence."""
    sequence = context.sequences.get(leaf.args[0]) if leaf.head == "term" and leaf.args[0] not in seen else None
    if sequence is None:
        return False
    bodies = [sequence.start] if leaf.args[2] == num(0) else [sequence.start, sequence.next_term]
    nodes = [node for body in bodies if body is not None for node in body.walk() if node.head in ("name", "term")]
    return any(context.is_random(n) or is_driven(context, n, seen | {leaf.args[0]}) for n in nodes)


def moments(scalars, noise: dict[Expr, int]) -> Quotient:
    """The expectation of a product of powers of scalar noise and of terms of driven sequences."""
    context = scalars.context
    driven = {leaf: e for leaf, e in noise.items() if not context.is_random(leaf)}
    different([leaf for leaf in noise if leaf not in driven])
    found = scalars.constant(1)
    for leaf, exponent in noise.items():
        if leaf in driven:
            continue
        if any(not comes_before(context, past, leaf) for past in driven):
            raise Unknown("noise that is not independent of the sequence it drives")
        if exponent % 2:
            return scalars.zero_quotient()
        spread = scalars.power(scalars.of(context.variance(leaf)), exponent // 2)
        found = scalars.multiply(found, scalars.scaled(spread, odd_product(exponent)))
    if driven:
        product = tuple(sorted((repr(leaf), e) for leaf, e in driven.items()))
        found = scalars.multiply(found, scalars.gen(("mean", product), inside=dict(driven)))
    return found


def different(noise: list[Expr]) -> None:
    """Raises Unknown unless the terms are surely different: independence is of different draws."""
    for one, other in combinations(noise, 2):
        if one.head == other.head == "term" and one.args[0] == other.args[0]:
            (base, steps), (base_too, steps_too) = shifted(one.args[2]), shifted(other.args[2])
            if base != base_too or steps == steps_too:
                raise Unknown("two terms of a noise that may be the same")


def odd_product(exponent: int) -> int:
    """(k - 1)!!, the k-th moment of a standard Gaussian."""
    return 1 if exponent <= 1 else (exponent - 1) * odd_product(exponent - 2)


def comes_before(context, past: Expr, noise: Expr) -> bool:
    """Whether a term of a sequence was made before this noise was drawn.

    The term at t + 1 is made of the noise at t + s at the latest, so the term at t of the noise at t + s - 1.
    """
    if noise.head != "term":
        return False
    sequence = context.sequences[past.args[0]]
    offsets = []
    if sequence.next_term is None or (
        sequence.start is not None and any(random_leaf(context, n) for n in sequence.start.walk())
    ):
        return False
    for node in sequence.next_term.walk():
        if context.is_random(node):
            base, steps = shifted(node.args[2]) if node.head == "term" else (None, 0)
            if base != sequence.index:
                return False
            offsets.append(steps)
        elif node.head == "term" and node.args[0] != past.args[0]:
            return False  # driven by another sequence, whose noise is not looked at here
    (base, steps), (other, later) = shifted(past.args[2]), shifted(noise.args[2])
    return base == other and steps + max(offsets, default=0) - 1 < later


def paired(matrices, word):
    """The expectation of a word, pairing its first random letter with each other one of the same noise."""
    context = matrices.context
    places = [i for i, letter in enumerate(word) if letter.leaf is not None and context.is_random(letter.leaf)]
    if any(is_driven(context, leaf) for letter in word for leaf in letter.leaves):
        raise Unknown("the expectation of a driven sequence of vectors")
    if any(context.is_random(leaf) for letter in word for leaf in letter.inner):
        raise Unknown("the expectation of an inverse")
    different(list({word[i].leaf for i in places}))
    scalars, one = matrices.scalars, matrices.scalars.constant(1)
    if not places:
        return matrices.word(word, one)
    if len(places) > 2:
        raise Unknown("an expectation of more than the second degree in matrices of noise")
    if len(places) == 1 or word[places[0]].leaf != word[places[1]].leaf:
        return {}
    i, j = places
    first, second, between = word[i], word[j], word[i + 1 : j]
    factor = scalars.of(context.variance(first.leaf))
    if first.transposed == second.transposed:  # E[N B N] = v B^T
        rest = word[:i] + tuple(letter.T for letter in reversed(between)) + word[j + 1 :]
    else:  # E[N B N^T] = v tr(B) I
        rest = word[:i] + word[j + 1 :]
        factor = scalars.multiply(factor, matrices.trace({between: one}, dimension(first.columns)))
    return matrices.scaled(matrices.word(rest, one), factor)


def dimension(side: str):
    return int(side) if side.isdigit() else side
