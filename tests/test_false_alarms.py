"""Keys that nobody has tuned to: what is right by its author's conventions, or is no claim at all, raises no alarm."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import outline
from answerkey.keys.checking import check_problem
from derivations import learning_rate

ALARMS = ("wrong", "consequence", "conditional")


def standings(text):
    """How the formulas of a key without a sheet stand."""
    found = check_problem(None, outline(markdown.pieces(text), []), {})
    return [judged.standing for section in found for judged in section.judged]


def alarms(text):
    return [standing for standing in standings(text) if standing in ALARMS]


@pytest.mark.parametrize(
    "right",
    [
        r"$$x = \frac{1}{3} = 0.33$$",
        r"$$x = \frac{2}{3} = 0.66$$",
        r"$$p = \frac{0.98 \cdot 10^{-4}}{0.98 \cdot 10^{-4} + 0.02 (1 - 10^{-4})} = 0.0049$$",
        r"$$p = \frac{2}{3} = 66.7\%$$",
        r"$$n = \frac{1}{0.0003} = 3333$$",
        r"$$s = 0.333 + 0.25 = 0.58333$$",
        r"$$v = \begin{bmatrix} 1/3 \\ 2/3 \end{bmatrix} = \begin{bmatrix} 0.33 \\ 0.67 \end{bmatrix}$$",
        r"$$H = -\frac{1}{2} \log \frac{1}{2} - \frac{1}{2} \log \frac{1}{2} = 1$$",
        r"$$H = -\frac{1}{4} \log \frac{1}{4} - \frac{3}{4} \log \frac{3}{4} = 0.811$$",
        r"$$c = \cos(60) = 0.5$$",
    ],
)
def test_rounded_numbers_and_logarithms_to_other_bases_are_right(right):
    assert not alarms(right) and standings(right)[-1] == "holds"


@pytest.mark.parametrize(
    "wrong",
    [
        r"$$x = \frac{1}{3} = 0.34$$",
        r"$$x = 0.5 + 0.2 = 0.8$$",
        r"$$x = 3 \cdot 1.5 = 4.6$$",
        r"$$n = 12 \cdot 12 = 146$$",
        r"$$v = \begin{bmatrix} 1/3 \\ 2/3 \end{bmatrix} = \begin{bmatrix} 0.33 \\ 0.57 \end{bmatrix}$$",
        r"$$H = -\frac{1}{2} \ln \frac{1}{2} - \frac{1}{2} \ln \frac{1}{2} = 1$$",
    ],
)
def test_numbers_that_are_not_rounded_to_what_is_shown_are_wrong(wrong):
    assert standings(wrong)[-1] == "wrong"


def test_what_words_part_from_the_clause_before_does_not_have_to_follow_from_it():
    apart = r"The error is $e = 0$ on the first. Three others are not met. $\Rightarrow f = 1$"
    assert not alarms(apart)


@pytest.mark.parametrize(
    "text",
    [
        r"Let $n = 4$ and $k = 2$. Then $nk = 8$. Now let $n = 5$: $nk = 10$. With $k = 3 = 1 + 2$ we have $nk = 15$.",
        r"Set $a = 1$. Then update $a = a + 1 = 2$, and again $a = a + 1 = 3$.",
        r"Put $c = 2$ in one and $c = 4$ in the other. Then $c^2 = 4$ in one and $c^2 = 16$ in the other.",
        r"Suppose $x = 2$. Then $x^2 = 4$. Suppose instead that $x = 3$; then $x^2 = 9$.",
        r"Let $u = a + 1$. Then $2u = 2a + 2$. Now let $u = a - 1$. Then $2u = 2a - 2$.",
        r"The loss at $w = 0$ is $9$. It is smallest where $0 = (3 - w)^2$, so $w = 3$.",
        r"A projection has $P^2 = P$. Both are equal, $a + b = a - b$, where $b = 0$.",
        r"$$\boxed{\mu = \frac{\sum_{i=1}^6 x_i}{6} = \frac{10}{6}}$$ and $$m = \frac{\sum_{i=1}^6 x_i}{6} = 2$$",
        r"$$T(n) = 2T(n/2) + n = 2(2T(n/4) + n/2) + n = 4T(n/4) + 2n$$",
        r"If so, then $0 = 1$, a contradiction.",
        "分 $y = 1$ 和 $y = -1$ 两种情况。",
        r"We repeat $w = w - \eta g$ until $g = 0$.",
    ],
)
def test_names_that_have_several_values_raise_no_alarm(text):
    assert not alarms(text)


def test_a_value_that_does_not_follow_from_the_one_that_was_given_is_wrong():
    assert standings(r"Let $n = 4$ and $k = 2$. Then $nk = 9$.") == ["given", "given", "wrong"]


def test_a_premise_that_cannot_hold_proves_nothing():
    assert "follows" not in standings(r"The sine is $\sin(1) = 2$. So $x = 5$.")


EXAMPLE = r"With $\sigma = 1$, $y = 2$ and $\eta = 0.1$ we have $1 - 2\eta\sigma^2 = 0.8$ and $w_1 = 0.4$. "


@pytest.mark.parametrize(
    "text, expected",
    [
        (EXAMPLE + r"With $\eta = 0.5$ it is $w_1 = 2$. If $\eta = 1$, then $1 - 2\eta\sigma^2 = -1$.", []),
        (EXAMPLE + r"In general $w_{t+1} = (1 - 2\eta\sigma)w_t + 2\eta\sigma y$.", ["wrong"]),
        (r"At the end, $\eta = 1/\sigma^2$, the factor is $1 - 2\eta\sigma^2 = -1$. So $\eta \ne 1/\sigma^2$.", []),
        (
            r"Let $r = 1 - 2\eta\sigma^2$. If $r = 1$, then $\eta = 0$. $r = -1$, then $\eta = 1/\sigma^2$.",
            [],
        ),
        (r"Let $r = 1 - 2\eta\sigma^2$. Then $r = 1 - 2\eta\sigma$.", ["wrong"]),
        (r"Let $u = 1 - 2\eta\sigma^2$ and $v = 1 - 2\eta y^2$. $u = -v$ iff $2 = 2\eta(\sigma^2 + y^2)$.", []),
        (r"We need $\eta \le \frac{1}{2\sigma^2}$. So $\eta = \frac{1}{2\sigma^2}$.", []),
        (r"The update is $w = w - \eta L'(w) = w + 2\eta\sigma(y - \sigma w)$. For $\sigma = 0$ it does not move.", []),
    ],
)
def test_examples_in_numbers_are_no_claims_about_all_numbers(text, expected):
    asked = outline(markdown.pieces(f"# Problem 1a\n\n{text}\n"), [])
    found = check_problem(learning_rate.problem, asked, {})
    assert [judged.standing for section in found for judged in section.judged if judged.standing in ALARMS] == expected


def test_words_that_tell_why_are_no_part_of_a_formula():
    why = r"$$\begin{aligned} u &= (a + b)c && \text{since $c = d$} \\ &= ac + bc && \text{by (2)} \end{aligned}$$"
    assert standings(why)[-1] == "holds" and len(standings(why)) == 2


def test_a_number_found_in_one_part_is_not_carried_to_the_next():
    first, second = (
        "We get $x(x - 2) = 0$, so $x = 2$.",
        r"As $x \in \{0, 1\}$, $x^2 = x$. If $2x + 1 = 7$ then $x = 3$.",
    )
    assert not alarms(f"# Problem 1\n\n(a) {first}\n\n(b) {second}\n")
