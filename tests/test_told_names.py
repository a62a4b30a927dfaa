"""Keys without a sheet: what they tell of names is known from there on, and what they do not tell is not guessed."""

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import outline
from answerkey.keys.checking import check_problem


def sections(text):
    found = outline(markdown.pieces(text), [])
    problems = dict.fromkeys(section.problem for section in found)
    return [
        checked
        for problem in problems
        for checked in check_problem(None, [s for s in found if s.problem == problem], {})
    ]


def judged(text):
    return [link for section in sections(f"# Problem 1\n\n{text}\n") for link in section.judged]


def standings(text):
    return [link.standing for link in judged(text)]


@pytest.mark.parametrize(
    "text, expected",
    [
        # a function by its formula, and what is said of it after that
        (r"Let $f(x) = x^2$. Then $f'(x) = 2x$ and $f(3) = 9$.", ["given", "holds", "holds"]),
        (r"Let $f(x) = x^2$. Then $f'(x) = 3x$.", ["given", "wrong"]),
        (r"The loss is $J(k) = \frac{q + r k^2}{2k}$. So $J'(k) = \frac{r}{2} - \frac{q}{2k^2}$.", ["given", "holds"]),
        (r"For $f(x) = x^2$ we have $f'(x) = 2x$. For $f(x) = x^3$ we have $f'(x) = 3x^2$.", ["given", "holds"] * 2),
        (
            r"For $f(x) = x^2$ let $g(x) = \frac{x f'(x)}{f(x)}$. So $$g(x) = 2.$$ For $f(x) = x^3$, so $g(x) = 3$.",
            ["given", "given", "holds", "given", "undecided"],
        ),
        # a second formula for it is a claim, where no word brings it in
        (r"Let $f(x) = (x - 1)^2$. Expanding, $f(x) = x^2 - 2x + 2$.", ["given", "wrong"]),
        # a recurrence
        (
            r"Consider $x_{k+1} = x_k - \eta (x_k - c)$. Then $x_{k+1} - c = (1 - \eta)(x_k - c)$.",
            ["given", "holds"],
        ),
        (r"Consider $x_{k+1} = x_k - \eta (x_k - c)$. Then $x_{k+1} - c = (1 + \eta)(x_k - c)$.", ["given", "wrong"]),
        # spaces with sizes of their own, and laws with parameters of their own
        (
            r"Let $A \in \mathbb{R}^{m \times n}$ and $x \in \mathbb{R}^n$. Then $\|Ax\|^2 = x^\top A^\top A x$.",
            ["given", "given", "holds"],
        ),
        (r"Let $A, B \in \mathbb{R}^{n \times n}$. Then $(AB)^\top = B^\top A^\top$.", ["given", "holds"]),
        (r"Let $A, B \in \mathbb{R}^{n \times n}$. Then $(AB)^\top = A^\top B^\top$.", ["given", "wrong"]),
        (r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$. Then $\mathbb{E}[X^2] = \mu^2 + \sigma^2$.", ["given", "holds"]),
        (r"Let $X \sim \mathcal{N}(\mu, \sigma^2)$. Then $\mathbb{E}[X^2] = \mu^2 - \sigma^2$.", ["given", "wrong"]),
    ],
)  # fmt: skip
def test_what_a_key_tells_of_its_names_is_known_from_there_on(text, expected):
    assert standings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"A fixed point has $g(x) = x$. We have $g'(x) = 3$.",  # an equation, and not what g is
        r"We look for a root, $f(x) = 0$. There $f'(x) = 2$.",
        r"Both agree, $f(x) = g(x) + x$. So $f'(x) = 2$.",  # of a function that is not known
        r"It satisfies $T(n) = 2T(n - 1) + n$. So $T(n) = 3$.",
    ],
)
def test_an_equation_with_a_function_defines_it_only_by_a_formula(text):
    assert "wrong" not in standings(text)
    assert "holds" not in standings(text)


def test_what_is_told_before_the_parts_is_known_in_all_of_them():
    told = r"Let $f(x) = \frac{a}{2} x^2$ with $a > 0$."
    parts = r"""

(a) We have $f'(x) = a x$.

(b) So $\sqrt{a^2} = a$ and $f''(x) = 2a$."""
    assert standings(told + parts) == ["given", "given", "holds", "holds", "wrong"]


