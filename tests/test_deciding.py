"""The ladder: what is true is proved, what is false is refuted with a witness, and nothing is called what it is not."""

import json
from pathlib import Path

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder, is_empty
from answerkey.deciding.pairs import decide_pair
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import truth
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.reading.parser import read
from answerkey.tree import name

SCALARS = [
    r"\sigma > 0",
    r"\sigma_\ell > \sigma_s > 0",
    r"0 < \beta < 1",
    r"x, y, a, b, \eta \in \mathbb{R}",
    r"t, k \in \mathbb{N}",
]
MATRICES = [
    r"A \in \mathbb{R}^{m \times n}",
    r"P, Q, R \in \mathbb{R}^{n \times n}",
    r"u, v \in \mathbb{R}^n",
    r"c \in \mathbb{R}^m",
    r"\lambda > 0",
    r"U \in \mathbb{R}^{m \times m}",
    r"V \in \mathbb{R}^{n \times n}",
    r"\Sigma \in \mathbb{R}^{m \times n}",
    r"U^T U = I",
    r"V^T V = I",
    r"i \in \{1, \dots, n\}",
    r"\Sigma = \operatorname{diag}(s_i)",
    r"s_i \ge 0",
]
NOISE = [
    r"\sigma > 0",
    r"x, a \in \mathbb{R}",
    r"A, N \in \mathbb{R}^{m \times n}",
    r"N_{ij} \sim \mathcal{N}(0, \sigma^2)",
    r"u \in \mathbb{R}^n",
    r"c \in \mathbb{R}^m",
    r"P \in \mathbb{R}^{n \times n}",
    r"Z \in \mathbb{R}^n",
    r"Z \sim \mathcal{N}(0, I)",
    r"e_t \sim \mathcal{N}(0, \sigma^2)",
    r"w_{t+1} = (a + e_t) w_t + x",
    r"w_0 = x",
]
SEQUENCES = [
    r"a, x \in \mathbb{R}",
    r"w_{t+1} = a w_t",
    r"w_0 = x",
    r"v_{t+1} = v_t + 1",
    r"v_0 = 0",
    r"q_{t+1} = a q_t + x",
]

