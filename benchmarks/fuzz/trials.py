"""A trial: a random true claim and a near-miss of it, both decided, and all that can be wrong about the verdicts.

Trial k under a seed depends on nothing else, so that work can be shared out and a finding replayed alone.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random

from answerkey.deciding.decide import Ladder
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import truth
from answerkey.deciding.referee.values import Undefined, Unknown, shown
from answerkey.results import Verdict
from answerkey.running import described
from answerkey.tree import Expr
from benchmarks.fuzz import bindings, entries, relations, scalars, sequences, series, slopes, spaces, words
from benchmarks.fuzz.domains import CLOSELY, Domain, differing, witnessed
from benchmarks.fuzz.referee import Unsupported
from benchmarks.fuzz.rewriting import Pair, near_miss

MAKERS: dict[str, Callable[[Random], Pair]] = {}
for module in (scalars, series, sequences, relations, bindings, slopes, entries, words, spaces):
    MAKERS |= module.MAKERS
SLOW = {"optimum": 0.4, "quantifier": 0.4, "gradient": 0.4, "product": 0.4, "convergence": 0.1, "mean": 0.03}
WEIGHTS = {kind: SLOW.get(kind, 1.0) for kind in MAKERS}  # most trials are of the kinds that take little time
POINTS, MANY = 60, 10_000  # at which a proved claim is looked at, and one in SELDOM of them
SELDOM = 50
FACED = 4  # points at which both evaluators are asked, in one claim out of ten
LIMIT = 10.0  # seconds for a claim
CHUNK = 25  # trials in a job
Decide = Callable[[Domain, Expr], Verdict]


@dataclass(frozen=True)
class Finding:
    """Something to look at: a verdict that is wrong, or two evaluators that disagree."""

    trial: int
    kind: str
    what: str
    claim: str
    detail: str

    def __str__(self):
        return f"trial {self.trial} · {self.kind} · {self.what}\n    {self.claim}\n    {self.detail}"


@dataclass
class Tally:
    """What came of some trials: how many claims by kind, truth and status, the CPU seconds by kind, and findings."""

    counts: Counter = field(default_factory=Counter)
    seconds: Counter = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def add(self, other: "Tally") -> None:
        self.counts += other.counts
        self.seconds += other.seconds
        self.findings += other.findings


def ladder(domain: Domain, claim: Expr) -> Verdict:
    return Ladder(domain.context).decide(claim)


def made(seed: int, trial: int) -> tuple[Pair, Expr | None, Random]:
    """The claim of a trial, its near-miss if one was found, and what chance is left."""
    rng = Random(f"{seed} {trial}")
    kind = rng.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
    pair = MAKERS[kind](rng)
    return pair, near_miss(pair, rng), rng


def tried(seed: int, trial: int, say: Callable[[str, str], bool], decide: Decide = ladder) -> Tally:
    """Both claims of a trial; `say` is told of each before it is decided, and answers whether to leave it alone."""
    tally, started = Tally(), time.process_time()
    pair, wrong, rng = made(seed, trial)
    for is_true, claim in ((True, pair.claim), (False, wrong)):
        side = "true" if is_true else "near-miss"
        if claim is None:
            tally.counts[pair.kind, side, "none"] += 1
        elif say(f"{trial} {side}", repr(claim)):
            tally.counts[pair.kind, side, "killed"] += 1
        else:
            try:
                verdict = decide(pair.domain, claim)
            except Exception as error:
                tally.findings.append(Finding(trial, pair.kind, f"{side}: crash", repr(claim), described(error)))
                continue
            tally.counts[pair.kind, side, verdict.status] += 1
            for what, detail in faults(pair.domain, claim, is_true, verdict, rng):
                found = Finding(
                    trial, pair.kind, f"{side}: {what}", repr(claim), f"{verdict.because} [{verdict.rung}] {detail}"
                )
                tally.findings.append(found)
    tally.seconds[pair.kind] += time.process_time() - started
    return tally


def faults(domain: Domain, claim: Expr, is_true: bool, verdict: Verdict, rng: Random):
    """What is wrong with a verdict, in words, with a point."""
    chance = rng.randrange(2**32)
    try:
        if verdict.status == "refuted":
            if is_true:
                yield "refuted", f"at {verdict.witness}"
            yield from of_witness(domain, claim, verdict)
        elif verdict.passes:
            count = MANY if chance % SELDOM == 0 else POINTS if is_true else 10 * POINTS
            if point := differing(domain, claim, count, chance):
                yield f"{verdict.status}, but it fails", f"at {point}"
        if chance % 10 == 0:
            yield from of_evaluators(domain, claim, chance)
    except Unsupported:
        return


def of_witness(domain: Domain, claim: Expr, verdict: Verdict):
    """A witness outside of the domain, or at which the second referee sees no failure."""
    points, inside = witnessed(domain, verdict.witness or {})
    if not inside:
        yield "the witness lies outside of the domain", f"{verdict.witness}"
    found = points.closely(0, CLOSELY[0]).truth(claim)[0]
    if found != 0:
        yield f"the second referee says {found} at the witness", f"{verdict.witness}"


def of_evaluators(domain: Domain, claim: Expr, seed: int):
    """Points of the engine's at which its own evaluator and the second referee differ about the claim."""
    for point in Sampler(domain.context, [claim], seed, wide=True).points(FACED):
        try:
            engine = truth(claim, point, domain.context)
        except (Undefined, Unknown):
            continue  # in digits no divisor is surely zero
        at = {repr(leaf): shown(number) for leaf, number in point.values.items() if leaf.head == "name"}
        at |= {size: str(number) for size, number in point.sizes.items()}
        points, inside = witnessed(domain, at)
        said = (points.closely(0, digits).truth(claim)[0] for digits in (*CLOSELY, 3 * CLOSELY[-1]))
        other = next((found for found in said if found == engine), None)
        if not inside:
            yield "a point of the engine's lies outside of the domain", f"{at}"
        if other is None:
            yield f"the engine's evaluator says {engine}, the second referee does not", f"at {at}"


@dataclass(frozen=True)
class Chunk:
    """Some trials in a row, as a job for a worker."""

    seed: int
    first: int
    count: int
    limit: float = LIMIT

    @property
    def name(self) -> str:
        return f"trials {self.first} to {self.first + self.count - 1}"

    def prepare(self) -> None:
        import answerkey.deciding.order.solver  # noqa: F401

    def can_skip(self, key: str) -> bool:
        return bool(key)

    def run(self, trying, hopeless) -> Tally:
        tally = Tally()

        def say(key: str, claim: str) -> bool:
            trying(key, key, claim)
            return key in hopeless

        for trial in range(self.first, self.first + self.count):
            try:
                tally.add(tried(self.seed, trial, say))
            except Exception as error:
                tally.findings.append(Finding(trial, "?", "the fuzzer itself failed", "", described(error)))
        return tally
