"""Sums, products, factorials, circles, roundings and limits: true claims are proved, false ones never."""

from random import Random
from time import perf_counter

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import Ladder
from answerkey.deciding.pairs import decide_pair
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.referee.evaluate import truth
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.reading.parser import read
from answerkey.tree import Expr, name, num

WHERE = [
    r"n, m, k \in \mathbb{N}", r"x, y, z, a, b, c, r \in \mathbb{R}", r"0 < p < 1", r"\lambda > 0", r"s > 0",
    r"u > 0", r"v > 0", r"y_t \in \mathbb{R}", r"q \in \mathbb{Z}",
]  # fmt: skip

TRUE = [
    r"\sum_{k=1}^{n} k = \frac{n(n+1)}{2}",
    r"\sum_{k=0}^{n-1} k = \frac{n(n-1)}{2}",
    r"\sum_{k=1}^{n} k^3 = \left(\sum_{k=1}^{n} k\right)^2",
    r"\sum_{i=1}^{n} (2i - 1) = n^2",
    r"\sum_{k=0}^{n} r^k (1 - r) = 1 - r^{n+1}",
    r"\sum_{k=0}^{n-1} r^k = \frac{1 - r^n}{1 - r}",
    r"\sum_{k=0}^{n-1} (1 - a)^k = \frac{1 - (1 - a)^n}{a}",
    r"\sum_{k=1}^{n} \left(\frac{1}{2}\right)^k = 1 - \left(\frac{1}{2}\right)^n",
    r"(a - b) \sum_{k=0}^{n-1} a^{n-1-k} b^k = a^n - b^n",
    r"\sum_{k=0}^{n} k r^k = \frac{r(1 - (n+1) r^n + n r^{n+1})}{(1 - r)^2}",
    r"\sum_{k=0}^{n-1} e^{-a k} = \frac{1 - e^{-a n}}{1 - e^{-a}}",
    r"\sum_{k=0}^{n} \binom{n}{k} a^k b^{n-k} = (a + b)^n",
    r"\sum_{k=0}^{n} k \binom{n}{k} = n \cdot 2^{n-1}",
    r"\sum_{k=0}^{n} k \binom{n}{k} p^k (1 - p)^{n-k} = n p",
    r"\sum_{k=0}^{n} k^2 \binom{n}{k} p^k (1 - p)^{n-k} - (np)^2 = n p (1 - p)",
    r"\sum_{k=1}^{n} \frac{1}{k(k+1)} = \frac{n}{n+1}",
    r"\sum_{k=1}^{n} \frac{1}{(2k-1)(2k+1)} = \frac{n}{2n+1}",
    r"\sum_{k=1}^{n} \log\frac{k+1}{k} = \log(n+1)",
    r"\sum_{k=1}^{n} \frac{1}{\sqrt{k+1} + \sqrt{k}} = \sqrt{n+1} - 1",
    r"\sum_{k=1}^{n} k\, k! = (n+1)! - 1",
    r"\sum_{k=1}^{n+1} \frac{1}{k} = \sum_{k=1}^{n} \frac{1}{k} + \frac{1}{n+1}",
    r"\sum_{k=0}^{n-1} \frac{1}{k+1} = \sum_{k=1}^{n} \frac{1}{k}",
    r"\sum_{i=1}^{n} \sum_{j=1}^{i} i j = \frac{n(n+1)(n+2)(3n+1)}{24}",
    r"\sum_{k=0}^{\infty} p^k = \frac{1}{1 - p}",
    r"\sum_{k=1}^{\infty} k p (1 - p)^{k-1} = \frac{1}{p}",
    r"\sum_{k=0}^{\infty} k e^{-\lambda} \frac{\lambda^k}{k!} = \lambda",
    r"\sum_{k=0}^{\infty} \frac{x^k}{k!} = e^x",
    r"(n+2)! = (n+2)(n+1) n!",
    r"\binom{n+1}{k+1} = \binom{n}{k} + \binom{n}{k+1}",
    r"k \binom{n}{k} = n \binom{n-1}{k-1}",
    r"\binom{n}{k} = \frac{n!}{k!\,(n-k)!}",
    r"\binom{n}{k} = \binom{n}{n-k}",
    r"\sum_{k=2}^{n} \binom{k}{2} = \binom{n+1}{3}",
    r"\prod_{k=1}^{n} k = n!",
    r"\prod_{k=1}^{n} \left(1 + \frac{1}{k}\right) = n + 1",
    r"\prod_{k=1}^{n} a^k = a^{\frac{n(n+1)}{2}}",
    r"\sin(x + y) = \sin x \cos y + \cos x \sin y",
    r"\cos(2x) = 1 - 2\sin^2 x",
    r"\sin(3x) = 3\sin x - 4\sin^3 x",
    r"\sin\left(x + \frac{\pi}{2}\right) = \cos x",
    r"\cos\frac{\pi}{12} = \frac{\sqrt{6} + \sqrt{2}}{4}",
    r"\cos(n\pi) = (-1)^n",
    r"1 + \tan^2 x = \frac{1}{\cos^2 x}",
    r"\cosh^2 x - \sinh^2 x = 1",
    r"\lfloor x + n \rfloor = \lfloor x \rfloor + n",
    r"\lceil x \rceil = -\lfloor -x \rfloor",
    r"\left\lfloor \frac{7}{2} \right\rfloor = 3",
    r"\operatorname{sign}(x) |x| = x",
    r"\operatorname{sign}(x) = \frac{x}{|x|}",
    r"\operatorname{sign}(xy) = \operatorname{sign}(x)\operatorname{sign}(y)",
    r"\sqrt{3 + 2\sqrt{2}} = 1 + \sqrt{2}",
    r"\sqrt{3 - 2\sqrt{2}} = \sqrt{2} - 1",
    r"\sqrt{x + 2\sqrt{x - 1}} = 1 + \sqrt{x - 1}",
    r"(x^3)^{\frac{1}{3}} = x",
    r"u^{\frac{1}{6}} = \sqrt{u^{\frac{1}{3}}}",
    r"u^a u^b = u^{a+b}",
    r"(u^a)^b = u^{ab}",
    r"(u v)^a = u^a v^a",
    r"u^{\log v} = v^{\log u}",
    r"e^{a \log u} = u^a",
    r"2^{x} \cdot 4^{y} = 2^{x + 2y}",
    r"\log(u^a v) = a \log u + \log v",
    r"\log(e^{x} + e^{y}) = x + \log(1 + e^{y - x})",
    r"\frac{e^{x + c}}{e^{x + c} + e^{y + c}} = \frac{e^x}{e^x + e^y}",
    r"\log(1 + e^x) - \log(1 + e^{-x}) = x",
    r"\log\frac{\frac{1}{1 + e^{-x}}}{1 - \frac{1}{1 + e^{-x}}} = x",
    r"\tanh x = \frac{2}{1 + e^{-2x}} - 1",
    r"\max(x, \min(x, y)) = x",
    r"\max(\max(x, y), z) = \max(x, \max(y, z))",
    r"\log\sum_{i=1}^{n} e^{y_i} = c + \log\sum_{i=1}^{n} e^{y_i - c}",
    r"\sum_{i=1}^{n} \sum_{j=1}^{n} (y_i - y_j)^2 = 2n\sum_{i=1}^{n} y_i^2 - 2\left(\sum_{i=1}^{n} y_i\right)^2",
    r"\sum_{i=1}^{n} (y_i - \frac1n\sum_{j=1}^n y_j)^2 = \sum_{i=1}^{n} y_i^2 - \frac{1}{n}(\sum_{j=1}^{n} y_j)^2",
    r"\sum_{k=1}^{n} y_k = \sum_{k=0}^{n-1} y_{k+1}",
    r"\log\prod_{i=1}^{n} e^{y_i} = \sum_{i=1}^{n} y_i",
    r"\sin^2 x = \frac{1 - \cos(2x)}{2}",
    r"\tanh\left(\frac{1}{2}\log\frac{1 + p}{1 - p}\right) = p",
    r"\frac{d}{dx} \log(1 + e^x) = \frac{1}{1 + e^{-x}}",
    r"\frac{d}{du} u^u = u^u (1 + \log u)",
    r"\lim_{x \to 0} \frac{\sin x}{x} = 1",
    r"\lim_{x \to 0^+} x \log x = 0",
    r"\lim_{x \to \infty} \left(1 + \frac{a}{x}\right)^x = e^a",
    r"\lim_{x \to a} \frac{x^2 - a^2}{x - a} = 2a",
    r"\lim_{n \to \infty} \left(1 - \frac{\lambda}{n}\right)^n = e^{-\lambda}",
    r"\lim_{x \to \infty} \left(\sqrt{x^2 + x} - x\right) = \frac{1}{2}",
]

