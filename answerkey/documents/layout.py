r"""What only arranges a formula: the environments and boxes around it, colours, and breaks in the midst of a statement.

All that is taken away leaves white space in its place, so that each character keeps its offset.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from answerkey.documents.macros import bracketed, group, skip_spaces
from answerkey.reading.arranging import tokens
from answerkey.reading.tokens import Token, Unread

ALIGNED = frozenset(
    "equation align aligned alignat alignedat flalign xalignat gather gathered multline multlined eqnarray split "
    "displaymath math dmath dgroup IEEEeqnarray IEEEeqnarraybox empheq autobreak array darray".split()
)
COLUMNS = frozenset("alignat alignedat xalignat IEEEeqnarray IEEEeqnarraybox empheq array darray".split())
OPTIONAL = COLUMNS | {"aligned", "gathered", "multlined", "split"}
TABLES = frozenset({"array", "darray"})  # arrange statements only if there are any in them
LINKS = frozenset(
    r"= := < > \le \ge \ne \in \notin \to \approx \sim \propto \succeq \succ \preceq \prec \equiv \ll \gg \subset "
    r"\subseteq \cong \leftarrow".split()
)
CONNECTIVES = frozenset({r"\implies", r"\iff", r"\impliedby", r"\therefore", r"\leadsto"})
BINARY = frozenset(r"+ * / \times \cdot \div \circ \odot \otimes \oplus \cup \cap \wedge \vee".split())
UNARY = frozenset(r"- \pm \mp".split())  # which may begin a statement, too
HANGING = LINKS | CONNECTIVES | BINARY | UNARY
WORDED = frozenset(r"\text \mbox \textrm \textit".split())
OMITTED = ([r"\vdots"], [r"\dots"], [r"\cdots"])  # steps
WRITTEN = re.compile(
    r"\\\\\*?(?:\s*\[\s*-?[\d.]+\s*(?:\\?[A-Za-z]+)?\s*\])?|\\(?:[A-Za-z]+|.)|:=|<=>|[<>=]=|[=-]>|.", re.DOTALL
)
ONE = re.compile(r"\s*\\begin\s*\{(?:multlined|multline|dmath)\*?\}")  # holds one formula
INDENT = re.compile(  # of a row
    r"(\\\\\*?(?:\[[^\]]{0,12}\])?[\s&]*)((?:\\q?quad(?![A-Za-z])\s*|\\hspace\*?\s*\{[^{}]*\}\s*)+)"
)
OPEN, CLOSE = frozenset({"(", "[", r"\{"}), frozenset({")", "]", r"\}"})
BEGINNING = re.compile(r"\s*\\begin\s*\{([A-Za-z]+)(\*?)\}")
BOX = re.compile(r"\s*(?:\\(?:boxed|fbox|Aboxed|ensuremath)\s*)?\{(?!\s*\\(?:bf|rm|sf|it|cal|tt)(?![A-Za-z]))")
GROUP = r"\{(?:[^{}]|\{(?:[^{}]|\{[^{}]*\})*\})*\}"
# the command goes, and the braces around what it is given
DRESS = re.compile(
    r"(?<![\^_])(?:\\(?:text|math)color\s*(?:\[[^\]]*\])?\s*\{[^{}]*\}"
    r"|\\(?:lefteqn|math[rlc]lap|smash|Aboxed|[bx]?cancel|mathbin|mathrel|ensuremath)(?![A-Za-z]))\s*(?=\{(?!\s*\\(?:bf|rm|sf|it|cal|tt)(?![A-Za-z])))"
)
SPACE = re.compile(
    r"\\\\|(?P<space>\{\s*\}(?!\s*[\^_])"
    rf"|\\(?:color\s*(?:\[[^\]]*\])?|[vh]?phantom|tag\*?|footnote)\s*{GROUP}"
    r"|\\(?:MoveEqLeft(?:\[\d+\])?|qedhere|qedsymbol|qed|IEEE(?:yes|no)(?:sub)?number\*?|footnotemark)(?![A-Za-z])"
    r"|(?:\\(?:hfill|q?quad)\s*)?\\(?:square|blacksquare|Box)(?![A-Za-z])(?=[\s.]*(?:$|\\end|\\\\)))"
)


def undressed(latex: str) -> str:
    """`latex` without colours, boxes that are not seen, and what stands at the end of a proof."""
    latex = SPACE.sub(lambda found: found[0] if found["space"] is None else " " * len(found[0]), latex)
    latex = re.sub(r"\\cr(?![A-Za-z])", r"\\\\ ", latex)
    latex = re.sub(r"(?<=[\s&])\{(\s*[-+=]\s*)\}", r" \1 ", latex)
    spans = [found.span(2) for found in INDENT.finditer(latex)]
    for found in DRESS.finditer(latex):
        inside, end = group(latex, found.end())
        if inside is not None:
            spans += [(found.start(), found.end() + 1), (end - 1, end)]
    return blanked(latex, spans)


def blanked(latex: str, spans: Iterable[tuple[int, int]]) -> str:
    characters = list(latex)
    for start, end in spans:
        characters[start:end] = " " * (end - start)
    return "".join(characters)


def unwrapped(latex: str) -> tuple[str, int]:
    """What stands in the environments and boxes that only arrange a formula, and its offset."""
    inner: tuple[int, int] | None = (0, len(latex))
    while inner is not None:
        start, end = inner
        last = len(latex[:end].rstrip(" \t\n.,;"))
        inner = inside_box(latex, start, last) or inside_environment(latex, start, last)
    return latex[start:end], start


def inside_box(latex: str, start: int, end: int) -> tuple[int, int] | None:
    box = BOX.match(latex, start, end)
    if box is None or group(latex, box.end() - 1)[1] != end:
        return None
    return box.end(), end - 1


def inside_environment(latex: str, start: int, end: int) -> tuple[int, int] | None:
    found = BEGINNING.match(latex, start, end)
    if found is None or found[1] not in ALIGNED:
        return None
    name, first = found[1], found.end()
    closing = re.compile(rf"\\end\s*\{{{name}\*?\}}\Z").search(latex, first, end)
    if closing is None:
        return None
    if name in OPTIONAL:
        options, after = bracketed(latex, first)
        first = after if options is not None and (name in COLUMNS or options.strip() in ("t", "c", "b")) else first
    if name in COLUMNS:
        first = group(latex, skip_spaces(latex, first))[1]
    if name in TABLES and not any(token.text in LINKS for token in top(latex[first : closing.start()])):
        return None
    return first, closing.start()


# -- breaks


def joined(latex: str, is_one: bool = False) -> str:
    r"""`latex` without the breaks in the midst of a statement: `a &= b \\ &\quad + c` is a = b + c.

    One that `is_one` statement, over several lines, may go on with a minus.
    """
    gone, breaks, rows = list[Nested](), list[Nested](), list[list[Nested]]([[]])
    resumes = 0
    for each in nested(latex):
        if each.offset < resumes:
            continue
        if each.text == "\\\\" and each.is_outside:
            resumes = after(latex, each.token)  # behind its height
            breaks.append(each)
            rows.append([])
        elif each.text in ("\\\\", "&") and each.brackets and not each.braces:
            gone.append(each)
        else:
            rows[-1].append(each)
    before: list[Nested] = []
    for i, row in enumerate(rows):
        said = [each for each in row if each.text != "&" or each.braces]
        if [each.text for each in said] in OMITTED:
            gone += row
            continue
        is_minus = is_one and bool(said) and said[0].text in UNARY
        if before and (is_minus or goes_on(before, row, said, rows[0])):
            again = [before[-1]] if before[-1].text == said[0].text else []  # a sign at the break is set twice
            gone += [*again, breaks[i - 1], *row[: row.index(said[0])]]
        before = said or before
    return blanked(latex, ((each.offset, after(latex, each.token)) for each in gone))


def goes_on(before: list["Nested"], row: list["Nested"], said: list["Nested"], first: list["Nested"]) -> bool:
    """Whether a row, which has `said` beside its marks, is no statement of its own but goes on with that before it."""
    last, begins = before[-1].text, said[0].text if said else ""
    if not said or (last in UNARY and begins in UNARY):
        return False
    if last in HANGING or begins in BINARY:
        return True
    indented = row[0].text == "&" and first[0].text != "&"  # a statement of its own has its left side before the mark
    return begins in UNARY and (indented or not any(each.text in LINKS and each.is_outside for each in said))


# -- columns


def columns(rows: list[tuple[str, int]]) -> list[tuple[str, int]]:
    r"""The rows, column after column where statements side by side go on below: `a &= b & c &= d \\ &= e & &= f`."""
    if all(row.count("&") < 2 for row, _ in rows):
        return rows
    cells = [list(cut(row, offset, {"&"})) for row, offset in rows]
    starts = max((beginnings(row) for row in cells), key=len, default=[0])
    if len(starts) == 1 or not any(starts_with_link(row) for row in cells):
        return rows
    found = []
    for first, last in pairwise([*starts, max(map(len, cells))]):
        for (row, offset), its in zip(rows, cells, strict=True):
            if its[first:last]:
                begin, end = its[first][1] - offset, its[first:last][-1]
                found.append((row[begin : end[1] - offset + len(end[0])], its[first][1]))
    return found


def beginnings(cells: list[tuple[str, int]]) -> list[int]:
    """The cells of a row that begin a statement."""
    found, said = [0], list[str]()
    texts = [[token.text for token in top(cell)] for cell, _ in cells]
    for i, text in enumerate(texts):
        following = next((other for other in texts[i + 1 :] if other), [""])
        is_complete = any(sign in LINKS for sign in said[:-1])
        if is_complete and text and text[0] not in HANGING | WORDED and not LINKS.isdisjoint([*text, following[0]]):
            found.append(i)
            said = []
        said += text
    return found


def starts_with_link(cells: list[tuple[str, int]]) -> bool:
    first = next((tokens for cell, _ in cells if (tokens := top(cell))), None)
    return first is not None and first[0].text in LINKS


def cut(latex: str, offset: int, at: set[str]) -> Iterator[tuple[str, int]]:
    """The stretches of a formula between tokens at its top level."""
    start = 0
    for token in top(latex):
        if token.text in at:
            yield latex[start : token.offset], offset + start
            start = after(latex, token)
    yield latex[start:], offset + start


def after(latex: str, token: Token) -> int:
    """Where a token ends in the text, whose spelling may differ from the token's."""
    command = WRITTEN.match(latex, token.offset)
    return command.end() if command else token.offset + 1


