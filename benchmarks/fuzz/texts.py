r"""python -m benchmarks.fuzz.texts [SECONDS] [SEED]: looks for a text that the reader cannot bear.

Arbitrary text, heaps of tokens, formulas that were mutilated, and what is long, deep or huge.  Whatever is read, only
`Unread` is raised, soon; what is read and can be printed is read again, and printed the same.
"""

import json
import re
import sys
import time
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from itertools import count
from pathlib import Path
from random import Random

from answerkey.context import Context
from answerkey.documents.rows import rows
from answerkey.reading.declarations import declared
from answerkey.reading.names import Names
from answerkey.reading.operators import KNOWN
from answerkey.reading.parser import SPECIAL, read
from answerkey.reading.relations import LINKS, NEGATED, ORDER
from answerkey.reading.sentences import sentence
from answerkey.reading.tokens import GREEK, LAYOUT, LONGEST, SAME, SIZES, SWITCHES, Unread
from answerkey.reading.typeset import Untypeset, typeset
from answerkey.shapes import ShapeError

HERE = Path(__file__).parents[1]
LIMIT = 6.0  # seconds of processor time for whatever is done with one text
MEGABYTES = 200  # that reading one text may take
CONTEXT = (
    Context()
    .with_models({"f": lambda x, A: (A @ x).T @ (A @ x), "L": lambda w, sigma: (sigma * w) ** 2})
    .declare(
        r"A, B \in \mathbb{R}^{n \times n}",
        r"X, N \in \mathbb{R}^{m \times n}",
        r"x, y, x^*, z_t, M_t \in \mathbb{R}^n",
        r"b, \hat{b} \in \mathbb{R}^m",
        r"\lambda, \sigma, \sigma_\ell > 0",
        r"t \in \mathbb{N}",
        r"i \in \{1, \dots, n\}",
        r"w, w_t, w_0, a \in \mathbb{R}",
        r"v, v_t \in \mathbb{R}^n",
        r"g(u) = u^2 + a",
    )
)


def parts(text: str) -> list[str]:
    return text.strip().replace("\n", " · ").split(" · ")


MARKS = [*"{}{}{}()[]()|^_^_=<>+-*/,.;:&!'0123456789 $~%#@?\"`", r"\\", r"\{", r"\}", r"\|", r"\%"]
LETTERS = [*"wxyzabtnikmuvAXBNMTIEePLfgd"]
PHRASES = parts(r"""
\text{ if } · \text{ and } · \text{ s.t. } · \mathbb{E} · \mathbb{R}^n · \mathbb{1}_{ · _{t+1} · ^T · ^{-1} · ^{(1)}
_i · [1] · ^{\text{new}} · \begin{bmatrix} · \end{bmatrix} · \begin{cases} · \end{cases} · \begin{aligned}
\end{aligned} · {\bf · \operatorname{ · \mathrm{ · \mathbf{ · \overset{!}{=} · |_{x = 0} · \underset{w}{\arg\min}
\sum_{i=1}^n · \sum_{i<j} · \frac{\partial}{\partial w} · \frac{d^2 L}{dw^2} · \nabla^2_x · \lim_{t \to \infty}
\max_i · 1,000 · 1.5 · p(w| · \left. · \right| · \in \{1, \dots, n\} · \textcolor{red}{ · + \dots + · , \dots,
\xrightarrow{t \to \infty}
""")
COMMANDS = [*GREEK, *SPECIAL, *ORDER, *LINKS, *NEGATED, *SAME, *SIZES, *SWITCHES, *LAYOUT]
COMMANDS += [rf"\{word}" for word in KNOWN]
GLYPHS = [*"σ≤²₁ℝ𝐱‖−√ᵀ∑∈→×·\u00a0\u2003\u200bé漢🙂"]  # noqa: RUF001
OPENED = parts(r"""
( ) · { } · \left( \right) · | | · \| \| · \frac{1}{ } · \sqrt{ } · x^{ } · x_{ } · \begin{bmatrix} \end{bmatrix}
f( ) · \begin{cases} \end{cases} · \mathbf{ } · \text{ } · \mathbb{E}[ ] · \max(a, ) · \left| \right| · \{ \}
\operatorname{tr}( ) · \left. \right|_{x=0} · \sum_{i=1}^{ }i · 1[ >0] · \overset{a}{ } · \underset{a}{ } · \hat{ }
\begin{aligned} \end{aligned}
""")
HUGE = parts(r"""
9^{9^{9^{9}}} · \binom{10^9}{5} · 1000000000! · 10^{1000000000} · \sqrt[1000000000]{2} · A^{1000000000} · w!!!!
x^{\odot 8} · \sum_{k=1}^{1000000000} k · \frac{d^8}{dw^8} w^{1000000} · \mathbf{1}_{1000000000}
I_{1000000000} \otimes I_{1000000000} · x \in \mathbb{R}^{1000000000 \times 1000000000} · w''''''''''''''
\tanh^{8}(x) · 9\%\%\% · \operatorname{diag}(1,2,3,4,5,6)
""")