TRUE = {
    "scalars": (SCALARS, [
        r"(x + y)^2 = x^2 + 2xy + y^2",
        r"\sqrt{x^2} = |x|",
        r"\sqrt{(1 - \beta)^2} = 1 - \beta",
        r"\sqrt{8} = 2\sqrt{2}",
        r"\lfloor e + \pi \rfloor = 5",
        r"e^\pi > \pi^e \text{ and } \lceil \sin 1 \rceil = 1",
        r"\sqrt{\frac{\sigma}{4}} = \frac{\sqrt{\sigma}}{2}",
        r"|xy| = |x||y|",
        r"\frac{1}{\sqrt{\sigma}} = \frac{\sqrt{\sigma}}{\sigma}",
        r"\log(\sigma^2) = 2\log\sigma",
        r"e^{x + y} = e^x e^y",
        r"e^{\frac{x}{2}} e^{\frac{x}{2}} = e^x",
        r"\log(e^x) = x",
        r"(xy)^t = x^t y^t",
        r"x^{2t} = (x^t)^2",
        r"|x^t| = |x|^t",
        r"\max(x, y) + \min(x, y) = x + y",
        r"\max(x, -x) = |x|",
        r"\frac{x^2 - y^2}{x - y} = x + y",
        r"\sigma_\ell^2 - \sigma_s^2 > 0",
        r"x^2 + y^2 \ge 2xy",
        r"\frac{\sigma_\ell}{\sigma_s} > 1",
        r"|x + y| \le |x| + |y|",
        r"|x| < 1 \iff x^2 < 1",
        r"x^2 = 1 \iff x = 1 \text{ or } x = -1",
        r"x > 1 \implies x^2 > 1",
        r"x \in [0, 1) \iff 0 \le x < 1",
        r"\beta^t \le 1 \iff t \ge 0",
        r"\beta < \frac{1}{2} \iff \log \beta < -\log 2",
        r"\sqrt{x^2 + 1} \ge 1",
        r"\sqrt{\sigma_\ell\sigma_s} \le \frac{\sigma_\ell + \sigma_s}{2}",
    ]),
    "matrices": (MATRICES, [
        r"(PQ)^T = Q^T P^T",
        r"(P + Q)^2 = P^2 + PQ + QP + Q^2",
        r"(PQ)^{-1} = Q^{-1} P^{-1}",
        r"(P^T)^{-1} = (P^{-1})^T",
        r"\operatorname{tr}(PQR) = \operatorname{tr}(RPQ)",
        r"\operatorname{tr}(u v^T) = v^T u",
        r"\|Au - c\|^2 = u^T A^T A u - 2c^T A u + c^T c",
        r"(A^T A + \lambda I)^{-1} A^T = A^T (A A^T + \lambda I)^{-1}",
        r"\lambda (A^T A + \lambda I)^{-1} = I - A^T (A A^T + \lambda I)^{-1} A",
        r"(I + PQ)^{-1} P = P (I + QP)^{-1}",
        r"\|V u\|^2 = \|u\|^2",
        r"A A^+ A = A",
        r"A^T A A^+ = A^T",
        r"(U \Sigma V^T)^+ = V \Sigma^+ U^T",
        r"[\Sigma^T \Sigma u]_i = s_i^2 [u]_i",
        r"\begin{bmatrix} P & Q \end{bmatrix} \begin{bmatrix} u \\ v \end{bmatrix} = Pu + Qv",
        r"u^T P v = v^T P^T u",
        r"(P^T P + \lambda I) u = v \iff u = (P^T P + \lambda I)^{-1} v",
        r"\|Pu\|^2 + \|Qu\|^2 = 0 \iff Pu = \mathbf{0} \text{ and } Qu = \mathbf{0}",
    ]),
    "noise": (NOISE, [
        r"\mathbb{E}[e_t] = 0",
        r"\mathbb{E}[e_t^4] = 3\sigma^4",
        r"\mathbb{E}[e_t^6] = 15\sigma^6",
        r"\mathbb{E}[(x + e_t)^3] = x^3 + 3x\sigma^2",
        r"\mathbb{E}[e_t\,\mathbb{E}[e_t]] = 0",
        r"\mathbb{E}[(e_t - \mathbb{E}[e_t])^2] = \sigma^2",
        r"\mathbb{E}[e_t^2 w_t] = \sigma^2\,\mathbb{E}[w_t]",
        r"\mathbb{E}[w_{t+1}^2] = (a^2 + \sigma^2)\,\mathbb{E}[w_t^2] + 2ax\,\mathbb{E}[w_t] + x^2",
        r"\mathbb{E}[N] = 0 A",
        r"\mathbb{E}[N^T N] = m\sigma^2 I",
        r"\mathbb{E}[N N^T] = n\sigma^2 I",
        r"\mathbb{E}[N P N^T] = \sigma^2 \operatorname{tr}(P) I",
        r"\mathbb{E}[u^T N^T N u] = m\sigma^2 \|u\|^2",
        r"\mathbb{E}[Z Z^T] = I",
        r"\mathbb{E}[\|Z\|^2] = n",
    ]),
    "sequences": (SEQUENCES, [
        r"w_t = a^t x",
        r"v_t = t",
        r"w_{t+2} = a^2 w_t",
        r"w_3 = a^3 x",
        r"(1 - a) q_t = a^t ((1 - a) q_0 - x) + x",
    ]),
}  # fmt: skip

