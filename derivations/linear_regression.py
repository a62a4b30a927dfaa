r"""Linear regression.

The rows of $X$ are $n$ data points of $d$ numbers each, and $t$ holds their labels. Weights $w$ predict $Xw$, and are
trained on the mean squared error $L(w) = \frac{1}{n}\|Xw - t\|^2$. $X$ has full rank: with no more weights than
points its columns are independent, with no more points than weights its rows are.
"""

from answerkey.answers import Formula, Limit, Locus, Optimum, Qualitative, Region, Verdict
from answerkey.problem import Problem
from numeric_checks import linear_regression as measure

problem = Problem(
    __doc__,
    models={"L": measure.loss},
    where=[r"X \in \mathbb{R}^{n \times d}", r"t \in \mathbb{R}^n", r"w, h \in \mathbb{R}^d"],
    notation=[r"\hat{w} = w"],
)
ONE_POINT = [
    r"u, v \in \mathbb{R}",
    r"x_1 = \begin{bmatrix} 2 \\ 1 \end{bmatrix}",
    r"t_1 = 2",
    r"w \in \mathbb{R}^2",
    r"w = \begin{bmatrix} u \\ v \end{bmatrix}",
]
ONE_LOSS = {"L": measure.point_loss}
DESCENT = [r"w_k \in \mathbb{R}^d", r"w_{k+1} = w_k - \eta \nabla L(w_k)", r"w_0 = \mathbf{0}"]
SVD = [
    r"U \in \mathbb{R}^{n \times n}",
    r"V \in \mathbb{R}^{d \times d}",
    r"\Sigma \in \mathbb{R}^{n \times d}",
    r"U^T U = I",
    r"V^T V = I",
    r"i \in \{1, \dots, d\}",
    r"\Sigma = \operatorname{diag}(\sigma_i)",
    r"\sigma_i \ge 0",
    r"X = U \Sigma V^T",
]


@problem.part("1", measured=measure.slope_of_loss)
def gradient():
    r"""Write down the gradient of the loss with respect to $w$."""
    yield r"""The loss is a mean over the points, and a quadratic form of the weights:
        $$L(w) = \frac{1}{n} \sum_{i=1}^n \left([X w]_i - t_i\right)^2
        = \frac{1}{n}\left(w^T X^T X w - 2 t^T X w + t^T t\right).$$"""
    yield r"Term by term, $$\nabla L(w) = \frac{2}{n}\left(X^T X w - X^T t\right) = \frac{2}{n} X^T (Xw - t).$$"
    return Formula(r"\nabla L(w)", r"\frac{2}{n} X^T (Xw - t)")


@problem.part(
    "2a",
    measured=measure.where_all_descents_end,
    where=[r"\operatorname{rank}(X) = d", r"\eta > 0", *DESCENT[:2]],
)
def underparameterized():
    r"""With fewer weights than points, $\operatorname{rank}(X) = d$. Which solution does gradient descent,
    $w_{k+1} = w_k - \eta \nabla L(w_k)$ with $\eta > 0$, find if it converges? Is it unique?"""
    yield r"""Where descent comes to rest the gradient vanishes,
        $w_{k+1} = w_k \iff \nabla L(w_k) = \mathbf{0}$."""
    yield r"""A step away from there costs a square:
        $$L(w + h) = L(w) + h^T \nabla L(w) + \frac{1}{n}\|Xh\|^2,$$"""
    yield r"""and as the columns of $X$ are independent, only the step that goes nowhere is free:
        $\|Xh\|^2 = 0 \iff h = \mathbf{0}$. So the point of rest is the minimiser, and there is no other."""
    yield r"""For the same reason $X^T X$ has an inverse, and the normal equations can be solved:
        $$\nabla L(w) = \mathbf{0} \iff X^T X w = X^T t \iff w = (X^T X)^{-1} X^T t.$$"""
    return Locus(r"\nabla L(w) = \mathbf{0}", r"w = (X^T X)^{-1} X^T t")


