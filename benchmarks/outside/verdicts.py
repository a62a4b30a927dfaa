"""What the engine says of pairs that come from elsewhere."""

from collections.abc import Iterable

from answerkey.asking import decided
from answerkey.results import Verdict
from answerkey.running import DecidePair
from benchmarks.outside.known import KNOWN

LIMIT = 10  # seconds a pair


def distinct(pairs: Iterable[dict]) -> list[dict]:
    return list({(p["lhs"], p["rhs"], *p["where"]): p for p in pairs}.values())


def verdicts(pairs: list[dict]) -> list[tuple[dict, Verdict]]:
    """Each pair with its verdict, decided in a worker that can be killed."""
    jobs = [(p, DecidePair(p["lhs"], p["rhs"], tuple(p["where"]), p["shapes"], limit=LIMIT)) for p in pairs]
    return [(pair, verdict) for pair, (verdict, _, _) in decided(jobs)]


def disagrees(pair: dict, verdict: Verdict) -> bool:
    return verdict.status == "refuted" if pair["truth"] else verdict.passes


def reason(pair: dict) -> str | None:
    """Why a disagreement is none of the engine's mistakes, where it was looked at."""
    return KNOWN.get((pair["lhs"], pair["rhs"]))
