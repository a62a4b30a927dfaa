"""A key as a document: Markdown and LaTeX, with the part markers and the ways to mark a solution that people use."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from string import ascii_lowercase

from answerkey.documents.rows import CONNECTIVES, Side, rows
from answerkey.reading.tokens import Unread
from benchmarks.keys.bases import Key, KeyPart, Line, Maths

CONNECTED = 3  # sides of a chain that is long enough for a line each


@dataclass(frozen=True)
class Flavour:
    """How a document is written: its suffix, its fences of formulas, and what stands before a problem and a part."""

    name: str
    suffix: str
    inline: tuple[str, str]
    display: tuple[str, str]
    page: Callable[[Key, str, str], str]  # of the commands and the body
    heading: Callable[[Key, str], str]  # of the statement
    part: Callable[[KeyPart, str, str], str]  # of the question and the solution
    aligned: bool = False


def pandoc(key: Key, commands: str, body: str) -> str:
    return f"---\ntitle: A key\n---\n\n{commands}\n\n{body}\n"


def bare(key: Key, commands: str, body: str) -> str:
    return f"{commands}\n\n{body}\n"


def article(key: Key, commands: str, body: str) -> str:
    return (
        "\\documentclass{article}\n\\usepackage{amsmath,enumitem}\n\\newtheorem{claim}{Claim}\n"
        f"{commands}\n\\begin{{document}}\n{body}\n\\end{{document}}\n"
    )


def exam(key: Key, commands: str, body: str) -> str:
    return (
        f"\\documentclass[answers]{{exam}}\n\\usepackage{{amsmath}}\n{commands}\n\\begin{{document}}\n"
        f"\\begin{{questions}}\n{body}\n\\end{{questions}}\n\\end{{document}}\n"
    )


def marked(part: KeyPart) -> str:
    """A part's label as it is printed, (a) or (2)(a)."""
    return "".join(f"({mark})" for mark in re.findall(r"[a-z]|\d+", part.label))


def listed(part: KeyPart, question: str, solution: str) -> str:
    inset = re.sub(r"\n(?=.)", "\n    ", f"{question}\n\n**Solution:** {solution}")
    return f"- {marked(part)} {inset}"


def parted(part: KeyPart, question: str, solution: str) -> str:
    return f"\\part {question}\n\\begin{{solution}}\n{solution}\n\\end{{solution}}"


def is_lettered(key: Key) -> bool:
    """Whether the parts of a key are (a), (b) and so on, as a counter would number them."""
    return "".join(part.label or "-" for part in key.parts) == ascii_lowercase[: len(key.parts)]


DOLLARS = ("$", "$"), ("$$", "$$")
BRACKETS = (r"\(", r"\)"), ("\\[\n", "\n\\]")
EQUATION = ("$", "$"), ("\\begin{equation}\n", "\n\\end{equation}")
FLAVOURS = (
    Flavour(
        "pandoc, headings", ".md", *DOLLARS, pandoc,
        lambda key, text: f"# Problem 1: {key.title}\n\n{text}",
        lambda part, question, text: f"## {marked(part)}\n\n{question}\n\n**Solution.** {text}",
    ),
    Flavour(
        "Markdown, 1(a) as headings", ".md", *DOLLARS, bare,
        lambda key, text: f"# {key.title}\n\n## Problem 1\n\n{text}",
        lambda part, question, text: f"### Problem 1{marked(part)}\n\n{question}\n\n*Answer:* {text}",
        aligned=True,
    ),
    Flavour(
        "Markdown, a list of parts", ".md", *DOLLARS, bare, lambda key, text: f"# 1. {key.title}\n\n{text}", listed
    ),
    Flavour(
        "Markdown, bold markers", ".md", *BRACKETS, bare,
        lambda key, text: f"**Problem 1.** {text}",
        lambda part, question, text: f"**{marked(part)}** {question}\n\n**Solution:** {text}",
    ),
    Flavour(
        "Quarto, callouts", ".qmd", *DOLLARS, pandoc,
        lambda key, text: f"# Problem 1\n\n{text}",
        lambda part, question, text: (
            f"## Part {marked(part)}\n\n{question}\n\n::: {{.solution}}\n\n{text}\n\n:::"
        ),
    ),
    Flavour(
        "LaTeX, sections", ".tex", *EQUATION, article,
        lambda key, text: f"\\section*{{Problem 1}}\n{text}",
        lambda part, question, text: (
            f"\\subsection*{{{marked(part)}}}\n{question}\n\n\\textbf{{Solution.}} {text}"
        ),
        aligned=True,
    ),
    Flavour(
        "LaTeX, Problem 1a", ".tex", *BRACKETS, article,
        lambda key, text: f"\\section{{{key.title}}}\n\\subsection*{{Problem 1}}\n{text}",
        lambda part, question, text: (
            f"\\paragraph{{Part {marked(part)}}} {question}\n\n\\begin{{proof}}[Solution]\n{text}\n\\end{{proof}}"
        ),
    ),
    Flavour("LaTeX, exam class", ".tex", *DOLLARS, exam, lambda key, text: f"\\question {text}\n", parted),
)  # fmt: skip


