"""The command `decide`: two formulas, or a file of pairs, decided in a worker; certificates, and their replay."""

import json
import sys
from collections import Counter, deque
from collections.abc import Iterator, Sequence
from pathlib import Path

from answerkey.results import STATUSES, Verdict, status_of
from answerkey.running import DecidePair, Outcome, Worker, Workers
from answerkey.terminal import Progress, RequestError, output, paint, plain, sentence

Decided = tuple[Verdict, str, float]  # the verdict, what was read, and the seconds it took


def decide(args, course: Path) -> int:
    if args.pairs is not None:
        if args.lhs or args.where or args.shape:
            raise RequestError("--pairs goes without LHS, RHS, --where and --shape, which are in its file")
        return decide_pairs(args)
    if args.rhs is None or args.json:
        raise RequestError("--json goes with --pairs" if args.json else "decide needs LHS and RHS, or --pairs FILE")
    pair = DecidePair(args.lhs, args.rhs, tuple(args.where), dict(map(shape, args.shape)), args.seed, args.timeout)
    ((_, (verdict, read, _)),) = decided([("", pair)])
    print(f"{paint(verdict.status, verdict.status)}: {plain(sentence(verdict))}")
    if read:
        print(f"read as: {plain(read)}")
    return status_of([verdict.status], ())


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
