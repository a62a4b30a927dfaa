r"""Step size in gradient descent.

The function to be made least is the distance from a point, not its square, so that its slope does not fade near the
bottom. Whether gradient descent finds the bottom, and how soon, depends on the sizes of its steps.
"""

from answerkey.answers import Count, Formula, Limit, Qualitative, Region, Value, Verdict
from answerkey.problem import Problem
from numeric_checks import norm_step_size as measure

problem = Problem(__doc__, models={"f": measure.distance})
RAY = [r"v \in \mathbb{R}^d", r"\|v\| = 1", r"\rho > 0", r"b = \rho v"]


@problem.part(
    "a",
    measured=measure.lies_below_its_chord,
    where=[r"b, v, w \in \mathbb{R}^d", r"0 \le \theta \le 1", r"x = b + v", r"y = b + w"],
)
def convex():
    r"""Show that $f(x) = \|x - b\|$ is convex in any dimension: between two points $x$ and $y$ it lies nowhere above
    its chord, at no share $0 \le \theta \le 1$."""
    yield r"""Measured from $b$, let the two points be $x = b + v$ and $y = b + w$. The shares of $b$ add up to one,
        so $f(\theta x + (1 - \theta) y) = \|\theta v + (1 - \theta) w\|$."""
    yield r"""By the inequality of Cauchy and Schwarz, $v^T w \le \|v\| \|w\|$, the square of a sum's length is no
        more than $\|v + w\|^2 = \|v\|^2 + 2 v^T w + \|w\|^2 \le (\|v\| + \|w\|)^2$, which is the triangle inequality
        $\|v + w\| \le \|v\| + \|w\|$, in any dimension."""
    yield r"""With the two shares in it, $$\|\theta v + (1 - \theta) w\| \le \|\theta v\| + \|(1 - \theta) w\|
        = \theta \|v\| + (1 - \theta) \|w\|,$$ and that is"""
    yield r"$$f(\theta x + (1 - \theta) y) \le \theta f(x) + (1 - \theta) f(y).$$"
    return Verdict(r"f(\theta x + (1 - \theta) y) \le \theta f(x) + (1 - \theta) f(y)", "yes")


@problem.part(
    "b",
    measured=(measure.slopes, measure.slope_from_the_bottom),
    where=[r"x, b, g, v, w \in \mathbb{R}^d", r"\|v\| = 1", r"\epsilon \in \mathbb{R}", r"\epsilon \ne 0"],
)
def where_there_is_a_gradient():
    r"""Where does $f(x) = \|x - b\|$ have a gradient, and what is it? Look at $b$ along a direction $v$ with
    $\|v\| = 1$ as well, for steps $\epsilon \ne 0$."""
    yield r"""Everywhere but at $b$ the root can be differentiated, $$\nabla f(x) = \frac{x - b}{\|x - b\|},$$ the
        direction that leads away from $b$."""
    yield r"""Its length is the same near and far, $x \ne b \implies \|\nabla f(x)\| = 1$: it tells where $b$ is, but
        not how far."""
    yield r"""At $b$ there is none. Along every direction the quotient of differences is
        $$\frac{f(b + \epsilon v) - f(b)}{\epsilon} = \frac{|\epsilon|}{\epsilon},$$ with the limits
        $\lim_{h \to 0^+} \frac{|h|}{h} = 1$ and $\lim_{h \to 0^-} \frac{|h|}{h} = -1$."""
    yield r"""Beyond the sheet: at $b$ there are subgradients instead, every $g$ that is not longer than one,
        $\|g\| \le 1 \implies f(b) + g^T w \le f(b + w)$. Zero is one of them, so the bottom is at $b$,
        $f(b) = 0 \le f(x)$."""
    return (
        Formula(r"\nabla f(x)", r"\frac{x - b}{\|x - b\|}"),
        Formula(r"\frac{f(b + \epsilon v) - f(b)}{\epsilon}", r"\frac{|\epsilon|}{\epsilon}"),
    )