def test_numbers_are_told_for_one_part_only():
    assert standings("(a) Let $n = 2$. Then $n^2 = 4$.\n\n(b) So $n^2 = 4$.")[1:] == ["holds", "undecided"]


@pytest.mark.parametrize(
    "text, expected",
    [
        # parts that follow on one another know what the ones before tell
        (r"(a) Let $f(x) = x^2$.\n\n(b) Then $f'(x) = 3x$.", ["given", "wrong"]),
        (r"(a) Let $f(x) = x^2$.\n\n(d) Then $f'(x) = 3x$.", ["given", "unread"]),
        # another formula, or recurrence, is of another thing, but not one that is said to follow
        (r"(a) Let $f(x) = x^2$.\n\n(b) The wave is $f(x) = x^3$. Then $f'(x) = 3x^2$.", ["given", "given", "holds"]),
        (r"(a) Let $f(x) = (x - 1)^2$.\n\n(b) Expanding, $f(x) = x^2 - 2x + 2$.", ["given", "wrong"]),
        (r"(a) Let $f(x) = x^2$.\n\n(b) The ramp is $f(x) = x$. Then $f'(x) = 1$.", ["given", "given", "unread"]),
        (
            r"(a) Let $x_{k+1} = (1 - h) x_k$.\n\n(b) Implicitly, $x_{k+1} = x_k - h x_{k+1}$. $$x_{k+1} = 2x_k$$",
            ["given", "given", "given"],
        ),
        (r"(i) Let $f(x) = x^2$.\n\n(ii) Then $f'(x) = 3x$.", ["given", "wrong"]),
        # an equation that stands before the parts is supposed in them
        (
            r"Let $A \in \mathbb{R}^{n \times n}$, $A^2 = A$.\n\n(a) Here $$A^3 = A^2 A = A.$$\n\n(c) So $A^4 = A$",
            ["given", "given", "holds", "follows", "follows"],
        ),
        (
            r"Let $v \in \mathbb{R}$, a fixed point, $v = r + g v$.\n\n(a) Then $$u - v = u - r - gv.$$",
            ["given", "mention", "undecided"],
        ),
    ],
)  # fmt: skip
def test_what_parts_hand_on(text, expected):
    assert standings(text.replace(r"\n", "\n")) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"For $|z| > r$ we get $$|1 - \frac{r}{|z|}| |z| = ||z| - r| = |z| - r.$$", ["given", "holds", "follows"]),
        (r"For $|z| < r$ we get $$|1 - \frac{r}{|z|}| |z| = ||z| - r| = |z| - r.$$", ["given", "holds", "conditional"]),
    ],
)
def test_what_fails_only_where_it_is_not_supposed_follows(text, expected):
    assert standings(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        r"Then $$|a + j\omega|^2 = (a + j\omega)(a - j\omega) = a^2 + \omega^2.$$",  # the imaginary unit
        r"The information is $I(\theta) = \theta^2 \mathbb{E}[X] = \theta$.",  # of what law?
        r"$$n (\bar x - \mu) - a \mu = 0 \implies \hat\mu = \frac{n}{n + a} \bar x$$",  # for what solves it
        r"Consider $g(x) = x^2 - 2$. With $x_{k+1} = x_k - \frac{g(x_k)}{g'(x_k)}$ we get $x_3 = 2$.",
    ],
)
def test_of_what_a_key_does_not_tell_nothing_is_called_wrong(text):
    assert "wrong" not in standings(text)


