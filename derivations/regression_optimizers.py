r"""Linear regression and optimization.

The rows of $X$ are $n$ data points with the labels $t$, and there are more weights $w$ than points: the rows are
independent, $\operatorname{rank}(X) = n$, and many weights predict all labels. Gradient descent from zero finds the
shortest of these solutions, $X^T (X X^T)^{-1} t$, because every step is a combination of the rows of $X$. What do its
relatives find, when they start from zero as well?
"""

from answerkey.answers import Formula, Locus, Qualitative, Verdict
from answerkey.problem import Problem
from numeric_checks import regression_optimizers as measure

problem = Problem(
    __doc__,
    where=[
        r"X \in \mathbb{R}^{n \times d}",
        r"t, c \in \mathbb{R}^n",
        r"\operatorname{rank}(X) = n",
        r"w \in \mathbb{R}^d",
        r"k \in \mathbb{N}",
        r"\eta_k \in \mathbb{R}",
    ],
)
PATH = [r"w_k \in \mathbb{R}^d", r"c_k \in \mathbb{R}^n"]
SHORTEST = r"w = X^T (X X^T)^{-1} t"
EXAMPLE = [
    r"u, v \in \mathbb{R}",
    r"x_1 = \begin{bmatrix} 2 \\ 1 \end{bmatrix}",
    r"w \in \mathbb{R}^2",
    r"w = \begin{bmatrix} u \\ v \end{bmatrix}",
]
EXAMPLE_LOSS = {"L": lambda w, x_1: measure.sample_loss(w, x_1, 2)}


@problem.part(
    "1",
    measured=measure.where_single_samples_end,
    models={"L": measure.sample_loss},
    where=[
        *PATH,
        r"e, e_k \in \mathbb{R}^n",
        r"x = X^T e",
        r"y = e^T t",
        r"w_{k+1} = w_k - 2\eta_k (e_k^T X w_k - e_k^T t) X^T e_k",
        r"w_0 = \mathbf{0}",
        r"c_{k+1} = c_k - 2\eta_k (e_k^T X w_k - e_k^T t) e_k",
        r"c_0 = \mathbf{0}",
    ],
)
def stochastic():
    r"""Stochastic gradient descent takes the gradient of the loss $L(w) = (w^T x - y)^2$ of a single sample $x$ with
    label $y$, drawn at random in every step. Suppose that it converges, to weights that predict all labels. Show that
    these are the shortest solution."""
    yield r"""If $e$ is the unit vector that picks the sample, then $x = X^T e$ and $y = e^T t$, and the gradient of
        one sample is a combination of rows as well:
        $$\nabla L(w) = 2(w^T x - y) x = X^T \left(2(w^T x - y) e\right).$$"""
    yield r"""So whatever is drawn, and with whatever rates $\eta_k$, the steps from $w_0 = \mathbf{0}$ on,
        $w_{k+1} = w_k - 2\eta_k (e_k^T X w_k - e_k^T t) X^T e_k$, never leave the span of the rows. By induction,
        $$w_k = X^T c_k,$$ where the coefficients
        $c_{k+1} = c_k - 2\eta_k (e_k^T X w_k - e_k^T t) e_k$ are collected from $c_0 = \mathbf{0}$ on."""
    yield r"""The span is closed, so the limit lies in it, and of the solutions only the shortest does:
        $$w = X^T c \text{ and } X w = t \implies w = X^T (X X^T)^{-1} t.$$"""
    yield rf"""As $X^+ X w$ is the projection of $w$ on the span,
        $$X w = t \text{{ and }} w = X^+ X w \iff {SHORTEST}.$$"""
    return Locus(r"X w = t \text{ and } w = X^+ X w", SHORTEST)