@problem.part(
    "c",
    measured=(measure.nearest_to_the_given, measure.nearest_in_the_end, measure.unit_steps_to),
    where=[
        *RAY,
        r"s, \tau, \delta \in \mathbb{R}",
        r"x = s v",
        r"n, i, j \in \mathbb{N}",
        r"n \le \rho < n + 1",
        r"j \ge n",
        r"0 < \epsilon < 1",
        r"\lceil \rho - \epsilon \rceil \le \rho + \epsilon",
        r"i \le \rho + \epsilon",
        r"s_{i+1} = s_i + \operatorname{sign}(\rho - s_i)",
        r"s_0 = 0",
        r"x_{i+1} = x_i - \nabla f(x_i)",
        r"x_0 = \mathbf{0}",
    ],
)
def unit_steps():
    r"""With steps of constant size one, $x_{i+1} = x_i - \nabla f(x_i)$ from $x_0 = \mathbf{0}$, does gradient
    descent find the point [6, 4.5], and how many steps bring it within $0.01$? What of any other $b \ne \mathbf{0}$?
    Let it have the length $\rho > 0$ and the direction $v$, with $\|v\| = 1$, and let $n \le \rho < n + 1$; ask for
    the steps $j \ge n$ that follow. For a tolerance $0 < \epsilon < 1$ that can be met at all, as
    $\lceil \rho - \epsilon \rceil \le \rho + \epsilon$, ask for the first step $i \le \rho + \epsilon$ that meets
    it."""
    yield r"""On the ray through $b = \rho v$ nothing ever leads off the ray. At $x = s v$ the distance is
        $f(x) = |s - \rho|$, and a step of size $\tau$ leads to
        $$x - \tau \nabla f(x) = (s + \tau \operatorname{sign}(\rho - s)) v$$ unless $x$ is $b$."""
    yield r"""So $x_i = s_i v$ with numbers $s_0 = 0$ and $s_{i+1} = s_i + \operatorname{sign}(\rho - s_i)$. (At $b$
        there is no gradient; descent has arrived and stays, as with the subgradient zero.)"""
    yield r"""Until it has passed $b$ it counts the steps, $$i < \rho + 1 \implies s_i = i,$$ up to the whole part
        $n$ of the length. Then it goes to and fro between $n$ and $n + 1$, $$(j \le n \text{ and } s_j = j)
        \text{ or } s_j = n \text{ or } s_j = n + 1.$$"""
    yield r"""For [6, 4.5], of length $\left\|\begin{bmatrix} 6 \\ 9/2 \end{bmatrix}\right\| = \frac{15}{2}$, the
        seventh iterate is half a step short of $b$ and the eighth half a step beyond,
        $\rho = \frac{15}{2} \implies s_7 = 7 \text{ and } s_8 = 8$, and so on: let $\delta = \frac{1}{2}$, then from
        the seventh step on $$\rho = n + \frac{1}{2} \implies |s_j - \rho| = \delta.$$ It never comes within $0.01$."""
    yield r"""For any other $b$, from step $n$ on, the nearer one of two iterates in a row is as far from $b$ as
        $\rho$ is from the nearest whole number,
        $$\min(|s_j - \rho|, |s_{j+1} - \rho|) = \min(\rho - n, n + 1 - \rho),$$ so it finds $b$ if the length of $b$
        is a whole number, and no other, $\min(\rho - n, n + 1 - \rho) = 0 \iff n = \rho$."""
    yield r"""A tolerance is met if a whole number is that near, and then first at that number,
        $$|s_i - \rho| \le \epsilon \iff i \ge \rho - \epsilon.$$"""
    return (
        Value({r"\delta": r"\frac{1}{2}"}, r"\rho = n + \frac{1}{2} \implies |s_j - \rho| = \delta"),
        Formula(r"\min(|s_j - \rho|, |s_{j+1} - \rho|)", r"\min(\rho - n, n + 1 - \rho)"),
        Count("i", r"|s_i - \rho| \le \epsilon", r"\rho - \epsilon"),
    )


