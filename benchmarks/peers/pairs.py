"""The pairs of a run, and how a pair looks to a tool that has no reader of its own."""

import json
from dataclasses import dataclass
from pathlib import Path
from random import Random

from answerkey.context import Context
from answerkey.deciding.pairs import read_pair
from answerkey.reading.tokens import Unread
from answerkey.tree import Expr

BENCHMARKS = Path(__file__).parents[1]
SHARED = BENCHMARKS.parents[1] / "shared" / "bench" / "pairs.jsonl"
OWN = [BENCHMARKS / "pairs.jsonl", *sorted((BENCHMARKS / "corpus").glob("*.jsonl"))]


class NotGiven(Exception):
    """The pair has no form in the terms of a tool, which is no fault of the tool."""


@dataclass(frozen=True)
class Claim:
    """Two formulas that may mean the same, with their names unfolded, and what is known of the names."""

    context: Context
    head: str  # eq, iff or same
    left: Expr
    right: Expr


def load(files: list[Path]) -> list[dict]:
    return [json.loads(line) for file in files for line in file.read_text().splitlines() if line.strip()]


def sample(pairs: list[dict], size: int) -> list[dict]:
    """A seeded choice of pairs, in their own order."""
    chosen = set(Random(0).sample(range(len(pairs)), min(size, len(pairs))))
    return [pair for index, pair in enumerate(pairs) if index in chosen]


def read(pair: dict) -> Claim:
    """What this project's reader makes of a pair; raises NotGiven where it makes nothing of it."""
    try:
        context, claim = read_pair(pair["lhs"], pair["rhs"], pair["where"], pair.get("shapes"))
        left, right = map(context.unfold, claim.args)
    except (Unread, ValueError, RecursionError) as error:
        raise NotGiven(f"not read: {error}") from None
    return Claim(context, claim.head, left, right)