@pytest.mark.parametrize(
    "text, expected, inferred",
    [
        # what is transposed is no number; a letter beside it is one only if nothing else fits
        (r"$(AB)^\top = B^\top A^\top$", ["holds"], {"A": "a square matrix", "B": "a square matrix"}),
        (r"$(AB)^\top = A^\top B^\top$", ["undecided"], {"A": "a square matrix", "B": "a square matrix"}),
        (r"$x^\top A y = y^\top A^\top x$", ["holds"], {"x": "a vector", "A": "a square matrix", "y": "a vector"}),
        (r"$x^\top A y = y^\top A x$", ["undecided"], {"x": "a vector", "A": "a square matrix", "y": "a vector"}),
        (r"$\operatorname{tr}(AB) = \operatorname{tr}(A) \operatorname{tr}(B)$", ["undecided"], None),
        # among names that are known
        (
            r"Let $P \in \mathbb{R}^{n \times n}$. Then $(I - \gamma P)^2 = I - 2\gamma P + \gamma^2 P^2$.",
            ["given", "holds"],
            {"gamma": "a real number"},
        ),
        (
            r"Let $A \in \mathbb{R}^{m \times n}$. Then $\|Ax - b\|^2 = x^\top A^\top A x - 2 b^\top A x + b^\top b$.",
            ["given", "holds"],
            {"x": "a vector", "b": "a vector"},
        ),
        (r"Let $A \in \mathbb{R}^{m \times n}$. Then $A B = B A$.", ["given", "unread"], {}),  # of which size is B?
        # and a function of a vector
        (
            r"Let $A \in \mathbb{R}^{n \times n}$ and $f(x) = x^\top A x$. So $\nabla f(x) = (A + A^\top) x$.",
            ["given", "given", "holds"],
            None,
        ),
    ],
)
def test_letters_in_formulas_with_matrices_are_what_fits(text, expected, inferred):
    (section,) = [each for each in sections(f"# Problem 1\n\n{text}\n") if each.judged]
    assert [link.standing for link in section.judged] == expected
    assert inferred is None or tuple(section.inferred) == tuple(inferred)


def test_what_is_taken_for_a_matrix_is_so_in_its_part_only():
    text = r"(a) $(AB)^\top = B^\top A^\top$\n\n(b) $A + 1 = 2$".replace(r"\n", "\n")
    assert standings(text) == ["holds", "undecided"]


