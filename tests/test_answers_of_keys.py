"""The answers of keys beside the sheet's: which statement counts, in which words, and what is said of a wrong one."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Asked, outline
from answerkey.keys.checking import check_problem
from derivations import instance_noise, learning_rate, momentum, ridge_map


def graded(problem, part, text):
    asked = Asked("1", problem.title, tuple(each.label for each in problem.parts))
    heading = f"# Problem 1{part}" if part else "# Problem 1"
    sections = outline(markdown.pieces(f"{heading}\n\n{text}\n"), [asked])
    found = check_problem(problem, [section for section in sections if section.entry == 0], {})
    return next(section.answers for section in found if section.answers)


def grades(problem, part, text):
    return [(answer.grade, answer.place.line if answer.place else 0) for answer in graded(problem.problem, part, text)]


RIDGE = r"E(w \mid Y = y) = \Sigma_{WY} \Sigma_{YY}^{-1} y"


@pytest.mark.parametrize(
    "problem, part, text, expected",
    [
        # what merely names the answer, or leaves it to be worked out, is not it
        (ridge_map, "", r"Finally, $\mathbb{E}[W \mid Y = y]$ is wanted.", ("not found", 0)),
        (ridge_map, "", f"${RIDGE}$", ("incomplete", 3)),
        (ridge_map, "", f"${RIDGE}$\n\nTherefore $w^* = X^T(XX^T + \\lambda I)^{{-1}} y$.", ("right", 5)),
        (ridge_map, "", f"${RIDGE}$\n\nTherefore $w^* = X^T(XX^T + \\lambda)^{{-1}} y$.", ("wrong", 5)),
        # an error after a right answer counts, and so does what is called the answer; a remark does not
        (learning_rate, "a", "As $|1 - 2\\eta\\sigma^2| < 1$, so $0 < \\eta < \\frac{1}{\\sigma^2}$.\n\n"
         "As $|1 - 2\\eta\\sigma^2| < 1$, so $0 < \\eta < \\frac{1}{2\\sigma^2}$.", ("wrong", 5)),
        (learning_rate, "a", "So $0 < \\eta < \\sigma^{-2}$.\n\nThe answer is $0 < \\eta < \\frac{2}{\\sigma^2}$.",
         ("wrong", 5)),
        (learning_rate, "a", "So $0 < \\eta < \\sigma^{-2}$.\n\n$\\boxed{0 < \\eta < \\frac{2}{\\sigma^2}}$",
         ("wrong", 5)),
        (learning_rate, "a", "So $0 < \\eta < \\sigma^{-2}$.\n\nMonotone for $0 < \\eta < \\frac{1}{2\\sigma^2}$.",
         ("right", 3)),
        (learning_rate, "a", "So $0 < \\eta < \\sigma^{-2}$.\n\nFinally, $\\eta = 0$ changes nothing.", ("right", 3)),
        (instance_noise, "d", "So $w^* = \\frac{xy}{x^2 + \\sigma^2}$.\n\nWithout noise it is $w = \\frac{y}{x}$.",
         ("right", 3)),
        # a special case is no answer where the answer comes after it in another form
        (learning_rate, "a", "It is monotone for $0 < \\eta < \\frac{1}{2\\sigma^2}$.\n\n"
         "It converges for $|1 - 2\\eta\\sigma^2| < 1$.", ("incomplete", 5)),
        (learning_rate, "e", "The first alone has $\\eta = \\frac{1}{2\\sigma_\\ell^2}$.\n\n"
         "Best is $\\frac{1}{\\sigma_\\ell^2 + \\sigma_s^2}$.", ("right", 5)),
        (learning_rate, "e", "They meet at $\\frac{1}{\\sigma_\\ell^2 + \\sigma_s^2}$.\n\n"
         "So $\\eta = \\frac{1}{2\\sigma_\\ell^2}$.", ("wrong", 5)),
        # what does not fit is found where it stands
        (momentum, "b", r"$$R = \begin{bmatrix} 1 - \beta & 2\beta\Sigma^T\Sigma \\ -\eta(1 - \beta) & "
         r"I - 2\eta\beta\Sigma^T\Sigma \end{bmatrix}$$", ("wrong", 3)),
        (ridge_map, "", r"So $w^* = X^T(XX^T - \lambda)^{-1} y$.", ("undecided", 3)),
    ],
)  # fmt: skip
def test_the_answer_is_what_the_key_gives_in_the_end(problem, part, text, expected):
    assert grades(problem, part, text) == [expected]


TRACE, ROOT = r"2 - \beta - 2\eta\beta\sigma_i^2", r"\sqrt{(2 - \beta - 2\eta\beta\sigma_i^2)^2 - 4(1 - \beta)}"
FALSE = ROOT.replace("4(1", "2(1")


@pytest.mark.parametrize(
    "text, expected",
    [
        (rf"The eigenvalues are $\frac{{{TRACE} \pm {ROOT}}}{{2}}$.", "right"),
        (rf"The eigenvalues are $\frac{{{TRACE} \pm {FALSE}}}{{2}}$.", "wrong"),
        (rf"$$\lambda = \frac{{{TRACE} \pm {ROOT}}}{{2}}$$", "right"),
        (rf"$$\lambda_{{1,2}} = \frac{{{TRACE} \pm {ROOT}}}{{2}}$$", "right"),
        (rf"$$\lambda_\pm = \frac{{{TRACE} \pm {ROOT}}}{{2}}$$", "right"),
        (rf"$$\lambda_{{1,2}} = \frac{{{TRACE} \pm {FALSE}}}{{2}}$$", "wrong"),
        (f"$\\lambda_1 = \\frac{{{TRACE} + {ROOT}}}{{2}}$\n\n$\\lambda_2 = \\frac{{{TRACE} - {ROOT}}}{{2}}$", "right"),
        (rf"$$\lambda_1 = \frac{{{TRACE} + {FALSE}}}{{2}}$$", "not found"),  # of a special case, for all that is known
        (rf"$$\det(\lambda I - R) = \lambda^2 - ({TRACE})\lambda + 1 - \beta$$", "right"),
        (rf"$$\det(\lambda I - R) = \lambda^2 + ({TRACE})\lambda + 1 - \beta$$", "wrong"),
        (rf"$$\det(\lambda I - R) = \lambda^2 - ({TRACE})\lambda + 1 - \beta$$ "
         rf"so that $$\lambda_{{1,2}} = {TRACE} \pm {ROOT}$$", "wrong"),
    ],
)  # fmt: skip
def test_eigenvalues_are_compared_with_their_polynomial(text, expected):
    assert graded(momentum.problem, "c", text)[0].grade == expected


@pytest.mark.parametrize(
    "problem, part, text, expected",
    [
        (instance_noise, "a", r"So $\lambda$ should be $\sigma^2$.", "right"),
        (instance_noise, "a", r"So $\lambda$ should be $2\sigma^2$.", "wrong"),
        (instance_noise, "a", r"Here $x$ is $2\sigma^2$.", "not found"),
        (instance_noise, "d", r"It converges to $\frac{xy}{x^2 + \sigma^2}$.", "right"),
        (instance_noise, "d", r"So $\mathbb{E}[w_t]$ converges to $\frac{xy}{x^2 - \sigma^2}$.", "wrong"),
        (learning_rate, "e", r"Therefore $\eta$ is given by: $\frac{2}{\sigma_\ell^2 + \sigma_s^2}$.", "wrong"),
        (learning_rate, "e", r"**Answer:** $\frac{2}{\sigma_\ell^2 + \sigma_s^2}$", "wrong"),
        (learning_rate, "e", r"$\boxed{\frac{1}{\sigma_\ell^2 + \sigma_s^2}}$", "right"),
        (learning_rate, "e", r"Each has the rate $\frac{2}{\sigma_\ell^2 + \sigma_s^2}$.", "not found"),
        (learning_rate, "a", r"So $\eta$ must be less than $\frac{1}{\sigma^2}$.", "incomplete"),
        (learning_rate, "a", r"So $\eta$ lies between $0$ and $\sigma^{-2}$.", "right"),
        (learning_rate, "a", r"So $\eta$ lies between $0$ and $2\sigma^{-2}$.", "wrong"),
        (learning_rate, "a", r"So $\eta \in (0, \sigma^{-2})$.", "right"),
        (learning_rate, "a", r"So $\eta \in (0, \sigma^{-2}]$.", "wrong"),
    ],
)
def test_words_between_formulas_say_what_signs_say(problem, part, text, expected):
    assert [grade for grade, _ in grades(problem, part, text)] == [expected]


@pytest.mark.parametrize(
    "problem, part, text, said",
    [
        (learning_rate, "a", r"So $0 < \eta < \frac{1}{2\sigma^2}$.",
         r"the key says that $w_t \to \frac{y}{\sigma}$ does not hold; simulated (converges), it holds"),
        (instance_noise, "a", r"So $\lambda = 2\sigma^2$.", "simulated (penalty), it is"),
        (ridge_map, "", RIDGE.join("$$") + "\n\nSo $w^* = X^T(XX^T + 2\\lambda I)^{-1} y$.", "(posterior_mean), it is"),
    ],
)  # fmt: skip
def test_what_a_wrong_answer_says_is_simulated(problem, part, text, said):
    (answer,) = graded(problem.problem, part, text)
    assert answer.grade == "wrong" and answer.experiment.startswith("at ") and said in answer.experiment


def test_a_fault_of_the_checker_stops_no_other_answer(monkeypatch):
    def fails(self, said, others):
        raise ArithmeticError

    monkeypatch.setattr("answerkey.keys.answering.Grader.grade", fails)
    (answer,) = graded(learning_rate.problem, "a", r"So $0 < \eta < \sigma^{-2}$.")
    assert answer.grade == "undecided" and "ArithmeticError" in answer.verdict.because
