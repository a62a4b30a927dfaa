"""Right keys of other topics than the derivations', small and written for the bench; some of them without a sheet.

Least squares, convexity, probability, eigenvalues, slopes and sums: each with the names that it is about, and parts of
which every sentence is proved where it stands.
"""

from answerkey.context import Context
from answerkey.problem import Problem
from benchmarks.keys.bases import Key, KeyPart, Line, keys, line, lines_of

Sentences = tuple[str, ...]


def key(name: str, title: str, where: tuple[str, ...], parts: dict[str, Sentences], sheet: bool = True) -> Key:
    """A key to a problem that the sheet asks, or to one of which nothing is known but what it says itself."""
    problem = Problem(f"{title}\n\nOf {', '.join(f'${each}$' for each in where)}.", where=where)
    told: Line = line("Let " + ", ".join(f"${each}$" for each in where) + ".")
    context = Context().declare(*where)
    solved = tuple(KeyPart(label, ("Show it.",), tuple(lines_of(said, context))) for label, said in parts.items())
    return Key(name, problem, title, told, solved, sheet=sheet)


LEAST_SQUARES = key(
    "least_squares",
    "Least squares",
    (r"A \in \mathbb{R}^{m \times n}", r"b \in \mathbb{R}^m", r"x, v \in \mathbb{R}^n", r"\lambda > 0", r"\eta > 0"),
    {
        "a": (
            r"Written out, $$\|Ax - b\|^2 = x^T A^T A x - 2b^T A x + b^T b,$$",
            r"so that $\nabla_x(\|Ax - b\|^2) = 2A^T(Ax - b)$.",
            r"A step along it is $$x - \eta \nabla_x(\|Ax - b\|^2) = (I - 2\eta A^T A)x + 2\eta A^T b.$$",
        ),
        "b": (
            r"With a penalty, $\nabla_x(\|Ax - b\|^2 + \lambda\|x\|^2) = 2(A^T A + \lambda I)x - 2A^T b$,",
            r"and $$v^T(A^T A + \lambda I)v = \|Av\|^2 + \lambda\|v\|^2 \ge \lambda\|v\|^2.$$",
            r"The inverse may be pushed through: $(A^T A + \lambda I)^{-1}A^T b = A^T(A A^T + \lambda I)^{-1} b$.",
        ),
    },
)
CONVEXITY = key(
    "convexity",
    "Convexity",
    (r"x, y \in \mathbb{R}^n", r"0 < \theta < 1", r"a \in \mathbb{R}", r"c > 0", r"d > 0"),
    {
        "a": (
            r"Of the squared length, $$\|\theta x + (1 - \theta)y\|^2 "
            r"= \theta\|x\|^2 + (1 - \theta)\|y\|^2 - \theta(1 - \theta)\|x - y\|^2,$$",
            r"so $\|\theta x + (1 - \theta)y\|^2 \le \theta\|x\|^2 + (1 - \theta)\|y\|^2$.",
            r"The sides of a parallelogram: $\|x + y\|^2 + \|x - y\|^2 = 2\|x\|^2 + 2\|y\|^2$.",
        ),
        "b": (
            r"By the Cauchy-Schwarz inequality $$\|x + y\|^2 = \|x\|^2 + 2x^T y + \|y\|^2 \le (\|x\| + \|y\|)^2.$$",
            r"By AM-GM, $\sqrt{cd} \le \frac{c + d}{2}$, and $\frac{2cd}{c + d} \le \sqrt{cd}$.",
            r"The tangent at zero lies below: $1 + a \le e^a$.",
        ),
    },
    sheet=False,
)
CHANCE = key(
    "chance",
    "Means and variances",
    (r"0 < p < 1", r"s > 0", r"B \sim \operatorname{Bernoulli}(p)", r"Z \sim \mathcal{N}(\mu, s^2)",
     r"a, b \in \mathbb{R}"),
    {
        "a": (
            r"A coin has $\mathbb{E}[B] = p$, and "
            r"$$\operatorname{Var}(B) = \mathbb{E}[B^2] - \mathbb{E}[B]^2 = p(1 - p).$$",
            r"So $\operatorname{Var}(aB + b) = a^2 p(1 - p)$ and $\mathbb{E}[(aB + b)^2] = p(a + b)^2 + (1 - p)b^2$.",
        ),
        "b": (
            r"Of a Gaussian, $$\mathbb{E}[Z^2] = \mu^2 + s^2, \qquad \mathbb{E}[Z^3] = \mu^3 + 3\mu s^2.$$",
            r"The error of a guess is $\mathbb{E}[(Z - a)^2] = (\mu - a)^2 + s^2 \ge s^2$.",
            r"Of both together, $\mathbb{E}[B Z] = p\mu$ and "
            r"$\operatorname{Var}(B Z) = p s^2 + p(1 - p)\mu^2$.",
        ),
    },
)  # fmt: skip
EIGENVALUES = key(
    "eigenvalues",
    "Two by two",
    (r"a, b, d, \lambda \in \mathbb{R}",),
    {
        "a": (
            r"The polynomial is $$\det\begin{pmatrix} a - \lambda & b \\ b & d - \lambda \end{pmatrix} "
            r"= (a - \lambda)(d - \lambda) - b^2 = \lambda^2 - (a + d)\lambda + ad - b^2,$$",
            r"and its discriminant $(a + d)^2 - 4(ad - b^2) = (a - d)^2 + 4b^2$ is no less than zero.",
        ),
        "b": (
            r"A square has $$\begin{pmatrix} a & b \\ b & d \end{pmatrix}^2 "
            r"= \begin{pmatrix} a^2 + b^2 & ab + bd \\ ab + bd & b^2 + d^2 \end{pmatrix},$$",
            r"of the trace $\operatorname{tr}\left(\begin{pmatrix} a & b \\ b & d \end{pmatrix}^2\right) "
            r"= a^2 + 2b^2 + d^2$.",
        ),
    },
    sheet=False,
)
SLOPES = key(
    "slopes",
    "Slopes and sums",
    (r"x \in \mathbb{R}", r"u > 0", r"n \in \mathbb{N}", r"0 < q < 1"),
    {
        "a": (
            r"The slope of $x e^{-x}$ is $\frac{d}{dx}(x e^{-x}) = (1 - x)e^{-x}$.",
            r"And $\frac{d}{du}(u\log u - u) = \log u$, $\frac{d}{dx}\left(\frac{1}{1 + x^2}\right) "
            r"= -\frac{2x}{(1 + x^2)^2}$.",
        ),
        "b": (
            r"Of numbers, $$\sum_{k=1}^n k = \frac{n(n + 1)}{2}, \qquad "
            r"\sum_{k=1}^n k^2 = \frac{n(n + 1)(2n + 1)}{6}.$$",
            r"Of powers, $\sum_{k=0}^{n} q^k = \frac{1 - q^{n + 1}}{1 - q}$, which is less than $\frac{1}{1 - q}$.",
        ),
    },
)
OTHERS = {each.name: each for each in (LEAST_SQUARES, CONVEXITY, CHANCE, EIGENVALUES, SLOPES)}


def named(name: str) -> Key:
    """One of these keys, or that to a problem in `derivations`."""
    return OTHERS[name] if name in OTHERS else next(keys((name,)))