@problem.part(
    "2b",
    measured=(measure.trained_on, measure.generalises),
    where=[r"\operatorname{rank}(X) = d", r"w^*, x \in \mathbb{R}^d", r"t = X w^*"],
    notation=[r"\hat{w} = (X^T X)^{-1} X^T t"],
)
def perfect_generalization():
    r"""Suppose that the labels come from a linear target, $t = X w^*$. Show that the solution of part 2(a) is right
    at every $x$, not only at the points on which it was trained."""
    yield r"""Let $\hat{w} = (X^T X)^{-1} X^T t$. The labels lead back to the weights that they came from:
        $$(X^T X)^{-1} X^T t = (X^T X)^{-1} X^T X w^* = w^*.$$"""
    yield r"So whatever the $x$, $$\left({w^*}^T x - \hat{w}^T x\right)^2 = 0.$$"
    return (
        Formula(r"(X^T X)^{-1} X^T t", r"w^*"),
        Verdict(r"\left({w^*}^T x - \hat{w}^T x\right)^2 = 0", "yes"),
    )


@problem.part("3a", measured=measure.on_the_line, where=ONE_POINT, models=ONE_LOSS)
def line_of_solutions():
    r"""Now there are more weights than points. Take the one point $x_1 = \begin{bmatrix} 2 \\ 1 \end{bmatrix}$
    with label $t_1 = 2$, and the loss $L(w) = (w^T x_1 - t_1)^2$. Show that the weights
    $w = \begin{bmatrix} u \\ v \end{bmatrix}$ without loss are the points of a line, and write down its equation."""
    yield r"""The prediction is $w^T x_1 = 2u + v$, so that the loss is $L(w) = (2u + v - 2)^2$ and
        $$w^T x_1 = t_1 \iff 2u + v = 2 \iff v = 2 - 2u,$$ one solution for every $u$."""
    return Locus(r"w^T x_1 = t_1", r"v = 2 - 2u")


@problem.part(
    "3b",
    measured=(measure.first_direction, measure.direction_is_kept, measure.where_example_ends),
    where=[r"w_k \in \mathbb{R}^2", *ONE_POINT, r"0 < \eta < \frac{1}{5}", *DESCENT[1:]],
    models=ONE_LOSS,
)
def which_solution():
    r"""Gradient descent, $w_{k+1} = w_k - \eta \nabla L(w_k)$, starts from $w_0 = \mathbf{0}$, with a rate in its
    stable range, $0 < \eta < \frac{1}{5}$. What is the direction of the first gradient, as a unit vector? Does it
    change on the way? Which of the solutions does descent find?"""
    yield r"""The gradient is always a multiple of the data point,
        $\nabla L(w) = 2(2u + v - 2)\begin{bmatrix} 2 \\ 1 \end{bmatrix}$. At the start it points away from the
        line, and descent goes towards it:
        $$\frac{\nabla L(w_0)}{\|\nabla L(w_0)\|} = -\frac{1}{\sqrt{5}}\begin{bmatrix} 2 \\ 1 \end{bmatrix}.$$"""
    yield r"""The direction is the same wherever the prediction is still too small:
        $$2u + v < 2 \implies \frac{\nabla L(w)}{\|\nabla L(w)\|}
        = -\frac{1}{\sqrt{5}}\begin{bmatrix} 2 \\ 1 \end{bmatrix}.$$"""
    yield r"""So the path is a straight line through $\mathbf{0}$, at right angles to the line of solutions:
        $$w_k = \left(1 - (1 - 10\eta)^k\right)\begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}.$$
        (Where $\eta > \frac{1}{10} \implies 1 - 10\eta < 0$ it jumps over its goal at every step, and the gradient
        turns round, but along the same line.)"""
    yield r"""It ends where the two lines cross:
        $$w_k \to \begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix},$$ which is a solution, as
        $\begin{bmatrix} 4/5 & 2/5 \end{bmatrix} x_1 = t_1$."""
    direction = r"-\frac{1}{\sqrt{5}}\begin{bmatrix} 2 \\ 1 \end{bmatrix}"
    return (
        Formula(r"\frac{\nabla L(w_0)}{\|\nabla L(w_0)\|}", direction),
        Qualitative(
            "No, it does not change.",
            Verdict(rf"2u + v < 2 \implies \frac{{\nabla L(w)}}{{\|\nabla L(w)\|}} = {direction}", "yes"),
        ),
        Limit("w_k", r"\begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}"),
    )