FALSE = [
    r"\sum_{k=1}^{n} k = \frac{n(n-1)}{2}",
    r"\sum_{k=0}^{n} r^k = \frac{1 - r^n}{1 - r}",
    r"\sum_{k=1}^{n} 1 = n + 1",
    r"\sum_{k=0}^{n} k \binom{n}{k} = n \cdot 2^n",
    r"\sum_{k=1}^{n} \frac{1}{k(k+1)} = \frac{n}{n+2}",
    r"\sum_{k=1}^{n} k\, k! = (n+1)!",
    r"\sum_{k=1}^{\infty} p^k = \frac{1}{1 - p}",
    r"\sum_{k=0}^{\infty} r^k = \frac{1}{1 - r}",
    r"\sum_{k=0}^{\infty} \frac{1}{k!} = 3",
    r"\binom{n+1}{k} = \binom{n}{k} + 1",
    r"\binom{n}{k} = \binom{n}{k+1}",
    r"(n+1)! = n\, n!",
    r"\prod_{k=1}^{n} 2k = 2 n!",
    r"\prod_{k=0}^{n} k = n!",
    r"\left|\prod_{k=q}^{q+2} k\right| = \prod_{k=q}^{q+2} k",
    r"\sin(x + y) = \sin x + \sin y",
    r"\cos\frac{\pi}{5} = \frac{4}{5}",
    r"\cos(x\pi) = (-1)^n",
    r"\lfloor x + y \rfloor = \lfloor x \rfloor + \lfloor y \rfloor",
    r"\lceil x \rceil = \lfloor x \rfloor + 1",
    r"\operatorname{sign}(x)^2 = 1",
    r"\operatorname{sign}(x) x = x",
    r"\sqrt{3 - 2\sqrt{2}} = 1 - \sqrt{2}",
    r"\sqrt{x + 2\sqrt{x - 1}} = \sqrt{x - 1} - 1",
    r"\sqrt{x - 2\sqrt{x - 1}} = \sqrt{x - 1} - 1",
    r"\sqrt{x^2} = x",
    r"(x^2)^{\frac{1}{2}} = x",
    r"(x^a)^b = x^{ab}",
    r"\log(x^2) = 2 \log|x| + 1",
    r"\max(x, y) = |x| + |y|",
    r"(-1)^n = 1",
    r"\sum_{i=1}^{n} y_i^2 = \left(\sum_{i=1}^{n} y_i\right)^2",
    r"\sum_{i=1}^{n} y_i = \sum_{i=0}^{n} y_i",
    r"\sum_{k=0}^{n} (-1)^k \binom{n}{k} = 0",
    r"\sum_{k=0}^{n} k (-1)^k \binom{n}{k} = 0",
    r"\lim_{x \to 0} \frac{|x|}{x} = 1",
    r"\lim_{x \to \infty} e^{-ax} = 0",
    r"\lim_{x \to \infty} \sin x = 0",
    r"\lim_{x \to 0} \frac{1}{x} = \infty",
    r"\lim_{x \to \infty} \left(1 + \frac{1}{x}\right)^x = 1",
]


