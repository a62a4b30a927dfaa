r"""General case Tikhonov regularization.

The objective $f(x) = \|W_1(Ax - b)\|^2 + \|W_2(x - c)\|^2$ weighs the residuals $Ax - b$ by $W_1$, and how far $x$
is from a first guess $c$ by $W_2$. The matrices have any shapes that fit.
"""

from answerkey.answers import Choice, Locus
from answerkey.problem import Problem
from numeric_checks import tikhonov as measure

problem = Problem(
    __doc__,
    models={"f": measure.objective, "g": measure.ridge_objective},
    where=[
        r"A \in \mathbb{R}^{m \times n}",
        r"b \in \mathbb{R}^m",
        r"x, c, h \in \mathbb{R}^n",
        r"W_1 \in \mathbb{R}^{p \times m}",
        r"W_2 \in \mathbb{R}^{q \times n}",
    ],
)

SOLUTION = r"x^* = \left(A^T W_1^T W_1 A + W_2^T W_2\right)^{-1}\left(A^T W_1^T W_1 b + W_2^T W_2 c\right)"
REGULAR = r"\operatorname{det}(A^T W_1^T W_1 A + W_2^T W_2) \ne 0"


@problem.part("a", measured=measure.minimiser, where=[REGULAR], notation=[SOLUTION])
def minimiser():
    r"""Expand the objective, set its gradient to $\mathbf{0}$ and solve for the minimiser $x$. When is there
    exactly one, so that $\operatorname{det}(A^T W_1^T W_1 A + W_2^T W_2) \ne 0$?"""
    yield r"""As products of matrices and vectors,
        $$f(x)
        = x^T A^T W_1^T W_1 A x - 2 b^T W_1^T W_1 A x + b^T W_1^T W_1 b
        + x^T W_2^T W_2 x - 2 c^T W_2^T W_2 x + c^T W_2^T W_2 c,$$"""
    yield r"so that the gradient is $$\nabla f(x) = 2A^T W_1^T W_1 (Ax - b) + 2W_2^T W_2 (x - c).$$"
    yield r"Let $M = A^T W_1^T W_1 A + W_2^T W_2$."
    yield r"""Moving away from a point costs a square, beyond what the gradient there says:
        $f(x + h) = f(x) + h^T \nabla f(x) + h^T M h$ with $h^T M h = \|W_1 A h\|^2 + \|W_2 h\|^2$."""
    yield r"""So a point is a minimiser exactly when its gradient vanishes, and it is the only one unless some $h$
        costs nothing:
        $$h^T M h = 0 \iff W_1 A h = \mathbf{0} \text{ and } W_2 h = \mathbf{0}.$$"""
    yield r"""Where only the zero vector does that, $M$ is positive definite and has an inverse, and
        $$\nabla f(x) = \mathbf{0} \iff M x = A^T W_1^T W_1 b + W_2^T W_2 c
        \iff x = \left(A^T W_1^T W_1 A + W_2^T W_2\right)^{-1}\left(A^T W_1^T W_1 b + W_2^T W_2 c\right).$$"""
    return Locus(
        r"\nabla f(x) = \mathbf{0}",
        r"x = \left(A^T W_1^T W_1 A + W_2^T W_2\right)^{-1}\left(A^T W_1^T W_1 b + W_2^T W_2 c\right)",
    )


@problem.part(
    "b",
    measured=measure.stacked_form_works,
    where=[
        r"C \in \mathbb{R}^{k \times n}",
        r"d \in \mathbb{R}^k",
        REGULAR,
    ],
    notation=[SOLUTION],
)
def stacked():
    r"""Find a matrix $C$ and a vector $d$ that make this an ordinary least-squares problem, with objective
    $\|Cx - d\|^2$ and solution $(C^T C)^{-1} C^T d$ where that inverse exists, and confirm part (a)."""
    yield r"""Stack the two weighted residuals: let $C = \begin{bmatrix} W_1 A \\ W_2 \end{bmatrix}$ and
        $d = \begin{bmatrix} W_1 b \\ W_2 c \end{bmatrix}$."""
    yield r"The objective is the same, $\|Cx - d\|^2 = f(x)$."
    yield r"""In blocks, $C^T C = A^T W_1^T W_1 A + W_2^T W_2$ and $C^T d = A^T W_1^T W_1 b + W_2^T W_2 c$, so that
        the solution is that of part (a):
        $$(C^T C)^{-1} C^T d
        = \left(A^T W_1^T W_1 A + W_2^T W_2\right)^{-1}\left(A^T W_1^T W_1 b + W_2^T W_2 c\right).$$"""
    return Choice(
        {
            "C": r"\begin{bmatrix} W_1 A \\ W_2 \end{bmatrix}",
            "d": r"\begin{bmatrix} W_1 b \\ W_2 c \end{bmatrix}",
        },
        r"\|Cx - d\|^2 = f(x)",
    )


@problem.part("c", measured=measure.gives_ridge, where=[r"\lambda > 0"])
def ridge():
    r"""Choose $W_1$, $W_2$ and $c$ so that this becomes ridge regression, with the solution
    $(A^T A + \lambda I)^{-1} A^T b$ for some $\lambda > 0$."""
    yield r"""Ridge regression minimises $g(x) = \|Ax - b\|^2 + \lambda \|x\|^2$, with slope
        $\nabla g(x) = 2(A^T A + \lambda I)x - 2A^T b$."""
    yield r"""The penalty is the square of a weighted vector, $\|\sqrt{\lambda} x\|^2 = \lambda \|x\|^2$: the weight
        is the root of $\lambda$."""
    yield r"""So let $W_1 = I$, $W_2 = \sqrt{\lambda} I$ and $c = \mathbf{0}$. The matrix to invert becomes
        $A^T W_1^T W_1 A + W_2^T W_2 = A^T A + \lambda I$, the right-hand side
        $A^T W_1^T W_1 b + W_2^T W_2 c = A^T b$, and the objective that of ridge regression:
        $$f(x) = g(x).$$"""
    return Choice({"W_1": "I", "W_2": r"\sqrt{\lambda} I", "c": r"\mathbf{0}"}, r"f(x) = g(x)")
