r"""LaTeX sources to pieces: the author's commands are written out where they stand for structure, and what LaTeX would
print as the number of a problem, a part or an item is counted as LaTeX counts it.

The scanner is our own (docs/keys.md says why): a formula keeps the place of each of its characters through all that is
written out, one that is not closed costs no more than its paragraph, and a thousand take a fraction of a second.
"""

import re
from contextlib import suppress

from answerkey.documents.counters import COUNTING, STYLES, branch_end, printed
from answerkey.documents.dollars import MATHS, closing, environment_end, is_formula, paragraph_end, stretches
from answerkey.documents.headings import EXAM, SECTIONS, Headings
from answerkey.documents.macros import TooLong, bracketed, command_name, group, skip_spaces, written_out
from answerkey.documents.pieces import Piece, Places, Traced
from answerkey.documents.preamble import Preamble, prepared
from answerkey.documents.signposts import is_answering, is_asking, is_parting

LISTS = frozenset(
    "enumerate itemize description compactenum inparaenum tasks questions parts subparts subsubparts".split()
)
BREAKS = frozenset(r"par newline bigskip medskip smallskip newpage clearpage pagebreak vskip noindent \ ".split())
FACES = frozenset("textbf textit emph underline textsc textsf textsl fbox framebox".split())
SWITCHES = frozenset("color bf bfseries it itshape em sc scshape sffamily".split())
# so many braces behind these hold nothing that is printed
UNPRINTED = dict.fromkeys(
    "label ref eqref cref Cref autoref cite citep citet includegraphics vspace hspace usepackage bibliography "
    "index nocite pagestyle thispagestyle color textcolor href hypersetup phantom vphantom hphantom title "
    "author date lhead chead rhead lfoot cfoot rfoot geometry fancyhead fancyfoot linespread setstretch "
    "definecolor fontfamily url lstset addpoints markboth bibliographystyle theoremstyle captionsetup "
    "graphicspath documentclass colorbox raisebox".split(),
    1,
) | dict.fromkeys("setlength addtolength rule extramarks fontsize fcolorbox titleformat titlespacing parbox".split(), 2)
# what many call the ends of an equation, where a file that is not followed defines them
SHORT = {"be": "ee", "beq": "eeq", "beqn": "eeqn", "bea": "eea", "beqa": "eeqa", "bal": "eal", "bealn": "eealn"}
FOLLOWED = dict.fromkeys("input include subfile".split(), 1) | dict.fromkeys(("import", "subimport"), 2)
ARGUMENTS = dict.fromkeys("minipage tabular longtable multicols spacing".split(), 1) | dict.fromkeys(
    "tabularx wrapfigure adjustwidth tabulary".split(), 2
)
TOKEN = re.compile(r"\\(?:[A-Za-z@]+\*?|.)|\$\$?|[{}&~]|\n[ \t]*(?:\n[ \t]*)+|[^\\${}&~\n]+|\n|\\\Z", re.DOTALL)
MOST_TIMES = 10  # that a source may be longer when its commands are written out
OVERLAY = re.compile(r"<[\d,+|-]+>")  # the slides on which something is seen
SHOWING = re.compile(r"if(?:print|show|with|include|display|is|has)?(?=[a-z])", re.I)
LABELLED = re.compile(r"[ \t]*(?:\((?:[a-z]|[ivx]+|\d)\)|(?:[a-z]|\d)\))\s")


def pieces(text: str) -> list[Piece]:
    """The pieces of a LaTeX source, in reading order."""
    source, preamble = prepared(text)
    begins = source.find(r"\begin{document}")
    ends = source.find(r"\end{document}", max(begins, 0))
    start = begins + len(r"\begin{document}") if begins >= 0 else 0
    body = Traced.of(source)[start : ends if ends >= 0 else len(source)]
    with suppress(TooLong):  # of commands that never come to an end; where a formula has one, it is unread
        body = written_out(body, preamble.structure, MOST_TIMES)
    walk = Walk(body, Places(text), preamble)
    for match in re.finditer(r"\\(setcounter|addtocounter|stepcounter)(?=\s*\{)", source[:start]):
        walk.counters.count(match[1], source, match.end())
    return walk.run()


