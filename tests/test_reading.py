"""The reader: what a name is decides the reading, every token counts, and only its own error is ever raised."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.reading.parser import read
from answerkey.reading.sentences import sentence
from answerkey.reading.tokens import Unread

CONTEXT = (
    Context()
    .with_models({"L": lambda w: w * w, "L_1": lambda w: w})
    .declare(
        r"w, \eta, \sigma, \sigma_\ell, \lambda, \epsilon, T_0, w[1], w^* \in \mathbb{R}",
        r"t \in \mathbb{N}",
        r"w_t \in \mathbb{R}",
        r"X \in \mathbb{R}^{m \times n}",
        r"P, Q \in \mathbb{R}^{n \times n}",
        r"b, \tilde{b} \in \mathbb{R}^m",
        r"x, W \in \mathbb{R}^n",
        r"i \in \{1, \dots, n\}",
    )
)


def shown(latex):
    return repr(read(latex, CONTEXT.names))


@pytest.mark.parametrize(
    "latex, meaning",
    [
        (r"X^T b", "T(X)*b"),
        (r"X^\top b", "T(X)*b"),
        (r"b^{\top}b", "T(b)*b"),
        (r"P^{-1}x", "P^(-1)*x"),
        (r"P^{-T}x", "T(P^(-1))*x"),
        (r"X^+ b", "pinv(X)*b"),
        (r"P^2", "P^2"),
        (r"PQ", "P*Q"),
        (r"QP", "Q*P"),
        (r"w_{t+1}", "w[t + 1]"),
        (r"w_0", "w[0]"),
        (r"w", "w"),
        (r"w[1] w", "w_1*w"),
        (r"w^* - w", "w_star - w"),
        (r"\sigma_\ell\sigma", "sigma_ell*sigma"),
        (r"\sigma_{\ell} \sigma", "sigma_ell*sigma"),
        (r"\tilde b", "b_tilde"),
        (r"\mathbf{x}", "x"),
        (r"L'(w)", "L'(w)"),
        (r"L''(2w)", "L''(2*w)"),
        (r"L_1(w)", "L_1(w)"),
        (r"\nabla L(x)", "grad L(x)"),
        (r"w(w + 1)", "w*(w + 1)"),
        (r"2\eta\sigma^2", "2*eta*sigma^2"),
        (r"-w^2", "-w^2"),
        (r"\frac12 w", "1/2*w"),
        (r"\sigma^{23}", "sigma^23"),
        (r"\frac{d}{dw} w^2", "derivative(w^2, w)"),
        (r"\frac{\partial}{\partial\eta}(\eta w)", "derivative(eta*w, eta)"),
        (r"w - 1", "w - 1"),
        (r"\sqrt[3]{w}", "w^(1/3)"),
        (r"|w| |\eta|", "abs(w)*abs(eta)"),
        (r"\left|w\right|", "abs(w)"),
        (r"2 \left|w\right| \left|\eta\right|", "2*abs(w)*abs(eta)"),
        (r"\exp{\left(w\right)} \eta", "exp(w)*eta"),
        (r"X^T X + 2\mathbb{I}", "T(X)*X + 2*I"),
        (r"\|Xx - b\|^2", "norm(X*x - b)^2"),
        (r"||x||_2", "norm(x)"),
        (r"\log\epsilon", "log(epsilon)"),
        (r"\log 2\sigma", "log(2*sigma)"),
        (r"e^{-w}", "exp(-w)"),
        (r"\max(|w|, 1)", "max(abs(w), 1)"),
        (r"\lceil w \rceil", "ceil(w)"),
        (r"\mathbb{E}[W]", "E(W)"),
        (r"[P x]_i", "(P*x)_i"),
        (r"X^T X + \lambda I", "T(X)*X + lambda_*I"),
        (r"\begin{bmatrix} w & 1 \\ 0 & w \end{bmatrix}", "[w, 1; 0, w]"),
        (r"0 < \eta < 1", "0 < eta and eta < 1"),
        (r"w \ge 1", "1 <= w"),
        (r"\eta \in (0, 1]", "eta in (0, 1]"),
        (r"|w| < 1 \iff w^2 < 1", "abs(w) < 1 iff w^2 < 1"),
        (r"w = 1 \text{ and } \eta = 2", "w = 1 and eta = 2"),
        (r"w_t \to \frac{1}{\sigma}", "w[t] -> 1/sigma"),
        (r"\lim_{t\to\infty} w_t = 0", "w[t] -> 0"),
        (r"\begin{aligned} w &= 1 \\ &= \eta \end{aligned}", "w = 1 and 1 = eta"),
        (r"w = 1.", "w = 1"),
    ],
)
def test_reads(latex, meaning):
    assert shown(latex) == meaning


@pytest.mark.parametrize(
    "latex, why, where",
    [
        (r"w + \omega", "omega is not declared", r"\omega"),
        (r"v_t", "not declared", "v_t"),
        (r"XX^T + \lambda", "cannot be added", ""),
        (r"X b", "times", ""),
        (r"X^{-1}", "square", "^{-1}"),
        (r"\frac{w}{x}", "a division by a matrix: write its inverse", ""),
        (r"\frac{dw}{d\eta}", "depends on is not said", ""),
        (r"w / \sigma w", "two things", "w"),
        (r"\log\frac{w}{2} w", "two things", "w"),
        (r"\log{(w)(\eta)} w", "two things", "w"),
        (r"\frac{1}{2", "expected }", ""),
        (r"(w", "expected )", ""),
        (r"w)", "not expected", ")"),
        (r"w^2^3", "superscripts", "^3"),
        (r"w 2", "number cannot follow", "2"),
        (r"w <", "not expected", ""),
        (r"\input{/etc/passwd}", "not expected", r"\input"),
        (r"w \iff \eta", "between statements", ""),
        (r"\begin{tabular} w \end{tabular}", "not known", r"\begin"),
        (r"\begin{bmatrix} w & 1 \\ w \end{bmatrix}", "differ in length", ""),
        (r"\operatorname{eval}(w)", "not known", r"\operatorname"),
        ("(" * 10_000, "within one another", "("),
        ("w" * 1_000_000, "longer than", "w"),
        ("{" * 5_000 + "w" + "}" * 5_000, "within one another", "{"),
        ("9" * 2_000, "digits", "9"),
        (r"\sqrt" * 3_000 + "w", "within one another", r"\sqrt"),
        ("w/" * 3_000 + "w", "deep", ""),
        ("", "the end", ""),
        (r"w\underset", "missing", ""),
        (r"w\underset{x}", "missing", ""),
        ("\\", "backslash", "\\"),
    ],
)
def test_refuses_and_says_where(latex, why, where):
    with pytest.raises(Unread) as error:
        read(latex, CONTEXT.names)
    assert why in str(error.value)
    assert latex[error.value.offset :].startswith(where)


def test_a_tower_of_powers_is_read_and_not_evaluated():
    assert shown("9^{9^{9^9}}") == "9^(9^(9^9))"


COMMANDS = r"\frac \sqrt \eta \| \left( \right) \begin{bmatrix} \end{bmatrix} \mathbb{E} \iff \lceil \to \in \nabla \\"
FRAGMENTS = st.sampled_from([*"wxXPb{}()[]|^_=<>+-/,.&'0123 \\", *COMMANDS.split(), r"\text{ and }", "L'", "_t"])


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(FRAGMENTS, max_size=25).map("".join)))
def test_arbitrary_text_is_read_or_refused(text):
    try:
        read(text, CONTEXT.names)
    except Unread as error:
        assert 0 <= error.offset <= len(text)


@settings(max_examples=200, deadline=None)
@given(st.lists(FRAGMENTS, max_size=20).map("".join))
def test_arbitrary_sentences_are_read_or_marked(text):
    pieces, _ = sentence(f"Let ${text}$ and so on.", CONTEXT)
    assert pieces


def test_a_definition_holds_from_there_on():
    pieces, context = sentence(r"Let $M = X^T X$ and $v = Mx$, so that $x^T v = \|Xx\|^2$.", CONTEXT)
    assert [p.role for p in pieces if not isinstance(p, str)] == ["definition", "definition", "claim"]
    assert repr(context.unfold(read("v", context.names))) == "T(X)*X*x"


def test_a_definition_introduces_no_other_name():
    pieces, _ = sentence(r"Let $M = X^T Z$.", CONTEXT)
    assert [p.role for p in pieces if not isinstance(p, str)] == ["unread"]


def test_the_index_of_a_sum_is_no_other_name():
    pieces, context = sentence(r"Let $k = \sum_{i=1}^n i x^T x$.", CONTEXT)
    assert [p.role for p in pieces if not isinstance(p, str)] == ["definition"]
    assert set(context.names.symbols) - set(CONTEXT.names.symbols) == {"k"}


def test_a_general_name_may_be_made_special():
    _, context = sentence(r"Let $b = \mathbf{0}$.", CONTEXT)
    assert repr(context.unfold(read("Xx - b", context.names))) == "X*x - 0"


@pytest.mark.parametrize("latex", [r"W \sim \mathcal{N}(0, I)", r"X \in \mathbb{R}^{n \times m}"])
def test_what_was_not_declared_like_that_is_unread(latex):
    pieces, _ = sentence(f"${latex}$", CONTEXT)
    assert [p.role for p in pieces] == ["unread"]


def test_what_was_declared_like_that_is_not_a_claim():
    pieces, _ = sentence(r"$X \in \mathbb{R}^{m \times n}$", CONTEXT)
    assert [p.role for p in pieces] == ["definition"]


@pytest.mark.parametrize("text", ["$w = 1", r"$$w = 1$", r"\[ w"])
def test_a_formula_that_is_never_closed_is_unread(text):
    pieces, _ = sentence(text, CONTEXT)
    assert any(not isinstance(p, str) and p.role == "unread" for p in pieces)


def test_a_law_that_is_told_again_brings_its_conditions():
    context = Context().declare(r"m \sim \operatorname{Bernoulli}(p)")
    (_, told, _), _ = sentence(r"The mask has $m \sim \operatorname{Bernoulli}(p)$.", context)
    assert told.role == "definition" and {*told.links} == {*context.conditions} != set()
    (_, wrong, _), _ = sentence(r"The mask has $m \sim \operatorname{Bernoulli}(1 - p)$.", context)
    assert wrong.role == "unread" and not wrong.links


def test_a_name_with_the_index_of_a_recurrence_that_follows_is_a_term_of_its_sequence():
    before = [r"x_i \in \mathbb{R}^d", r"v_j \ge 1", r"c \in \mathbb{R}"]
    context = Context().declare(*before, r"x_{i+1} = c x_i", r"v_{j+1} = v_j + 1")
    for claim, status in ((r"x_{i+2} = c^2 x_i", "proved"), (r"x_{i+2} = c x_i", "refuted"), ("v_j > 0", "proved")):
        assert Ladder(context).decide(read(claim, context.names)).status == status
