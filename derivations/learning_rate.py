r"""Why learning rates cannot be too big.

To bring $\sigma w$ to a target $y$, where $\sigma > 0$ and $y \ne 0$, gradient descent minimises the squared loss
$L(w) = (y - \sigma w)^2$: it starts from $w_0 = 0$ and goes on by $w_{t+1} = w_t - \eta L'(w_t)$.
"""

from sympy import latex, solve, symbols

from answerkey.answers import Count, Formula, Limit, Optimum, Order, Qualitative, Region
from answerkey.problem import Problem
from numeric_checks import learning_rate as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[r"\sigma > 0", r"y \ne 0", r"w \in \mathbb{R}", r"w_{t+1} = w_t - \eta L'(w_t)", r"w_0 = 0"],
)
PAIR = [r"\sigma_\ell > \sigma_s > 0"]
TWO_PARAMETERS = [
    *PAIR,
    r"u, v \in \mathbb{R}",
    r"y_1 \ne 0",
    r"y_2 \ne 0",
    r"u_{t+1} = u_t - \eta F'(u_t)",
    r"u_0 = 0",
    r"v_{t+1} = v_t - \eta G'(v_t)",
    r"v_0 = 0",
]
TWO_LOSSES = {
    "F": lambda u, y_1, sigma_ell: measure.loss(u, y_1, sigma_ell),
    "G": lambda v, y_2, sigma_s: measure.loss(v, y_2, sigma_s),
}
SOLUTION = [r"w^* = \frac{y}{\sigma}"]
AS_A_VECTOR = [
    r"y \in \mathbb{R}^2",
    r"y = \begin{bmatrix} y_1 \\ y_2 \end{bmatrix}",
    r"\Sigma = \begin{bmatrix} \sigma_\ell & 0 \\ 0 & \sigma_s \end{bmatrix}",
    r"w, w_t \in \mathbb{R}^2",
    r"L(w) = \|\Sigma w - y\|^2",
    r"w_{t+1} = w_t - \eta \nabla L(w_t)",
    r"w_0 = \mathbf{0}",
]


@problem.part("a", measured=measure.converges, notation=SOLUTION)
def stable_rates():
    r"""For which learning rates $\eta$ does $w_t$ converge to the solution $\frac{y}{\sigma}$?"""
    yield r"""The loss has slope $L'(w) = -2\sigma(y - \sigma w)$, so
        $w_{t+1} = (1 - 2\eta\sigma^2) w_t + 2\eta\sigma y$."""
    yield r"""Measured from the solution, each step multiplies the error by the same factor,
        $$w_{t+1} - \frac{y}{\sigma} = (1 - 2\eta\sigma^2)\left(w_t - \frac{y}{\sigma}\right),$$"""
    yield r"which from $w_0 = 0$ gives $$w_t = \frac{y}{\sigma}\left(1 - (1 - 2\eta\sigma^2)^t\right).$$"
    yield r"""As $y \ne 0$, the error dies out exactly when its factor lies inside the unit circle:
        $$w_t \to \frac{y}{\sigma} \iff |1 - 2\eta\sigma^2| < 1 \iff 0 < \eta < \frac{1}{\sigma^2}.$$"""
    return Region(r"\eta", r"w_t \to \frac{y}{\sigma}", r"0 < \eta < \frac{1}{\sigma^2}")


@problem.part(
    "b",
    measured=measure.iterations,
    where=[r"0 < \eta < \frac{1}{\sigma^2}", r"\eta \ne \frac{1}{2\sigma^2}", r"0 < \epsilon < 1"],
    notation=SOLUTION,
)
def iterations():
    r"""Within the stable range, how many steps bring $w_t$ within a factor $1 - \epsilon$ of the solution, so that
    its error $|w_t - \frac{y}{\sigma}|$ is at most the fraction $\epsilon$ of $|\frac{y}{\sigma}|$? Take
    $0 < \epsilon < 1$ and $\eta \ne \frac{1}{2\sigma^2}$, and say what happens in the excluded cases.
    Stable means $0 < \eta < \frac{1}{\sigma^2}$."""
    yield r"""By part (a), $w_t = \frac{y}{\sigma}\left(1 - (1 - 2\eta\sigma^2)^t\right)$, so the relative error is
        a power: $$\frac{|w_t - \frac{y}{\sigma}|}{|\frac{y}{\sigma}|} = |1 - 2\eta\sigma^2|^t.$$"""
    yield r"""The logarithm of the factor is negative, $\log|1 - 2\eta\sigma^2| < 0$, so that dividing by it turns
        the inequality round:
        $$|w_t - \frac{y}{\sigma}| \le \epsilon |\frac{y}{\sigma}| \iff |1 - 2\eta\sigma^2|^t \le \epsilon
        \iff t \ge \frac{\log \epsilon}{\log |1 - 2\eta\sigma^2|}.$$"""
    yield r"""The error changes sign at every step exactly when the factor is negative,
        $1 - 2\eta\sigma^2 < 0 \iff \eta > \frac{1}{2\sigma^2}$; only its size counts here."""
    yield r"""At the excluded rate the logarithm of zero would appear, but a single step is enough: let
        $\eta_0 = \frac{1}{2\sigma^2}$, then $w_0 - \eta_0 L'(w_0) = \frac{y}{\sigma}$."""
    yield r"Were the target zero, nothing would have to be done, since descent starts there: $w_0 = \frac{0}{\sigma}$."
    return Count(
        "t",
        r"|w_t - \frac{y}{\sigma}| \le \epsilon |\frac{y}{\sigma}|",
        r"\frac{\log \epsilon}{\log |1 - 2\eta\sigma^2|}",
    )


