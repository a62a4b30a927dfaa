"""A key as its author wrote it: what holds, what is wrong and where, what only carries an error on, what is right."""

import pkgutil
import subprocess
import sys
from importlib import import_module

import pytest

import derivations
from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem, told_by_sheet
from answerkey.keys.shown import check_of
from derivations import instance_noise, learning_rate, momentum, ridge_map

SHEET = [Asked("1", "Rates", tuple(part.label for part in learning_rate.problem.parts))]


def checked(text, problem=learning_rate.problem):
    found = check_problem(problem, outline(markdown.pieces(text), SHEET), {})
    return [section for section in found if section.part]


@pytest.mark.parametrize("module", [m.name for m in pkgutil.iter_modules(derivations.__path__) if m.name != "sheets"])
def test_the_notation_of_every_problem_can_be_read(module):
    problem = import_module(f"derivations.{module}").problem
    for each in (problem, *problem.parts):
        assert told_by_sheet(each).names.symbols.keys() >= each.context().names.symbols.keys()


def standings(text, problem=learning_rate.problem):
    return [(judged.latex, judged.standing) for section in checked(text, problem) for judged in section.judged]


def test_every_link_of_a_chain_is_decided_on_its_own():
    chain = r"""# Problem 1a

$$\begin{aligned} w_{t+1} - \frac{y}{\sigma} &= (1 - 2\eta\sigma^2) w_t + 2\eta\sigma y - \frac{y}{\sigma} \\
&= (1 - 2\eta\sigma^2) w_t - (1 + 2\eta\sigma^2)\frac{y}{\sigma} \\
&= (1 - 2\eta\sigma^2) \left(w_t - \frac{y}{\sigma}\right) \end{aligned}$$
"""
    (section,) = checked(chain)
    assert [(judged.standing, judged.place.line) for judged in section.judged] == [
        ("holds", 3),
        ("wrong", 4),
        ("consequence", 5),  # from the wrong value back to the right one
    ]
    assert section.judged[1].verdict.witness


@pytest.mark.parametrize(
    "sentence, expected",
    [
        (r"We need $|1 - 2\eta\sigma^2| < 1$. This gives $\eta < \frac{1}{\sigma^2}$.", ["given", "follows"]),
        (r"We need $|1 - 2\eta\sigma^2| < 1$, therefore $\eta < \frac{1}{2\sigma^2}$.", ["given", "wrong"]),
        (r"$$|1 - 2\eta\sigma^2| < 1 \implies \eta < \frac{1}{2\sigma^2}$$", ["given", "wrong"]),
        (r"$$|1 - 2\eta\sigma^2| < 1 \iff 0 < \eta < \frac{1}{\sigma^2}$$", ["given", "follows", "follows"]),
        (r"Let $\rho = 1 - 2\eta\sigma^2$. Then $w_{t+1} = \rho w_t + 2\eta\sigma y$.", ["given", "holds"]),
        (r"Let $\rho = 1 - 2\eta\sigma^2$. Then $w_{t+1} = \rho w_t - 2\eta\sigma y$.", ["given", "wrong"]),
        (r"If $\eta = \frac{1}{2\sigma^2}$, then $w_{t+1} = \frac{y}{\sigma}$.", ["given", "follows"]),
        (r"Solve $1 - 2\eta\sigma^2 = 0$ to get $\eta = \frac{1}{2\sigma^2}$.", ["given", "follows"]),
        (r"Solve $1 - 2\eta\sigma^2 = 0$ to get $\eta = \frac{1}{\sigma^2}$.", ["given", "wrong"]),
        (r"So $w_1 = 2\eta\sigma y$ and $\Gamma_7$.", ["holds", "mention"]),
        (r"By symmetry $w_{t+1} = \phi_{ab}(w_t)$.", ["unread"]),
    ],
)
def test_what_is_said_decides_how_a_formula_stands(sentence, expected):
    assert [standing for _, standing in standings(f"# Problem 1a\n\n{sentence}\n")] == expected


def test_what_carries_an_error_on_is_no_second_error():
    text = (
        r"# Problem 1a"
        "\n\n"
        r"We need $|1 - 2\eta\sigma^2| < 1$, so $2\eta\sigma^2 < 1$, and so $\eta < \frac{1}{2\sigma^2}$."
    )
    assert [standing for _, standing in standings(text)] == ["given", "wrong", "consequence"]


