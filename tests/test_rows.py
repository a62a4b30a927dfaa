r"""The rows of a matrix, declared by X = [x_1^T; ...; x_m^T], and what a sum over them takes."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread

ROWS = r"{0} = \begin{{bmatrix}} \mathbf{{{1}}}_1^{2} \\ \vdots \\ \mathbf{{{1}}}_m^{2} \end{{bmatrix}}"
DATA = [
    r"X, N \in \mathbb{R}^{m \times n}", r"N_{ij} \sim \mathcal{N}(0, \sigma^2)", r"y \in \mathbb{R}^m",
    r"w \in \mathbb{R}^n", r"\sigma > 0", ROWS.format("X", "x", r"\top"), ROWS.format("N", "N", "{T}"),
]  # fmt: skip


def decided(formula, *more):
    context = Context().declare(*DATA, *more)
    return Ladder(context).decide(read(formula, context.names)).status


@pytest.mark.parametrize(
    "right, wrong",
    [
        (r"\sum_{i=1}^m (x_i^T w - y_i)^2 = \|Xw - y\|^2", r"\sum_{i=1}^m (x_i^T w + y_i)^2 = \|Xw - y\|^2"),
        (r"\sum_{i=1}^m x_i x_i^T = X^T X", r"\sum_{i=1}^m x_i x_i^T = 2 X^T X"),
        (r"\sum_{i=1}^m x_i y_i = X^T y", r"\sum_{i=1}^m x_i y_i = -X^T y"),
        (r"\mathbb{E}[N_i N_i^T] = \sigma^2 I", r"\mathbb{E}[N_i N_i^T] = \sigma I"),
        (r"\mathbb{E}[(x_i^T w + N_i^T w)^2] = (x_i^T w)^2 + \sigma^2 \|w\|^2",
         r"\mathbb{E}[(x_i^T w + N_i^T w)^2] = (x_i^T w)^2 + m\sigma^2 \|w\|^2"),
        (r"\mathbb{E}[N^T N] = \sum_{i=1}^m \mathbb{E}[N_i N_i^T]", r"\mathbb{E}[N^T N] = \mathbb{E}[N_i N_i^T]"),
    ],
)  # fmt: skip
def test_rows_are_columns_when_they_are_declared_transposed(right, wrong):
    assert decided(right) == "proved"
    assert decided(wrong) == "refuted"


def test_rows_may_be_declared_lying():
    lying = ROWS.format("X", "z", "").replace(r"_1^ \\", r"_1 \\").replace(r"_m^ \end", r"_m \end")
    assert decided(r"\sum_{i=1}^m (z_i w - y_i)^2 = \|Xw - y\|^2", lying) == "proved"
    assert decided(r"z_i = x_i^T", lying) == "proved"


@pytest.mark.parametrize("declaration", [ROWS.format("Z", "z", "T"), ROWS.format("X", "z", "T").replace("_m", "_n")])
def test_rows_of_what_is_not_known_or_too_few_are_refused(declaration):
    with pytest.raises(Unread):
        Context().declare(*DATA, declaration)


@pytest.mark.parametrize(
    "written, meant",
    [
        (r"\sum_{i=1}^m a_i - 2 c_i", r"\sum_{i=1}^m (a_i - 2c_i)"),
        (r"\sum_{i=1}^m a_i - 2 d + 1", r"1 - 2 d + \sum_{i=1}^m a_i"),
        (r"\sum_{i=1}^m a_i c_i + d c_i - d", r"\sum_{i=1}^m (a_i c_i + d c_i) - d"),
        (r"\sum_{i=1}^m a_i + \sum_{i=1}^m c_i", r"\sum_{i=1}^m (a_i + c_i)"),
    ],
)
def test_a_sum_takes_the_terms_that_its_index_stands_in(written, meant):
    shapes = {"a": ["m"], "c": ["m"]}
    assert decide_pair(written, meant, (), shapes)[0].status == "proved"
    assert decide_pair(written, f"{meant} + 1", (), shapes)[0].status == "refuted"


def test_a_term_without_the_index_between_those_with_it_is_unclear():
    assert decide_pair(r"\sum_{i=1}^m a_i + 2 + c_i", "1", (), {"a": ["m"], "c": ["m"]})[0].status == "unread"


def test_a_vector_written_out_is_itself():
    context = Context().declare(*DATA)
    assert context.declare(r"y = \begin{bmatrix} y_1 \\ y_2 \\ \dots \\ y_m \end{bmatrix}") == context
