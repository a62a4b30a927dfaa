"""Certificates: what a verdict rests on, written so that it can be replayed.

A proof is replayed by its rungs alone and then searched for a counterexample, which uses nothing of what proved it; a
refutation is evaluated at its witness; whatever else was found is found again.
"""

import platform
import re
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from flint import __FLINT_VERSION__, fmpq, fmpq_mat

from answerkey import __version__
from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair, decided, read_pair
from answerkey.deciding.points.witnesses import search
from answerkey.deciding.referee.evaluate import Point
from answerkey.reading.declarations import reading
from answerkey.results import Verdict
from answerkey.tree import Expr, num

ENTRY = re.compile(r"(.+)\[(-?\d+)\]")  # of a sequence, with its index
RATIONAL = re.compile(r"-?\d+(/\d+)?")
SEARCHED = 10_000  # points tried against a proof when it is rechecked
READER = "the reading of the formulas, which `read_as` shows"
RATIONALS = "FLINT's arithmetic of rationals, matrices and balls, and the evaluation of a tree at a point"
POLYNOMIALS = "FLINT's arithmetic, gcd and factoring of polynomials, and the relations between kernels"
WORDS = "the rules by which words of matrices are shortened"
NETWORKS = "that the names of summed indices do not matter, and the rules for functions of entries"
TRUSTED = {
    "points": [RATIONALS],
    "numbers": [RATIONALS],
    "agreement": [RATIONALS, "that points drawn at random tell: this is no proof"],
    "declared": [],
    "definition": [],
    "normal form": [POLYNOMIALS, WORDS],
    "networks": [POLYNOMIALS, WORDS, NETWORKS, "calculus on trees"],
    "equivalence": [POLYNOMIALS, WORDS, NETWORKS],
    "induction": [POLYNOMIALS, WORDS],
    "rearrangement": ["that sums and products do not depend on their order"],
    "factors": [POLYNOMIALS],
    "definite": [POLYNOMIALS, WORDS, "that W^T P W is as definite as P, and Schur complements"],
    "squares": [POLYNOMIALS, WORDS, "that Z^T Z = 0 only for Z = 0"],
    "undoing": [POLYNOMIALS, WORDS],
    "rank": [POLYNOMIALS, WORDS, "that a square matrix has an inverse exactly if its rank is full"],
    "assuming": [POLYNOMIALS, WORDS, "that the premise may join the domain"],
    "entries": [POLYNOMIALS, "the expansion of matrices of known sizes by their entries"],
    "means": [POLYNOMIALS, WORDS, NETWORKS, "that the mean of what is no less at any draw is no less"],
    "optima": [POLYNOMIALS, "calculus on trees", "z3, a decision procedure for the reals"],
    "calculus": [POLYNOMIALS, "calculus on trees", "z3, a decision procedure for the reals"],
    "cases": [POLYNOMIALS, "that the cases cover the domain"],
    "order": [POLYNOMIALS, "z3, a decision procedure for the reals", "what is known of kernels such as roots"],
    "facts": [POLYNOMIALS, "z3, a decision procedure for the reals", "what was proved before"],
    "losses": [POLYNOMIALS, "z3, a decision procedure for the reals", "that what falls and is never negative settles"],
}


def certificate(lhs: str, rhs: str, where, shapes: dict, seed: int) -> dict:
    """The verdict on a pair, with all that is needed to find it again."""
    verdict, claim, seconds = decide_pair(lhs, rhs, where, shapes, seed)
    context = read_pair(lhs, rhs, where, shapes)[0] if claim is not None else Context()
    rungs = [rung for rung in verdict.rung.split("; ") if rung]
    return {
        "certificate": 1,
        "claim": {"lhs": lhs, "rhs": rhs, "where": list(where), "shapes": shapes},
        "read_as": "" if claim is None else repr(claim),
        "domain": [repr(condition) for condition in context.conditions],
        "verdict": verdict.status,
        "because": verdict.because,
        "witness": verdict.witness,
        "rungs": rungs,
        "seed": seed,
        "trusted": [READER, *dict.fromkeys(item for rung in rungs for item in TRUSTED.get(rung, [rung]))],
        "versions": versions(),
        "seconds": round(seconds, 4),
    }


