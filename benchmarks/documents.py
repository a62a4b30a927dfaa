"""How fast documents are taken apart: a key of five hundred formulas in Markdown and in LaTeX, with its outline."""

import time

from answerkey.documents import latex, markdown
from answerkey.documents.outline import Asked, outline
from answerkey.documents.pieces import Piece

PARTS = 125  # of four formulas each
ROWS = r"""w_{t+1} - \frac{y}{\sigma} &= (1 - 2\eta\sigma^2) w_t + 2\eta\sigma y - \frac{y}{\sigma} \\
&= (1 - 2\eta\sigma^2)\left(w_t - \frac{y}{\sigma}\right)"""
WORDS = r"""The slope of the loss is known, so that the update is linear in the weight: for every $\sigma > 0$ we
have $w_{t+1} = (1 - 2\eta\sigma^2) w_t + 2\eta\sigma y$. Measured from the solution, it follows that
"""
END = r"and the error dies out if $|1 - 2\eta\sigma^2| < 1$, which was to be shown."
SHEET = [Asked(str(i + 1), "Rates", tuple("abcde")) for i in range(PARTS // 5)]


def in_markdown() -> str:
    return "\n\n".join(
        (f"## Problem {i // 5 + 1}\n\n" if i % 5 == 0 else "")
        + f"({'abcde'[i % 5]}) {WORDS}\n$$\\begin{{aligned}} {ROWS} \\end{{aligned}}$$\n\n{END}"
        for i in range(PARTS)
    )


def in_latex() -> str:
    problems = []
    for i in range(0, PARTS, 5):
        items = "\n".join(rf"\item {WORDS} \be {ROWS} \ee {END}" for _ in range(5))
        problems.append(rf"\problem{{{i // 5 + 1}}} \begin{{enumerate}}[label=(\alph*)] {items} \end{{enumerate}}")
    commands = r"\newcommand{\problem}[1]{\section*{Problem #1}} \def\be{\begin{align*}} \def\ee{\end{align*}}"
    return rf"{commands} \begin{{document}} {' '.join(problems)} \end{{document}}"


def formulas(pieces: list[Piece]) -> int:
    return sum(piece.kind == "formula" for piece in pieces)


def main() -> None:
    for name, module, text in (("Markdown", markdown, in_markdown()), ("LaTeX", latex, in_latex())):
        times = []
        for _ in range(5):
            started = time.perf_counter()
            pieces = module.pieces(text)
            sections = outline(pieces, SHEET)
            times.append(time.perf_counter() - started)
        parts = sum(bool(section.part) for section in sections)
        print(
            f"{name:9} {formulas(pieces)} formulas in {parts} parts, {len(text) // 1000} kB: {sorted(times)[2]:.3f} s"
        )


if __name__ == "__main__":
    main()