def top(latex: str) -> list[Token]:
    """The tokens outside all brackets and environments; raises Unread where a brace or environment is not closed."""
    return [each.token for each in nested(latex) if each.is_outside]


class Nested(NamedTuple):
    """A token, and how many braces and environments, and brackets outside of those, are open around it."""

    token: Token
    braces: int
    brackets: int

    @property
    def text(self) -> str:
        return self.token.text

    @property
    def offset(self) -> int:
        return self.token.offset

    @property
    def is_outside(self) -> bool:
        return not self.braces and not self.brackets


@lru_cache(maxsize=64)  # a row is looked at from many sides
def nested(latex: str) -> tuple[Nested, ...]:
    """The tokens of a formula with what is open around them; brackets count for nothing where they do not match.

    Raises Unread where a brace or an environment is not closed.
    """
    found: list[Nested] = []
    depth = round_ = lowest = 0
    read = tokens(latex)[:-1]
    for before, token in zip([None, *read], read, strict=False):
        depth += token.text in ("{", r"\begin")
        is_outer = not depth and (before is None or before.text not in (r"\begin", r"\end"))
        round_ -= is_outer and token.text in CLOSE
        lowest = min(lowest, round_)
        found.append(Nested(token, 0 if is_outer else max(depth, 1), round_))
        round_ += is_outer and token.text in OPEN
        depth -= token.text in ("}", r"\end")
        if depth < 0:
            raise Unread("closed and never opened", token.offset)
    if depth:
        raise Unread("opened and never closed", len(latex))
    return tuple(each._replace(brackets=0) for each in found) if round_ or lowest < 0 else tuple(found)