@pytest.mark.parametrize(
    "label, text, grade",
    [
        ("a", r"Hence $0 < \eta < \sigma^{-2}$.", "right"),
        ("a", r"Hence $\eta < \frac{1}{\sigma^2}$.", "incomplete"),
        ("a", r"Hence $0 < \eta < \frac{1}{2\sigma^2}$.", "wrong"),
        ("a", r"Hence it is stable for $\sigma$ small enough.", "not found"),
        ("b", r"So $t \ge \frac{\log\epsilon}{\log|2\eta\sigma^2 - 1|}$.", "right"),
        ("b", r"So $t \ge \frac{\log\epsilon}{\log|1 - \eta\sigma^2|}$.", "wrong"),
        ("e", r"The best is $\eta^* = (\sigma_\ell^2 + \sigma_s^2)^{-1}$.", "right"),
        ("e", r"The best is $\frac{1}{\sigma_l^2 + \sigma_s^2}$.", "right"),
        ("e", r"The best is $\eta^* = \frac{2}{\sigma_\ell^2 + \sigma_s^2}$.", "wrong"),
    ],
)
def test_an_answer_is_compared_with_the_sheet(label, text, grade):
    (section,) = checked(f"# Problem 1{label}\n\n{text}\n")
    assert [graded.grade for graded in section.answers] == [grade]


def test_a_wrong_answer_comes_with_what_the_experiment_does():
    (section,) = checked("# Problem 1a\n\nHence $0 < \\eta < \\frac{1}{2\\sigma^2}$.\n")
    (graded,) = section.answers
    assert graded.verdict.witness and "simulated (converges), it holds" in graded.experiment


def test_a_name_may_be_defined_after_it_is_used():
    text = "# Problem 1a\n\nThen $w_{t+1} = \\rho_a w_t + 2\\eta\\sigma y$, where $\\rho_a = 1 - 2\\eta\\sigma^2$.\n"
    assert [s for _, s in standings(text)] == ["holds", "given"]
    assert [s for _, s in standings(text.replace("= 1 -", "= 1 +"))] == ["wrong", "given"]


def test_expectations_are_compared_by_moments():
    text = (
        r"# Problem 1b"
        "\n\n"
        r"$$\mathbb{E}[w_{t+1}] = \mathbb{E}[w_t] - \eta(x^2 + \sigma^2)\mathbb{E}[w_t] + \eta x y$$"
    )
    assert [s for _, s in standings(text, instance_noise.problem)] == ["holds"]
    wrong = text.replace("+ \\eta x y", "- \\eta x y")
    assert [s for _, s in standings(wrong, instance_noise.problem)] == ["wrong"]


@pytest.mark.parametrize(
    "text, problem, expected",
    [
        (r"(b) $$|w_t - w^*| = |1 - 2\eta\sigma^2|^t |w^*|$$", learning_rate.problem, ["holds"]),
        (r"(b) $$w_{t+1} = w^* + (1 - 2\eta\sigma^2)(w_t + w^*)$$", learning_rate.problem, ["wrong"]),
        (r"(c) $$\nabla L(\mathbf{w}) = 2\Sigma(\Sigma\mathbf{w} - \mathbf{y})$$", learning_rate.problem, ["holds"]),
        (r"(c) $$\nabla L(\mathbf{w}) = 2(\Sigma\mathbf{w} - \mathbf{y})$$", learning_rate.problem, ["wrong"]),
        (r"(a) $$\mathbb{E}[\|\tilde{X}w - y\|^2] = \sum_{i=1}^m ((\mathbf{x}_i^T w - y_i)^2 + \sigma^2 w^T w)$$",
         instance_noise.problem, ["holds"]),
        (r"(a) $$\mathbb{E}[\|\tilde{X}w - y\|^2] = \sum_{i=1}^m (\mathbf{x}_i^T w - y_i)^2 + \sigma^2 w^T w$$",
         instance_noise.problem, ["wrong"]),
        (r"(b) $$\mathbb{E}[\tilde{X}_t^2] = x^2 + \sigma^2$$", instance_noise.problem, ["holds"]),
        (r"(b) $$\mathbb{E}[\tilde{X}_t^2] = x^2$$", instance_noise.problem, ["wrong"]),
        (r"$$\Sigma_{YY} = \mathbb{E}[(XW + \sqrt{\lambda}N)(XW + \sqrt{\lambda}N)^T] = XX^T + \lambda I$$",
         ridge_map.problem, ["holds", "holds"]),
        (r"$$\mathbb{E}[W \mid Y = y] = \Sigma_{WY}\Sigma_{YY}^{-1} y = X^T(XX^T + \lambda I)^{-1}$$",
         ridge_map.problem, ["holds", "wrong"]),
    ],
)  # fmt: skip
def test_names_that_only_the_sheet_uses_are_known(text, problem, expected):
    found = check_problem(
        problem, outline(markdown.pieces(f"# Problem 1\n\n{text}\n"), [Asked("1", "Moments", ("a", "b", "c"))]), {}
    )
    assert [judged.standing for section in found for judged in section.judged] == expected


