r"""Mathematics that stands outside any dollars, as converters leave it: `\hat{w}`, `w_t`, n = 3, X^TX, \u03b7.

Only what cannot be mistaken for words is taken: commands, letters with an index or an exponent, Greek letters, and
relations between letters and numbers.
"""

import re
from collections.abc import Iterator

from answerkey.documents.pieces import Traced

# ruff: noqa: RUF001  what looks like another letter is what is looked for
GREEK = dict(
    zip(
        "αβγδεζηθικλμνξπρστυφχψωΓΔΘΛΞΠΣΦΨΩϵϕℓ",
        r"\alpha \beta \gamma \delta \epsilon \zeta \eta \theta \iota \kappa \lambda \mu \nu \xi \pi \rho \sigma \tau "
        r"\upsilon \phi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi \Psi \Omega \epsilon \phi "
        r"\ell".split(),
        strict=True,
    )
)
SIGNS = dict(
    zip("≤≥≠≈∈·×∞−∇∂→", r"\le \ge \ne \approx \in \cdot \times \infty - \nabla \partial \to".split(), strict=True)
)
SPELLED = GREEK | SIGNS
LETTERS = "".join(GREEK)
BRACES = r"\{(?:[^{}\n]|\{(?:[^{}\n]|\{[^{}\n]*\})*\})*\}"
SCRIPT = rf"(?:[ ]?[\^_][ ]?(?:{BRACES}|\\[A-Za-z]+|[A-Za-z0-9*'{LETTERS}](?![A-Za-z])|T(?=[A-Z]))|')"
COMMAND = (
    rf"\\(?!(?:item|section|text[a-z]+|LaTeX|TeX|ldots|dots|quad|qquad|label|ref|cite)\b)[A-Za-z]+(?:[ ]?{BRACES})*"
)
ATOM = (
    rf"(?:{COMMAND}|(?<![A-Za-z0-9\\])[A-Z]{{2}}(?=[\^_])|(?<![A-Za-z0-9\\])(?:[A-Za-z](?![A-Za-z0-9])|[A-Z](?=[A-Z]\^))"
    rf"|(?<=[\^]T)[A-Za-z](?![a-z])|[{LETTERS}∞]|(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![A-Za-z\d]))(?:{SCRIPT})*"
)
RELATION = r"(?:[<>=]|[≤≥≠≈∈→])"
OPERATOR = rf"(?:{RELATION}|[-+*/()\[\]|,]|[·×−∇∂]|\\[|{{}}])"
RUN = re.compile(rf"(?:{ATOM}|{OPERATOR})(?:[ ]?(?:{ATOM}|{OPERATOR}))*")
SURE = re.compile(
    rf"\\[A-Za-z]|[A-Za-z{LETTERS}][ ]?[\^_]|[{LETTERS}]|[A-Za-z0-9)\]}}|][ ]?{RELATION}[ ]?[-A-Za-z0-9(\[|\\]"
)
CODE = re.compile(r"==|<<|>>|->|=>|<-|<=|>=|\+\+|//|\*\*|--")
REMARK = re.compile(rf"(?<= )\([^()]*{RELATION}[^()]*\)")  # (d > n), which is no factor
ARTICLE = re.compile(r"^(?:a|A|I)[ ](?![-+*/<>=)^_])|(?<![-+*/<>=(^_])[ ](?:a|A|I)$")
OPENS = {"(": ")", "[": "]"}


def loose(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The stretches of a text that are formulas without dollars."""
    for run in RUN.finditer(text, start, end):
        for at, to in parts(text, run.start(), run.end()):
            at, to = trimmed(text, at, to)
            if at < to and SURE.search(text, at, to) and not CODE.search(text, at, to):
                yield at, to


def parts(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A stretch cut at its commas and at brackets that do not match, but not within brackets."""
    depth, at = 0, start
    for i in range(start, end):
        depth += (text[i] in "([{") - (text[i] in ")]}")
        if depth < 0 or (text[i] == "," and depth == 0):
            yield at, i
            at, depth = i + 1, 0
        elif depth == 1 and REMARK.match(text, i, end):
            yield at, i
            at = i
    if depth > 0:  # the last bracket that is not closed is no part of the formula
        opened = unclosed(text, at, end)
        yield at, opened
        yield opened + 1, end
    else:
        yield at, end


def unclosed(text: str, start: int, end: int) -> int:
    """The first bracket that is never closed."""
    open_at: list[int] = []
    for i in range(start, end):
        if text[i] in "([{":
            open_at.append(i)
        elif text[i] in ")]}" and open_at:
            open_at.pop()
    return open_at[0]


def trimmed(text: str, at: int, to: int) -> tuple[int, int]:
    """A stretch without the signs and articles at its ends, and without brackets around all of it."""
    while True:
        before = at, to
        while at < to and text[at] in " *+/=<>,|)]≤≥≠≈·×→":
            at += 1
        while at < to and text[to - 1] in " *+-/=<>,([≤≥≠≈·×−→∂∇" and text[to - 2 : to] not in ("^*", "_*"):
            to -= 1
        if to - at > 1 and OPENS.get(text[at]) == text[to - 1] and unclosed(text, at, to - 1) == at:
            at, to = at + 1, to - 1
        if article := ARTICLE.search(text[at:to]):
            at, to = (at + article.end(), to) if article.start() == 0 else (at, at + article.start())
        if (at, to) == before:
            return at, to


def spelled(source: Traced) -> Traced:
    """A formula with commands for its Greek letters and signs."""
    if source.text.isascii():
        return source
    written = []
    for i, character in enumerate(source.text):
        if character in SPELLED:
            written.append(Traced.put_in(f"{SPELLED[character]} ", source.origins[i]))
        else:
            written.append(source[i : i + 1])
    joined = Traced.joined(written)
    return joined[: len(joined.text.rstrip())]