@problem.part(
    "d",
    measured=(
        measure.where_it_goes,
        measure.is_within,
        measure.shrinking_steps_to_a_hundredth,
        measure.one_is_off_by_half_a_step,
    ),
    where=[
        *RAY,
        r"n, N \in \mathbb{N}",
        r"n \ge 1",
        r"\epsilon > 0",
        r"n \ge \frac{1}{\epsilon}",
        r"H_{n+1} = H_n + \frac{1}{n+1}",
        r"H_0 = 0",
        r"s_{n+1} = s_n + \frac{1}{n+1} \operatorname{sign}(\rho - s_n)",
        r"s_0 = 0",
    ],
    notation=[
        r"x_n \in \mathbb{R}^d",
        r"x_{n+1} = x_n - \frac{1}{n+1} \nabla f(x_n)",
        r"x_0 = \mathbf{0}",
    ],
)
def shrinking_steps():
    r"""Now the steps shrink: after $n$ of them the next one has the size $\frac{1}{n+1}$. Does gradient descent find
    the point [6, 4.5], and how many steps bring it within $0.01$? How many does it take for any other
    $b \ne \mathbf{0}$, of length $\rho > 0$ in the direction $v$ with $\|v\| = 1$, to within $\epsilon > 0$? Call
    the number of steps $n \ge 1$, and if need be suppose that $n \ge \frac{1}{\epsilon}$."""
    yield r"""As in part (c) the iterates are $s_n v$ on the ray through $b = \rho v$, now with
        $s_{n+1} = s_n + \frac{1}{n+1} \operatorname{sign}(\rho - s_n)$. All steps in one direction would lead to the
        harmonic number $H_n = \sum_{k=1}^n \frac{1}{k}$."""
    yield r"""They do so until $b$ is passed. Since then the iterate is never further away than the last step was
        long, for a step from within the length of the one before leads to within its own: at every $n$
        $$(s_n = H_n \text{ and } H_n \le \rho) \text{ or } n |s_n - \rho| \le 1.$$"""
    yield r"""Nor can it be nearer than if all steps had gone the right way, $|s_n - \rho| \ge \rho - H_n$. Together
        they tell exactly which $b$ are near: from $n \ge \frac{1}{\epsilon}$ on
        $$|s_n - \rho| \le \epsilon \iff \rho \le H_n + \epsilon.$$"""
    yield r"""For [6, 4.5], with $\frac{15}{2} - \frac{1}{100} = \frac{749}{100}$, let $N = 1005$: the harmonic
        numbers grow, and $$\sum_{k=1}^N \frac{1}{k} - \frac{1}{N} < \frac{749}{100} \le \sum_{k=1}^N \frac{1}{k},$$
        so the step number $N$ is the first one within $0.01$, and all that follow are too."""
    yield r"""Harmonic numbers are logarithms, nearly, $\log(n + 1) \le H_n \le 1 + \log n$. So there is an end to
        the way to $b$, after $e^\rho$ steps at the latest, $$n \ge e^\rho \implies |s_n - \rho| \le \frac{1}{n},$$
        and descent finds $b$, wherever it is: $s_n \to \rho$."""
    yield r"""That is exponentially long in the length of $b$, and nothing is near much sooner,
        $\rho \le H_n + \epsilon \implies n \ge e^{\rho - \epsilon - 1}$. More closely, $H_n - \log n$ never grows,
        $H_{n+1} - \log(n + 1) \le H_n - \log n$, and $H_n - \log(n + 1)$ never falls,
        $H_{n+1} - \log(n + 2) \ge H_n - \log(n + 1)$. Between them is Euler's constant, and they are near it after a
        thousand steps, $\frac{576}{1000} < \sum_{k=1}^{1000} \frac{1}{k} - \log 1001$ and
        $\sum_{k=1}^{1000} \frac{1}{k} - \log 1000 < \frac{578}{1000}$. So it takes about 0.56 times $e^\rho$ steps
        to get there."""
    yield r"""Once there, $\frac{1}{\epsilon}$ steps are enough to stay within $\epsilon$, and fewer than half as
        many are not, since of two iterates in a row one is off by half a step: $$s_n \ne \rho
        \implies \max(|s_n - \rho|, |s_{n+1} - \rho|) \ge \frac{1}{2(n+1)}.$$ In all, about
        $\max(e^\rho, \frac{1}{\epsilon})$ steps."""
    yield r"""If $b$ is near, there is no first phase, $\rho \le 1 \implies |s_n - \rho| \le \frac{1}{n}$. Some $b$
        are hit on the way, such as $\rho = 1 \implies s_1 = \rho$ and $\rho = \frac{1}{2} \implies s_2 = \rho$, all
        of rational length."""
    return (
        Limit("s_n", r"\rho"),
        Region(r"\rho", r"|s_n - \rho| \le \epsilon", r"\rho \le H_n + \epsilon"),
        Value({"N": "1005"}, r"\sum_{k=1}^N \frac{1}{k} - \frac{1}{N} < \frac{749}{100} \le \sum_{k=1}^N \frac{1}{k}"),
        Verdict(r"s_n \ne \rho \implies \max(|s_n - \rho|, |s_{n+1} - \rho|) \ge \frac{1}{2(n+1)}", "yes"),
    )


