r"""LaTeX sources to pieces: the author's commands are written out where they stand for structure, and what LaTeX would
print as the number of a problem, a part or an item is counted as LaTeX counts it.

The scanner is our own: a formula keeps the place of each of its characters through all that is written out, one that is
not closed costs no more than its paragraph, and a thousand take a fraction of a second.
"""

import re
from contextlib import suppress
from dataclasses import dataclass

from answerkey.documents.counters import COUNTING, LABELS, STYLES, Counters, labelled, printed, template_of
from answerkey.documents.dollars import closing, environment_end, paragraph_end
from answerkey.documents.macros import TooLong, bracketed, group, skip_spaces, written_out
from answerkey.documents.pieces import Kind, Piece, Places, Traced
from answerkey.documents.preamble import Box, Preamble, prepared
from answerkey.documents.signposts import is_answering, is_asking, is_parting, signpost

MATHS = frozenset(
    "equation align alignat flalign gather multline eqnarray displaymath math dmath IEEEeqnarray aligned gathered "
    "split alignedat array matrix pmatrix bmatrix vmatrix cases dcases subequations empheq".split()
)
SECTIONS = {"chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4, "subparagraph": 5}
COUNTED = ("section", "subsection", "subsubsection")
EXAM = {"question": "arabic", "part": "alph", "subpart": "roman", "subsubpart": "alph"}  # of the exam class, by depth
LISTS = frozenset("enumerate itemize description compactenum inparaenum questions parts subparts subsubparts".split())
BREAKS = frozenset(r"par newline bigskip medskip smallskip newpage clearpage pagebreak vskip noindent \ ".split())
FACES = frozenset("textbf textit emph underline textsc textsf textsl fbox framebox".split())
SWITCHES = frozenset("bf bfseries it itshape em sc scshape sffamily".split())
# so many braces behind these hold nothing that is printed
UNPRINTED = dict.fromkeys(
    "label ref eqref cref Cref autoref cite citep citet includegraphics vspace hspace usepackage bibliography "
    "index nocite pagestyle thispagestyle color textcolor href hypersetup phantom vphantom hphantom title "
    "author date lhead chead rhead lfoot cfoot rfoot geometry fancyhead fancyfoot linespread setstretch "
    "definecolor fontfamily url lstset addpoints markboth bibliographystyle theoremstyle captionsetup "
    "graphicspath newif documentclass colorbox raisebox".split(),
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
LABELLED = re.compile(r"[ \t]*(?:\((?:[a-z]|[ivx]+|\d)\)|(?:[a-z]|\d)\))\s")
NUMBERED = re.compile(r"\s*(?:problem|question|exercise)?\s*#?\s*(\d{1,3})(?![\d.]*\s*(?:pts?|points?|marks?))", re.I)


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


@dataclass
class List:
    """A list that is open: how its items are labelled, and how many there were."""

    name: str
    template: str = ""
    count: int = 0


class Walk:
    """A walk over a source from its beginning to its end."""

    def __init__(self, source: Traced, places: Places, preamble: Preamble):
        self.source, self.text, self.places, self.preamble = source, source.text, places, preamble
        self.found: list[Piece] = []
        self.said: list[Traced] = []  # words that are not yet a piece
        self.lists: list[List] = []
        self.resumable: dict[int, int] = {}  # how many items the last list had, by depth
        self.groups: list[str] = []  # what the end of each open brace ends: "answer", "face" or nothing
        self.counters = Counters()
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

    # -- pieces

    def add(self, kind: Kind, text: str, at: int, depth: int = 0, number: str = "") -> None:
        self.flush()
        line, column = self.places.of(self.source.origin(at))
        self.found.append(Piece(kind, text, line, column, depth=depth, number=number))

    def say(self, words: str, at: int) -> None:
        """Words that LaTeX puts in."""
        self.said.append(Traced.put_in(words, self.source.origin(at)))

    def flush(self, apart: bool = False) -> None:
        """Make one piece of the words so far, which may be set `apart` by their face."""
        said, self.said = Traced.joined(self.said), []
        if said.text.strip():
            line, column = self.places.of(said.origins[0])
            self.found.append(Piece("words", said.text, line, column, apart, stretches=self.places.stretches(said)))

    def formula(self, start: int, end: int, display: bool) -> None:
        self.flush()
        traced = self.source[start:end].stripped()
        line, column = self.places.of(traced.origin(0) if traced.text else self.source.origin(start))
        stretches = self.places.stretches(traced)
        self.found.append(Piece("formula", traced.text, line, column, display, stretches=stretches))

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
        if name == "item":
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
        elif name.startswith("if") or name == "else":
            return self.counters.condition(name, self.text, end)
        elif token[1:] in ("%", "$", "&", "#", "_", "{", "}"):
            self.said.append(self.source[at + 1 : end])
        return end

    def skip(self, at: int, braces: int) -> int:
        """Past the brackets and so many braces."""
        _, at = bracketed(self.text, at)
        for _ in range(braces):
            _, at = group(self.text, skip_spaces(self.text, at))
            _, at = bracketed(self.text, at)
        return at

    def section(self, token: str, at: int, end: int) -> int:
        name = token[1:].rstrip("*")
        _, end = bracketed(self.text, end)
        title, after = group(self.text, skip_spaces(self.text, end))
        if title is None:
            return end
        number = self.numbered(name) if name in COUNTED and not token.endswith("*") else ""
        self.heading(self.counters.plain(title), title, at, after, SECTIONS.get(name, 1), number)
        return after

    def numbered(self, name: str) -> str:
        """The number of a section, which is one more than that of the last."""
        self.counters[name] += 1
        levels = COUNTED[: COUNTED.index(name) + 1]
        for deeper in COUNTED[len(levels) :]:
            self.counters[deeper] = 0
        own = self.preamble.macros.get(rf"\the{name}")
        return self.counters.plain(own.body) if own else ".".join(str(self.counters[level]) for level in levels)

    def heading(
        self, text: str, given: str, at: int, after: int, depth: int, number: str = "", kind: Kind = "heading"
    ) -> None:
        """A heading, or an item; of what was `given` for it in brackets before `after`, the formulas are read too."""
        self.add(kind, text, at, depth, number)
        before, groups = len(self.found), self.groups
        self.groups = []
        if "$" in given or r"\(" in given:
            self.stretch(after - 1 - len(given), after - 1)
            self.flush()
        self.groups = groups
        self.found[before:] = [piece for piece in self.found[before:] if piece.kind == "formula"]

    def item(self, at: int, end: int) -> int:
        given, after = bracketed(self.text, end)
        depth = max(1, len(self.lists))
        if given is not None:
            self.heading(self.counters.plain(given), given, at, after, depth, kind="item")
            return after
        inner = self.lists[-1] if self.lists else List("itemize")
        inner.count += 1
        self.add("item", self.counters.plain(labelled(inner.template, inner.count)), at, depth)
        return end

    def exam_item(self, name: str, at: int, end: int) -> int:
        title = ""
        if name == "titledquestion":
            given, end = group(self.text, skip_spaces(self.text, end))
            name, title = "question", self.counters.plain(given or "")
        levels = list(EXAM)
        depth = levels.index(name) + 1
        self.counters[name] += 1
        for deeper in levels[depth:]:
            self.counters[deeper] = 0
        number = printed(self.counters[name], EXAM[name])
        if depth == 1:
            self.add("heading", f"Question {number}. {title}".rstrip(), at, 1)
        else:
            self.add("item", f"({number})", at, depth)
        return self.skip(end, 0)

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

    def titled(self, name: str, counter: str, title: str) -> str:
        """What is printed at the head of a problem or a part: its number, written or counted, and its title."""
        if title and not NUMBERED.match(title) and signpost(title, is_title=True):
            return title
        if not is_asking(name):
            if signpost(f"({title})", is_title=True):
                return f"({title})"
            self.counters[counter] += 1
            return f"({printed(self.counters[counter], 'alph')}) {title}".rstrip()
        for part in [part for part in self.counters if is_parting(part)]:
            self.counters[part] = 0
        if number := NUMBERED.match(title):
            self.counters[counter] = int(number[1])
            return f"Problem {title[number.start(1) :]}"
        self.counters[counter] += 1
        return f"Problem {self.counters[counter]}. {title}".rstrip()

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
        self.add("begin" if token == r"\begin" else "end", plain, at)
        return self.skip(after, ARGUMENTS.get(plain, 0)) if token == r"\begin" else after

    def maths(self, name: str, at: int, after: int) -> int:
        """A formula that is an environment, to its own end."""
        end = environment_end(self.text, name, after)
        if end is None:
            return self.unclosed("$$", at, at)
        self.formula(at, end.end(), True)
        return end.end()

    def list(self, name: str, token: str, after: int) -> int:
        self.flush()
        depth = 1 + sum(bool(other.template) for other in self.lists)
        if token == r"\end":
            if self.lists:
                self.resumable[depth - 1] = self.lists.pop().count
            return after
        options, after = bracketed(self.text, after)
        if name in ("itemize", "description"):
            self.lists.append(List(name))
            return after
        template, first = template_of(options, self.preamble.label(depth) or LABELS.get(depth, ""))
        resumed = self.resumable.get(depth, 0) if "resume" in (options or "") else first - 1
        self.lists.append(List(name, template, resumed))
        return after

    def box(self, name: str, token: str, at: int, after: int) -> int:
        """A theorem, a coloured box, a problem or a solution, by the title that is declared for it or by its name."""
        box = self.preamble.boxes.get(name) or Box(name, counter=name.rstrip("*"))
        words = {re.sub(r"[^A-Za-z].*", "", box.title.strip()), name.rstrip("*")}
        is_answer, is_problem = any(map(is_answering, words)), any(map(is_asking, words))
        kind = "answer" if is_answer else "problem" if is_problem else name
        if is_answer and any("proof" in word.lower() for word in words):
            kind = "proof"
        if token == r"\end":
            self.add("end", kind, at)
            return after
        given, after = self.title_of(box, after) if is_answer or is_problem or is_parting(name) else ("", after)
        if is_answer and signpost(given, is_title=True):
            self.add("heading", given, at, 9)
        elif not is_answer and (is_problem or is_parting(name)):
            self.add("heading", self.titled("problem" if is_problem else name, box.counter, given), at, 2 - is_problem)
        self.add("begin", kind, at)
        return after

    def title_of(self, box: Box, after: int) -> tuple[str, int]:
        """What is printed beside the name of a box, from the brackets or braces behind its beginning."""
        given, after = bracketed(self.text, after)
        inside, end = group(self.text, after)
        if inside is not None and len(inside) <= 80 and "\n" not in inside:
            given, after = given or inside, end
            for _ in range(box.braces - 1):
                _, after = group(self.text, skip_spaces(self.text, after))
        return self.counters.plain(given or ""), after