def decided(claim):
    context = Context().declare(*WHERE)
    return Ladder(context).decide(read(claim, context.names))


@pytest.mark.parametrize("claim", TRUE)
def test_what_is_true_is_proved(claim):
    verdict = decided(claim)
    assert verdict.status == "proved", verdict


@pytest.mark.parametrize("claim", TRUE)
def test_what_is_proved_is_refuted_nowhere(claim):
    context = Context().declare(*WHERE)
    tree = context.unfold(read(claim, context.names))
    for point in Sampler(context, [tree], seed=11).points(30):
        try:
            assert truth(tree, point, context)
        except (Undefined, Unknown):
            continue


@pytest.mark.parametrize("claim", FALSE)
def test_what_is_false_is_not_proved(claim):
    assert not decided(claim).passes


@pytest.mark.parametrize(
    "lhs, rhs, where, status",
    [
        (r"\sum_{k=0}^n \binom{n}{k}", "2^n", (), "proved"),
        (r"\sum_{k=0}^n (-1)^k \binom{n}{k}", "0", (r"n \in \mathbb{N}", r"n \ge 1"), "proved"),
        (r"\sum_{k=0}^n (-1)^k \binom{n}{k}", "0", (), "proved"),
        (r"\sum_{k=0}^n (-1)^k \binom{n}{k}", "0", (r"n \in \mathbb{N}",), "refuted"),
        (r"\sum_{k=1}^n \frac{1}{n}", "1", (), "proved"),
        (r"\sum_{k=1}^n \frac{1}{n}", "1", (r"n \in \mathbb{N}",), "refuted"),
        (r"\sum_{k=1}^{n} k", r"\frac{n^2}{2}", (), "refuted"),
        (r"x^{\frac{1}{\log x}}", "e", ("x > 1",), "proved"),
    ],
)
def test_names_that_count_are_natural_numbers(lhs, rhs, where, status):
    assert decide_pair(lhs, rhs, where)[0].status == status


