"""Claims that fail at irrational points only are refuted there, exactly, and the certificate says so again."""

import pytest

from answerkey.certificates import certificate, recheck
from answerkey.deciding.pairs import decide_pair

FALSE = [
    (r"x^2 = 2", r"x = \sqrt{2}", [], {"x": r"-\sqrt{2}"}),
    ("x", r"\sqrt{2}", ["x^2 = 2"], {"x": r"-\sqrt{2}"}),
    (r"x^4 - 5x^2 + 6 = 0", r"x^2 = 2", [], {"x": r"\sqrt{3}"}),
    (r"x^2 < 2", r"-\sqrt{2} < x \le \sqrt{2}", [], {"x": r"\sqrt{2}"}),
    (r"x^2 - x - 1 = 0", r"x = \frac{1 + \sqrt{5}}{2}", [], {"x": r"\frac{1 - \sqrt{5}}{2}"}),
    (r"x^3 = 2", r"x = \sqrt{2}", [], None),
    (r"x^2 + y^2 = 1 \text{ and } x = y", r"x = y \text{ and } x = \frac{1}{\sqrt{2}}", [], None),
    (r"e^{2x} - 3e^x + 2 = 0", "x = 0", [], {"x": r"\log(2)"}),
    (r"\log x \le \frac{x}{e}", r"x \ne e", ["x > 0"], {"x": "e"}),
    (r"\frac{e^x}{1 + e^x} = p", r"x = \log\frac{1 - p}{p}", ["0 < p < 1"], None),
    (r"\beta^2 - 2\beta\cos\theta + 1 > 0", r"\beta \ne \cos\theta", [], None),
    (r"t \ge \frac{\log(1/\epsilon)}{\eta}", r"\epsilon > e^{-\eta t}", [r"0 < \epsilon < 1", r"\eta > 0"], None),
]
TRUE = [
    (r"x^2 = 2", r"x = \sqrt{2} \text{ or } x = -\sqrt{2}", []),
    ("x^3", "2x", ["x^2 = 2"]),
    (r"x^2 < 2", r"-\sqrt{2} < x < \sqrt{2}", []),
    (r"e^{2x} - 3e^x + 2 = 0", r"x = 0 \text{ or } x = \log 2", []),
]


@pytest.mark.parametrize("lhs, rhs, where, witness", FALSE, ids=[f"{lhs}, {rhs}" for lhs, rhs, *_ in FALSE])
def test_a_claim_is_refuted_at_an_irrational_point(lhs, rhs, where, witness):
    verdict = decide_pair(lhs, rhs, where)[0]
    assert verdict.status == "refuted", verdict
    assert witness is None or verdict.witness == witness
    holds, told = recheck(certificate(lhs, rhs, where, {}, 0))
    assert holds and told[-1] == "the claim is false at the witness, by rigorous arithmetic"


@pytest.mark.parametrize("lhs, rhs, where", TRUE, ids=[f"{lhs}, {rhs}" for lhs, rhs, _ in TRUE])
def test_a_claim_that_holds_there_is_proved(lhs, rhs, where):
    assert decide_pair(lhs, rhs, where)[0].status == "proved"


def test_a_witness_under_a_premise_is_small():
    shapes = {"A": ["m", "n"], "L": ["p", "n"], "b": ["m"], "c": ["p"], "x": ["n"]}
    verdict = decide_pair("A^T(Ax - b) + L^T(Lx - c) = 0", "(A^TA + L^TL)x = A^Tb - L^Tc", (), shapes)[0]
    assert verdict.status == "refuted"
    assert {verdict.witness[size] for size in "mnp"} == {"1"}
    assert {verdict.witness[name] for name in shapes} <= {"[0]", "[1]", "[-1]"}
