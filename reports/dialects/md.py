"""Markdown as GitHub shows it."""

import re

PARAGRAPH = "\n\n"
MARKS = {  # in a sentence, and after a displayed formula
    "": ("", ""),
    "measured": ("<sup>‡</sup>", r" \qquad \ddagger"),
    "proved": ("<sup>✓</sup>", r" \qquad \checkmark"),
}
LISTLIKE = re.compile(r"^(\s*)([-+=]|\d+(?=[.)]))")
# Markdown takes the backslash off `\{` before the mathematics is read, so it is spelled with letters.
SPELLED = {
    r"\{": r"\lbrace ",
    r"\}": r"\rbrace ",
    r"\|": r"\Vert ",
    r"\,": r"\thinspace ",
    r"\:": r"\medspace ",
    r"\>": r"\medspace ",
    r"\;": r"\thickspace ",
    r"\!": r"\negthinspace ",
    r"\\": r"\cr ",
    "~": r"\ ",
    "*": r"\ast ",  # a pair of stars would be emphasis
    "<": "< ",  # and `<b` a tag
    "](": "] (",  # and `[a](b)` a link
}
COMMAND = r"\\[A-Za-z]+\*?(?:\{[A-Za-z]+\*\})?"
HAZARDS = re.compile(COMMAND + r"|\\.|\]\(|[~*]|<(?=[A-Za-z/!?])|(?<=[^A-Za-z0-9])_", re.DOTALL)


def escape(text: str) -> str:
    text = re.sub(r"[\\`*_\[\]|~#]", r"\\\g<0>", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return LISTLIKE.sub(r"\1&#8203;\2", text).replace("$", "<span>$</span>")


def emphasis(escaped: str) -> str:
    return f"*{escaped}*"


def mark(kind: str, label: str) -> tuple[str, str]:
    """What follows a formula in a sentence, and on a line of its own: the mark of a verdict, or a remark's number."""
    return (f" **[{label}]**", rf" \qquad \textbf{{[{label}]}}") if label else MARKS[kind]


def formula(latex: str, display: bool, live: bool, mark: tuple[str, str]) -> str:
    if not live:
        return as_typed(latex, display) + mark[0] + ("\n\n" if display and mark[0] else "")
    if display:
        return f"\n\n$$\n{surviving(latex)}{mark[1]}\n$$\n\n"
    return f"${surviving(latex)}$" + mark[0]


def surviving(latex):
    """`latex` spelled so that a Markdown reader leaves it whole."""

    def spell(found):
        return "_ " if found[0] == "_" else SPELLED.get(found[0], found[0])

    return " ".join(HAZARDS.sub(spell, latex).split())


def as_typed(latex, display):
    fence = "`" * (1 + max(map(len, re.findall("`+", latex)), default=0))
    if display:
        fence = fence.rjust(3, "`")
        return f"\n\n{fence}latex\n{latex}\n{fence}\n\n"
    return f"{fence} {latex} {fence}"


def doubtful(formula: str, display: bool, status: str, reason: str) -> str:
    return f"{formula}{'' if display else ' '}**[{status}: {reason}]**" + ("\n\n" if display else "")


def remark(label: int, title: str, status: str, link: str, live: bool, why: str) -> str:
    shown = formula(link, False, live, MARKS[""]) if link else ""
    return f"\n\n> **[{label}] {title}**{': ' + shown if shown else ''}\n>\n> {why}\n\n"