@pytest.mark.parametrize(
    "formula, problem, expected, said",
    [
        (r"\mathbb{E}[W \mid Y = y] = X^T(XX^T + \lambda)^{-1} y", ridge_map.problem, "wrong", "an identity matrix"),
        (r"w^* = X^T(XX^T + \lambda I)^{-1}", ridge_map.problem, "wrong", "the factor $y$ is missing"),
        (r"\mathbb{E}[W \mid Y = y] = X^T(XX^T - \lambda)^{-1} y", ridge_map.problem, "undecided", "sizes do not fit"),
        (r"\mathbb{E}[W Y^T] = X^T + 0", ridge_map.problem, "holds", ""),
        (r"\sum_{YY} = X X^T + \lambda I", ridge_map.problem, "holds", ""),
        (r"E(wY^T) = E(w(w^T X^T + \sqrt{\lambda} N^T))", ridge_map.problem, "holds", "w as the random W"),
        (r"E(wY^T) = E(w(w^T X + \lambda N^T))", ridge_map.problem, "wrong", "a transpose of $X$ is missing"),
        (r"E(wY^T) = E(w(2w^T X + \lambda N^T))", ridge_map.problem, "undecided", "sizes do not fit"),
        (r"E(wY^T) = 2X^T", ridge_map.problem, "undecided", "w as the random W"),
        (r"\arg\max_w P(w \mid Y = y) = E(w \mid Y = y)", ridge_map.problem, "holds", ""),
        (r"\arg\max_w P(w \mid Y = y) = X^T y", ridge_map.problem, "wrong", ""),
    ],
)
def test_sizes_and_letters_that_authors_slip_on(formula, problem, expected, said):
    (judged,) = [
        j for s in check_problem(problem, outline(markdown.pieces(f"$${formula}$$"), []), {}) for j in s.judged
    ]
    assert judged.standing == expected and said in judged.verdict.because


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"$$w_{t+1} = w_t - \eta \tilde{X}_t^T (\tilde{X}_t w_t - y)$$", "holds"),
        (r"After $T$ steps, $$w_{t+1} = w_t - \eta \tilde{X}_t^T (\tilde{X}_t w_t - y)$$", "undecided"),
        (r"$$w_{t+1} = w_t - \eta \tilde{X}_t^T (\tilde{X}_t w_t + y)$$", "wrong"),
    ],
)
def test_numbers_are_transposed_where_t_is_the_name_of_nothing(text, expected):
    assert standings(f"# Problem 1b\n\n{text}", instance_noise.problem)[-1][1] == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"We use $Y = XW + \sqrt{\lambda} N$.", ["given"]),
        (r"We use $Y = XW + N$.", ["wrong"]),
        (r"Let $Y = XW + N$.", ["given"]),
        (r"We use $Y = XW + N$. Then $$\mathbb{E}[Y Y^T] = \mathbb{E}[(XW + N)(XW + N)^T]$$", ["wrong", "consequence"]),
    ],
)
def test_what_the_sheet_defines_is_wrong_when_it_is_told_otherwise(text, expected):
    found = check_problem(ridge_map.problem, outline(markdown.pieces(text), []), {})
    assert [judged.standing for section in found for judged in section.judged] == expected


def test_a_chain_that_leads_to_something_else_is_no_hypothesis():
    chain = r"$$w_{t+1} = w_t - \eta L'(w_t) = (1 - 2\eta\sigma^2) w_t + \eta\sigma y \implies w_1 = 2\eta\sigma y$$"
    assert [s for _, s in standings(f"# Problem 1a\n\n{chain}")][:2] == ["holds", "wrong"]
    assert "wrong" not in [s for _, s in standings("# Problem 1a\n\n$$w_t = y = 0 \\implies w_{t+1} = 0$$")]


def test_every_bound_of_a_range_has_to_follow():
    text = r"So, as $|1 - \eta x^2 + \eta\sigma^2| < 1$, we have $-1 < 1 - \eta(x^2 + \sigma^2) < 1$."
    assert "wrong" in [s for _, s in standings(f"# Problem 1c\n\n{text}", instance_noise.problem)]


def test_a_witness_tells_only_what_the_claim_is_about():
    text = r"$$z_{t+1} = (1 - \beta) z_t + \beta X^T X(w_t - w^*)$$"
    found = check_problem(momentum.problem, outline(markdown.pieces(f"# Problem 1a\n\n{text}"), SHEET), {})
    (judged,) = [judged for section in found for judged in section.judged]
    assert judged.standing == "wrong" and not any(name[:5] in ("sigma", "i") for name in judged.verdict.witness)