def test_a_binder_does_not_catch_what_is_put_in():
    i, n, outer = name("~i1"), name("n"), name("~i1")
    total = Expr("sum", i, i * n, num(1), n)
    moved = total.replace({n: outer})
    assert moved == Expr("sum", name("~i2"), name("~i2") * outer, num(1), outer)


def numbers(size, seed=3):
    rng = Random(seed)
    return [name(f"x{rng.randrange(20)}") + num(rng.randint(1, 50)) for _ in range(size)]


@pytest.mark.parametrize("head", ["add", "mul"])
def test_ten_thousand_nodes_are_settled_in_about_ten_times_the_time_of_a_thousand(head):
    seconds = []
    for size in (1000, 10_000):
        parts = numbers(size // 3)
        claim = Expr("eq", Expr(head, *parts), Expr(head, *reversed(parts)))
        context = Context()
        for k in range(20):
            context = context.with_symbol(f"x{k}")
        started = perf_counter()
        assert Ladder(context).decide(claim).status == "proved"
        seconds.append(perf_counter() - started)
    assert seconds[1] < 40 * seconds[0]


def test_a_long_product_is_compared_factor_by_factor():
    parts = numbers(60)
    left = Expr("mul", *(part**2 - 1 for part in parts))
    right = Expr("mul", *(part - 1 for part in parts), *(part + 1 for part in parts))
    context = Context()
    for k in range(20):
        context = context.with_symbol(f"x{k}")
    assert Ladder(context).decide(Expr("eq", left, right)).rung == "factors"
    assert not Ladder(context).decide(Expr("eq", left, 2 * right)).passes


def test_a_long_fraction_is_told_in_twelve_digits():
    verdict, _, _ = decide_pair(r"\sum_{k=1}^{1006} \frac{1}{k}", r"\frac{749}{100}")
    assert verdict.because.startswith("the left side is about 7.49144995")
    assert verdict.because.endswith("and the right side is 749/100")
