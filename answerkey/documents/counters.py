r"""LaTeX's counters, what is printed of them (`\arabic{problem}`, `\alph*`, `\theenumi`), and conditions on them."""

import re
from collections import defaultdict

from answerkey.documents.macros import group, skip_spaces
from answerkey.documents.unseen import CONDITION

STYLES = ("arabic", "alph", "Alph", "roman", "Roman")
COUNTING = frozenset({"setcounter", "addtocounter", "stepcounter", "refstepcounter"})
STARRED = re.compile(r"\\(arabic|alph|Alph|roman|Roman)\*")
OF_COUNTER = re.compile(r"\\(arabic|alph|Alph|roman|Roman)\s*\{(\w+)\}")
SHORT = re.compile(r"(?<![A-Za-z\\{])([1aAiI])(?![A-Za-z])")  # the label of a list's short form: [(a)], [i.], [1)]
SHORT_STYLES = dict(zip("1aAiI", STYLES, strict=True))
LABELS = {1: r"\arabic*.", 2: r"(\alph*)", 3: r"\roman*.", 4: r"\Alph*."}  # of LaTeX's own lists, by depth
OPTION = r"\s*=\s*(?:\{((?:[^{}]|\{[^{}]*\})*)\}|([^,\]]*))"
NUMERALS = ((10, "x"), (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))
COMPARED = re.compile(r"\s*(.*?)([<>=])(.*?)(?:\s|\\relax)", re.DOTALL)
EMPTY = re.compile(r"\s*([&@])(.*?)\1", re.DOTALL)  # \ifx&#1&, true of nothing
UNPRINTED = re.compile(
    r"\\(?:label|ref|vspace|hspace|color|textcolor)\*?\s*\{[^{}]*\}|\\(?:quad|qquad|hfill)(?![A-Za-z])|\\[\\,; ]"
)


class Counters(defaultdict[str, int]):
    """Numbers by the name of their counter; one that was never set is zero."""

    def __init__(self) -> None:
        super().__init__(int)
        self.is_endless = False  # whether a condition is never closed
        self.passed: dict[int, int] = {}  # where a branch that is not taken begins and ends

    def count(self, command: str, text: str, at: int) -> tuple[str, int]:
        r"""Do what `\setcounter` or another such command before `at` says; the counter, and where its arguments end."""
        counter, at = group(text, skip_spaces(text, at))
        if counter is None:
            return "", at
        value = 1
        if command in ("setcounter", "addtocounter"):
            given, at = group(text, skip_spaces(text, at))
            value = self.number(given or "")
        self[counter] = value if command == "setcounter" else self[counter] + value
        return counter, at

    def number(self, text: str) -> int:
        """A whole number as it is written, or a counter's value; 0 for anything else."""
        plain = self.plain(re.sub(r"\\value\s*\{", r"\\arabic{", text))
        return int(plain) if re.fullmatch(r"-?\d{1,6}", plain) else 0

    def plain(self, latex: str) -> str:
        """Words as they are printed, without commands and braces."""
        latex = OF_COUNTER.sub(lambda match: printed(self[match[2]], match[1]), latex)
        latex = re.sub(r"\\the([A-Za-z]+)", lambda match: str(self[match[1]]) if match[1] in self else "", latex)
        latex = UNPRINTED.sub(" ", latex).replace("~", " ")
        return re.sub(r"\s+", " ", re.sub(r"\\[A-Za-z@]+\*?|[{}]|\\", "", latex)).strip()

    def condition(self, name: str, text: str, at: int) -> int:
        r"""Where to go on: `\ifnum1>0` and `\ifx&1&` are evaluated; of other conditions both branches are read."""
        if name == "else":
            return self.passed.pop(at, at)
        if name == "ifnum" and (test := COMPARED.match(text, at, at + 80)):
            left, right = self.number(test[1]), self.number(test[3])
            holds = {"<": left < right, ">": left > right, "=": left == right}[test[2]]
        elif name == "ifx" and (test := EMPTY.match(text, at, at + 200)):
            holds = not test[2].strip()
        else:
            return at
        if self.is_endless:
            return test.end()
        otherwise = branch_end(text, test.end(), at_else=True)
        self.is_endless = otherwise == test.end()
        if not holds:
            return otherwise
        self.passed[otherwise] = branch_end(text, otherwise, at_else=False)
        return test.end()


def branch_end(text: str, at: int, at_else: bool) -> int:
    r"""Behind the `\fi`, or the `\else`, of the condition that is open at `at`."""
    depth = 1
    for match in CONDITION.finditer(text, at):
        if match[1] == "else":
            if depth == 1 and at_else:
                return match.end()
            continue
        depth += -1 if match[1] == "fi" else 1
        if depth == 0:
            return match.end()
    return at


def printed(number: int, style: str) -> str:
    """A number as LaTeX prints it in one of the STYLES."""
    if style in ("alph", "Alph") and 1 <= number <= 26:
        return chr(ord("a" if style == "alph" else "A") + number - 1)
    if style in ("roman", "Roman") and 1 <= number < 40:
        numeral = ""
        for value, letters in NUMERALS:
            while number >= value:
                numeral, number = numeral + letters, number - value
        return numeral if style == "roman" else numeral.upper()
    return str(number)


def labelled(template: str, number: int) -> str:
    r"""The label of an item: `(\alph*)` for the third is (c)."""
    return STARRED.sub(lambda style: printed(number, style[1]), template)


def template_of(options: str | None, default: str) -> tuple[str, int]:
    """How the items of a list are labelled, and the number of the first, by the options of the list."""
    if options is None:
        return default, 1
    start = re.search(r"start\s*=\s*(\d{1,6})", options)
    first = int(start[1]) if start else 1
    if label := re.search(rf"label{OPTION}", options):
        return (label[2] if label[1] is None else label[1]).strip(), first
    if "=" in options or not (found := SHORT.search(options)):
        return default, first
    return rf"{options[: found.start()]}\{SHORT_STYLES[found[1]]}*{options[found.end() :]}", first
