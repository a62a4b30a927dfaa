r"""Vector-Jacobian products.

The function $f$ takes a vector $x$ of $n \ge 1$ numbers to $v v^T x$, where $v$ is a fixed vector. What does it cost to
have its Jacobian $J = \frac{\partial f(x)}{\partial x}$, and what to multiply by it?
"""

from answerkey.answers import Formula, Qualitative, Rate
from answerkey.problem import Problem
from numeric_checks import vector_jacobian as measure

problem = Problem(
    __doc__,
    where=[
        r"n \in \mathbb{N}",
        r"n \ge 1",
        r"v, x, y \in \mathbb{R}^n",
        r"f(x) = v v^T x",
        r"J = \frac{\partial f(x)}{\partial x}",
        r"i, j \in \{1, \dots, n\}",
    ],
)


@problem.part(
    "1",
    measured=measure.jacobian,
    where=[
        r"v, x \in \mathbb{R}^3",
        r"J \in \mathbb{R}^{3 \times 3}",
        r"f(x) = v v^T x",
        r"v = \begin{bmatrix} 1 \\ 2 \\ 3 \end{bmatrix}",
        r"J = \frac{\partial f(x)}{\partial x}",
    ],
)
def example():
    r"""Compute $J$ for three numbers and $v^T = \begin{bmatrix} 1 & 2 & 3 \end{bmatrix}$. Write down all its values."""
    yield r"The function is linear, and its Jacobian is the matrix in front of $x$: $J = v v^T$."
    yield r"""The entry of row $i$ and column $j$ is the product $v_i v_j$, so that
        $$J = \begin{bmatrix} 1 & 2 & 3 \\ 2 & 4 & 6 \\ 3 & 6 & 9 \end{bmatrix}.$$"""
    return Formula("J", r"\begin{bmatrix} 1 & 2 & 3 \\ 2 & 4 & 6 \\ 3 & 6 & 9 \end{bmatrix}")


@problem.part(
    "2",
    measured=(
        measure.jacobian_products,
        measure.jacobian_products_exponent,
        measure.jacobian_memory,
        measure.jacobian_memory_exponent,
    ),
    where=[r"T(n) = \sum_{i=1}^n \sum_{j=1}^n 1", r"M(n) = \sum_{i=1}^n \sum_{j=1}^n 1"],
)
def cost_of_the_jacobian():
    r"""What is the time and memory cost of evaluating the Jacobian of $f$, as a function of $n$? Count the
    multiplications $T(n)$, and the numbers $M(n)$ that are kept at once besides $v$."""
    yield r"""In general too $J = v v^T$, and every entry is one product, $J_{ij} = v_i v_j$, so that
        $$T(n) = \sum_{i=1}^n \sum_{j=1}^n 1 = n^2,$$"""
    yield r"and every entry is kept, $$M(n) = \sum_{i=1}^n \sum_{j=1}^n 1 = n^2.$$"
    yield r"""Both are quadratic: twice as many numbers cost four times as much,
        $\log_2 \frac{T(2n)}{T(n)} = 2$ and $\log_2 \frac{M(2n)}{M(n)} = 2$."""
    yield r"""As $J^T = J$, only $\sum_{i=1}^n \sum_{j=1}^i 1 = \frac{n(n + 1)}{2}$ entries differ, but in the end these
        too are four times as many when $n$ doubles:
        $\lim_{n \to \infty} \frac{2n(2n + 1)}{2} \cdot \frac{2}{n(n + 1)} = 4$."""
    yield r"""A program that knows $f$ only by its values gets a column of $J$ from each unit vector, at $2n$ products a
        column, $\sum_{j=1}^n 2n = 2n^2$ in all."""
    return (
        Formula("T(n)", "n^2"),
        Rate(r"\log_2 \frac{T(2n)}{T(n)}", "2"),
        Formula("M(n)", "n^2"),
        Rate(r"\log_2 \frac{M(2n)}{M(n)}", "2"),
    )


@problem.part(
    "3",
    measured=(
        measure.pullback,
        measure.products,
        measure.products_exponent,
        measure.memory,
        measure.memory_exponent,
        measure.pullback_of_example,
    ),
    where=[r"T(n) = \sum_{i=1}^n 1 + \sum_{i=1}^n 1", r"M(n) = 1 + \sum_{i=1}^n 1"],
)
def product_alone():
    r"""Describe how to evaluate $J^T y$ for $y \in \mathbb{R}^n$ with a time and memory cost that is linear in $n$.
    Then let $a = \begin{bmatrix} 1 \\ 2 \\ 3 \end{bmatrix}$ and let $c = \begin{bmatrix} 1 \\ 1 \\ 1 \end{bmatrix}$,
    and compute the product for $a$ in the place of $v$ and $c$ in that of $y$."""
    yield r"""A product of three factors may be taken from the right, so that no matrix appears:
        $$J^T y = (v v^T) y = v (v^T y).$$"""
    yield r"""The number $v^T y = \sum_{i=1}^n v_i y_i$ takes $n$ products, and another $n$ make it a multiple of $v$:
        $$T(n) = \sum_{i=1}^n 1 + \sum_{i=1}^n 1 = 2n.$$"""
    yield r"What is kept is that number and the result, $$M(n) = 1 + \sum_{i=1}^n 1 = n + 1.$$"
    yield r"""Both are linear: $\log_2 \frac{T(2n)}{T(n)} = 1$ and
        $\lim_{n \to \infty} \log_2 \frac{M(2n)}{M(n)} = 1$."""
    yield r"As $J$ is symmetric, this is the function itself, $J^T y = f(y)$: backward costs what forward costs."
    yield r"""With $a$ for $v$ and $c$ for $y$, let $z = a (a^T c)$. The number in brackets is
        $a^T c = 1 + 2 + 3 = 6$, and
        $$z = \begin{bmatrix} 6 \\ 12 \\ 18 \end{bmatrix}.$$"""
    return (
        Qualitative(
            r"""Never make the matrix: take the number $v^T y$ first, and multiply $v$ by it. That is $2n$ products,
            and $n + 1$ numbers to keep.""",
            Formula("J^T y", "v (v^T y)"),
        ),
        Formula("T(n)", "2n"),
        Rate(r"\log_2 \frac{T(2n)}{T(n)}", "1"),
        Formula("M(n)", "n + 1"),
        Rate(r"\lim_{n \to \infty} \log_2 \frac{M(2n)}{M(n)}", "1"),
        Formula("z", r"\begin{bmatrix} 6 \\ 12 \\ 18 \end{bmatrix}"),
    )
