r"""What begins a problem, a part, an item or an answer in LaTeX, with the number or letter that LaTeX would print."""

import re
from dataclasses import dataclass

from answerkey.documents.counters import LABELS, Counters, labelled, printed, template_of
from answerkey.documents.gathering import Gathering
from answerkey.documents.macros import bracketed, group, skip_spaces
from answerkey.documents.pieces import Kind, Places, Traced
from answerkey.documents.preamble import Box, Preamble, titled
from answerkey.documents.signposts import announces, is_answering, is_asking, is_parting, signpost

SECTIONS = {
    "chapter": 1,
    "section": 1,
    "subsection": 2,
    "subsubsection": 3,
    "paragraph": 4,
    "subparagraph": 5,
    "frametitle": 1,
}
COUNTED = ("section", "subsection", "subsubsection")
EXAM = {"question": "arabic", "part": "alph", "subpart": "roman", "subsubpart": "alph"}  # of the exam class, by depth
TITLED = frozenset("frame block exampleblock alertblock".split())  # by what stands in braces behind their beginning
NUMBERED = re.compile(r"\s*(?:problem|question|exercise)?\s*#?\s*(\d{1,3})(?![\d.]*\s*(?:pts?|points?|marks?))", re.I)


@dataclass
class List:
    """A list that is open: how its items are labelled, and how many there were."""

    name: str
    template: str = ""
    count: int = 0


class Headings(Gathering):
    """What stands at the head of problems, parts and answers."""

    def __init__(self, source: Traced, places: Places, preamble: Preamble):
        super().__init__(source, places)
        self.text, self.preamble = source.text, preamble
        self.lists: list[List] = []
        self.resumable: dict[int, int] = {}  # how many items the last list had, by depth
        self.opened: list[tuple[str, str]] = []  # environments of any name, and what each is
        self.counters = Counters()

    def stretch(self, at: int, end: int) -> None:
        """Go through a stretch of the source."""
        raise NotImplementedError

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

    def titled(self, name: str, counter: str, title: str) -> str:
        """What is printed at the head of a problem or a part: its number, written or counted, and its title."""
        if title and not NUMBERED.match(title) and signpost(title, is_title=True):
            return title
        if not is_asking(name):
            if signpost(f"({title})", is_title=True):
                return f"({title})"
            self.counters[counter] += 1
            return f"({printed(self.counters[counter], 'alph')}) {title}".rstrip()
        for part in [part for part in self.counters if is_parting(part) and not is_asking(part)]:
            self.counters[part] = 0
        if number := NUMBERED.match(title):
            self.counters[counter] = int(number[1])
            return f"Problem {title[number.start(1) :]}"
        self.counters[counter] += 1
        return f"Problem {self.counters[counter]}. {title}".rstrip()

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
        default = self.preamble.label(depth) or LABELS.get(depth, "")
        if name == "tasks":
            default = r"\alph*)"
            columns = re.compile(r"\s*\(\d+\)").match(self.text, after)
            after = columns.end() if columns else after
        template, first = template_of(options, default)
        resumed = self.resumable.get(depth, 0) if "resume" in (options or "") else first - 1
        self.lists.append(List(name, template, resumed))
        return after

    # -- boxes

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

    def frame(self, name: str, at: int, after: int) -> int:
        """An environment of which nothing is known but perhaps a title: where its beginning ends."""
        options, end = bracketed(self.text, after)
        title: str | None = titled(options or "")
        if not title and name in TITLED:
            title, end = group(self.text, skip_spaces(self.text, end))
        said = self.counters.plain(title or "")
        named = signpost(said, is_title=True)
        kind = name
        if said and announces(f"{said}:"):
            kind = "answer"
        elif named or (said and name == "frame"):
            self.heading(said, "", at, end, 1 if named is None or named.problem else 2)
            kind = "problem" if named and named.is_named and name != "frame" else name
        self.opened.append((name, kind))
        self.add("begin", kind, at)
        return end if title else after

    def close(self, name: str, at: int) -> None:
        """The end of such an environment."""
        kind = self.opened.pop()[1] if self.opened and self.opened[-1][0] == name else name
        self.add("end", kind, at)