def corpus() -> list[str]:
    """Formulas as people write them."""
    found = [line for line in (HERE / "formulas.txt").read_text().splitlines() if line and line[0] not in "%?n"]
    for path in (HERE / "pairs.jsonl", *sorted((HERE / "corpus").glob("*.jsonl"))):
        for pair in map(json.loads, filter(str.strip, path.read_text().splitlines())):
            found += [pair["lhs"], pair["rhs"], *pair["where"]]
    return found


FORMULAS = corpus()
PIECE = re.compile(r"\\[A-Za-z]+|\\.|\s|.", re.DOTALL)


class Texts:
    """A source of texts, each by its number and the seed alone."""

    def __init__(self, seed: int):
        self.seed = seed

    def text(self, number: int) -> str:
        self.random = Random(f"{self.seed} {number}")
        rules = (*[self.arbitrary] * 4, *[self.heap] * 18, *[self.mutilated] * 18, self.grown)
        return rules[number % len(rules)]()

    def token(self) -> str:
        kinds = (MARKS, MARKS, LETTERS, LETTERS, PHRASES, COMMANDS, GLYPHS[: self.random.randint(1, len(GLYPHS))])
        return self.random.choice(self.random.choice(kinds))

    def arbitrary(self) -> str:
        most = self.random.choice((128, 0x250, 0x3000, 0x110000))
        codes = (self.random.randrange(most) for _ in range(self.random.randint(0, 40)))
        return "".join(chr(code) for code in codes if not 0xD800 <= code < 0xE000)

    def heap(self) -> str:
        space = self.random.choice(("", " "))
        return space.join(self.token() for _ in range(self.random.randint(1, 30)))

    def mutilated(self) -> str:
        """A formula with pieces lost, doubled, swapped, or taken from another."""
        found, other = (PIECE.findall(self.random.choice(FORMULAS)) for _ in range(2))
        for _ in range(self.random.randint(1, 4)):
            at, length = self.random.randrange(len(found) + 1), self.random.randint(0, 3)
            start = self.random.randrange(len(other) + 1)
            new = ([], [self.token()], found[at : at + length] * 2, other[start : start + self.random.randint(0, 6)])
            found[at : at + length] = self.random.choice(new)
        return "".join(found)

    def grown(self) -> str:
        """What is long, deep or huge."""
        many = self.random.choice((10, 55, 70, 1_000, 5_000))
        if self.random.random() < 0.4:
            opening, closing = self.random.choice(OPENED).split()
            return (
                opening * many + self.random.choice(("x", "w", self.token())) + closing * self.random.choice((many, 0))
            )
        if self.random.random() < 0.3:
            return self.random.choice(HUGE) + self.random.choice(("", " = w", " + w"))
        piece = "".join(self.random.choice((self.token(), self.random.choice(FORMULAS))) for _ in range(3))
        return piece * (self.random.choice((2_000, 5_000, 20_000, 100_000)) // len(piece))


def faults(text: str) -> list[str]:
    """What is wrong with what is made of a text."""
    found = []
    for names in (CONTEXT.names, Names(CONTEXT.names.symbols, inferring=True), Names(inferring=True, matrices=True)):
        found += faults_of(lambda names=names: came_back(text, names), len(text))
    for rule in (lambda: declared(text, CONTEXT), lambda: rows(text), lambda: sentence(f"Let ${text}$.", CONTEXT)):
        found += faults_of(rule, len(text) + len("Let $$."))
    return found


def faults_of(rule: Callable[[], object], length: int) -> list[str]:
    started, found = time.process_time(), []
    try:
        if isinstance(said := rule(), str) and said:
            found.append(said)
    except Unread as error:
        found += [] if 0 <= error.offset <= length else [f"an error at {error.offset} of {length}"]
    except Exception as error:
        found.append(f"{type(error).__name__}: {error}")
    seconds = time.process_time() - started
    return [*found, f"{seconds:.1f} seconds"] if seconds > LIMIT else found


def came_back(text: str, names: Names) -> str:
    """What is wrong with a formula that is read, printed and read again; "" of most."""
    tree = read(text, names)
    repr(tree)
    try:
        printed = typeset(tree, names)
    except Untypeset:
        return ""
    if len(printed) > LONGEST:
        return ""
    try:
        again = read(printed, names)
        same = again == tree and typeset(again, names) == printed
        return "" if same else f"{tree} is printed {printed} and read {again}"
    except (Unread, Untypeset, ShapeError) as error:
        return f"{tree} is printed {printed}, which is not read: {error}"


def megabytes(text: str) -> float:
    """How much memory it takes at most to read a text."""
    tracemalloc.start()
    try:
        with suppress(Unread):
            read(text, Names(inferring=True))
        return tracemalloc.get_traced_memory()[1] / 2**20
    finally:
        tracemalloc.stop()


def main(seconds: float, seed: int) -> int:
    texts, until, findings = Texts(seed), time.monotonic() + seconds, 0
    for number in count():
        if time.monotonic() > until:
            break
        for fault in faults(text := texts.text(number)):
            findings += 1
            print(f"{number}: {fault[:400]}\n    of {text[:300]!r}{'...' if len(text) > 300 else ''}", flush=True)
    print(f"{number} texts, seed {seed}: {findings or 'no'} findings")
    return bool(findings)


if __name__ == "__main__":
    sys.exit(main(*(kind(text) for kind, text in zip((float, int), [*sys.argv[1:], "60", "0"][:2], strict=True))))