def versions() -> dict[str, str]:
    found = {"answerkey": __version__, "python": platform.python_version(), "flint": __FLINT_VERSION__}
    for package in ("python-flint", "z3-solver"):
        try:
            found[package] = version(package)
        except PackageNotFoundError:
            found[package] = "absent"
    return found


def recheck(found: dict) -> tuple[bool, list[str]]:
    """Whether a certificate holds, and what was done to see; raises KeyError and TypeError for what is none."""
    claim, verdict = found["claim"], found["verdict"]
    pair = (claim["lhs"], claim["rhs"], claim["where"], claim["shapes"])
    told = [f"made with {name} {old}, now {new}" for name, new in versions().items()
            if (old := found["versions"].get(name)) != new]  # fmt: skip
    if verdict == "unread":
        again = decide_pair(*pair, found["seed"])[0]
        return again.status == verdict, [*told, f"{again.status} again" if again.status == verdict else again.status]
    context, read = read_pair(*pair)
    if repr(read) != found["read_as"]:
        return False, [*told, f"it is read otherwise now: {read}"]
    told.append("read as before")
    rules = {"refuted": refutation, "proved": proof}
    holds, more = rules.get(verdict, repetition)(context, read, found)
    return holds, told + more


def refutation(context: Context, claim: Expr, found: dict) -> tuple[bool, list[str]]:
    ladder = Ladder(context, found["seed"])
    try:
        point = point_of(found["witness"] or {}, claim, context)
    except ValueError as error:
        return False, [f"the witness does not fit: {error}"]
    if not ladder.inside(point):
        return False, ["the witness is outside the domain"]
    holds = ladder.holds(ladder.plain(claim), point)
    if holds is None:  # of what has no value at a point
        return repetition(context, claim, found)
    return not holds, [f"the claim is {'not ' if holds else ''}false at the witness, by rigorous arithmetic"]


def proof(context: Context, claim: Expr, found: dict) -> tuple[bool, list[str]]:
    only = frozenset(found["rungs"])
    again = decided(context, claim, found["seed"], only)
    if again.status != "proved":
        return False, [f"not proved by {', '.join(sorted(only))} alone: {again.because}"]
    against = search(claim, context, SEARCHED, found["seed"] + 1)
    told = [f"proved again by {', '.join(sorted(only))} alone: {again.because}"]
    return against is None, [*told, f"searched {SEARCHED} points: {'none' if against is None else 'one'} against it"]


def repetition(context: Context, claim: Expr, found: dict) -> tuple[bool, list[str]]:
    again: Verdict = decided(context, claim, found["seed"])
    same = (again.status, again.because) == (found["verdict"], found["because"])
    return same, [f"{again.status}: {again.because}"]


def point_of(witness: dict[str, str], claim: Expr, context: Context) -> Point:
    """The point that a witness describes; raises ValueError where it does not fit the names of the claim."""
    nodes = {*claim.walk(), *(node for c in context.conditions for node in c.walk())}
    nodes |= {node for meaning in context.definitions.values() for node in meaning.walk()}
    named = {repr(node): node for node in nodes if node.head == "name"}
    symbols = context.names.symbols
    named |= {base: context.names.leaf(base) for base, symbol in symbols.items() if symbol.kind == "value"}
    shapes = {node.args[0]: node.args[1] for node in nodes if node.head == "term"}
    point = Point({}, {})
    for spelled, value in witness.items():
        entry = ENTRY.fullmatch(spelled)
        if spelled in named:
            point.values[named[spelled]] = number(value)
        elif entry and entry[1] in shapes:
            point.values[Expr("term", entry[1], shapes[entry[1]], num(entry[2]))] = number(value)
        elif spelled in context.dimensions:
            point.sizes[spelled] = int(value)
        else:
            raise ValueError(f"{spelled} does not occur in the claim")
    return point


def number(text: str) -> Any:
    """A rational, a closed expression in LaTeX, or a matrix in brackets with its rows between semicolons."""
    if not text.startswith("["):
        if not RATIONAL.fullmatch(text):
            return reading(text, Context())
        top, _, bottom = text.partition("/")
        return fmpq(int(top), int(bottom or "1"))
    rows = [[number(cell.strip()) for cell in row.split(",")] for row in text.strip("[]").split(";")]
    return fmpq_mat(len(rows), len(rows[0]), [cell for row in rows for cell in row])