@problem.part(
    "3c",
    measured=measure.shortest_on_the_line,
    where=ONE_POINT,
    models=ONE_LOSS,
    notation=[r"\hat{w} = \begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}"],
)
def shortest_on_the_line():
    r"""Give a geometric argument that no solution is closer to $\mathbf{0}$ than the one that descent finds."""
    yield r"""Let $\hat{w} = \begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}$. It is a multiple of the
        data point, and the line of solutions is at right angles to that:
        $w^T x_1 = t_1 \implies (w - \hat{w})^T \hat{w} = 0$."""
    yield r"""So $\mathbf{0}$, $\hat{w}$ and any other solution are the corners of a right triangle, with the other
        solution at the end of the hypotenuse. By Pythagoras' theorem
        $$w^T x_1 = t_1 \implies \|w\|^2 = \|\hat{w}\|^2 + \|w - \hat{w}\|^2.$$"""
    yield r"""Along the line this is $u^2 + (2 - 2u)^2 = \frac{4}{5} + 5\left(u - \frac{4}{5}\right)^2$, so that
        $$\sqrt{u^2 + (2 - 2u)^2} \ge \frac{2}{\sqrt{5}},$$"""
    yield r"with equality at one point: $$\sqrt{u^2 + (2 - 2u)^2} = \frac{2}{\sqrt{5}} \iff u = \frac{4}{5}.$$"
    return Optimum("u", r"\sqrt{u^2 + (2 - 2u)^2}", r"\frac{4}{5}", r"\frac{2}{\sqrt{5}}")


@problem.part(
    "4a",
    measured=measure.where_descent_from_zero_ends,
    where=[
        r"\operatorname{rank}(X) = n",
        *DESCENT,
        r"c, c_k \in \mathbb{R}^n",
        r"c_{k+1} = c_k - \frac{2\eta}{n}(X w_k - t)",
        r"c_0 = \mathbf{0}",
    ],
)
def overparameterized():
    r"""In general, with $\operatorname{rank}(X) = n$: show that gradient descent from $w_0 = \mathbf{0}$ finds one
    particular minimiser if it converges, and write it down."""
    yield r"""Every gradient is a combination of the rows of $X$, and so is every $w_k$. Keep its coefficients: with
        $c_0 = \mathbf{0}$ and $c_{k+1} = c_k - \frac{2\eta}{n}(X w_k - t)$, by induction $$w_k = X^T c_k.$$"""
    yield r"""If descent converges, it does so to a combination of rows without gradient, and of these there is one:
        $$w = X^T c \text{ and } \nabla L(w) = \mathbf{0} \implies w = X^T (X X^T)^{-1} t.$$"""
    yield r"""For it $X X^T c = t \iff c = (X X^T)^{-1} t$, as the rows are independent. In other words, of all
        solutions it is the one that is its own projection $X^+ X w$ on the span of the rows,
        $$X w = t \text{ and } w = X^+ X w \iff w = X^T (X X^T)^{-1} t.$$"""
    return Locus(r"X w = t \text{ and } w = X^+ X w", r"w = X^T (X X^T)^{-1} t")


@problem.part(
    "4b",
    measured=(measure.is_at_right_angles, measure.shortest_and_its_square),
    where=[r"\operatorname{rank}(X) = n", r"w_1 \in \mathbb{R}^d", r"t = X w_1"],
    notation=[r"\hat{w} = X^T (X X^T)^{-1} t", r"\hat{w}_1 = w_1"],
)
def shortest_of_all():
    r"""Let $\hat{w} = X^T (X X^T)^{-1} t$ be the solution of part 4(a), and $w_1$ any other solution of zero loss, so
    that $t = X w_1$. Evaluate $(\hat{w} - w_1)^T \hat{w}$, and show that no solution is shorter than $\hat{w}$."""
    yield r"""Let $\hat{w} = X^T (X X^T)^{-1} t$. Both have the same predictions, $X\hat{w} = t$, so their
        difference is at right angles to all rows of $X$, and to $\hat{w}$, which is made of them:
        $$(\hat{w} - w_1)^T \hat{w} = (X\hat{w} - X w_1)^T (X X^T)^{-1} t = 0.$$"""
    yield r"""This is Pythagoras' theorem again,
        $$\|w_1\|^2 = \|\hat{w}\|^2 + \|w_1 - \hat{w}\|^2,$$ and $\|\hat{w}\|^2 = t^T (X X^T)^{-1} t$."""
    yield r"Hence $$\|w_1\|^2 \ge t^T (X X^T)^{-1} t,$$"
    yield r"with equality for one solution: $$\|w_1\|^2 = t^T (X X^T)^{-1} t \iff w_1 = X^T (X X^T)^{-1} t.$$"
    return (
        Verdict(r"(\hat{w} - w_1)^T \hat{w} = 0", "yes"),
        Optimum("w_1", r"\|w_1\|^2", r"X^T (X X^T)^{-1} t", r"t^T (X X^T)^{-1} t"),
    )


