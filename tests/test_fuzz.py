"""A short slice of `make fuzz`; and the second referee catches a rung that is not sound."""

from random import Random

import numpy as np
import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.parser import read
from answerkey.results import Verdict
from answerkey.tree import Expr, name
from benchmarks.fuzz import trials
from benchmarks.fuzz.domains import Domain, differing, witnessed
from benchmarks.fuzz.referee import Referee
from benchmarks.fuzz.trials import MAKERS, Chunk, made, tried

SLICE = 240
NUMBERS = Domain({"x": "real", "y": "real", "s": "positive", "n": "natural"})


def leave_nothing_alone(key, claim):
    return False


def test_no_verdict_of_a_short_slice_is_wrong():
    kinds = set()
    for trial in range(SLICE):
        tally = tried(0, trial, leave_nothing_alone)
        assert not tally.findings, "\n".join(map(str, tally.findings))
        kinds |= {(kind, side, status) for kind, side, status in tally.counts}
    assert len({kind for kind, side, status in kinds if (side, status) == ("near-miss", "refuted")}) > 25


def rewriting(old, new):
    """A ladder with a rung that believes in a rule."""

    def decide(domain, claim):
        def believed(node):
            node = node.rebuild(believed)
            return new(node) if old(node) else node

        verdict = Ladder(domain.context).decide(claim)
        return verdict if Ladder(domain.context).decide(believed(claim)).status != "proved" else Verdict("proved", "")

    return decide


UNSOUND = {
    "an absolute value is the number": ("absolute", rewriting(lambda e: e.head == "abs", lambda e: e.args[0])),
    "ends do not matter": ("equivalence", rewriting(lambda e: e.head == "le", lambda e: Expr("lt", *e.args))),
    "transposes do not matter": (
        "word",
        rewriting(lambda e: e.head == "T" and e.shape == ("n", "n"), lambda e: e.args[0]),
    ),
    "rounding down is rounding up": (
        "rounding",
        rewriting(lambda e: e.head == "floor", lambda e: Expr("ceil", *e.args)),
    ),
    "a maximum is a minimum": ("extremum", rewriting(lambda e: e.head == "max", lambda e: Expr("min", *e.args))),
}


@pytest.mark.parametrize("kind, decide", UNSOUND.values(), ids=UNSOUND)
def test_an_unsound_rung_is_caught(kind, decide, monkeypatch):
    monkeypatch.setattr(trials, "WEIGHTS", {kind: 1.0})
    assert any("it fails" in f.what for k in range(60) for f in tried(0, k, leave_nothing_alone, decide).findings)


def test_a_true_claim_refuted_is_caught(monkeypatch):
    monkeypatch.setattr(trials, "WEIGHTS", {"root": 1.0})
    found = tried(
        0, 0, leave_nothing_alone, lambda domain, claim: Verdict("refuted", "", {"x": "1", "s": "-1"})
    ).findings
    assert {"true: refuted", "true: the witness lies outside of the domain"} <= {each.what for each in found}


@pytest.mark.parametrize("kind", MAKERS)
def test_what_is_made_is_true(kind):
    for k in range(8):
        pair = MAKERS[kind](Random(f"{kind} {k}"))
        assert differing(pair.domain, pair.claim, 100, k) is None, pair.claim


@pytest.mark.parametrize(
    "claim",
    [r"\sqrt{x^2} = x", r"x < y \implies x^2 < y^2", r"x^2 < s^2 \iff x < s", r"|x| \le s \iff -s < x < s",
     r"\max(x, y) = \frac{x + y}{2}", r"\lceil x \rceil = \lfloor x \rfloor + 1", r"\sum_{k=1}^n k = n^2",
     r"\min_{u} (u - x)^2 + s = 0", r"\lim_{u \to 0} \frac{\sin(x u)}{u} = 1", r"\forall u > 0: x u < y \iff x < y",
     r"\frac{d}{dx} x^3 = 3x", r"\frac{d}{dx} \max(x, 0) = 1", r"\log(x^2) = \log x + 1", "n! = n^2"],
)  # fmt: skip
def test_the_second_referee_sees_that_a_claim_is_false(claim):
    assert differing(NUMBERS, read(claim, NUMBERS.context.names), 2000, 1) is not None


@pytest.mark.parametrize(
    "claim",
    [r"\sqrt{x^2} = |x|", r"\frac{x}{x} = 1", r"x^2 < s^2 \iff |x| < s", r"\sum_{k=1}^n k = \frac{n(n+1)}{2}",
     r"\min_{u} (u - x)^2 + s = s", r"\argmin_{u} (u - x)^2 = x", r"\lim_{u \to 0} \frac{\sin(x u)}{u} = x",
     r"x > 0 \iff \exists u: u^2 < x", r"\frac{d}{dx} |x| = \operatorname{sign}(x)", r"\log(e^x) = x"],
)  # fmt: skip
def test_the_second_referee_does_not_dispute_what_is_true(claim):
    assert differing(NUMBERS, read(claim, NUMBERS.context.names), 2000, 1) is None


def test_a_witness_is_read_back():
    domain = Domain({"x": "real", "s": "positive"}, {"V": ("orthogonal", "n", "n")})
    points, inside = witnessed(domain, {"x": "1/3", "s": r"\sqrt{2}", "V": "[0, 1; -1, 0]", "n": "2"})
    assert inside and abs(points.env[name("s")][0] ** 2 - 2) < 1e-12
    assert not witnessed(domain, {"V": "[1, 1; 0, 1]"})[1]
    assert not witnessed(domain, {"s": "0"})[1]


def test_what_is_undefined_has_no_truth_value():
    context = Context().declare(r"x \in \mathbb{R}")
    referee = Referee({name("x"): np.array([-1.0, 0.0, 1.0])}, {}, 3)
    assert np.isnan(referee.truth(read(r"\log x = 0", context.names))).tolist() == [True, True, False]
    assert np.isnan(referee.truth(read(r"\frac{1}{x} = x", context.names))).tolist() == [False, True, False]


def test_a_trial_depends_on_its_number_and_the_seed_alone():
    assert made(3, 17)[:2] == made(3, 17)[:2] != made(3, 18)[:2] != made(4, 18)[:2]
    alone, together = (Chunk(3, first, count).run(lambda *_: None, {}).counts for first, count in ((17, 1), (16, 2)))
    assert alone <= together and sum(together.values()) == 4
