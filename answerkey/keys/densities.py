r"""Lines about probabilities: what follows by the product rule, and objectives of which the declared laws tell.

p(a | b) is p(a, b) / p(b), whatever a and b are.  Where W and the noise are Gaussian and Y = f(W) + c N, p(y | w) is a
multiple of exp(-|y - f(w)|^2 / (2 c^2 var N)), and the largest p(w | y) is where the least of that is, and of |w|^2.
"""

from collections import Counter
from collections.abc import Iterable

from answerkey.context import Context
from answerkey.tree import HALF, NULL, ZERO, Expr, num

Events = dict[Expr, Expr]  # random names, and their values
Joint = tuple[str, frozenset[Expr]]  # by which letter, and of what
USUAL = ("", "p", "P", "Pr")  # letters for one and the same probability; q is another one


def by_product_rule(claim: Expr) -> bool:
    """Whether an equation between products of probabilities holds whatever they are of."""
    if claim.head != "eq" or not all(side.has("probability") for side in claim.args):
        return False
    powers = [joint_powers(side) for side in claim.args]
    return None not in powers and powers[0] == powers[1]


def joint_powers(expr: Expr) -> dict[Joint, int] | None:
    """Which joint probabilities a product is made of, and to which powers; None of anything else."""
    found: Counter[Joint] = Counter()
    if expr.head == "probability":
        letter, count, *events = expr.args
        whose = "p" if letter in USUAL else letter
        found[whose, frozenset(events)] += 1
        found[whose, frozenset(events[count:])] -= 1
    elif expr.head == "mul" or (expr.head == "pow" and expr.args[1] == num(-1)):
        for part in expr.args if expr.head == "mul" else expr.args[:1]:
            if (powers := joint_powers(part)) is None:
                return None
            for joint, power in powers.items():
                found[joint] += power if expr.head == "mul" else -power
    else:
        return None
    return {joint: power for joint, power in found.items() if power and joint[1]}


def with_densities(context: Context, claim: Expr) -> Expr:
    """A claim whose optimisers have the logarithms of the declared densities in the place of probabilities."""
    if claim.head in ("argmin", "argmax") and claim.args[1].has("probability"):
        x, body, condition = claim.args
        found = Densities(context, x).logarithm(body)
        return claim if found is None or x not in {*found.walk()} else Expr(claim.head, x, found, condition)
    return claim.rebuild(lambda node: with_densities(context, node))


class Densities:
    """Logarithms of densities as they depend on `x`, up to what does not; None where they are not known."""

    def __init__(self, context: Context, x: Expr):
        self.context, self.x = context, x

    def logarithm(self, body: Expr) -> Expr | None:
        """The logarithm of a product, or a sum of logarithms as it is."""
        if self.x not in {*body.walk()}:
            return ZERO
        if body.head == "probability":
            return self.of_probability(body)
        if body.head == "log":
            return self.logarithm(body.args[0])
        if body.head == "exp":
            return body.args[0]
        if body.head == "mul" and not body.has("log"):
            fixed = [part for part in body.args if self.x not in {*part.walk()}]
            return added(map(self.logarithm, body.args)) if all(map(is_chance, fixed)) else None
        if body.head == "mul":
            numbers = [part for part in body.args if self.x not in {*part.walk()}]
            moving = [part for part in body.args if part not in numbers]
            inner = self.logarithm(moving[0]) if len(moving) == 1 and moving[0].has("log") else None
            return None if inner is None else Expr("mul", *numbers, inner)
        if body.head == "add" and body.has("log"):
            return added(self.logarithm(term) if term.has("log") else term for term in body.args)
        return None

    def of_probability(self, node: Expr) -> Expr | None:
        letter, count, *events = node.args
        named = [self.event(each) for each in events]
        known = {leaf: value for leaf, value in (each for each in named if each is not None)}
        if letter not in USUAL or None in named or len(known) < len(named):
            return None
        whole, before = self.joint(known), self.joint(dict([*known.items()][count:]))
        if whole is None or before is None:
            return None
        lost = [-part for part in before if part not in whole]
        return added([*(part for part in whole if part not in before), *lost])

    def event(self, event: Expr) -> tuple[Expr, Expr] | None:
        """The random name that an event is about, and its value: Y = y, or y beside a random Y."""
        if event.head == "eq" and self.is_random(event.args[0]):
            return event.args[0], event.args[1]
        if event.head != "name":
            return None
        twin = Expr("name", event.args[0][:1].upper() + event.args[0][1:], event.shape)
        if event != self.x:
            return (twin, event) if self.is_random(twin) else None
        alike = [leaf for leaf in self.random() if leaf.shape == event.shape]
        return (alike[0], event) if len(alike) == 1 else None

    def random(self) -> list[Expr]:
        names = self.context.names
        return [names.leaf(key) for key in names.symbols if "[]" not in key and self.is_random(names.leaf(key))]

    def is_random(self, leaf: Expr) -> bool:
        meaning = self.context.definitions.get(leaf, leaf)
        return meaning.head != "E" and any(map(self.context.is_random, meaning.walk())) and not meaning.has("E")

    def joint(self, events: Events) -> list[Expr] | None:
        """The logarithm of a joint density, as a sum."""
        if not any(self.x in {*value.walk()} for value in events.values()):
            return []
        found = [self.alone(leaf, events) for leaf in events]
        return None if None in found else [part for part in found if part is not None]

    def alone(self, leaf: Expr, events: Events) -> Expr | None:
        """That of one name given those of the others that it is made of."""
        if self.context.is_random(leaf):
            return self.gaussian(leaf, events[leaf])
        meaning = self.context.unfold(leaf)
        noise = {n for n in meaning.walk() if self.context.is_random(n)} - events.keys()
        terms = meaning.args if meaning.head == "add" else (meaning,)
        noisy = [term for term in terms if noise & {*term.walk()}]
        if len(noise) != 1 or len(noisy) != 1:
            return None
        (loud,) = noise
        factors = noisy[0].args if noisy[0].head == "mul" else noisy
        scale = [factor for factor in factors if factor != loud]
        varied = any(factor.shape or any(map(self.is_random, factor.walk())) for factor in scale)
        if loud not in factors or varied:
            return None
        rest = meaning.replace({**events, noisy[0]: NULL if leaf.shape else ZERO})
        return self.gaussian(loud, events[leaf] - rest, scale)

    def gaussian(self, leaf: Expr, value: Expr, scale: Iterable[Expr] = ()) -> Expr | None:
        """-|v|^2 / (2 c^2 var), of c times a Gaussian name with entries that are alike."""
        law = self.context.law(leaf)
        if law.family != "gaussian" or law.variance.shape:
            return None
        variance = Expr("mul", law.variance, *(factor ** num(2) for factor in scale))
        square = Expr("mul", value.T, value) if value.shape else value ** num(2)
        return Expr("mul", num(-1), HALF, variance ** num(-1), square)


def is_chance(factor: Expr) -> bool:
    """Whether a factor is a positive number, a probability or a density, or one over it."""
    if factor.head == "pow":
        return is_chance(factor.args[0])
    return factor.head in ("probability", "exp") or (factor.head == "num" and factor.args[0] > 0)


def added(parts: Iterable[Expr | None]) -> Expr | None:
    found = [*parts]
    if None in found:
        return None
    terms = [term for part in found if part is not None for term in (part.args if part.head == "add" else (part,))]
    moving = [term for term in terms if term != ZERO]
    return Expr("add", *moving) if len(moving) > 1 else moving[0] if moving else ZERO
