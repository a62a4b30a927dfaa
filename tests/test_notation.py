"""The notation of sums, limits, optima, quantifiers, cases, operators and derivatives, and how it is read."""

import random
import re

import pytest

from answerkey.deciding.pairs import domain
from answerkey.reading.declarations import reading
from answerkey.reading.tokens import Unread

SHAPES = {"x": ["n"], "y": ["n"], "w": ["n"], "z": ["m"], "A": ["n", "n"], "B": ["n", "n"], "X": ["m", "n"]}
CONTEXT = domain([r"n \in \mathbb{N}", r"t \in \mathbb{N}"], SHAPES | {"C": ["p", "q"]})
READ = [
    (r"\sum_{i=1}^n x_i y_i", "sum(i, x_i*y_i, 1, n)"),
    (r"\sum_{i=1}^{n} u_i + 1", "sum(i, u[i], 1, n) + 1"),
    (r"\sum_{i=1}^n \left(u_i - \bar{u}\right)^2", "sum(i, (u[i] - u_bar)^2, 1, n)"),
    (r"\sum_{k=0}^{\infty} a^k", "sum(i, a^i, 0, infinity)"),
    (r"\sum_{i,j} A_{ij}^2", "sum(j, sum(i, A_j,i^2, 1, n), 1, n)"),
    (r"\sum_i x_i^2", "sum(i, x_i^2, 1, n)"),
    (r"\sum_{i=1}^n\sum_{j=1}^n x_i A_{ij} x_j", "sum(j, sum(i, x_j*A_j,i*x_i, 1, n), 1, n)"),
    (r"\prod_{k=1}^n k = n!", "prod(i, i, 1, n) = factorial(n)"),
    (r"\binom{n}{k} = \frac{n!}{k!(n-k)!}", "binomial(n, k) = factorial(n)/(factorial(k)*factorial(n - k))"),
    (r"2n! + (n+1)!", "2*factorial(n) + factorial(n + 1)"),
    (r"\lim_{u \to 0} \frac{\sin u}{u} = 1", "limit(x1, sin(x1)/x1, 0) = 1"),
    (r"\lim_{u \to 0^+} u\log u", "limit(x1, x1*log(x1), 0)"),
    (r"\lim_{u \to \infty} \left(1+\frac{1}{u}\right)^u", "limit(x1, (1 + 1/x1)^x1, infinity)"),
    (r"\lim_{t \to \infty} a^t = 0", "a^t -> 0"),
    (r"\min_{u} u^2 - 2au", "minimum(x1, x1^2 - 2*a*x1)"),
    (r"\min_{w} \|Xw-z\|^2 + \lambda\|w\|^2", "minimum(x1, norm(X*x1 - z)^2 + lambda_*norm(x1)^2)"),
    (r"\arg\min_w \|Xw-z\|_2^2", "argmin(x1, norm(X*x1 - z)^2)"),
    (r"\operatorname*{arg\,min}_{w \in \mathbb{R}^n} \|Xw - z\|^2", "argmin(x1, norm(X*x1 - z)^2)"),
    (r"\operatorname{argmin}_{u>0} u + 1/u", "argmin(x1, x1 + 1/x1, 0 < x1)"),
    (r"\max_{0 \le u \le 1} u(1-u) = \frac14", "maximum(x1, x1*(1 - x1), 0 <= x1 and x1 <= 1) = 1/4"),
    (r"\min_{u \in [0,1]} |u - a|", "minimum(x1, abs(x1 - a), x1 in [0, 1])"),
    (r"\max_{\|x\|=1} x^T A x", "maximum(x1, T(x1)*A*x1, norm(x1) = 1)"),
    (r"\min_{w : Xw = z} \|w\|^2", "minimum(x1, norm(x1)^2, X*x1 = z)"),
    (r"\sup_{u} -u^2", "supremum(x1, -x1^2)"),
    (r"\forall u \in [a,b]: |1-\eta u^2|<1", "forall(x1, x1 in [a, b], abs(1 - eta*x1^2) < 1)"),
    (r"|1-\eta s| < 1 \text{ for all } s \in [a,b]", "forall(x1, x1 in [a, b], abs(1 - eta*x1) < 1)"),
    (r"|1-\eta s| < 1, \quad \forall s \in [a,b]", "forall(x1, x1 in [a, b], abs(1 - eta*x1) < 1)"),
    (r"\forall u, v \in \mathbb{R}: (u+v)^2 \le 2u^2+2v^2", "forall(x2, forall(x1, (x2 + x1)^2 <= 2*x2^2 + 2*x1^2))"),
    (r"\forall u, v > 0: u + v > 0", "forall(x2, 0 < x2, forall(x1, 0 < x1, 0 < x2 + x1))"),
    (r"\forall u, v^2 \ge 0", "forall(x1, 0 <= v^2)"),
    (r"\exists u > 0: u^2 = a", "exists(x1, 0 < x1, x1^2 = a)"),
    (r"\forall x \in \mathbb{R}^n,\; x^T A x \ge 0", "forall(x1, 0 <= T(x1)*A*x1)"),
    (r"\forall k \in \mathbb{N}: k^2 \ge k", "forall(x1, x1 in naturals, x1 <= x1^2)"),
    (r"A \succeq 0", "psd(A)"),
    (r"A \succ B", "pd(A - B)"),
    (r"x \succeq 0", "forall(x1, x1 in naturals and 1 <= x1 and x1 <= n, 0 <= x_x1)"),
    (r"x \cdot y", "T(x)*y"),
    (r"2 \cdot A \cdot B", "2*A*B"),
    (r"A \otimes C", "kron(A, C)"),
    (r"x \odot y", "hadamard(x, y)"),
    (r"x^T (A \odot B) y", "T(x)*hadamard(A, B)*y"),
    (r"\operatorname{vec}(A)", "vec(A)"),
    (r"\operatorname{diag}(x) y", "diag(x)*y"),
    (r"\mathrm{diag}(a,b)", "[a, 0; 0, b]"),
    (r"\operatorname{rank}(X) = n", "rank(X) = n"),
    (r"\operatorname{tr}(A^TB)", "tr(T(A)*B)"),
    (r"\operatorname{tr} A", "tr(A)"),
    (r"\det(A)", "det(A)"),
    (r"\det A", "det(A)"),
    (r"|A|", "det(A)"),
    (r"\log\det(A)", "log(det(A))"),
    (r"\|x\|_1 \le \sqrt{n}\|x\|_2", "norm1(x) <= n^(1/2)*norm(x)"),
    (r"\|x\|_\infty", "norminf(x)"),
    (r"\|A\|_F^2", "norm(A)^2"),
    (r"\langle x, y\rangle", "T(x)*y"),
    (r"\mathbf{1}^T x", "T(ones(n))*x"),
    (r"x - \frac{1}{n}\mathbf{1}\mathbf{1}^T x", "x - 1/n*ones(n)*T(ones(n))*x"),
    (r"\mathbf{1}_n", "ones(n)"),
    (r"\begin{cases} u & u > 0 \\ 0 & \text{otherwise} \end{cases}", "cases(u if 0 < u; 0)"),
    (r"\begin{cases} 1, & \text{if } u \ge 0, \\ -1, & u < 0 \end{cases}", "cases(1 if 0 <= u; -1 if u < 0; 1/0)"),
    (r"\mathbf{1}[u > 0]", "cases(1 if 0 < u; 0)"),
    (r"\mathbb{1}\{u > 0\}", "cases(1 if 0 < u; 0)"),
    (r"\mathbf{1}_{\{u>0\}}", "cases(1 if 0 < u; 0)"),
    (r"\operatorname{ReLU}(u)", "max(u, 0)"),
    (r"\mathrm{ReLU}(Xw)", "relu(X*w)"),
    (r"\operatorname{softmax}(x)", "exp(x)/(T(ones(n))*exp(x))"),
    (r"\operatorname{sigmoid}(u)", "1/(1 + exp(-u))"),
    (r"\mathbb{E}[u^2]", "E(u^2)"),
    (r"\operatorname{Var}(u)", "E(u*u) - E(u)*E(u)"),
    (r"\mathrm{Var}[2u+1]", "E((2*u + 1)*(2*u + 1)) - E(2*u + 1)*E(2*u + 1)"),
    (r"\operatorname{Cov}(u, v)", "E(u*v) - E(u)*E(v)"),
    (r"\frac{d}{du} u^2", "derivative(u^2, u)"),
    (r"\frac{d^2}{du^2} e^{u}", "derivative(derivative(exp(u), u), u)"),
    (r"\frac{\partial}{\partial u}\left(u v^2\right)", "derivative(u*v^2, u)"),
    (r"\frac{\partial^2}{\partial u \partial v} (u^2 v)", "derivative(derivative(u^2*v, v), u)"),
    (r"\frac{\partial}{\partial w} \|Xw - z\|^2", "gradient(norm(X*w - z)^2, w, w)"),
    (r"\nabla_w \|Xw-z\|^2", "gradient(norm(X*w - z)^2, w, w)"),
    (r"\nabla_w^2 \|Xw-z\|^2", "hessian(norm(X*w - z)^2, w, w)"),
    (r"\nabla^2_w \left(\frac12 w^T A w\right)", "hessian(1/2*T(w)*A*w, w, w)"),
    (r"\frac{\partial}{\partial A} \operatorname{tr}(AB)", "gradient(tr(A*B), A, A)"),
    (r"\frac{\partial (Xw)}{\partial w}", "jacobian(X*w, w, w)"),
    (r"\frac{\partial \|w\|^2}{\partial w}", "gradient(norm(w)^2, w, w)"),
    (r"\frac{\partial^2 (u^2v)}{\partial u^2}", "derivative(derivative(u^2*v, u), u)"),
    (r"u \in (0, \infty)", "0 < u"),
    (r"u \in (-\infty, a) \cup (b, \infty)", "u < a or b < u"),
    (r"u \in \mathbb{R} \setminus \{0\}", "not(u in {0})"),
    (r"u \notin [0,1]", "not(u in [0, 1])"),
    (r"u = \pm 2", "u = 2 or u = -2"),
    (r"\{a \pm b\}", "{a + b, a - b}"),
    (r"\{u : u^2 < 4\}", "builder(x1, x1^2 < 4)"),
    (r"(-2, 2)", "(-2, 2)"),
    (r"[0,1] \cup [2,3]", "union([0, 1], [2, 3])"),
    (r"\neg (u > 0)", "not(0 < u)"),
    (r"u > 0 \text{ or } u < -1", "0 < u or u < -1"),
    (r"u>0 \Leftarrow u > 1", "1 < u implies 0 < u"),
    (r"\log_2 8", "log(8)/log(2)"),
    (r"\sqrt[3]{u}", "u^(1/3)"),
    (r"\lfloor u \rfloor", "floor(u)"),
    (r"A_{12}", "A_1,2"),
    (r"[A]_{ij}", "A_i,j"),
    (r"(AB)_{ij}", "(A*B)_i,j"),
    (r"x_1 + x_2", "x_1 + x_2"),
    (r"u_1 + u_2", "u_1 + u_2"),
    (r"\max_i x_i", "maximum(x1, x_x1, x1 in naturals and 1 <= x1 and x1 <= n)"),
    (r"\max(u, v, 0)", "max(u, v, 0)"),
    (r"\max\{u, v\}", "max(u, v)"),
    (r"A^{-T}", "T(A^(-1))"),
    (r"\tan u", "sin(u)/cos(u)"),
    (r"\sinh u", "1/2*(exp(u) - exp(-u))"),
    (r"u \to 0", "u -> 0"),
    (r"\sum_{i=1}^n (x_i - y_i)^2 = \|x-y\|^2", "sum(i, (x_i - y_i)^2, 1, n) = norm(x - y)^2"),
    (r"\sum_{t=0}^{T-1} \beta^t", "sum(i, beta^i, 0, T - 1)"),
    (r"\sum_{j=1}^{n} \frac{1}{j(j+1)}", "sum(i, 1/(i*(i + 1)), 1, n)"),
    (r"\exp(x)", "exp(x)"),
    (r"e^{-u^2/2}", "exp(-u^2/2)"),
    (r"\mathbf{1}^T\exp(x)", "T(ones(n))*exp(x)"),
    (r"\frac{1}{n}\sum_{i=1}^n x_i = \frac{\mathbf{1}^T x}{n}", "1/n*sum(i, x_i, 1, n) = T(ones(n))*x/n"),
    (r"\operatorname{erf}(u)", "erf(u)"),
    (r"\min_{a,b} (a-1)^2+b^2", "minimum(x2, minimum(x1, (x2 - 1)^2 + x1^2))"),
    (r"\left\|Xw-z\right\|^2", "norm(X*w - z)^2"),
    (r"\begin{pmatrix} A & B \\ 0 & I \end{pmatrix}", "[A, B; 0, I]"),
    (r"\forall i: x_i > 0", "forall(x1, x1 in naturals and 1 <= x1 and x1 <= n, 0 < x_x1)"),
    (r"\|x\|^2 = x^\top x", "norm(x)^2 = T(x)*x"),
    (r"\bigl( u + v \bigr)^2", "(u + v)^2"),
]
UNREAD = [
    (r"\sum_{i<j} u_i u_j", "is not said"),
    (r"\sum_{i \ne j} x_i x_j", "whether j is fixed"),
    (r"\sum_i u", "is not said"),
    (r"\lambda_{\max}(A)", "eigenvalues"),
    (r"\operatorname{tr} A B", "two things"),
    (r"\|A\|_2", "norm"),
    (r"\min_{u + v} u", "not clear"),
    (r"\arg\min_{u, v} u^2 + v^2", "several names"),
    (r"\lim_{u \to 0} v", "does not occur"),
    (r"u \pm 2 = v", r"\pm"),
    (r"\frac{dv}{du}", "depends on"),
    (r"\exp(A)", "two things"),
    (r"A \odot X", "cannot be added"),
    (r"\begin{cases} \end{cases}", "no case among"),
    (r"u \in (A, 1)", "function of numbers"),
]


