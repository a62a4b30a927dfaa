"""Expectations of polynomials in noise, exactly, by the moments of laws and by Isserlis' pairings.

Entries of one noise are independent with mean zero and the declared variance, or of a declared covariance; noise at
step t is independent of a sequence up to step t.  The expectation of a power of such a sequence is a kernel of its own,
as in E[w_t].
"""

from fractions import Fraction
from itertools import chain, combinations, product
from math import comb

from answerkey.deciding.referee.values import Unknown
from answerkey.deciding.scalars.quotients import Poly, Quotient, single_generator
from answerkey.deciding.scalars.written import as_tree
from answerkey.sequences import shifted
from answerkey.tree import Expr, is_bound, name, num

MOST_SPLIT = 4  # names that are averaged value by value
INDEX = name("~i1")


def expected(matrices, a):
    """The expectation of a sum of words, random letters and random scalars alike."""
    scalars = matrices.scalars
    total = {}
    for word, coefficient in a.items():
        below, divisors = divided(scalars, coefficient.bottom)
        for exponents, number in zip(coefficient.top.monoms(), coefficient.top.coeffs(), strict=True):
            fixed, random = scalars.multiply(below, constant(scalars, number)), dict(divisors)
            for i, exponent in enumerate(map(int, exponents)):
                if exponent and is_random(scalars, i):
                    random[i] = exponent + random.get(i, 0)
                elif exponent:
                    fixed = scalars.multiply(fixed, scalars.power(Quotient(scalars.gens[i], scalars.one), exponent))
            total = matrices.plus(total, matrices.scaled(averaged(matrices, random, word), fixed))
    return total


def divided(scalars, bottom) -> tuple[Quotient, dict[int, int]]:
    """One over what is not random in a denominator, and the exponents of the random exponentials in it."""
    random = {i: -e for i, e in enumerate(map(int, bottom.degrees())) if e and is_random(scalars, i)}
    if random and (len(bottom) > 1 or not all(is_exponential(scalars.keys[i]) for i in random)):
        raise Unknown("the expectation of a quotient")
    for i, exponent in random.items():
        bottom = bottom / scalars.gens[i] ** -exponent
    return scalars.quotient(scalars.one, bottom), random


def is_exponential(key) -> bool:
    return not isinstance(key, Expr) and key[0] == "exp"


def averaged(matrices, random: dict[int, int], word):
    """The expectation of a product of powers of random generators, and of a word."""
    scalars, noise, words, sums, sizes = matrices.scalars, {}, [], [], set()
    growth = scalars.zero_quotient()  # what e is raised to
    for i, exponent in random.items():
        key = scalars.keys[i]
        if isinstance(key, Expr):
            noise[key] = exponent
        elif key[0] == "word":
            words += [scalars.inside[i]] * exponent
        elif key[0] == "sum":
            sums += [i] * exponent
        elif key[0] == "abs" and (leaf := leaf_of(scalars, scalars.inside[i])) is not None and exponent == 1:
            sizes.add(leaf)
        elif key[0] == "exp":
            growth = scalars.add(growth, scalars.scaled(scalars.inside[i], exponent))
        else:
            raise Unknown("the expectation of what is not a polynomial")
    drawn = [letter.leaf for letter in (*chain(*words), *word) if letter.leaf is not None]
    drawn = [leaf for leaf in drawn if random_leaf(scalars.context, leaf)]
    if (sums or growth) and (drawn or sizes or (sums and (noise or growth))):
        raise Unknown("the expectation of a sum or an exponential times noise")
    if any(
        scalars.context.may_depend(x, y) for x, y in product({*noise, *sizes}, drawn) if scalars.context.is_random(x)
    ):
        raise Unknown("numbers that may depend on random vectors")
    if growth:
        factor = tilted(scalars, noise, growth)
    else:
        factor = of_sums(scalars, sums) if sums else moments(scalars, noise, sizes)
    return matrices.scaled(paired(matrices, tuple(chain(*words)) + word), factor)


def leaf_of(scalars, poly) -> Expr | None:
    """The random number that a polynomial is."""
    i = single_generator(poly, scalars.gens)
    leaf = None if i is None else scalars.keys[i]
    return leaf if isinstance(leaf, Expr) and scalars.context.is_random(leaf) else None