@pytest.mark.parametrize(
    "objective, expected, said",
    [
        (r"(\hat{X}_i w - y_i)^2", "holds", "the same objective"),
        (r"(\hat{X}_i w - y)^2", "wrong", "an index of $y$ is missing"),
        (r"(\hat{X}_i w + y)^2", "undecided", "the sizes do not fit"),
    ],
)
def test_objectives_are_compared_and_lost_indices_told(objective, expected, said):
    optimisers = rf"\arg\min_w E[\|\hat{{X}}w - y\|^2] = \arg\min_w E\left[\sum_{{i=1}}^m {objective}\right]"
    (section,) = checked(f"# Problem 1a\n\n$${optimisers}$$", instance_noise.problem)
    assert section.judged[0].standing == expected and said in section.judged[0].verdict.because


def test_an_answer_in_letters_of_which_nothing_is_said_is_no_answer():
    text = "Assume that $$R = \\begin{bmatrix} a & b \\\\ c & d \\end{bmatrix}$$"
    (section,) = checked(f"# Problem 1b\n\n{text}", momentum.problem)
    assert [graded.grade for graded in section.answers] == ["not found"]
    assert [judged.standing for judged in section.judged] in (["undecided"], ["given"])


@pytest.mark.parametrize(
    "label, text, problem, grade",
    [
        ("a", r"We need $|1 - 2\eta\sigma^2| < 1$.", learning_rate.problem, "incomplete"),
        ("a", r"As $|1 - 2\eta\sigma^2| < 1$, so $0 < \eta < \frac{2}{\sigma^2}$.", learning_rate.problem, "wrong"),
        ("a", r"We need $|1 - \eta\sigma^2| < 1$.", learning_rate.problem, "not found"),
        ("c", r"So $0 < \eta < \min(\frac{1}{\sigma_\ell^2}, \frac{1}{\sigma_s^2}) = \frac{1}{\sigma_\ell^2}$.",
         learning_rate.problem, "right"),
        ("d", r"In the limit $w^* = \frac{xy}{x^2 + \sigma^2}$.", instance_noise.problem, "right"),
        ("d", r"In the limit $w^* = \frac{xy}{x^2 - \sigma^2}$.", instance_noise.problem, "not found"),
    ],
)  # fmt: skip
def test_answers_that_are_not_solved_or_called_otherwise(label, text, problem, grade):
    (section,) = checked(f"# Problem 1{label}\n\n{text}", problem)
    assert [graded.grade for graded in section.answers] == [grade]


def test_a_witness_tells_the_noise_that_was_drawn():
    text = r"$$w_{t+1} = w_t - \eta ((x + N_t) w_t - y)(x + N_t) = w_t - \eta(x + N_t)^2 w_t - \eta y (x + N_t)$$"
    judged = checked(f"# Problem 1b\n\n{text}", instance_noise.problem)[0].judged[-1]
    assert judged.standing == "wrong" and {"t", "N[0]"} <= judged.verdict.witness.keys()
    assert not {f"N[{i}]" for i in range(3, 9)} & judged.verdict.witness.keys()


@pytest.mark.parametrize(
    "label, text, said",
    [
        ("a", r"As $|1 - 2\eta\sigma^2| < 1$, so $\eta < \frac{1}{2\sigma^2}$.", "<"),
        ("b", r"The solution is $w^* = \frac{y}{\sigma} = \sigma y$.", "="),
        ("e", r"So $$|1 - 2\eta\sigma_s^2| = 1 - 2\eta\sigma_s^2 = 1 - \eta\sigma_s^2.$$", "="),
    ],
)
def test_what_is_wrong_of_numbers_can_be_pasted_into_a_shell(label, text, said):
    judged = [j for j in checked(f"# Problem 1{label}\n\n{text}")[0].judged if j.standing == "wrong"][-1]
    line = check_of(judged)
    program = line.removeprefix('python3 -c "').removesuffix('"')
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    left, sign, right = done.stdout.split()
    assert sign == said and (float(left) != float(right) if sign == "=" else float(left) >= float(right))


def test_what_is_wrong_of_matrices_has_a_witness_and_no_line():
    (section,) = checked("# Problem 1a\n\n$$z_{t+1} = (1 - \\beta) z_t$$", momentum.problem)
    assert section.judged[0].standing == "wrong" and not check_of(section.judged[0])


def test_an_update_of_what_is_not_known_is_no_error():
    update = r"Let $v_t \in \mathbb{R}^2$ go on by $$v_{t+1} = v_t - 2\Sigma v_t = (I - 2\Sigma) v_t.$$"
    found = checked(f"# Problem 1c\n\n{update}")[0].judged
    assert "wrong" not in [judged.standing for judged in found] and found[-1].standing == "holds"
    wrong = checked(f"# Problem 1c\n\n{update.replace('(I - 2', '(I + 2')}")[0].judged
    assert wrong[-1].standing == "wrong"