FALSE = {
    "scalars": (SCALARS, [
        r"\sqrt{x^2} = x",
        r"\lfloor e + \pi \rfloor = 6",
        r"\lceil \log_2 8 \rceil = 4",
        r"e^\pi < \pi^e",
        r"(x + y)^2 = x^2 + y^2",
        r"\sqrt{\sigma_\ell^2 + \sigma_s^2} = \sigma_\ell + \sigma_s",
        r"|x + y| = |x| + |y|",
        r"e^{xy} = e^x e^y",
        r"\log(x^2 + 1) = 2\log(x + 1)",
        r"(x + y)^t = x^t + y^t",
        r"x^{t+1} = x^t",
        r"\max(x, y) = x",
        r"x^2 > 0",
        r"x^2 + y^2 > 2xy",
        r"\sigma_\ell - \sigma_s > \sigma_s",
        r"|x| < 1 \iff x < 1",
        r"x^2 = 1 \iff x = 1",
        r"x < 1 \implies x^2 < 1",
        r"x \in [0, 1] \iff 0 \le x < 1",
        r"\beta^t < 1 \iff t \ge 0",
        r"x^3 = 10^{-30} + x^3",
        r"\left(\frac{9}{10}\right)^{400} = 0",
        r"\beta^2 < \beta^3",
    ]),
    "matrices": (MATRICES, [
        r"PQ = QP",
        r"(P + Q)^2 = P^2 + 2PQ + Q^2",
        r"(PQ)^{-1} = P^{-1} Q^{-1}",
        r"\operatorname{tr}(PQR) = \operatorname{tr}(QPR)",
        r"A^+ A = I",
        r"A^T A u = A^T c",
        r"\|Pu\| = \|u\|",
        r"V = V^T",
        r"[\Sigma^T \Sigma u]_i = s_i [u]_i",
        r"\lambda (A^T A + \lambda I)^{-1} = I",
        r"Pu = v \iff u = P v",
        r"\|Pu\|^2 + \|Qu\|^2 = 0 \iff Pu = \mathbf{0}",
    ]),
    "noise": (NOISE, [
        r"\mathbb{E}[e_t^4] = \sigma^4",
        r"\mathbb{E}[(x + e_t)^2] = x^2",
        r"\mathbb{E}[N^T N] = n\sigma^2 I",
        r"\mathbb{E}[\|(A + N)u - c\|^2] = \|Au - c\|^2",
        r"e_t^2 = \sigma^2",
        r"\mathbb{E}[e_t\,\mathbb{E}[e_t]] = \sigma^2",
        r"\mathbb{E}[w_{t+1}^2] = a^2\,\mathbb{E}[w_t^2] + 2ax\,\mathbb{E}[w_t] + x^2",
        r"\mathbb{E}[Z Z^T] = 2I",
    ]),
    "sequences": (SEQUENCES, [
        r"w_t = a^{t+1} x",
        r"v_t = 2t",
        r"w_{t+1} = w_t",
    ]),
}  # fmt: skip


def cases(table):
    return [pytest.param(where, claim, id=claim) for where, claims in table.values() for claim in claims]


def decided(where, claim):
    context = Context().declare(*where)
    return Ladder(context).decide(read(claim, context.names))


@pytest.mark.parametrize("where, claim", cases(TRUE))
def test_what_is_true_is_proved(where, claim):
    verdict = decided(where, claim)
    assert verdict.status == "proved", verdict


@pytest.mark.parametrize("where, claim", cases(TRUE))
def test_what_is_proved_holds_at_many_points(where, claim):
    """The second route: the referee, which shares nothing with the provers but the tree."""
    context = Context().declare(*where)
    tree = context.unfold(read(claim, context.names))
    outcomes = []
    for point in Sampler(context, [tree], seed=7).points(60):
        try:
            outcomes.append(truth(tree, point, context))
        except (Undefined, Unknown):
            continue
    assert False not in outcomes
    assert outcomes or "e_t^6" in claim  # the exact law has no sixth moment


@pytest.mark.parametrize("where, claim", cases(FALSE))
def test_what_is_false_is_refuted_with_a_witness(where, claim):
    verdict = decided(where, claim)
    assert verdict.status == "refuted", verdict
    assert verdict.witness is not None


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"x \in \mathbb{R}"], r"\cos(\cos(x)) \ge \sin(\sin(x))"),
        ([r"x \in \mathbb{R}"], r"\sin(\cos(x)) \le \cos(\sin(x))"),
    ],
)
def test_what_is_not_proved_is_at_most_measured(where, claim):
    verdict = decided(where, claim)
    assert verdict.status in ("measured", "undecided"), verdict


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"x \in \mathbb{R}"], r"\sqrt{x} < 2 \iff x < 4"),
        ([r"x \in \mathbb{R}"], r"\log(x^2) > 0 \iff 2\log x > 0"),
        ([r"x, y \in \mathbb{R}"], r"\frac{x}{y} = 1 \iff x = y"),
        (MATRICES, r"Pu = v \iff u = P^{-1} v"),
    ],
)
def test_an_equivalence_with_a_side_that_is_undefined_is_neither(where, claim):
    assert decided(where, claim).status == "undecided"


@pytest.mark.parametrize(
    "where, claim",
    [
        ([r"x \ge 0"], r"\sqrt{x} < 2 \iff x < 4"),
        ([r"x \in \mathbb{R}"], r"0 < x < 4 \iff \sqrt{x} < 2 \text{ and } x \ne 0"),
        ([r"x, y \in \mathbb{R}", r"y \ne 0"], r"\frac{x}{y} = 1 \iff x = y"),
        ([*MATRICES, r"\operatorname{det}(P) \ne 0"], r"Pu = v \iff u = P^{-1} v"),
    ],
)
def test_a_condition_that_makes_both_sides_defined_settles_it(where, claim):
    assert decided(where, claim).status == "proved"


