"""The command `decide`: two formulas, or a file of pairs, decided in a worker; certificates, and their replay."""

import json
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from answerkey.results import FINE, OPEN, REFUTED, STATUSES, Verdict, status_of
from answerkey.running import Certify, DecidePair, Outcome, Recheck, Worker, Workers
from answerkey.terminal import Progress, RequestError, output, paint, plain, sentence

CERTIFICATE: dict[str, type] = {
    "claim": dict, "read_as": str, "verdict": str, "because": str, "rungs": list, "seed": int, "versions": dict,
}  # fmt: skip
CLAIM: dict[str, type] = {"lhs": str, "rhs": str, "where": list, "shapes": dict}
Decided = tuple[Verdict, str, float]  # the verdict, what was read, and the seconds it took


def decide(args, course: Path) -> int:
    if args.pairs is not None:
        if args.lhs or args.where or args.shape or args.explain or args.recheck:
            raise RequestError("--pairs goes with --json, --timeout and --seed only: the rest is in its file")
        return decide_pairs(args)
    if args.recheck is not None:
        return recheck(args)
    if args.rhs is None or args.json:
        raise RequestError("--json goes with --pairs" if args.json else "decide needs LHS and RHS, or --pairs FILE")
    given = (args.lhs, args.rhs, tuple(args.where), dict(map(shape, args.shape)), args.seed, args.timeout)
    if args.explain:
        return explain(Certify(*given))
    ((_, (verdict, read, _)),) = decided([("", DecidePair(*given))])
    print(f"{paint(verdict.status, verdict.status)}: {plain(sentence(verdict))}")
    if read:
        print(f"read as: {plain(read)}")
    return status_of([verdict.status], ())


def explain(pair: Certify) -> int:
    """Print the certificate of a verdict."""
    found, error = only(pair)
    if error:
        print(f"undecided: {plain(error)}")
        return OPEN
    print(json.dumps(found, indent=1, ensure_ascii=False))
    return status_of([found["verdict"]], ())


def recheck(args) -> int:
    """Replay a certificate; it holds or it does not."""
    try:
        found = json.loads(Path(args.recheck).read_bytes())
    except OSError as error:
        raise RequestError(f"cannot read {args.recheck}: {error.strerror}") from None
    except (ValueError, RecursionError):
        raise RequestError(f"{args.recheck} is not JSON") from None
    if not is_certificate(found):
        raise RequestError(f"{args.recheck} is no certificate of decide --explain")
    outcome, failure = only(Recheck(found, args.timeout))
    if failure:
        print(f"undecided: {plain(failure)}")
        return OPEN
    holds, told = outcome
    for line in told:
        print(plain(line))
    print(f"the certificate {'holds' if holds else 'does not hold'}: {plain(found['verdict'])}")
    return FINE if holds else REFUTED


def is_certificate(found) -> bool:
    """Whether an object has what a certificate has."""
    if not isinstance(found, dict) or found.get("certificate") != 1:
        return False
    return fits(found, CERTIFICATE) and fits(found["claim"], CLAIM)


def fits(found: dict, kinds: dict[str, type]) -> bool:
    return all(isinstance(found.get(key), kind) for key, kind in kinds.items())


def only(job: Certify | Recheck) -> tuple[Any, str]:
    """What a worker makes of one job, or why it made nothing of it."""
    with Workers(1, lambda busy: None) as workers:
        ((_, outcome),) = workers.finished(deque([job]))
    return outcome.value, outcome.error


def shape(text: str) -> tuple[str, list[str]]:
    """A=m,n as the name and the sides."""
    name, equals, sides = text.strip().partition("=")
    if not name or not equals:
        raise RequestError(f"--shape {plain(text)}: a shape is written A=m,n, or x=n for a vector")
    return name.strip(), [side.strip() for side in sides.split(",") if side.strip()]


def decide_pairs(args) -> int:
    pairs = list(pairs_in(args.pairs, args))
    counts: Counter = Counter()
    with output(args.json or "-") as stream:
        for id_, (verdict, _, taken) in decided(pairs):
            counts[verdict.status] += 1
            found = {"id": id_, "verdict": verdict.status, "because": verdict.because, "witness": verdict.witness}
            stream.write(json.dumps(found | {"seconds": taken}) + "\n")
    if args.json not in (None, "-"):
        print(" · ".join([f"{len(pairs)} pairs", *(f"{counts[s]} {s}" for s in STATUSES if counts[s])]))
    return status_of(list(counts), ())


def decided(pairs: Sequence[tuple[object, DecidePair | Verdict]]) -> Iterator[tuple[object, Decided]]:
    """Each id with its verdict, what was read, and the seconds; one child decides them one after the other."""
    progress, jobs = Progress(sys.stderr), deque(pair for _, pair in pairs if isinstance(pair, DecidePair))
    count = len(jobs)

    def watch(busy: Sequence[Worker]) -> None:
        progress.show("pairs", f"{count - len(jobs) - len(busy)} of {count}", busy[0].task.job.lhs)

    with Workers(1, watch) as workers:
        outcomes = workers.finished(jobs)
        for id_, pair in pairs:
            found = (pair, "", 0.0) if isinstance(pair, Verdict) else verdict_on(pair, next(outcomes)[1])
            progress.clear()
            yield id_, found


def verdict_on(pair: DecidePair, outcome: Outcome) -> Decided:
    return (Verdict("undecided", outcome.error), "", pair.limit) if outcome.error else outcome.value


def pairs_in(path: str, args) -> list[tuple[object, DecidePair | Verdict]]:
    """The pairs in a file, with their ids; raises RequestError."""
    try:
        lines = Path(path).read_bytes().split(b"\n")
    except OSError as error:
        raise RequestError(f"cannot read {path}: {error.strerror}") from None
    return [pair_in(line, number, args) for number, line in enumerate(lines, 1) if line.strip()]


def pair_in(line: bytes, number: int, args) -> tuple[object, DecidePair | Verdict]:
    """The pair on a line, or the verdict that it could not be read."""
    found = None
    try:
        found = json.loads(line)
        return found.get("id"), pair_of(found, args)
    except (ValueError, RecursionError, AttributeError) as error:
        why = str(error) if isinstance(found, dict) else "this is not a JSON object"
        return found.get("id") if isinstance(found, dict) else None, Verdict("unread", f"line {number}: {why}")


def pair_of(found: dict, args) -> DecidePair:
    """The pair that a JSON object describes; raises ValueError."""
    where, shapes = found.get("where") or [], found.get("shapes") or {}
    for side in ("lhs", "rhs"):
        if not isinstance(found.get(side), str):
            raise ValueError(f"{side} is not a string of LaTeX")
    if not isinstance(where, list) or not all(isinstance(condition, str) for condition in where):
        raise ValueError("where is not a list of strings of LaTeX")
    if not isinstance(shapes, dict) or not all(isinstance(sides, list) for sides in shapes.values()):
        raise ValueError("shapes does not give a list of sides for each name")
    return DecidePair(found["lhs"], found["rhs"], tuple(where), shapes, args.seed, args.timeout)