@problem.part(
    "4c",
    measured=measure.where_descent_at_rate_ends,
    where=[*SVD, *DESCENT, r"\eta > 0", r"\eta \sigma_i^2 < n"],
)
def convergence():
    r"""Beyond the sheet: does it converge? Use the singular value decomposition $X = U \Sigma V^T$, with $U^T U = I$,
    $V^T V = I$ and $\sigma_i \ge 0$. Let $\eta > 0$ and $\eta \sigma_i^2 < n$ for every $i$."""
    yield r"""In the coordinates of the right singular vectors the errors are powers,
        $$\left[V^T w_k\right]_i
        = \left(1 - \left(1 - \frac{2\eta\sigma_i^2}{n}\right)^k\right)\left[V^T X^+ t\right]_i,$$"""
    yield r"""of numbers inside the unit circle, but for the coordinates that descent never moves and in which the
        pseudo-inverse has none: $\sigma_i > 0 \implies \left|1 - \frac{2\eta\sigma_i^2}{n}\right| < 1$ and
        $\sigma_i = 0 \implies \left[V^T X^+ t\right]_i = 0$. So it does, whatever the rank:
        $$w_k \to X^+ t.$$"""
    return Limit("w_k", r"X^+ t")


@problem.part("5", measured=measure.degree_three_is_better, where=[r"0 < a < \frac{1}{2}", r"\epsilon > 0"])
def polynomials():
    r"""Compare polynomials that have fewer coefficients than there are points with polynomials that have more. Does
    a higher degree always lead to overfitting, that is to a larger test error? (For a case that can be calculated:
    the target is the identity, and there are two points close together, $-a$ and $a$ with $0 < a < \frac{1}{2}$, whose
    labels are too far out by $\epsilon > 0$. The features are Legendre's polynomials, and of the fits that are equally
    good the one with the least sum of squares is taken. The test error is the mean square between $-1$ and $1$.)"""
    yield r"""The labels are odd, so only odd features take part. Degree one goes through both points with the slope
        $\frac{a + \epsilon}{a}$. As the identity has the mean square $\frac{1}{3}$, let
        $E_1 = \frac{1}{3}\left(\frac{a + \epsilon}{a} - 1\right)^2$, then $E_1 = \frac{\epsilon^2}{3a^2}$: noise
        that is large beside $a$ is amplified."""
    yield r"""Degree three has two odd features at $a$. Let
        $\phi = \begin{bmatrix} a \\ \frac{1}{2}(5a^3 - 3a) \end{bmatrix}$, $q = \frac{5a^2 - 3}{2}$ and $m = 1 + q^2$,
        so that $\|\phi\|^2 = a^2 m$. By part 4(a) for a single row the shortest weights are a multiple of $\phi$: let
        $p = \frac{a + \epsilon}{\|\phi\|^2} \phi$, and indeed $\phi^T p = a + \epsilon$."""
    yield r"""The features are orthogonal, with mean squares $\frac{1}{3}$ and $\frac{1}{7}$. So let
        $E_3 = \frac{([p]_1 - 1)^2}{3} + \frac{[p]_2^2}{7}$ and $r = \frac{a + \epsilon}{a}$, then
        $$E_1 - E_3 = \frac{q^2 r}{21 m^2} \left((7m + 4) r - 14m\right).$$"""
    yield r"""As $q^2 > 0$, the larger model has the smaller test error exactly where the noise is more than a fraction
        $\frac{7m - 4}{7m + 4} < 1$ of $a$:
        $$E_3 < E_1 \iff (7m + 4) r > 14m \iff \epsilon > \frac{7m - 4}{7m + 4}\,a.$$"""
    yield r"""It can even be below the test error $\frac{1}{3}$ of degree zero, which predicts $0$ everywhere:
        $a = \frac{1}{5} \text{ and } \epsilon = \frac{1}{4} \implies E_3 < \frac{1}{3} < E_1$."""
    return Qualitative(
        "No. The test error is worst about where the polynomial first has enough coefficients to go through all "
        "points, and must do so at any price. With more coefficients than that there is a choice, and the shortest "
        "vector of coefficients is a tame choice: where there is noise enough, the test error falls again. How far "
        "depends on the features, and it need not come down to the best of the small models, as the figure shows.",
        Region(r"\epsilon", r"E_3 < E_1", r"\epsilon > \frac{7m - 4}{7m + 4}\,a"),
    )