@pytest.mark.parametrize("latex, meaning", READ)
def test_reads(latex, meaning):
    assert repr(reading(latex, CONTEXT)) == meaning


@pytest.mark.parametrize("latex, why", UNREAD)
def test_refuses(latex, why):
    with pytest.raises(Unread, match=re.escape(why)):
        reading(latex, CONTEXT)


def test_what_is_bound_has_no_name():
    assert reading(r"\sum_{i=1}^n x_i", CONTEXT) == reading(r"\sum_{j=1}^n x_j", CONTEXT)
    assert reading(r"\forall u > 0: u^2 > 0", CONTEXT) == reading(r"\forall v > 0: v^2 > 0", CONTEXT)


@pytest.mark.parametrize("seed", range(20))
def test_mangled_formulas_are_read_or_refused(seed):
    """Tokens lost, swapped and pasted: nothing but Unread is ever raised."""
    rng = random.Random(seed)
    formulas = [re.findall(r"\\[A-Za-z]+|\\.|\s|.", latex) for latex, _ in READ]
    for _ in range(150):
        mangled = list(rng.choice(formulas))
        for _ in range(rng.randint(1, 4)):
            at = rng.randrange(len(mangled) + 1)
            mangled[at : at + rng.randint(0, 2)] = rng.choice(formulas)[: rng.randint(0, 3)]
        try:
            repr(reading("".join(mangled), CONTEXT))
        except Unread:
            continue


@pytest.mark.parametrize(
    "declaration, conditions",
    [
        (r"A \text{ is symmetric}", "(T(A) = A,)"),
        (r"X \text{ has full column rank}", "(rank(X) = n,)"),
        (r"A \text{ is positive semi-definite}", "(psd(A),)"),
        (r"a, b > 0", "(0 < a, 0 < b)"),
        (r"k \in \{0, 1, \dots, n\}", "(k in naturals, 0 <= k, k <= n)"),
        (r"x_i > 0", "(0 < x_i,)"),
        (r"a \notin \{0\}", "(not(a in {0}),)"),
    ],
)
def test_conditions_as_they_are_written(declaration, conditions):
    assert repr(domain([declaration], SHAPES).conditions) == conditions