def printed(key: Key, flavour: Flavour) -> str:
    """The document."""
    parts = [part_text(part, flavour) for part in key.parts]
    if flavour.page is exam:
        parts = ["\\begin{parts}", *parts, "\\end{parts}"]
    body = "\n\n".join([flavour.heading(key, text(key.statement, flavour)), *parts])
    return flavour.page(key, "\n".join(key.commands), body)


def part_text(part: KeyPart, flavour: Flavour) -> str:
    """A part under its mark; what is the only part of a problem, or comes before the others, has none."""
    question, solution = text(part.question, flavour), "\n\n".join(text(line, flavour) for line in part.lines)
    if part.label:
        return flavour.part(part, question, solution)
    mark = r"\textbf{Solution.}" if flavour.suffix == ".tex" else "**Solution.**"
    return f"{question}\n\n{mark} {solution}"


def text(line: Line, flavour: Flavour) -> str:
    """A line with its formulas between fences, a displayed one on lines of its own."""
    return "".join(piece if isinstance(piece, str) else fenced(piece, flavour) for piece in line).strip()


def fenced(formula: Maths, flavour: Flavour) -> str:
    if not formula.display:
        return f"{flavour.inline[0]}{formula.latex}{flavour.inline[1]}"
    if r"\begin{align" in formula.latex and flavour.display[0].startswith(r"\begin"):
        return f"\n\n{formula.latex.replace('{aligned}', '{align*}')}\n\n"
    latex = in_rows(formula.latex) if flavour.aligned else formula.latex
    return f"\n\n{flavour.display[0]}{latex}{flavour.display[1]}\n\n"


def in_rows(latex: str) -> str:
    """A chain with a row for every link."""
    try:
        cut = rows(latex.rstrip(" .,"))
    except Unread:
        return latex
    if len(cut) != 1 or len(cut[0]) < CONNECTED or r"\begin" in latex:
        return latex
    return r"\begin{aligned} " + " \\\\\n".join(in_pairs(joined(cut[0]))) + r" \end{aligned}"


def joined(sides: list[Side]) -> list[Side]:
    """The sides between signs of logic, where there are any, each with the relations in it."""
    if not any(side.sign in CONNECTIVES for side in sides):
        return sides
    found: list[Side] = []
    for side in sides:
        if found and side.sign not in CONNECTIVES:
            found[-1] = replace(found[-1], latex=f"{found[-1].latex} {side.sign} {side.latex}")
        else:
            found.append(side)
    return found


def in_pairs(sides: list[Side]) -> Iterable[str]:
    first, second, *others = sides
    yield f"{first.latex} &{second.sign} {second.latex}"
    yield from (f"&{side.sign} {side.latex}" for side in others)
