"""What a Markdown text marks beside its words: formulas, callouts, details that are folded; code is not looked into."""

import re
from collections.abc import Callable
from dataclasses import dataclass

from answerkey.documents.dollars import MATHS, closing, environment_end, paragraph_end, stretches
from answerkey.documents.loose import loose, spelled
from answerkey.documents.macros import without_definitions
from answerkey.documents.pieces import DocumentError, Kind, Traced
from answerkey.documents.signposts import announces, is_answering, is_asking
from answerkey.documents.unseen import blank

FIRST, MOST = 0xF0000, 0xFFFD  # the characters that stand for formulas, and how many there are
FRONT = re.compile(r"(---|\+\+\+)[ \t]*\n.*?\n(?:\1|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
TAG = r"""(?:\s+[\w:-]+(?:\s*=\s*(?:"[^"<>]*"|'[^'<>]*'|[^\s"'<>]+))?)*\s*/?>"""
SCAN = re.compile(
    rf"""(?P<fence>^[ >\t]*(?:[-*+]\s+|\d+[.)]\s+)?(?P<ticks>`{{3,}}|~{{3,}})[ ]*(?P<info>[^\n`]*)$)
    |(?P<colons>^[ >\t]*:{{3,}}[ ]*(?P<callout>[^\n]*)$)
    |(?P<folded>^[ \t]*[!?]{{3}}\+?[ ]+(?P<kind>[\w-]+)(?:[ ]+"(?P<title>[^"\n]*)")?[ ]*$)
    |(?P<code>`+)
    |(?P<comment><!--.*?-->)
    |(?P<summary><summary{TAG}(?P<said>[^<]*)</summary\s*>)
    |(?P<tag></?(?P<element>details|summary|div|span|center|p|br|hr|font|img|b|i|u|em|strong|sub|sup|section|small|blockquote){TAG})
    |(?P<link>\]\([^()\s]*\)|<?https?://[^\s<>]*|\[[^\[\]\n]*\]:[ ]\S+)
    |(?P<dollars>\$\$?)
    |(?P<bracket>\\\\?[(\[])
    |(?P<environment>\\begin\s*\{{(?P<name>(?:{"|".join(MATHS)})\*?)\}})
    |(?P<escaped>\\[^A-Za-z])""",
    re.VERBOSE | re.MULTILINE | re.DOTALL,
)
FENCED_MATHS = re.compile(r"\{?\s*(?:math|latex-math|katex)\s*\}?.*")
DIRECTIVE = re.compile(r"\{\s*(?:prf:)?([\w.:-]+)[^}]*\}(.*)")
TEXTUAL = frozenset(
    "admonition note tip hint warning important caution attention danger seealso dropdown toggle details card tab-item "
    "theorem lemma definition example remark property corollary observation proposition".split()
)
QUOTED = re.compile(r"(?<=\n)[ \t]*(?:>[ ]?)+")
PROSE = re.compile(r"\d[^\\^_{}]*\s[A-Za-z]{2,}\s[^\\^_{}]*")  # between two sums of money


@dataclass(frozen=True)
class Mark:
    """A formula, or the beginning or end of a callout, with the place where it is marked."""

    offset: int
    kind: Kind
    inside: Traced
    display: bool = False
    number: str = ""


@dataclass(frozen=True)
class Marked:
    """A text with a character for each formula and blanks for what is no text, and what was marked in it, in order."""

    original: str
    text: Traced
    marks: tuple[Mark, ...]

    def formula(self, placeholder: str) -> Mark:
        return self.marks[ord(placeholder) - FIRST]


def marked(text: str) -> Marked:
    """A Markdown text with its formulas taken out; raises DocumentError."""
    return Marking(text).run()


class Marking:
    """The search for what is marked, from the beginning of a text to its end."""

    def __init__(self, original: str):
        self.original = re.sub("[\U000f0000-\U000fffff\r]", " ", original)
        front = FRONT.match(self.original)
        hidden = blank(front[0]) + self.original[front.end() :] if front else self.original
        self.text = without_definitions(hidden)[0]
        self.source = Traced.of(self.text)
        self.parts: list[Traced] = []
        self.marks: list[Mark] = []
        self.at = 0  # up to where the text is taken
        self.callouts: list[str] = []
        self.fences: set[int] = set()  # where the fences that close directives end
        self.problems = 0

    def run(self) -> Marked:
        at = 0
        while match := SCAN.search(self.text, at):
            at = max(self.take(match), match.end() if match.end() > match.start() else match.end() + 1)
        self.words(len(self.text))
        return Marked(self.text, Traced.joined(self.parts), tuple(self.marks))

    def take(self, match: re.Match[str]) -> int:
        """Take what was found; where to go on."""
        for group, method in TAKEN.items():
            if match[group]:
                return method(self, match)
        return match.end()

    # -- what is taken over, left out or replaced

    def words(self, end: int) -> None:
        """The text up to `end`, but for formulas without dollars in it."""
        start = self.at
        for at, to in loose(self.text, start, end):
            self.formula(at, at, to, to, False, loosely=True)
        self.parts.append(self.source[self.at : end])
        self.at = end

    def verbatim(self, match: re.Match[str], end: int) -> int:
        """What is not looked into, and stays."""
        self.words(match.start())
        self.parts.append(self.source[match.start() : end])
        self.at = end
        return end

    def hide(self, start: int, end: int) -> int:
        """What is no text."""
        self.words(start)
        hidden = self.source[start:end]
        self.parts.append(Traced(blank(hidden.text), hidden.origins))
        self.at = end
        return end

    def mark(self, offset: int, kind: Kind, text: str, number: str = "") -> None:
        self.words(max(self.at, offset))
        self.marks.append(Mark(offset, kind, Traced.put_in(text, offset), number=number))

    def formula(self, start: int, first: int, last: int, end: int, display: bool, loosely: bool = False) -> int:
        """A formula with its dollars from `start` to `end`, and without them from `first` to `last`."""
        if not loosely:
            self.words(start)
        else:
            self.parts.append(self.source[self.at : start])
        quoted = ">" in self.text[self.text.rfind("\n", 0, start) + 1 : start]
        for is_words, at, to in stretches(self.text, first, last):
            if is_words:
                self.at = at
                self.words(to)
            else:
                traced = unquoted(self.source[at:to]) if quoted else self.source[at:to]
                self.put(max(start, self.at), spelled(traced.stripped()) if loosely else traced.stripped(), display)
        self.at = end
        return end

    def put(self, offset: int, formula: Traced, display: bool) -> None:
        """A character that stands for a formula."""
        if len(self.marks) >= MOST:
            raise DocumentError(f"it has more than {MOST} formulas")
        if formula.text:
            self.parts.append(Traced(chr(FIRST + len(self.marks)), [offset]))
            self.marks.append(Mark(offset, "formula", formula, display))

    # -- what was found

    def fence(self, match: re.Match[str]) -> int:
        """Code, which is not looked into; mathematics; or a directive of MyST, which holds text."""
        ticks, info = match["ticks"], match["info"].strip()
        if match.end() in self.fences:
            self.hide(match.start(), match.end())
            self.closed(match.start())
            return match.end()
        end = re.compile(rf"^[ >\t]*{ticks[0]}{{{len(ticks)},}}[ \t]*$", re.MULTILINE).search(self.text, match.end())
        if FENCED_MATHS.fullmatch(info):
            last = end.start() if end else len(self.text)
            return self.formula(match.start("ticks"), match.end(), last, end.end() if end else last, True)
        directive = DIRECTIVE.fullmatch(info)
        if directive and (directive[1] in TEXTUAL or is_answering(directive[1]) or is_asking(directive[1])):
            self.opened(match.start(), match.end(), f"{directive[1]} {directive[2]}")
            if end:  # the text in between is looked into as any other
                self.fences.add(end.end())
            return match.end()
        return self.verbatim(match, end.end() if end else len(self.text))

    def code(self, match: re.Match[str]) -> int:
        ticks = match["code"]
        end = re.compile(rf"(?<!`){ticks}(?!`)|\n[ \t]*\n").search(self.text, match.end())
        return self.verbatim(match, end.end() if end and end[0] == ticks else match.end())

    def colons(self, match: re.Match[str]) -> int:
        """`::: {.solution}` of pandoc and Quarto, `:::{solution}` of MyST, and what closes them."""
        if match["callout"].strip(" :"):
            self.opened(match.start(), match.end(), match["callout"])
        else:
            self.hide(match.start(), match.end())
            self.closed(match.start())
        return match.end()

    def opened(self, start: int, end: int, title: str) -> None:
        words = [word for word in re.split(r"[^A-Za-z]+", re.sub(r"#[\w-]+", "", title)) if word]
        kind = "answer" if any(map(is_answering, words)) else "problem" if any(map(is_asking, words)) else "callout"
        kind = "proof" if kind == "answer" and words[0].lower() == "proof" else kind
        self.problems += kind == "problem"
        self.hide(start, end)
        self.mark(end, "begin", kind, str(self.problems) if kind == "problem" else "")
        self.callouts.append(kind)

    def closed(self, offset: int) -> None:
        self.mark(offset, "end", self.callouts.pop() if self.callouts else "callout")

    def folded(self, match: re.Match[str]) -> int:
        """`??? note "Solution"` of MkDocs, which ends where its text is no longer set in."""
        self.hide(match.start(), match.end())
        if is_answering(match["kind"]) or announces(match["title"] or ""):
            self.mark(match.end(), "heading", "Solution")
        return match.end()

    def hidden(self, match: re.Match[str]) -> int:
        return self.hide(match.start(), match.end())

    def summary(self, match: re.Match[str]) -> int:
        """What can be seen of details that are folded away."""
        if announces(match["said"]) or is_answering(match["said"]):
            self.hide(match.start(), match.end())
            self.mark(match.end(), "begin", "answer")
            return match.end()
        self.hide(match.start(), match.start("said"))
        return match.start("said")

    def tag(self, match: re.Match[str]) -> int:
        self.hide(match.start(), match.end())
        if match[0].lower().startswith("</details"):
            self.mark(match.end(), "end", "answer")
        return match.end()

    def link(self, match: re.Match[str]) -> int:
        return self.verbatim(match, match.end())

    def dollars(self, match: re.Match[str]) -> int:
        token, start = match["dollars"], match.end()
        end = closing(self.text, token, start)
        if end is None and token == "$$":
            last = paragraph_end(self.text, start)
            return self.formula(match.start(), start, last, last, True)
        if end is None or (token == "$" and self.is_money(start, end.start())):
            return match.end()
        first, last = start, end.start()
        if self.text[first] == self.text[last - 1] == "`" and last - first > 2:  # $`x`$ of GitHub
            first, last = first + 1, last - 1
        return self.formula(match.start(), first, last, end.end(), token == "$$")

    def is_money(self, start: int, end: int) -> bool:
        inside = self.text[start:end]
        return bool(PROSE.fullmatch(inside)) or (self.text[end + 1 : end + 2].isdigit() and inside[:1].isdigit())

    def bracket(self, match: re.Match[str]) -> int:
        r"""`\(..\)` and `\[..\]`, also with two backslashes, which a reader of Markdown would take for one."""
        closes = match["bracket"].replace("(", ")").replace("[", "]")
        end = self.text.find(closes, match.end(), paragraph_end(self.text, match.end()))
        if end < 0:
            return match.end()
        return self.formula(match.start(), match.end(), end, end + len(closes), "[" in match["bracket"])

    def environment(self, match: re.Match[str]) -> int:
        end = environment_end(self.text, match.end())
        last = end.end() if end else paragraph_end(self.text, match.end())
        return self.formula(match.start(), match.start(), last, last, True)


def unquoted(inside: Traced) -> Traced:
    """A formula in a block quote without the marks at the beginnings of its lines."""
    parts, last = [], 0
    for quote in QUOTED.finditer(inside.text):
        parts += [inside[last : quote.start()]]
        last = quote.end()
    return Traced.joined([*parts, inside[last:]])


TAKEN: dict[str, Callable[[Marking, re.Match[str]], int]] = {
    "fence": Marking.fence,
    "colons": Marking.colons,
    "folded": Marking.folded,
    "code": Marking.code,
    "comment": Marking.hidden,
    "summary": Marking.summary,
    "tag": Marking.tag,
    "link": Marking.link,
    "dollars": Marking.dollars,
    "bracket": Marking.bracket,
    "environment": Marking.environment,
}