def of_sums(scalars, sums: list[int]) -> Quotient:
    """E of a sum over draws of a sequence, which are independent, or of a product of two such sums.

    E[S T] = sum_i (E[f_i g_i] - E[f_i] E[g_i]) + E[S] E[T] for S = sum_i f_i and T = sum_i g_i over the same i.
    """
    bodies, ends = [], []
    for i in sums:
        body, end = (as_tree(scalars, part) for part in scalars.inside[i])
        index = scalars.bound[i]
        if any(leaf.head != "term" or leaf.args[2] != index for leaf in body.walk() if scalars.context.is_random(leaf)):
            raise Unknown("a sum of draws that are not those of its index")
        if any(is_driven(scalars.context, leaf) for leaf in body.walk()):
            raise Unknown("a sum of terms that may depend on one another")
        bodies.append(body.replace({index: INDEX}))
        ends.append(end)
    if len(sums) > 2 or ends[0] != ends[-1]:
        raise Unknown("the expectation of a product of sums")
    means = [Expr("E", body) for body in bodies]
    apart = [Expr("sum", INDEX, mean, num(1), ends[0]) for mean in means]
    if len(sums) == 1:
        return scalars.of(apart[0])
    together = Expr("E", bodies[0] * bodies[1]) - means[0] * means[1]
    return scalars.of(Expr("sum", INDEX, together, num(1), ends[0]) + apart[0] * apart[1])


def by_outcomes(context, body: Expr) -> Expr:
    """`body` averaged over the numbers in it that take few values, which is exact whatever it does with them."""
    summed = [n for n in body.walk() if n.head == "term" and context.is_random(n) and any(map(is_bound, n.walk()))]
    if summed or any(is_driven(context, leaf) for leaf in body.walk()):
        return body  # draws that are not seen as such
    few = {n for n in drawn_here(body) if context.is_random(n) and not n.shape and context.law(n).outcomes()}
    if len(few) > MOST_SPLIT:
        raise Unknown("an expectation over too many outcomes")
    different(sorted(few, key=repr))
    for leaf in sorted(few, key=repr):
        outcomes = context.law(leaf).outcomes()
        body = Expr("add", *(context.unfold(p) * put_here(body, leaf, context.unfold(x)) for x, p in outcomes))
    return body


def drawn_here(body: Expr) -> list[Expr]:
    """The nodes of a body that are in no inner expectation, which is averaged by itself."""
    return [] if body.head in ("E", "given") else [body, *(n for node in body.nodes for n in drawn_here(node))]


def put_here(body: Expr, leaf: Expr, value: Expr) -> Expr:
    if body.head in ("E", "given"):
        return body
    return value if body == leaf else body.rebuild(lambda node: put_here(node, leaf, value))


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


def tilted(scalars, noise: dict[Expr, int], growth: Quotient) -> Quotient:
    """E[x^k e^(a x + b)] = e^(b + a^2 v / 2) E[(x + a v)^k] of independent Gaussian numbers of variance v."""
    rest, slopes = linear_parts(scalars, growth)
    leaves = sorted({*slopes, *noise}, key=repr)
    context = scalars.context
    if not all(context.is_random(leaf) and context.law(leaf).family == "gaussian" for leaf in leaves):
        raise Unknown("an exponential of what is not Gaussian")
    different(leaves)
    found = scalars.constant(1)
    for leaf in leaves:
        slope, variance = slopes.get(leaf, scalars.zero_quotient()), scalars.of(context.variance(leaf))
        shift, order = scalars.multiply(slope, variance), noise.get(leaf, 0)
        rest = scalars.add(rest, scalars.scaled(scalars.multiply(slope, shift), Fraction(1, 2)))
        moved = [
            scalars.multiply(scalars.power(shift, order - j), joint_moment(scalars, {leaf: j}))
            for j in range(order + 1)
        ]
        total = scalars.total([scalars.scaled(each, comb(order, j)) for j, each in enumerate(moved)])
        found = scalars.multiply(found, total)
    return scalars.multiply(found, scalars.exponential(rest))


def linear_parts(scalars, a: Quotient) -> tuple[Quotient, dict[Expr, Quotient]]:
    """What is not random in a sum, and the factors of the random numbers; raises Unknown for what is not linear."""
    if any(is_random(scalars, i) for i in used(a.bottom)):
        raise Unknown("an exponential of a quotient")
    rest: Poly = scalars.zero
    slopes: dict[Expr, Poly] = {}
    for exponents, number in zip(a.top.monoms(), a.top.coeffs(), strict=True):
        random = [(i, int(e)) for i, e in enumerate(exponents) if e and is_random(scalars, i)]
        monomial = scalars.ring.term(number, exponents)
        if not random:
            rest = rest + monomial
            continue
        ((i, degree),) = random if len(random) == 1 else ((None, 0),)
        if degree != 1 or not isinstance(scalars.keys[i], Expr):
            raise Unknown("an exponential of what is not linear in noise")
        slopes[scalars.keys[i]] = slopes.get(scalars.keys[i], scalars.zero) + monomial / scalars.gens[i]
    return scalars.quotient(rest, a.bottom), {x: scalars.quotient(poly, a.bottom) for x, poly in slopes.items()}