@problem.part(
    "2",
    measured=measure.batches_end_at_the_shortest,
    where=[
        *PATH,
        r"S_k \in \mathbb{R}^{b \times n}",
        r"B_k = S_k X",
        r"w_{k+1} = w_k - \frac{2\eta_k}{b} B_k^T (B_k w_k - S_k t)",
        r"w_0 = \mathbf{0}",
        r"c_{k+1} = c_k - \frac{2\eta_k}{b} S_k^T (B_k w_k - S_k t)",
        r"c_0 = \mathbf{0}",
    ],
)
def mini_batches():
    r"""With a batch of $b$ rows $B_k = S_k X$ in step $k$, does descent still end at the shortest solution, if it
    converges to a solution?"""
    yield r"""Yes. The rows of a batch are rows of $X$, picked by a matrix $S_k$, and the step
        $w_{k+1} = w_k - \frac{2\eta_k}{b} B_k^T (B_k w_k - S_k t)$ is made of them: by induction $$w_k = X^T c_k$$
        with $c_{k+1} = c_k - \frac{2\eta_k}{b} S_k^T (B_k w_k - S_k t)$."""
    yield r"""The rest is as in part 1: $$w = X^T c \text{ and } X w = t \implies w = X^T (X X^T)^{-1} t.$$"""
    return Qualitative(
        "Yes, whatever the batches.", Verdict(rf"w = X^T c \text{{ and }} X w = t \implies {SHORTEST}", "yes")
    )


@problem.part(
    "3",
    measured=(measure.where_adagrad_ends, measure.is_shortest, measure.where_the_others_end),
    models=EXAMPLE_LOSS,
    where=[
        r"u_k, v_k, \alpha, \beta, a, b \in \mathbb{R}",
        *EXAMPLE,
        r"g_k = 4(2u_k + v_k - 2)",
        r"h_k = 2(2u_k + v_k - 2)",
        r"p_{k+1} = \alpha p_k + \beta g_k",
        r"p_0 = 0",
        r"q_{k+1} = \alpha q_k + \beta h_k",
        r"q_0 = 0",
        r"G_{k+1} = a G_k + b g_k^2",
        r"G_0 = 0",
        r"H_{k+1} = a H_k + b h_k^2",
        r"H_0 = 0",
    ],
)
def adaptive():
    r"""AdaGrad divides the step of every coordinate by the root of the sum of its squared gradients, plus a small
    number. Does it always find the shortest solution, if it converges to one? Take the single point
    $x_1 = \begin{bmatrix} 2 \\ 1 \end{bmatrix}$ with label $2$, so that $L(w) = (w^T x_1 - 2)^2$ for
    $w = \begin{bmatrix} u \\ v \end{bmatrix}$, and leave out the small number. Does the same hold of other adaptive
    methods, such as RMSProp and Adam?"""
    yield r"""The gradient is $\nabla L(w) = (2u + v - 2)\begin{bmatrix} 4 \\ 2 \end{bmatrix}$. On any path let
        $g_k = 4(2u_k + v_k - 2)$ and $h_k = 2(2u_k + v_k - 2)$ be its coordinates, then $g_k = 2h_k$."""
    yield r"""The methods divide a mean $p_{k+1} = \alpha p_k + \beta g_k$ of gradients by the root of a mean
        $G_{k+1} = a G_k + b g_k^2$ of their squares, and likewise $q_k$ by the root of $H_k$ in the second
        coordinate. (In AdaGrad $\alpha$ is $0$ and the other three are $1$, and these are sums; RMSProp too has no
        inertia $\alpha$; Adam has all four, and its corrections belong to the rate $\eta_k$.) By induction from
        $0$ on, $p_k = 2q_k$ and $G_k = 4H_k$,"""
    yield r"""and so both coordinates take the same step:
        $$\eta_k \frac{p_{k+1}}{\sqrt{G_{k+1}}} = \eta_k \frac{q_{k+1}}{\sqrt{H_{k+1}}}.$$"""
    yield r"""Starting from zero they stay on the diagonal, which meets the line of solutions in one point:
        $$2u + v = 2 \text{ and } u = v \iff w = \begin{bmatrix} 2/3 \\ 2/3 \end{bmatrix}.$$"""
    yield r"""This is not the shortest solution $\begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}$, whose
        squared length is $\frac{4}{5}$: $u = \frac{2}{3} \text{ and } v = \frac{2}{3} \implies
        \|w\|^2 = \frac{8}{9} > \frac{4}{5}$. So the answer is no, by this example."""
    end = Locus(r"2u + v = 2 \text{ and } u = v", r"w = \begin{bmatrix} 2/3 \\ 2/3 \end{bmatrix}")
    return (
        end,
        Qualitative(
            "No, a shorter one has a square of four fifths.",
            Verdict(r"\|w\|^2 \le \frac{4}{5}", "no", {"u": r"\frac{2}{3}", "v": r"\frac{2}{3}"}),
        ),
        Qualitative(
            "The same example serves for RMSProp and Adam: their steps are equal in both coordinates too, and where "
            "they come to rest on the line of solutions, it is at the same point. (With a constant rate and without "
            "the small number in the denominator they need not come to rest at all.)",
            end,
        ),
    )


