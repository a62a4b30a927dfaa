"""LaTeX sources to pieces, by pylatexenc, which reads nothing but the text that it is given."""

import logging
import re
from collections.abc import Sequence

from pylatexenc.latexwalker import (
    LatexCharsNode,
    LatexEnvironmentNode,
    LatexGroupNode,
    LatexMacroNode,
    LatexMathNode,
    LatexNode,
    LatexSpecialsNode,
    LatexWalker,
    LatexWalkerParseError,
    get_default_latex_context_db,
)
from pylatexenc.macrospec import MacroSpec

from answerkey.documents.macros import Macros, definitions
from answerkey.documents.pieces import DocumentError, Kind, Piece, Places

logging.getLogger("pylatexenc").setLevel(logging.ERROR)  # what it thinks of a document is not for our user
MATHS = frozenset("equation align alignat flalign gather multline eqnarray displaymath math dmath IEEEeqnarray".split())
OPAQUE = frozenset(
    "verbatim lstlisting minted comment tikzpicture filecontents thebibliography tabular table figure code".split()
)
SECTIONS = {"part": 1, "chapter": 1, "section": 1, "subsection": 2, "subsubsection": 3, "paragraph": 4}
EXAM = {"question": 1, "titledquestion": 1, "part": 2, "subpart": 3, "subsubpart": 4}  # of the exam class
COUNTERS = EXAM | {"enumi": 1, "enumii": 2}
PLAIN = frozenset("textbf textit emph text textrm underline textsf texttt mbox hbox textsc boxed".split())
DROPPED = frozenset(
    "label ref eqref cite footnote includegraphics vspace hspace usepackage documentclass input include newcommand "
    "renewcommand providecommand def DeclareMathOperator newtheorem setlength bibliography pagestyle "
    "thispagestyle".split()
)


def pieces(text: str) -> list[Piece]:
    """The pieces of a LaTeX source, in reading order; raises DocumentError."""
    begins = text.find(r"\begin{document}")
    ends = text.find(r"\end{document}", max(begins, 0))
    start = begins + len(r"\begin{document}") if begins >= 0 else 0
    body = re.sub(r"[^\n]", " ", text[:start]) + text[start : ends if ends >= 0 else len(text)]
    context = get_default_latex_context_db()
    context.add_context_category(
        "exams",
        prepend=True,
        macros=[
            *(MacroSpec(name, "[") for name in EXAM),
            MacroSpec("titledquestion", "{["),
            MacroSpec("setcounter", "{{"),
        ],
    )
    walker = LatexWalker(body, latex_context=context, tolerant_parsing=True)
    try:
        nodes, _, _ = walker.get_latex_nodes()
    except (LatexWalkerParseError, RecursionError) as error:
        raise DocumentError(f"the LaTeX cannot be taken apart: {str(error).splitlines()[0]}") from None
    return Walk(body, definitions(text)).run(nodes)


class Walk:
    """A walk over the nodes of a source."""

    def __init__(self, text: str, macros: Macros):
        self.text, self.places, self.macros = text, Places(text), macros
        self.is_exam = r"\question" in text or r"\titledquestion" in text
        self.found: list[Piece] = []
        self.lists: list[str] = []

    def run(self, nodes: Sequence[LatexNode]) -> list[Piece]:
        self.all(nodes)
        return self.found

    def add(self, kind: Kind, text: str, at: int, display: bool = False, depth: int = 0) -> None:
        line, column = self.places.of(at)
        self.found.append(Piece(kind, text, line, column, display, depth))

    def all(self, nodes: Sequence[LatexNode | None]) -> None:
        for node in nodes:
            if node is not None:
                self.one(node)

    def one(self, node: LatexNode) -> None:
        match node:
            case LatexMathNode():
                opening, closing = node.delimiters
                inside = self.text[node.pos + len(opening) : node.pos + node.len - len(closing)]
                self.formula(inside, node.pos + len(opening), node.displaytype == "display")
            case LatexEnvironmentNode():
                self.environment(node)
            case LatexMacroNode():
                self.macro(node)
            case LatexGroupNode():
                self.all(node.nodelist)
            case LatexCharsNode() | LatexSpecialsNode():
                self.words(self.text[node.pos : node.pos + node.len], node.pos)

    def words(self, text: str, at: int) -> None:
        for paragraph in re.finditer(r"(?:[^\n]|\n(?!\s*\n))+|\n\s*\n", text):
            if paragraph[0].isspace() and paragraph[0].count("\n") > 1:
                self.add("break", "", at + paragraph.start())
            else:
                self.add("words", paragraph[0], at + paragraph.start())

    def formula(self, latex: str, at: int, display: bool) -> None:
        lead = len(latex) - len(latex.lstrip())
        self.add("formula", latex.strip(), at + lead, display)

    def environment(self, node: LatexEnvironmentNode) -> None:
        name = node.environmentname
        if name.rstrip("*") in MATHS:
            self.formula(self.text[node.pos : node.pos + node.len], node.pos, True)
        elif name.rstrip("*") in OPAQUE:
            return
        elif name in ("enumerate", "itemize", "description", "questions", "parts", "subparts"):
            self.lists.append(name)
            self.all(node.nodelist)
            self.lists.pop()
        else:
            self.add("begin", name, node.pos)
            self.all(node.nodelist)
            self.add("end", name, node.pos + node.len)

    def macro(self, node: LatexMacroNode) -> None:
        name = node.macroname.rstrip("*")
        given = [arg for arg in (node.nodeargd.argnlist if node.nodeargd else ()) or () if arg is not None]
        if self.is_exam and name in EXAM:
            self.add("item", "#", node.pos, depth=EXAM[name])
        elif name == "setcounter" and len(given) == 2 and self.source(given[0]) in COUNTERS:
            self.add("counter", self.source(given[1]), node.pos, depth=COUNTERS[self.source(given[0])])
        elif name == "item":
            counted = "#" if self.lists[-1:] == ["enumerate"] else ""
            self.add("item", self.source(given[0]) if given else counted, node.pos, depth=len(self.lists))
        elif name in SECTIONS:
            self.add("heading", self.source(given[-1]) if given else "", node.pos, depth=SECTIONS[name])
        elif name in PLAIN:
            self.all(given)
        elif f"\\{name}" in self.macros:
            self.add("words", f"\\{name}", node.pos)
        elif name == "par":
            self.add("break", "", node.pos)
        elif name not in DROPPED:
            self.add("words", f"\\{name}", node.pos)

    def source(self, node: LatexNode | None) -> str:
        return self.text[node.pos : node.pos + node.len].strip("{}[] \n") if node else ""