class Walk(Headings):
    """A walk over a source from its beginning to its end."""

    def __init__(self, source: Traced, places: Places, preamble: Preamble):
        super().__init__(source, places, preamble)
        self.answered: set[int] = set()  # where the branches end that hold answers
        questions = re.search(r"\\(?:titled)?question(?![A-Za-z])", self.text)
        self.is_exam = bool(questions) and r"\question" not in preamble.macros

    def run(self) -> list[Piece]:
        self.stretch(0, len(self.text))
        self.flush()
        return self.found

    def stretch(self, at: int, end: int) -> None:
        while at < end:
            token = TOKEN.match(self.text, at, end)
            at = self.one(token[0], at, token.end()) if token else at + 1

    def one(self, token: str, at: int, end: int) -> int:
        """Take what begins at `at`; where the next begins."""
        if token[0] == "\\":
            return self.command(token, at, end)
        if token[0] == "$":
            return self.dollars(token, at, end)
        if token == "{":
            self.groups.append("")
        elif token == "}":
            closed = self.groups.pop() if self.groups else ""
            if closed == "answer":
                self.add("end", "answer", at)
            elif closed == "face":
                self.flush(apart=True)  # what is set in bold type may be the name of a problem
        elif token in "&~":
            self.say(" ", at)
        elif token.count("\n") > 1:
            self.add("break", "", at)
        else:
            if token == "\n" and LABELLED.match(self.text, end):  # a line may begin a part without a paragraph
                self.flush()
            self.said.append(self.source[at:end])
        return end

    def dollars(self, token: str, at: int, end: int) -> int:
        """A formula between dollars, which ends in its paragraph."""
        close = closing(self.text, token, end)
        if close is None:
            return self.unclosed(token, at, end)
        self.formula(end, close.start(), token == "$$")
        return close.end()

    def unclosed(self, token: str, at: int, end: int) -> int:
        """A dollar without a second one is a sign of money; a display goes on to the end of its paragraph."""
        if token == "$":
            self.said.append(self.source[at:end])
            return end
        last = paragraph_end(self.text, end)
        self.formula(end, last, True)
        return last

    # -- commands

    def command(self, token: str, at: int, end: int) -> int:
        name = token[1:].rstrip("*")
        if name.isalpha() and (overlay := OVERLAY.match(self.text, end)):
            end = overlay.end()
        if token in (r"\(", r"\["):
            closing = self.text.find(r"\)" if token == r"\(" else r"\]", end)
            if closing < 0:
                return self.unclosed("$$", at, end)
            self.formula(end, closing, token == r"\[")
            return closing + 2
        if token in (r"\begin", r"\end"):
            return self.environment(token, at, end)
        if name in SECTIONS or (name == "part" and not self.is_exam and r"\part" not in self.preamble.macros):
            return self.section(token, at, end)
        if name in ("item", "task"):
            return self.item(at, end)
        if self.is_exam and name.removeprefix("titled") in EXAM:
            return self.exam_item(name, at, end)
        if name in COUNTING:
            counter, end = self.counters.count(name, self.text, end)
            if counter.startswith("enum") and self.lists:
                self.lists[-1].count = self.counters[counter]
            return end
        if is_answering(name) or is_asking(name) or is_parting(name):
            return self.by_name(name, at, end)
        return self.plain_command(token, name, at, end)

    def plain_command(self, token: str, name: str, at: int, end: int) -> int:
        """A command that stands for no structure: of what it is given, what is printed is read."""
        if name in SHORT and (closing := re.compile(rf"\\{SHORT[name]}(?![A-Za-z])").search(self.text, end)):
            self.formula(end, closing.start(), True)
            return closing.end()
        if name in ("ensuremath", "texttt"):
            inside, after = group(self.text, skip_spaces(self.text, end))
            if inside is not None and name == "ensuremath":
                self.formula(after - 1 - len(inside), after - 1, False)
            elif inside is not None and "$" in inside:
                return end
            return after  # what is set like code is no mathematics
        if name in FACES and self.text[end : end + 1] == "{":
            self.flush()
            self.groups.append("face")
            return end + 1
        if name in SWITCHES and self.groups and not self.groups[-1]:
            self.flush()
            self.groups[-1] = "face"
        if name in FOLLOWED:
            after = self.skip(end, FOLLOWED[name])
            self.add("elsewhere", self.text[at:after], at)
            return after
        if name in UNPRINTED:
            return self.skip(end, UNPRINTED[name])
        if name in STYLES:
            counter, end = group(self.text, skip_spaces(self.text, end))
            self.say(printed(self.counters[counter or ""], name), at)
        elif name in BREAKS or name == "\\":
            self.add("break", "", at)
            return self.skip(end, 0) if name == "\\" else end
        elif name.startswith("the") and name[3:] in self.counters:
            self.say(str(self.counters[name[3:]]), at)
        elif name == "newif":
            return command_name(self.text, end)[1]
        elif name.startswith("if") or name in ("else", "fi"):
            return self.condition(name, at, end)
        elif token[1:] in ("%", "$", "&", "#", "_", "{", "}"):
            self.said.append(self.source[at + 1 : end])
        return end

    def condition(self, name: str, at: int, end: int) -> int:
        r"""A condition that is met where solutions are shown begins an answer, up to its `\else` or `\fi`."""
        if end in self.answered:
            self.answered.remove(end)
            self.add("end", "answer", at)
        if is_answering(SHOWING.sub("", name, count=1)) and not self.counters.is_endless:
            last = branch_end(self.text, end, at_else=True)
            self.counters.is_endless = last == end
            if last > end:
                self.answered.add(last)
                self.add("begin", "answer", at)
            return end
        return self.counters.condition(name, self.text, end)

    def by_name(self, name: str, at: int, end: int) -> int:
        r"""`\answer{...}`, `\problem{1}`, `\subpart{a}`: what their names say, whether or not they are defined."""
        end = self.skip(end, 0)
        given, after = group(self.text, end)
        if is_answering(name) and given is None:
            self.add("heading", "Solution", at, 9)
            return end
        if is_answering(name):
            self.add("begin", "answer", at)
            self.groups.append("answer")
            return end + 1
        depth = 1 if is_asking(name) else 2
        if given is None or len(given) > 80 or "\n" in given:  # the problem itself
            self.add("heading", self.titled(name, name, ""), at, depth)
            return end
        self.heading(self.titled(name, name, self.counters.plain(given)), given, at, after, depth)
        return after

    # -- environments

    def environment(self, token: str, at: int, end: int) -> int:
        name, after = group(self.text, skip_spaces(self.text, end))
        if name is None:
            return end
        plain = name.strip().rstrip("*")
        if plain in MATHS:
            return self.maths(name, at, after) if token == r"\begin" else after
        if plain in LISTS:
            return self.list(plain, token, after)
        if name in self.preamble.boxes or is_answering(plain) or is_asking(plain) or is_parting(plain):
            return self.box(name, token, at, after)
        if token == r"\begin" and (end := self.unknown_maths(after)):
            return end
        if token == r"\end":
            self.close(plain, at)
            return after
        return self.skip(self.frame(plain, at, after), ARGUMENTS.get(plain, 0))

    def maths(self, name: str, at: int, after: int) -> int:
        """A formula that is an environment, to its own end."""
        end = environment_end(self.text, after)
        if end is None:
            return self.unclosed("$$", at, at)
        for is_words, first, last in stretches(self.text, at, end.end()):
            if is_words:
                self.stretch(first, last)
            else:
                self.formula(first, last, True)
        return end.end()

    def unknown_maths(self, after: int) -> int:
        """Where an environment that nobody knows ends, if it is a formula; 0 if it is none."""
        end = environment_end(self.text, after)
        if end is None or not is_formula(self.text[after : end.start()]):
            return 0
        _, first = bracketed(self.text, after)
        _, first = group(self.text, first)
        self.formula(first, end.start(), True)
        return end.end()