@problem.part(
    "4",
    measured=(measure.ends_between, measure.end_of_full_step),
    models=EXAMPLE_LOSS,
    where=[
        *EXAMPLE,
        r"s \ge 2",
        r"\epsilon > 0",
        r"\rho = \frac{(8 + \epsilon)(4 + \epsilon)}{48 + 10\epsilon}",
        r"\frac{1}{50} \le \eta \le \rho",
    ],
)
def small_number():
    r"""Beyond the sheet: what do $\epsilon > 0$ and the rate $\eta$ do to AdaGrad's limit in the example of part 3?
    Take rates that are small enough for the first step not to leap over the line of solutions; these are the
    $\eta \le \rho$ with $\rho = \frac{(8 + \epsilon)(4 + \epsilon)}{48 + 10\epsilon}$ (and, for the experiment,
    $\frac{1}{50} \le \eta$). Write $s$ for the root of the sum of the squares of all that was lacking so far; it
    begins with $2$, so that $s \ge 2$."""
    yield r"""Let $r = 2 - 2u - v$ be what is lacking. The gradient is
        $\nabla L(w) = -r \begin{bmatrix} 4 \\ 2 \end{bmatrix}$, and the two roots are $4s$
        and $2s$. So the step in $u$ is that in $v$ times a factor between $1$ and $2$, which falls as $s$ grows:
        $$\frac{4\eta r}{4s + \epsilon} = \left(1 + \frac{\epsilon}{4s + \epsilon}\right) \frac{2\eta r}{2s + \epsilon},
        \qquad 1 < 1 + \frac{\epsilon}{4s + \epsilon} \le \frac{8 + 2\epsilon}{8 + \epsilon} < 2.$$"""
    yield r"""A step takes the share $\eta\left(\frac{8}{4s + \epsilon} + \frac{2}{2s + \epsilon}\right)$ of what is
        lacking. As $\rho\left(\frac{8}{8 + \epsilon} + \frac{2}{4 + \epsilon}\right) = 1$, that is never more than
        all of it,
        $$0 < \eta\left(\frac{8}{4s + \epsilon} + \frac{2}{2s + \epsilon}\right) \le 1,$$
        so that all steps have one sign, and their sums compare as they do:
        $v < u \le \frac{8 + 2\epsilon}{8 + \epsilon}\,v \implies u < 2v$."""
    yield r"""On the line of solutions this confines the limit to a stretch between AdaGrad's limit without $\epsilon$
        and the shortest solution:
        $$v < u \le \frac{8 + 2\epsilon}{8 + \epsilon}\,v \text{ and } 2u + v = 2
        \implies \frac{2}{3} < u \le \frac{16 + 4\epsilon}{24 + 5\epsilon} < \frac{4}{5}.$$"""
    yield r"""Its far end is reached at the rate $\rho$, with a single step from $\mathbf{0}$:
        $$\frac{8\rho}{8 + \epsilon} = \frac{16 + 4\epsilon}{24 + 5\epsilon}.$$ At smaller rates $s$ grows
        larger and $\epsilon$ matters less, as the figure shows."""
    return (
        Verdict(
            r"v < u \le \frac{8 + 2\epsilon}{8 + \epsilon}\,v \text{ and } 2u + v = 2 "
            r"\implies \frac{2}{3} < u \le \frac{16 + 4\epsilon}{24 + 5\epsilon} < \frac{4}{5}",
            "yes",
        ),
        Formula(r"\frac{8\rho}{8 + \epsilon}", r"\frac{16 + 4\epsilon}{24 + 5\epsilon}"),
    )