@pytest.mark.parametrize(
    "claim", [r"9^{9^{9^9}} = 1", r"9^{9^{9^9}} = 9^{9^{9^9}} + 1", r"(1 + x)^{100000} = 1 + x^{100000}"]
)
def test_hostile_sizes_end(claim):
    assert decided([r"x \in \mathbb{R}"], claim).status in ("refuted", "undecided")


def test_the_same_seed_gives_the_same_witness():
    first, second = (decided(SCALARS, r"(x + y)^2 = x^2 + y^2") for _ in range(2))
    assert first == second


@pytest.mark.parametrize(
    "claim, status",
    [
        (r"w_t \to 0 \iff |a| < 1 \text{ or } x = 0", "proved"),
        (r"w_t \to x \iff a = 1 \text{ or } x = 0", "proved"),
        (r"w_t \to 0", "refuted"),
        (r"w_t \to 0 \iff a < 1 \text{ or } x = 0", "refuted"),
        (r"w_t \to 0 \iff |a| \le 1 \text{ or } x = 0", "refuted"),
        (r"w_t \to x", "refuted"),
        (r"t w_t \to 0 \iff |a| < 1 \text{ or } x = 0", "proved"),
        (r"t w_t \to 0 \iff |a| \le 1 \text{ or } x = 0", "refuted"),
        (r"|w_t| < 1 \iff |a|^t |x| < 1", "proved"),
    ],
)
def test_a_closed_form_may_be_used_once_it_is_proved(claim, status):
    context = Context().declare(*SEQUENCES)
    known = context.with_lemma(context.unfold(read("w_t = a^t x", context.names)))
    tree = read(claim, context.names)
    assert Ladder(known).decide(tree).status == status
    without = Ladder(context).decide(tree).status  # limits of affine recurrences need no closed form
    assert without == (status if claim.startswith(r"w_t \to") else "undecided")


@pytest.mark.parametrize(
    "claim, status",
    [
        (r"v_{t+1} - v_t = \frac{1}{\sqrt{1 + a^{2t+2} x^2}}", "proved"),
        (r"v_{t+1} - v_t = \frac{1}{\sqrt{1 + a^{2t} x^2}}", "refuted"),
        (r"\sqrt{1 + w_t^2} = \sqrt{1 + a^{2t} x^2}", "proved"),
        (r"\sqrt{1 + w_t^2} = \sqrt{1 + a^t x^2}", "refuted"),
        (r"v_{t+1} - v_t \to 1", "proved"),
        (r"v_{t+1} - v_t \to \frac{1}{\sqrt{1 + x^2}}", "refuted"),
    ],
)
def test_a_closed_form_reaches_what_stands_under_a_root(claim, status):
    steps = [r"w_{t+1} = a w_t", r"w_0 = x", r"v_{t+1} = v_t + \frac{1}{\sqrt{1 + w_{t+1}^2}}", r"v_0 = 1"]
    context = Context().declare(r"0 < a < 1", r"x \in \mathbb{R}", *steps)
    known = context.with_lemma(context.unfold(read("w_t = a^t x", context.names)))
    assert Ladder(known).decide(read(claim, context.names)).status == status


LAYER = [r"W \in \mathbb{R}^{m \times n}", r"x \in \mathbb{R}^n", r"d \in \mathbb{R}^m", r"x \ne \mathbf{0}", "v > 0"]
LAYER += [r"W_{ij} \sim \mathcal{N}(0, v)", r"d_i \sim \operatorname{Bernoulli}(\frac12)"]
MEAN = r"\mathbb{E}[\|d \circ (Wx)\|^2]"


@pytest.mark.parametrize(
    "claim, proved",
    [
        (rf"{MEAN} = m\|x\|^2 \iff v = 2", True),
        (rf"{MEAN} = m\|x\|^2 \iff v = 1", False),
        (rf"\frac{{{MEAN}}}{{m}} \le \|x\|^2 \iff v \le 2", True),
        (rf"\frac{{{MEAN}}}{{m}} \le \|x\|^2 \iff v < 2", False),
        (rf"v > 2 \implies {MEAN} > m\|x\|^2", True),
        (rf"v > 1 \implies {MEAN} > m\|x\|^2", False),
        (r"q_t \to 0 \iff v < 1", True),  # which the mean has nothing to do with
        (r"q_t \to 0 \iff v \le 1", False),
    ],
)
def test_a_mean_may_be_used_in_relations_once_it_is_proved(claim, proved):
    context = Context().declare(*LAYER, "q_{t+1} = v q_t", "q_0 = 1")
    known = context.with_lemma(context.unfold(read("q_t = v^t", context.names)))
    known = known.with_lemma(context.unfold(read(rf"{MEAN} = \frac{{mv}}{{2}}\|x\|^2", context.names)))
    assert (Ladder(known).decide(read(claim, context.names)).status == "proved") is proved