@problem.part("c", measured=measure.converges_both, where=TWO_PARAMETERS, models=TWO_LOSSES, notation=AS_A_VECTOR)
def stable_rates_of_two():
    r"""Now there are two parameters $u$ and $v$ with losses $F(u) = (y_1 - \sigma_\ell u)^2$ and
    $G(v) = (y_2 - \sigma_s v)^2$, where $\sigma_\ell > \sigma_s > 0$, $y_1 \ne 0$ and $y_2 \ne 0$. Both start from
    zero and share one learning rate $\eta$. For which $\eta$ do both converge, and which of $\sigma_\ell$ and
    $\sigma_s$ limits the rate?"""
    yield r"""Each parameter is a problem as in part (a), with
        $u_{t+1} = (1 - 2\eta\sigma_\ell^2) u_t + 2\eta\sigma_\ell y_1$"""
    yield r"and $v_{t+1} = (1 - 2\eta\sigma_s^2) v_t + 2\eta\sigma_s y_2$, so that"
    yield r"$u_t = \frac{y_1}{\sigma_\ell}\left(1 - (1 - 2\eta\sigma_\ell^2)^t\right)$ and"
    yield r"$v_t = \frac{y_2}{\sigma_s}\left(1 - (1 - 2\eta\sigma_s^2)^t\right)$."
    yield r"""Both have to converge, and the larger singular value has the smaller bound:
        $$u_t \to \frac{y_1}{\sigma_\ell} \text{ and } v_t \to \frac{y_2}{\sigma_s}
        \iff |1 - 2\eta\sigma_\ell^2| < 1 \text{ and } |1 - 2\eta\sigma_s^2| < 1
        \iff 0 < \eta < \frac{1}{\sigma_\ell^2},$$"""
    yield r"""since $\min\left(\frac{1}{\sigma_\ell^2}, \frac{1}{\sigma_s^2}\right) = \frac{1}{\sigma_\ell^2}$: it
        is $\sigma_\ell$ that limits the rate, as what suits it suits the other,
        $0 < \eta < \frac{1}{\sigma_\ell^2} \implies |1 - 2\eta\sigma_s^2| < 1$."""
    return Region(
        r"\eta",
        r"u_t \to \frac{y_1}{\sigma_\ell} \text{ and } v_t \to \frac{y_2}{\sigma_s}",
        r"0 < \eta < \frac{1}{\sigma_\ell^2}",
    )


@problem.part("d", measured=measure.first_is_faster, where=TWO_PARAMETERS, models=TWO_LOSSES, notation=AS_A_VECTOR)
def which_is_faster():
    r"""For which $\eta$ does the parameter of $\sigma_\ell$ converge faster than that of $\sigma_s$?"""
    yield r"""The errors relative to the start are powers of the two factors,
        $\frac{\sigma_\ell}{y_1}\left(\frac{y_1}{\sigma_\ell} - u_t\right) = (1 - 2\eta\sigma_\ell^2)^t$ and
        $\frac{\sigma_s}{y_2}\left(\frac{y_2}{\sigma_s} - v_t\right) = (1 - 2\eta\sigma_s^2)^t$."""
    yield r"""The faster is the one with the smaller factor. The squares of the factors differ by
        $$(1 - 2\eta\sigma_\ell^2)^2 - (1 - 2\eta\sigma_s^2)^2
        = 4\eta(\sigma_\ell^2 - \sigma_s^2)\left(\eta(\sigma_\ell^2 + \sigma_s^2) - 1\right),$$"""
    yield r"""which is negative between its two roots:
        $$|1 - 2\eta\sigma_\ell^2| < |1 - 2\eta\sigma_s^2| \iff 0 < \eta < \frac{1}{\sigma_\ell^2 + \sigma_s^2}.$$"""
    yield r"""Beyond that crossover the parameter of $\sigma_s$ is faster,
        $\eta > \frac{1}{\sigma_\ell^2 + \sigma_s^2} \implies |1 - 2\eta\sigma_s^2| < |1 - 2\eta\sigma_\ell^2|$, and at
        it neither is:
        $\eta = \frac{1}{\sigma_\ell^2 + \sigma_s^2} \implies |1 - 2\eta\sigma_\ell^2| = |1 - 2\eta\sigma_s^2|$."""
    return Order(
        r"\eta", r"|1 - 2\eta\sigma_\ell^2| < |1 - 2\eta\sigma_s^2|", r"0 < \eta < \frac{1}{\sigma_\ell^2 + \sigma_s^2}"
    )