@pytest.mark.parametrize(
    "text, expected",
    [
        (r"Over GF(2) we have $1 + 1 = 0$ and $(x + y)^2 = x^2 + 2y^2$.", ["undecided", "undecided"]),
        (r"In binary, $101 + 11 = 1000$.", ["undecided"]),
        (r"Modulo $7$ we get $5 \cdot 3 = 1$.", ["mention", "undecided"]),
        (r"Binary labels give $1 + 1 = 3$.", ["wrong"]),
        (r"The layers $f_2$ have $1 + 1 = 3$ modes.", ["mention", "wrong"]),
        (r"The model has $1 + 1 = 3$ modes.", ["wrong"]),
    ],
)
def test_numbers_may_be_added_in_another_way_where_the_words_say_so(text, expected):
    assert standings(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # after a space, between names that are listed, before a name, and of a name of which nothing else is told
        (r"Let $P \in \mathbb{R}^{n \times n}$ be symmetric. Then $x^\top P y = y^\top P x$.", ["given", "holds"]),
        (r"Let $P \in \mathbb{R}^{n \times n}$ be given. Then $x^\top P y = y^\top P x$.", ["given", "undecided"]),
        (
            r"Let $U$ and $V$ be orthogonal. Put $A = U V^\top$. Then $A^\top A = I$.",
            ["mention"] * 2 + ["given", "holds"],
        ),
        (r"Let $u \in \mathbb{R}^n$ be a unit vector. Then $u^\top u = 1$.", ["given", "holds"]),
        (r"For a unit vector $u$ put $H = I - 2uu^\top$. Then $H^\top H = I$.", ["mention", "given", "holds"]),
        (r"For a unit vector $u$ put $H = I - uu^\top$. Then $H^\top H = I$.", ["mention", "given", "undecided"]),
        (r"Let $P$ be a projection. Then $(I - P)^2 = I - P$.", ["mention", "holds"]),
        (r"Let $A$ be an $m \times n$ matrix. So $\|Ax\|^2 = x^\top A^\top A x$.", ["mention", "mention", "holds"]),
        (r"Let $c$ be positive. Then $\sqrt{c^2} = c$.", ["mention", "holds"]),
        # what is to be shown is not supposed, and nothing is wrong with what has properties that are not understood
        (r"Let $c$ be a number. Show that $c$ is positive. So $\sqrt{c^2} = c$.", ["mention", "mention", "given"]),
        (
            r"Let $A, B \in \mathbb{R}^{n \times n}$ be diagonal. Then $$AB + A = BA + A = A(B + I).$$",
            ["given", "undecided", "undecided"],
        ),
        # an equation may say what a matrix is like of which only the size was told
        (
            r"Let $B \in \mathbb{R}^{n \times n}$. Here $B^\top = B$, so $B^\top B = B^2$.",
            ["given", "given", "follows"],
        ),
    ],
)
def test_words_tell_of_the_names_beside_them(text, expected):
    assert standings(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # samples, with a law and without
        (r"Let $X_1, \ldots, X_n \sim \mathcal{N}(\mu, v)$. Then $\mathbb{E}[X_i^2] = \mu^2 + v$.", ["given", "holds"]),
        (r"Let $X_1, \ldots, X_n \sim \mathcal{N}(\mu, v)$. Then $\mathbb{E}[X_i^2] = \mu^2 - v$.", ["given", "wrong"]),
        (
            r"Of $y_1, \dots, y_N$ take $\bar y = \frac{1}{N} \sum_{i=1}^N y_i$. "
            r"So $$\sum_{i=1}^N (y_i - \bar y)^2 = \sum_{i=1}^N y_i^2 - N \bar y^2 = \sum_{i=1}^N y_i^2 + N \bar y^2$$",
            ["given", "given", "holds", "wrong"],
        ),
        (  # what is drawn does not move with the mean, and nothing is said of what does
            r"Let $x_1, \dots, x_n \sim \mathcal{N}(\mu, v)$ and $\ell(\mu) = \frac{1}{2} \sum_{i=1}^n (x_i - \mu)^2$. "
            r"So $\ell'(\mu) = -\sum_{i=1}^n (x_i - \mu)$.",
            ["given", "given", "holds"],
        ),
        (
            r"Let $X_1, \dots, X_n \sim \mathcal{N}(\mu, v)$ and $\ell(\mu) = \frac{1}{2} \sum_{i=1}^n (X_i - \mu)^2$. "
            r"So $\ell'(\mu) = -\sum_{i=1}^n (X_i - \mu)$.",
            ["given", "given", "holds"],
        ),
        # entries of a vector whose size nothing tells
        (r"Let $f(x) = x^\top A x$. So $$f(x) = \sum_{i=1}^n \sum_{j=1}^n x_i A_{ij} x_j.$$", ["given", "given"]),
        # what counts something is a whole number, from zero on
        (r"For $f(x) = x^n$ we get $$|\frac{x f'(x)}{f(x)}| = |\frac{n x^n}{x^n}| = n.$$", ["given", "holds", "holds"]),
        (r"For $f(x) = x^a$ we get $$|\frac{x f'(x)}{f(x)}| = |\frac{a x^a}{x^a}| = a.$$", ["given", "holds", "wrong"]),
        (r"Here $$\frac{s}{n} + s = \frac{1}{n^2} \sum_{i=1}^n (s + n s) = s + \frac{s}{n}.$$", ["holds", "holds"]),
    ],
)
def test_samples_and_numbers_that_count(text, expected):
    assert standings(text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [
        # a chain of numbers that began with what holds for all of them
        (r"$$\frac{v^2 s + s^2 v}{(v + s)^2} = \frac{v s}{v + s} = v^{-1} + s^{-1}$$", ["holds", "wrong"]),
        # but not one that ends with a value, or of which something is supposed or unread
        (r"$$\frac{t}{2} + \frac{t}{4} = \frac{3t}{4} = 3$$", ["holds", "undecided"]),
        (r"With $p + q = 1$ we have $$(p + q)^2 - 2pq = p^2 + q^2 = p + q - 2pq.$$", ["given", "holds", "follows"]),
        (
            r"By $K(p; q) = 1$ we have $$(p + q)^2 - 2pq = p^2 + q^2 = p + q - 2pq.$$",
            ["undecided", "holds", "undecided"],
        ),
    ],
)
def test_a_chain_of_numbers_that_holds_at_first_is_general(text, expected):
    assert standings(text) == expected
