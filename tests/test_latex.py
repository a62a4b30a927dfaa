r"""What is a formula in a LaTeX source, and what is none."""

import pytest

from answerkey.documents import latex


def formulas(text):
    return [" ".join(piece.text.split()) for piece in latex.pieces(text) if piece.kind == "formula"]


@pytest.mark.parametrize(
    "text, expected",
    [
        ("$$\n a = b\n% as $c$\n = d\n$$ $y$", ["a = b = d", "y"]),  # a line that is all comment ends no paragraph
        ("$x\n\n% a\n% b\n\n y$", []),
        (r"in \ensuremath{\mathbb{R}}, $a$", [r"\mathbb{R}", "a"]),
        (r"\newcommand{\R}{\ensuremath{\mathbb{R}}} in \R{} and $x \in \R$", [
            r"\mathbb{R}", r"x \in \ensuremath{\mathbb{R}}"
        ]),
        (r"\begin{eqs}[t]{rCl} a_1 &= b \\[2pt] &= c \end{eqs}", [r"a_1 &= b \\[2pt] &= c"]),
        (r"\begin{mylines} \frac12 < 1 \end{mylines}", [r"\frac12 < 1"]),
        (r"\begin{mylines} in words \label{a_b} \end{mylines}", []),
        (r"\begin{mylines} in words, $a_1$ \end{mylines}", ["a_1"]),
        (r"\begin{figure}[ht]\includegraphics[width=2cm]{a_b.png}\caption{A loss.}\end{figure}", []),
        (r"\begin{tabular}{rl} a & b \\ c & d \end{tabular}", []),
        (r"\begin{subequations}\begin{align} a &= b \end{align} so $c$\end{subequations}", [
            r"\begin{align} a &= b \end{align}", "c"
        ]),
        (r"\begin{align*} a &= b \\ \intertext{as $c$, so} d &= e \end{align*}", [r"a &= b \\", "c", "d &= e"]),
        (r"\begin{alignat}{2} a &= b \shortintertext{so} d &= e \end{alignat}", ["a &= b", "d &= e"]),
        (r"If x = 2 then $y$, at 10:30 with \texttt{lr=0.1, n=3} and 50\% in 3 cases.", ["x = 2", "y"]),
        (r"\only<2>{$a$} \begin{lstlisting} $b$ \end{lstlisting} \lstinline|$b$| \begin{minted}{c} $b$ \end{minted}", [
            "a"
        ]),
        (r"\ifnum1>2 $a$ \else $b$ \fi \ifnum1<2 $c$ \else $d$ \fi \ifdraft $e$ \else $f$ \fi", list("bcef")),
    ],
)  # fmt: skip
def test_what_is_a_formula(text, expected):
    assert formulas(text) == expected