@problem.part("e", measured=measure.best_rate, where=PAIR)
def best_rate():
    r"""The slower parameter decides. Which $\eta$ makes $\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|)$
    least, and how small is it then?"""
    eta, large, small = symbols(r"eta sigma_\ell sigma_s", positive=True)
    (crossing,) = solve((2 * eta * large**2 - 1) - (1 - 2 * eta * small**2), eta)
    yield rf"""The falling branch of the small singular value meets the rising branch of the large one,
        $2\eta\sigma_\ell^2 - 1 = 1 - 2\eta\sigma_s^2 \iff \eta = {latex(crossing)}$."""
    yield r"""To the left of it the small singular value is slow, to the right the large one, and no rate does
        better:
        $$\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|)
        \ge \frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2},$$"""
    yield r"""with equality there and nowhere else:
        $$\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|)
        = \frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2}
        \iff \eta = \frac{1}{\sigma_\ell^2 + \sigma_s^2}.$$"""
    return Optimum(
        r"\eta",
        r"\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|)",
        r"\frac{1}{\sigma_\ell^2 + \sigma_s^2}",
        r"\frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2}",
    )


@problem.part(
    "f", measured=measure.worst_of_three, where=[*PAIR, r"\sigma_s \le \sigma_i \le \sigma_\ell", r"s \in \mathbb{R}"]
)
def more_parameters():
    r"""Suppose there are more parameters, with singular values $\sigma_s \le \sigma_i \le \sigma_\ell$. Do they
    change the stable rates, or the best one?"""
    yield r"""No. A rate that is stable for the largest is stable for all,
        $0 < \eta < \frac{1}{\sigma_\ell^2} \implies |1 - 2\eta\sigma_i^2| < 1$,"""
    yield r"""and the slowest parameter is always one of the two extremes, because $|1 - 2\eta s|$ is convex in $s$:
        $$\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_i^2|, |1 - 2\eta\sigma_s^2|)
        = \max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|).$$"""
    yield r"""So what was to be made least in part (e) is the same, and the rate that does it stays the best:
        $$\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_i^2|, |1 - 2\eta\sigma_s^2|)
        \ge \frac{\sigma_\ell^2 - \sigma_s^2}{\sigma_\ell^2 + \sigma_s^2}.$$"""
    return Qualitative(
        "No, neither of them: only the two extremes count.",
        Formula(
            r"\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_i^2|, |1 - 2\eta\sigma_s^2|)",
            r"\max(|1 - 2\eta\sigma_\ell^2|, |1 - 2\eta\sigma_s^2|)",
        ),
    )


@problem.part(
    "g",
    measured=measure.where_descent_ends,
    models={"L": measure.vector_loss},
    where=[
        r"U \in \mathbb{R}^{m \times m}",
        r"V \in \mathbb{R}^{n \times n}",
        r"\Sigma \in \mathbb{R}^{m \times n}",
        r"U^T U = I",
        r"V^T V = I",
        r"i \in \{1, \dots, n\}",
        r"\Sigma = \operatorname{diag}(\sigma_i)",
        r"\sigma_i \ge 0",
        r"X = U \Sigma V^T",
        r"y \in \mathbb{R}^m",
        r"w, w_t \in \mathbb{R}^n",
        r"w_{t+1} = w_t - \eta \nabla L(w_t)",
        r"w_0 = \mathbf{0}",
        r"\eta > 0",
        r"\eta \sigma_i^2 < 1",
    ],
)
def least_squares():
    r"""What does this say of gradient descent on a general least-squares problem $L(w) = \|Xw - y\|^2$? Use the
    singular value decomposition $X = U \Sigma V^T$, with $U^T U = I$, $V^T V = I$ and singular values
    $\sigma_i \ge 0$ (some may be zero), and a rate with $\eta > 0$ and $\eta \sigma_i^2 < 1$ for every $i$. Where
    does it go from $w_0 = \mathbf{0}$?"""
    yield r"The gradient is $\nabla L(w) = 2X^T(Xw - y)$."
    yield r"""In the coordinates of the right singular vectors the problem falls apart into scalar ones:
        $$\left[V^T w_{t+1}\right]_i
        = (1 - 2\eta\sigma_i^2)\left[V^T w_t\right]_i + 2\eta\sigma_i\left[U^T y\right]_i.$$"""
    yield r"""Where a singular value is zero the coordinate never moves, and the pseudo-inverse has none there:
        $\sigma_i = 0 \implies \left[V^T X^+ y\right]_i = 0$."""
    yield r"""In every coordinate, whatever the rank,
        $$\left[V^T w_t\right]_i = \left(1 - (1 - 2\eta\sigma_i^2)^t\right)\left[V^T X^+ y\right]_i.$$"""
    yield r"""So descent ends at the least-squares solution of least norm, the one without any part in the null
        space of $X$:
        $$w_t \to X^+ y.$$"""
    return Limit("w_t", "X^+ y")