@pytest.mark.parametrize("domain, proved", [(r"c \ge 1", True), (r"c \ge 0", False)])
def test_a_mean_is_used_only_where_its_closed_form_has_values(domain, proved):
    context = Context().declare(*LAYER, domain)
    known = context.with_lemma(
        context.unfold(read(rf"{MEAN} = \frac{{c}}{{c}} \cdot \frac{{mv}}{{2}}\|x\|^2", context.names))
    )
    verdict = Ladder(known).decide(read(rf"{MEAN} = \frac{{mv}}{{2}}\|x\|^2 \iff \frac{{c}}{{c}} = 1", context.names))
    assert (verdict.status == "proved") is proved


@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("claim, status", [("w_t = 2^t b", "proved"), ("w_t = 3^t b", "refuted")])
def test_a_name_in_a_recurrence_may_be_defined_after_it(late, claim, status):
    recurrence = [r"b, w_t \in \mathbb{R}^n", "w_{t+1} = A w_t", "w_0 = b", r"t \in \mathbb{N}"]
    meaning = [r"B \in \mathbb{R}^{n \times n}", r"B^T B = I", "A = 2 B^T B"]
    context = Context().declare(r"A \in \mathbb{R}^{n \times n}")
    context = context.declare(*(recurrence + meaning if late else meaning + recurrence))
    assert Ladder(context).decide(read(claim, context.names)).status == status


@pytest.mark.parametrize(
    "where, empty",
    [
        ([r"x > 0", r"x < 0"], True),
        ([r"0 < x < 1", r"x^2 > 1"], True),
        ([r"x > 0"], False),
        ([r"a > b > c > 0"], False),
    ],
)
def test_an_empty_domain_is_seen(where, empty):
    assert is_empty(Context().declare(*where)) is empty


def test_nothing_is_proved_in_an_empty_domain():
    verdict, _, _ = decide_pair("x", "x + 1", [r"x > 0", r"x < 0"])
    assert not verdict.passes


def test_points_lie_in_the_domain():
    context = Context().declare(*SCALARS)
    claim = read(r"\sigma_\ell = \beta", context.names)
    points = list(Sampler(context, [claim]).points(40))
    assert len(points) == 40
    assert all(0 < p.values[name("beta")] < 1 for p in points)
    assert all(p.values[name("sigma_ell")] > p.values[name("sigma_s")] > 0 for p in points)


@pytest.mark.parametrize(
    "lhs, rhs, where, status",
    [
        (r"0 < \eta < \frac{1}{s^2}", r"|1 - 2\eta s^2| < 1", ["s > 0"], "proved"),
        (r"0 < \eta < \frac{1}{s^2}", r"0 < \eta \le \frac{1}{s^2}", ["s > 0"], "refuted"),
        (r"[0, 1]", r"[0, 1)", [], "refuted"),
        (r"(0, \frac{2}{4}]", r"(0, \frac{1}{2}]", [], "proved"),
        (r"\frac{d}{dx} x^3", r"3x^2", [], "proved"),
        (r"\frac{d}{dx} e^{-x}", r"e^{-x}", [], "refuted"),
        (r"\{x, 1\}", r"\{1, x\}", [], "proved"),
        (r"\{x, 1\}", r"\{1, -x\}", [], "refuted"),
        (r"x < 1", r"x", [], "unread"),
        (r"\frac{1}{2", r"x", [], "unread"),
        (r"AB", r"BA", [], "refuted"),
    ],
)
def test_pairs(lhs, rhs, where, status):
    verdict, _, _ = decide_pair(lhs, rhs, where, {"A": ["n", "n"], "B": ["n", "n"]})
    assert verdict.status == status, verdict


PAIRS = Path(__file__).parents[2] / "shared" / "bench" / "pairs.jsonl"


@pytest.mark.skipif(not PAIRS.exists(), reason="the shared pairs are not on this machine")
def test_the_shared_pairs_are_decided_without_a_mistake():
    for line in PAIRS.read_text().splitlines():
        pair = json.loads(line)
        verdict, _, _ = decide_pair(pair["lhs"], pair["rhs"], pair["where"], pair.get("shapes"))
        assert verdict.status == ("proved" if pair["truth"] else "refuted"), (pair, verdict)
