"""Rewriting by rules that are true by construction, applied at random places; and slips, which are not."""

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from random import Random

from answerkey.neighbours import slips, wrong_relations
from answerkey.shapes import ShapeError
from answerkey.tree import BINDERS, Expr, num
from benchmarks.fuzz.domains import Domain, differing, fails_somewhere
from benchmarks.fuzz.referee import SLOPES, Unsupported

Rule = Callable[[Expr, Random], Expr | None]  # an expression with the same value wherever both have one, or None
POINTS = 48  # at which a slip has to fail to count as one
TRIES = 5
LOOSE = frozenset({"limit", "tends"})  # floats alone are no good judges of them


@dataclass(frozen=True)
class Pair:
    """A claim that is true over its domain."""

    kind: str
    domain: Domain
    claim: Expr


def rewritten(expr: Expr, rng: Random, rules: Sequence[Rule], rate: float = 0.5) -> Expr:
    """`expr` with a rule applied at some of its nodes, from the leaves up."""
    if expr.head in ("num", "name", "term") or (expr.head in BINDERS and rng.random() < 0.3):
        return expr
    found = expr.rebuild(lambda node: rewritten(node, rng, rules, rate)) if expr.head != "term" else expr
    if rng.random() < rate:
        for rule in rng.sample(rules, min(len(rules), 8)):
            try:
                changed = rule(found, rng)
            except ShapeError:
                continue
            if changed is not None and changed != found:
                return changed
    return found


def surely_rewritten(expr: Expr, rng: Random, rules: Sequence[Rule]) -> Expr:
    """`expr` after rewriting, which changed it if anything could."""
    for attempt in range(6):
        found = rewritten(expr, rng, rules, 0.4 + 0.1 * attempt)
        if found != expr:
            return found
    return expr


# -- slips


def near_miss(pair: Pair, rng: Random) -> Expr | None:
    """The claim with one slip, after which floats find a point at which it fails; or None."""
    for _ in range(TRIES):
        wrong, chance = slipped(pair.claim, rng), rng.randrange(2**32)
        if wrong is None or wrong == pair.claim:
            continue
        try:
            if fails_somewhere(pair.domain, wrong, POINTS, chance) and (
                LOOSE.isdisjoint(node.head for node in wrong.walk()) or differing(pair.domain, wrong, POINTS, chance)
            ):
                return wrong
        except Unsupported:
            continue
    return None


def slipped(claim: Expr, rng: Random) -> Expr | None:
    """One slip somewhere: now and then one of the list that answers are tested by."""
    if rng.random() < 0.25:
        listed = []
        for at, side in enumerate(claim.args):
            if isinstance(side, Expr):
                wrong = wrong_relations(side) if side.head in ("and", "lt", "le") else slips(side)
                listed += [(at, each) for _, each in zip(range(40), wrong, strict=False)]
        if listed:
            at, wrong = rng.choice(listed)
            return put(claim, (at,), wrong)
    paths = [path for path in paths_of(claim) if path]
    rng.shuffle(paths)
    for path in paths[:8]:
        node = at_path(claim, path)
        candidates = slips_of(node)
        if candidates:
            wrong = put(claim, path, rng.choice(candidates))
            if wrong is not None:
                return wrong
    return None


def paths_of(expr: Expr, start: tuple = ()) -> list[tuple]:
    found = [start]
    for at, node in enumerate(expr.args):
        bound = (expr.head in BINDERS and at == 0) or (expr.head in SLOPES and at > 0) or expr.head == "term"
        if isinstance(node, Expr) and not bound:
            found += paths_of(node, (*start, at))
    return found


def at_path(expr: Expr, path: tuple) -> Expr:
    for at in path:
        expr = expr.args[at]
    return expr


def put(expr: Expr, path: tuple, new: Expr) -> Expr | None:
    """`expr` with another node at a path; None where the shapes do not fit."""
    if not path:
        return new
    inner = put(expr.args[path[0]], path[1:], new)
    if inner is None:
        return None
    try:
        return Expr(expr.head, *expr.args[: path[0]], inner, *expr.args[path[0] + 1 :])
    except (ShapeError, ValueError):
        return None


SWAPPED = {
    "lt": "le", "le": "lt", "max": "min", "min": "max", "floor": "ceil", "ceil": "floor", "and": "or", "or": "and",
    "sin": "cos", "cos": "sin", "pd": "psd", "psd": "pd", "forall": "exists", "minimum": "maximum", "iff": "implies",
    "eq": "le", "hadamard": "add",
}  # fmt: skip
UNWRAPPED = frozenset({"abs", "T", "not", "pinv", "exp", "tanh", "floor", "ceil", "sign", "E", "log"})


def slips_of(node: Expr) -> list[Expr]:
    """What one may write for a node by mistake."""
    found = slips_inside(node)
    if node.head in SWAPPED:
        found += fitting(SWAPPED[node.head], [node.args])
    if node.head in UNWRAPPED:
        found.append(node.args[0])
    return found


def slips_inside(node: Expr) -> list[Expr]:
    """Slips in a number, a name or among the parts of a node."""
    args, found = node.args, []
    match node.head:
        case "num":
            found += [num(args[0] + 1), num(args[0] - 1), num(2 * args[0]), num(-args[0]), num(args[0] / 2)]
        case "name" | "term" if not node.shape:
            found += [num(2) * node, -node, node + num(1)]
        case "add":
            found += dropped(node)
            found += [Expr("add", *args[:i], -args[i], *args[i + 1 :]) for i in range(len(args))]
        case "mul":
            found += [*dropped(node), num(2) * node]
            found += fitting("mul", ((*args[:i], args[i + 1], args[i], *args[i + 2 :]) for i in range(len(args) - 1)))
        case "pow" if args[1].head == "num" and not node.shape:
            found += [args[0] ** num(args[1].args[0] + 1), args[0] ** num(2 * args[1].args[0]), args[0]]
        case "pow":
            found += [args[0]] + (
                [args[0] ** (args[1] + num(1)), args[0] ** (args[1] - num(1))] if not node.shape else []
            )
        case "sum" | "prod":
            found += [
                Expr(node.head, *args[:2], args[2] + num(1), args[3]),
                Expr(node.head, *args[:3], args[3] - num(1)),
            ]
        case "binomial":
            found += [Expr("binomial", args[0] + num(1), args[1]), Expr("binomial", args[0], args[1] - num(1))]
        case "cases":
            found += [args[0], Expr("cases", args[2], args[1], args[0], *args[3:])]
        case "interval":
            found += [
                Expr("interval", args[0], args[1], not args[2], args[3]),
                Expr("interval", *args[:3], not args[3]),
            ]
        case "and" | "or" | "set" | "union" if len(args) > 1:
            found += dropped(node)
        case "implies":
            found += [Expr("implies", args[1], args[0]), Expr("iff", *args)]
    return found


def dropped(node: Expr) -> list[Expr]:
    """The node without one of its parts."""
    rest = [(*node.args[:i], *node.args[i + 1 :]) for i in range(len(node.args))]
    if len(node.args) == 2 and node.head in ("add", "mul", "and", "or"):
        return [part for (part,) in rest]
    return fitting(node.head, rest)


def fitting(head: str, parts: Iterable[tuple]) -> list[Expr]:
    """The nodes of these parts whose shapes fit."""
    found = []
    for args in parts:
        with suppress(ShapeError):
            found.append(Expr(head, *args))
    return found