def moments(scalars, noise: dict[Expr, int], sizes: set[Expr]) -> Quotient:
    """The expectation of a product of powers of scalar noise, of some absolute values of it, and of driven terms."""
    context = scalars.context
    driven = {leaf: e for leaf, e in noise.items() if not context.is_random(leaf)}
    drawn = {leaf: e for leaf, e in noise.items() if leaf not in driven} | {leaf: noise.get(leaf, 0) for leaf in sizes}
    different(list(drawn))
    if any(not comes_before(context, past, leaf) for past in driven for leaf in drawn):
        raise Unknown("noise that is not independent of the sequence it drives")
    found = scalars.constant(1)
    for group in context.dependent(list(drawn)):
        powers = {leaf: drawn[leaf] for leaf in group}
        moment = joint_moment(scalars, powers) if sizes.isdisjoint(group) else absolute_moment(scalars, powers)
        found = scalars.multiply(found, moment)
    return scalars.multiply(found, mean_of(scalars, driven)) if driven else found


def absolute_moment(scalars, powers: dict[Expr, int]) -> Quotient:
    """E[x^k |x|] of one number of a symmetric law."""
    ((leaf, exponent),) = powers.items() if len(powers) == 1 else ((None, 0),)
    moment = leaf is not None and scalars.context.law(leaf).absolute(exponent + 1 - exponent % 2)
    if not moment:
        raise Unknown("the expectation of an absolute value")
    return scalars.zero_quotient() if exponent % 2 else scalars.of(scalars.context.unfold(moment))


def joint_moment(scalars, powers: dict[Expr, int]) -> Quotient:
    """E[x^a y^b ...] of centred numbers: by the law of one, by the covariance of two, or a number with that name."""
    context = scalars.context
    if len(powers) == 1:
        ((leaf, exponent),) = powers.items()
        moment = context.law(leaf).moment(exponent)
        if moment is not None:
            return scalars.of(context.unfold(moment))
    elif list(powers.values()) == [1, 1]:
        return scalars.of(context.covariance(*powers))
    return mean_of(scalars, powers)


def mean_of(scalars, powers: dict[Expr, int]) -> Quotient:
    """A number of which no more is known than that it is the expectation of this product."""
    key = tuple(sorted((repr(leaf), e) for leaf, e in powers.items()))
    return scalars.gen(("mean", key), inside=dict(powers))


def different(noise: list[Expr]) -> None:
    """Raises Unknown unless the terms are surely different: independence is of different draws."""
    for one, other in combinations(noise, 2):
        if one.head == other.head == "term" and one.args[0] == other.args[0]:
            (base, steps), (base_too, steps_too) = shifted(one.args[2]), shifted(other.args[2])
            if base != base_too or steps == steps_too:
                raise Unknown("two terms of a noise that may be the same")


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
    one = matrices.scalars.constant(1)
    if not places:
        return matrices.word(word, one)
    if len(places) > 2:
        raise Unknown("an expectation of more than the second degree in matrices of noise")
    if len(places) == 2 and context.may_depend(*(word[i].leaf for i in places)):
        raise Unknown("the covariance of two vectors")
    if len(places) == 1 or word[places[0]].leaf != word[places[1]].leaf:
        return {}
    return pair(matrices, word, *places)


def pair(matrices, word, i: int, j: int):
    """The word with its two letters of one noise taken together: by a variance v, or by a covariance C of vectors.

    E[N B N] = v B^T and E[N B N^T] = v tr(B) I; E[x b^T x] = C b, E[x^T b x^T] = b^T C and E[x^T B x] = tr(B C).
    """
    one = matrices.scalars.constant(1)
    first, second, between = word[i], word[j], word[i + 1 : j]
    before, after, turned = word[:i], word[j + 1 :], tuple(letter.T for letter in reversed(between))
    variance = matrices.context.variance(first.leaf)
    if not variance.shape:
        v = matrices.scalars.of(variance)
        if first.transposed == second.transposed:
            return matrices.scaled(matrices.word(before + turned + after, one), v)
        size = matrices.trace({between: one}, dimension(first.columns))
        return matrices.scaled(matrices.word(before + after, one), matrices.scalars.multiply(v, size))
    spread = matrices.single(variance)
    if first.transposed and not second.transposed:
        size = matrices.trace(matrices.times({between: one}, spread), dimension(first.columns))
        return matrices.scaled(matrices.word(before + after, one), size)
    if first.transposed:
        return matrices.times(matrices.times({before + turned: one}, spread), {after: one})
    return matrices.times(matrices.times({before: one}, spread), {turned + after: one})


def dimension(side: str):
    return int(side) if side.isdigit() else side
