"""Powers of matrices and sequences of vectors, by induction: true formulas are proved, near-misses refuted."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.reading.parser import read

SHAPES = {"A": ["n", "n"], "B": ["n", "n"], "C": ["n", "n"], "b": ["n"], "X": ["m", "n"], "y": ["m"]}
SIDES = {"U": ["m", "m"], "V": ["n", "n"], r"\Sigma": ["m", "n"], "Q": ["n", "n"], r"\Lambda": ["n", "n"]}
WHOLE = r"t \in \mathbb{N}"
SVD = [r"U^TU = I", r"V^TV = I", r"\Sigma = \operatorname{diag}(\sigma_i)", r"Z = U\Sigma V^T", WHOLE]
EIGEN = [r"Q^TQ = I", r"\Lambda = \operatorname{diag}(\lambda_i)", WHOLE]
DESCENT = [r"w_t \in \mathbb{R}^n", r"w_{t+1} = w_t-\eta(Aw_t-b)", r"w_0 = \mathbf{0}", WHOLE, r"\det(A) \ne 0"]
HEAVY_BALL = [
    r"w, w_t, z_t \in \mathbb{R}^n", r"L(w) = \|Xw-y\|^2", r"z_{t+1} = cz_t+\nabla L(w_t)",
    r"w_{t+1} = w_t-\eta z_{t+1}", r"w_0 = \mathbf{0}", r"z_0 = \mathbf{0}", WHOLE,
]  # fmt: skip
SHEARED = (r"\begin{bmatrix} 1 & ct \\ 0 & 1 \end{bmatrix}", r"\begin{bmatrix} 1 & c^t \\ 0 & 1 \end{bmatrix}")
SHEAR = r"\begin{bmatrix} 1 & c \\ 0 & 1 \end{bmatrix}^t"
BLOCKS = r"\begin{bmatrix} I & A \\ 0 & I \end{bmatrix}"
MOVE = r"\eta\sigma_i^2"
INPUTS = [r"w_t \in \mathbb{R}^n", r"c_t \in \mathbb{R}^m", r"S_t \in \mathbb{R}^{k \times m}", r"\eta_t > 0", WHOLE]
BATCHES = [*INPUTS, r"w_{t+1} = w_t - \eta_t X^TS_t^T(S_tXw_t - S_ty)", r"w_0 = \mathbf{0}"]
DUAL = [r"c_{t+1} = c_t - \eta_t S_t^TS_t(Xw_t - y)", r"c_0 = \mathbf{0}"]


@pytest.mark.parametrize(
    "lhs, true, false, where",
    [
        (f"{BLOCKS}^t", BLOCKS.replace("A", "tA"), BLOCKS.replace("A", "A^t"), [WHOLE]),
        (r"(Q\Lambda Q^T)^t", r"Q\Lambda^tQ^T", r"Q^T\Lambda^tQ", EIGEN),
        (r"(I-\eta Z^TZ)^t", r"V(I-\eta\Sigma^T\Sigma)^tV^T", r"V(I-\eta t\Sigma^T\Sigma)V^T", SVD),
        (r"(CBC^{-1})^t", r"CB^tC^{-1}", r"C^tB^tC^{-1}", [WHOLE, r"\det(C) \ne 0"]),
        (r"(AB)^tA", r"A(BA)^t", r"A(AB)^t", [WHOLE]),
        (r"(A^T)^t", r"(A^t)^T", r"A^t", [WHOLE]),
        (r"A^{t+1}", r"A^tA", r"A^t", [WHOLE]),
        (r"w_t", r"(I-(I-\eta A)^t)A^{-1}b", r"(I-(I-\eta A)^{t+1})A^{-1}b", DESCENT),
        (r"w_t-A^{-1}b", r"-(I-\eta A)^tA^{-1}b", r"(I-\eta A)^tA^{-1}b", DESCENT),
        (SHEAR, *SHEARED, [WHOLE]),
        (r"w_{t+2}", *(rf"w_{{t+1}}-\eta\nabla L({at})+c(w_{{t+1}}-w_t)" for at in ("w_{t+1}", "w_t")), HEAVY_BALL),
        (r"w_t", r"X^Tc_t", r"2X^Tc_t", [*BATCHES, *DUAL]),
        (r"[V^Tw_t]_i", rf"(1-(1-\frac{{2{MOVE}}}{{m}})^t)[V^TZ^+y]_i", rf"(1-(1-\frac{{{MOVE}}}{{m}})^t)[V^TZ^+y]_i",
         [r"w_t \in \mathbb{R}^n", r"i \in \{1, \dots, n\}", r"\sigma_i \ge 0", *SVD,
          r"w_{t+1} = w_t-\frac{2\eta}{m}Z^T(Zw_t-y)", r"w_0 = \mathbf{0}"]),
    ],
)  # fmt: skip
def test_what_is_repeated(lhs, true, false, where):
    for rhs, status in ((true, "proved"), (false, "refuted")):
        verdict, _, _ = decide_pair(lhs, rhs, where, SHAPES | SIDES)
        assert verdict.status == status, (rhs, verdict)


@pytest.mark.parametrize(
    "where",
    [
        [*BATCHES, DUAL[0], "c_0 = y"],
        [*BATCHES[:-1], r"w_0 \in \mathbb{R}^n", *DUAL],
        [*BATCHES, r"c_{t+1} = c_t - \eta_t S_t^TS_t(Xw_t + y)", DUAL[1]],
    ],
)
def test_sequences_that_part(where):
    assert decide_pair("w_t", "X^Tc_t", where, SHAPES)[0].status == "refuted"


ONE_POINT = [r"w_t \in \mathbb{R}^2", r"x = \begin{bmatrix} 2 \\ 1 \end{bmatrix}", r"\eta > 0", WHOLE]
STEPS = [*ONE_POINT, r"w_{t+1} = w_t - 2\eta(x^Tw_t-2)x", r"w_0 = \mathbf{0}"]
CLOSED = r"(1-(1-10\eta)^t)\begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}"


@pytest.mark.parametrize(
    "lhs, true, false, where",
    [
        ("w_t", CLOSED, CLOSED.replace("10", "5"), STEPS),
        (
            rf"{CLOSED} \to \begin{{bmatrix}} 4/5 \\ 2/5 \end{{bmatrix}}",
            r"\eta < \frac{1}{5}",
            r"\eta \le \frac{1}{5}",
            STEPS,
        ),
        (
            rf"{CLOSED} \to \begin{{bmatrix}} 4/5 \\ 2/5 \end{{bmatrix}}",
            r"\eta < \frac{1}{5}",
            r"\eta < \frac{1}{10}",
            STEPS,
        ),
        (r"\nabla f(w)", r"2(x^Tw-2)x", r"(x^Tw-2)x", [r"w \in \mathbb{R}^2", *STEPS, r"f(w) = (x^Tw-2)^2"]),
        (r"z^Tw_0", "0", "1", [r"w_t, z \in \mathbb{R}^2", r"w_{t+1} = \eta w_t", r"w_0 = \mathbf{0}"]),
    ],
)
def test_vectors_of_given_numbers(lhs, true, false, where):
    for rhs, status in ((true, "proved"), (false, "refuted")):
        verdict, _, _ = decide_pair(lhs, rhs, where, {})
        assert verdict.status == status, (rhs, verdict)


PAIR = [r"a, b, r \in \mathbb{R}", WHOLE, r"u_{t+1} = r u_t", "u_0 = 1", r"v_{t+1} = r v_t + u_t", "v_0 = 0"]


@pytest.mark.parametrize(
    "claim, status",
    [
        ("r v_t = t r^t", "proved"),
        ("r v_t = t r^{t-1}", "refuted"),
        ("r v_t = (t + 1) r^t", "refuted"),
        ("v_t = t r^t", "refuted"),
    ],
)
def test_an_induction_uses_a_closed_form_that_is_proved(claim, status):
    context = Context().declare(*PAIR)
    tree, closed = (read(text, context.names) for text in (claim, "u_t = r^t"))
    assert Ladder(context.with_lemma(closed)).decide(tree).status == status
    assert Ladder(context).decide(tree).status == ("measured" if status == "proved" else status)


TURN = r"R = \begin{bmatrix} \frac{3}{5} & -\frac{4}{5} \\ \frac{4}{5} & \frac{3}{5} \end{bmatrix}"


@pytest.mark.parametrize(
    "claim, status",
    [
        (r"\left[R^{131}\right]_{21} > \frac{8656}{10000}", "proved"),
        (r"\left[R^{131}\right]_{21} > \frac{8657}{10000}", "refuted"),
        (r"\left[R^{131}\right]_{12} > \frac{8656}{10000}", "refuted"),
        (r"\left[R^{-131}\right]_{12} = \left[R^{131}\right]_{21}", "proved"),
        (r"\left[R^{131}\right]_{12} = \left[R^{131}\right]_{21}", "refuted"),
    ],
)
def test_an_entry_of_a_power_of_given_numbers_is_evaluated(claim, status):
    context = Context().declare(TURN)
    assert Ladder(context).decide(read(claim, context.names)).status == status


def test_the_length_of_an_iterate_is_compared_by_what_is_rational_of_it():
    """Run out from the start as a formula, the iterate would have more places than can be walked."""
    start = [r"w_t \in \mathbb{R}^2", *STEPS, r"f(w) = (x^Tw-2)^2", r"w \in \mathbb{R}^2"]
    assert decide_pair(r"\|\nabla f(w_t)\|", r"4\sqrt{5}|1-10\eta|^t", start, {})[0].passes
    assert decide_pair(r"\|\nabla f(w_t)\|", r"4\sqrt{5}|1-5\eta|^t", start, {})[0].status == "refuted"


def test_a_formula_that_is_not_defined_on_the_way_is_not_proved():
    gap = r"\begin{bmatrix} 1 & ct+\frac{1}{t-3}-\frac{1}{t-3} \\ 0 & 1 \end{bmatrix}"
    assert decide_pair(SHEAR, gap, [WHOLE], {})[0].status != "proved"