@problem.part(
    "e",
    measured=(measure.unit_steps_to_arrive, measure.distance_after_a_miss),
    where=[
        r"i, \rho \in \mathbb{N}",
        r"\rho \ge 1",
        r"b, w \in \mathbb{R}^d",
        r"\|w\| = 1",
        r"0 < \delta < 1",
        r"x = b + \delta w",
        r"s_{i+1} = s_i + \operatorname{sign}(\rho - s_i)",
        r"s_0 = 0",
    ],
)
def rounding():
    r"""Beyond the sheet: by part (c) unit steps find a $b$ whose length $\rho \ge 1$ is a whole number. Does a
    computer find it? Let the iterate after $\rho$ steps be $x = b + \delta w$, with an error of rounding
    $0 < \delta < 1$ in any direction $\|w\| = 1$."""
    yield r"""In exact arithmetic $b$ is hit, $$(i \le \rho \text{ and } s_i = i) \text{ or } (i \ge \rho
        \text{ and } s_i = \rho),$$ at step $\rho$ and no sooner, $$s_i = \rho \iff i \ge \rho.$$"""
    yield r"""In floating point it is missed by some $\delta$ of the order $10^{-15}$, and the gradient, which is as
        long there as anywhere, throws the iterate out again: for the next one, let $y = x - \nabla f(x)$, then
        $$\|y - b\| = 1 - \delta,$$ in whatever direction the rounding has pointed."""
    yield r"""The step after that leads back, $y - \nabla f(y) = x$, so it goes to and fro between $\delta$ and
        $1 - \delta$ for ever."""
    return (
        Count("i", r"s_i = \rho", r"\rho"),
        Qualitative(
            "As a rule, no. In exact arithmetic descent arrives after as many steps as b is long, and has no gradient "
            "there. In floating point a rounding error is left, and the next step, which is as long as every other, "
            "leads out of its reach again: the iterates come to within rounding of b at every second step, but do not "
            "converge. Only where the errors happen to cancel, as for [3, 4], does the computer arrive, and then it "
            "divides zero by zero.",
            Formula(r"\|y - b\|", r"1 - \delta"),
        ),
    )


@problem.part(
    "f",
    measured=measure.distance_after_two,
    where=[
        r"\rho > 0",
        r"s, a, c, e \in \mathbb{R}",
        r"n \in \mathbb{N}",
        r"n \ge 1",
        r"0 < |s - \rho| < \frac{1}{n+1}",
        r"p = s + \frac{1}{n+1} \operatorname{sign}(\rho - s)",
        r"q = p + \frac{1}{n+2} \operatorname{sign}(\rho - p)",
    ],
)
def nearest():
    r"""Beyond the sheet: by part (d) one of two iterates in a row is off by half a step. How near does the other one
    come, after $n \ge 1$ of the shrinking steps, when the point at the distance $\rho > 0$ is passed? Let $s$ be the
    iterate, $0 < |s - \rho| < \frac{1}{n+1}$, and $p$ and $q$ the two that follow."""
    yield r"""The next two are $p = s + \frac{1}{n+1} \operatorname{sign}(\rho - s)$ and
        $q = p + \frac{1}{n+2} \operatorname{sign}(\rho - p)$, the first on the other side and the second on this
        side again. Two steps of which the first is longer than the way act like one of the length of their
        difference, $0 \le e \le a \implies \left|\left|e - a\right| - c\right| = \left|e - (a - c)\right|$:"""
    yield r"$$\left|q - \rho\right| = \left|\,|s - \rho| - \frac{1}{(n+1)(n+2)}\right|.$$"
    yield r"""So every second iterate descends anew, with steps of the order of $n^{-2}$. When it has passed, it
        stays as near as that, $n \ge 6 \text{ and } |s - \rho| \le \frac{1}{n(n-1)} \implies |q - \rho|
        \le \frac{1}{(n+1)(n+2)}$, and every second one of these descends with the difference of two such steps,
        which is of the order of $n^{-3}$, $\frac{1}{(n+1)(n+2)} - \frac{1}{(n+3)(n+4)}
        = \frac{2(2n+5)}{(n+1)(n+2)(n+3)(n+4)}$, and so on."""
    return Qualitative(
        "Nearer than any power of the number of steps, for nearly every b. Two steps act like one of the length of "
        "their difference, so every second iterate descends with steps of another power of n, and every second one of "
        "these with the next. (An exception is the length log 2, where the signs of the steps alternate for ever.) In "
        "floating point the nearest are soon within rounding, and after some thousands of steps the computer arrives. "
        "Exact descent never does if the length of b is a whole number above one: of the fractions that make up an "
        "iterate, exactly one has the highest power of two below.",
        Formula(r"|q - \rho|", r"\left|\,|s - \rho| - \frac{1}{(n+1)(n+2)}\right|"),
    )
