"""Markdown (of pandoc, Quarto, MyST, GitHub and of converters from PDF) to pieces, by markdown-it."""

import re
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin
from mdit_py_plugins.texmath import texmath_plugin

from answerkey.documents.pieces import Kind, Piece, Places

FENCED_MATHS = re.compile(r"\{?(math|latex-math)\}?")  # ```{math} and ```math
CALLOUT = re.compile(r":::+\s*\{?\.?(\w[\w-]*)?.*")  # ::: {.solution} of pandoc and Quarto, :::{solution} of MyST
FRONT = re.compile(r"---\n.*?\n(?:---|\.\.\.)\n", re.DOTALL)


@cache
def reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": True}).enable("table")
    made.disable("code")  # text that is set in by four spaces is set in by mistake
    made.use(dollarmath_plugin, allow_labels=True, allow_space=True, allow_digits=True, double_inline=True)
    return made.use(texmath_plugin, delimiters="brackets")


def pieces(text: str) -> list[Piece]:
    """The pieces of a Markdown text, in reading order."""
    front = FRONT.match(text)
    blank = re.sub(r"[^\n]", " ", front[0]) + text[front.end() :] if front else text
    return Walk(blank).run()


class Walk:
    """A walk over the tokens of a text, which looks for each formula in it from where the last one ended."""

    def __init__(self, text: str):
        self.text, self.places, self.at, self.end = text, Places(text), 0, 0
        self.found: list[Piece] = []
        self.depth = 0
        self.numbers: list[str] = []
        self.inside: list[str] = []  # the environments that are open

    def run(self) -> list[Piece]:
        for token in reader().parse(self.text):
            if token.map:
                self.at = max(self.at, self.places.starts[token.map[0]])
                self.end = self.places.starts[token.map[1]]
            self.block(token)
        return self.found

    def add(self, kind: Kind, text: str, display: bool = False, depth: int = 0) -> None:
        line, column = self.places.of(self.at)
        self.found.append(Piece(kind, text, line, column, display, depth))

    def block(self, token: Token) -> None:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self.depth += 1
            case "ordered_list_close" | "bullet_list_close":
                self.depth -= 1
            case "list_item_open":
                self.add("item", token.info, depth=self.depth)
            case "heading_open":
                self.add("heading", "", depth=int(token.tag[1:]))
            case "inline":
                self.inline(token)
                self.add("break", "")
            case "math_block" | "math_block_eqno" | "math_block_label" | "amsmath":
                self.formula(token.content, True)
            case "fence" if FENCED_MATHS.fullmatch(token.info.strip()):
                self.formula(token.content, True)

    def inline(self, token: Token) -> None:
        """The words and formulas of a paragraph; those of a heading are its text."""
        heading = self.found and self.found[-1].kind == "heading" and not self.found[-1].text
        if heading:
            last = self.found[-1]
            self.found[-1] = Piece("heading", token.content, last.line, last.column, depth=last.depth)
            return
        for child in token.children or ():
            if child.type in ("math_inline", "math_single", "math_inline_double"):
                self.formula(child.content, child.type == "math_inline_double")
            elif child.type in ("softbreak", "hardbreak"):
                self.add("words", "\n")
            elif child.type in ("text", "code_inline", "html_inline", "text_special"):
                self.words(child.content)

    def words(self, text: str) -> None:
        callout = CALLOUT.fullmatch(text.strip())
        if callout and callout[1]:
            self.inside.append(callout[1])
            self.add("begin", callout[1])
        elif callout:
            self.add("end", self.inside.pop() if self.inside else "")
        else:
            self.find(text)
            self.add("words", text)
            self.at += len(text)

    def formula(self, latex: str, display: bool) -> None:
        self.find(latex)
        lead = len(latex) - len(latex.lstrip())
        self.at += lead
        self.add("formula", latex.strip(), display)
        self.at += len(latex) - lead

    def find(self, text: str) -> None:
        """Move to where `text` stands next in the block; what was converted, such as an entity, stays where it is."""
        found = self.text.find(text, self.at, self.end)
        self.at = found if found >= 0 else self.at
