r"""Blocks that are written without their size: multiples of the identity and zeros take it from what is beside them."""

import pytest

from answerkey.deciding.pairs import decide_pair

SHAPES = {"X": ["m", "n"], "A": ["n", "n"], "w": ["n"], "y": ["m"], "x": ["n"], r"\nu": ["m"]}
TALL = r"\begin{bmatrix} X \\ \sqrt{\lambda}I \end{bmatrix}"
RIDGE = rf"\|{TALL}w" r"-\begin{bmatrix} y \\ \mathbf{0} \end{bmatrix}\|^2"
GRAM = r"\begin{bmatrix} X \\ cI \end{bmatrix}^T\begin{bmatrix} X \\ cI \end{bmatrix}"
SHEAR = r"\begin{bmatrix} I & A \\ 0 & I \end{bmatrix}"
SADDLE = r"\begin{bmatrix} I & X^T \\ X & 0 \end{bmatrix}\begin{bmatrix} x \\ \nu \end{bmatrix}"
SHEARED = (r"\begin{bmatrix} I & 2A \\ 0 & I \end{bmatrix}", r"\begin{bmatrix} I & A^2 \\ 0 & I \end{bmatrix}")
STATIONARY = r" = \begin{bmatrix} \mathbf{0} \\ y \end{bmatrix}"


@pytest.mark.parametrize(
    "lhs, true, false",
    [
        (RIDGE, r"\|Xw-y\|^2+\lambda\|w\|^2", r"\|Xw-y\|^2+\lambda^2\|w\|^2"),
        (GRAM, r"X^TX+c^2I", r"X^TX+cI"),
        (f"{SHEAR}^2", *SHEARED),
    ],
)
def test_blocks_without_a_size(lhs, true, false):
    for rhs, status in ((true, "proved"), (false, "refuted")):
        verdict, _, _ = decide_pair(lhs, rhs, [r"\lambda > 0"], SHAPES)
        assert verdict.status == status, verdict


def test_a_zero_among_blocks_has_the_size_that_the_other_side_leaves():
    verdict, _, _ = decide_pair(SADDLE + STATIONARY, r"Xx = y", [], SHAPES)
    assert verdict.status == "refuted", verdict
