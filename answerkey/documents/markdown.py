"""Markdown (of pandoc, Quarto, MyST, GitHub, Jupyter, and of converters from PDF) to pieces, by markdown-it.

The formulas are taken out first and a character of its own stands for each, so that nothing in them is taken for a
list, an emphasis or the edge of a table's cell, and each keeps its place.
"""

import re
from collections.abc import Iterator
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from answerkey.documents.marking import Mark, Marked, marked
from answerkey.documents.pieces import Kind, Piece, Places

PLACEHOLDER = re.compile("[\U000f0000-\U000ffffd]")

ATTRIBUTES = re.compile(r"\s*\{\s*[#.-][^{}]*\}\s*$")  # {#sec-norms .unnumbered} of pandoc


@cache
def reader() -> MarkdownIt:
    made = MarkdownIt("commonmark", {"html": False}).enable("table")
    return made.disable(["code", "html_block", "html_inline"])  # what is set in by four spaces is so by mistake


def pieces(text: str) -> list[Piece]:
    """The pieces of a Markdown text, in reading order; raises DocumentError."""
    return Walk(text, marked(text)).run()


class Walk:
    """A walk over the tokens of a text, which looks for the words of each from where the last ended."""

    def __init__(self, text: str, source: Marked):
        self.places, self.source, self.text = Places(text), source, source.text.text
        self.lines = Places(self.text).starts
        self.at = self.end = 0  # where we are in the text with the placeholders, and where the block ends
        self.found: list[Piece] = []
        self.depth = 0
        self.last_number: list[str] = []  # of the items of each open list
        self.waiting = iter(source.marks)
        self.next = next(self.waiting, None)

    def run(self) -> list[Piece]:
        for token in reader().parse(self.text):
            if token.map:
                self.at = max(self.at, self.lines[token.map[0]])
                self.end = self.lines[min(token.map[1], len(self.lines) - 1)]
            self.block(token)
        self.catch_up(len(self.source.original))
        return self.found

    def block(self, token: Token) -> None:
        match token.type:
            case "ordered_list_open" | "bullet_list_open":
                self.depth += 1
                self.last_number.append("")
            case "ordered_list_close" | "bullet_list_close":
                self.depth -= 1
                self.last_number.pop()
            case "table_open" | "table_close":
                self.add("begin" if token.nesting > 0 else "end", "tabular")
            case "list_item_open":
                self.add("item", self.label(token), depth=self.depth)
            case "heading_open":
                self.add("heading", "", depth=int(token.tag[1:]))
            case "inline":
                self.inline(token)
                self.add("break", "")

    def label(self, token: Token) -> str:
        """The label of an item: as it is written, unless the author left it to the reader to count."""
        number = token.info
        if number and number == self.last_number[-1]:
            number = str(int(number) + 1)
        if self.last_number:
            self.last_number[-1] = number
        return f"{number}{token.markup}" if number else ""

    def inline(self, token: Token) -> None:
        """The words and formulas of a paragraph; the words of a heading are its text."""
        last = self.found[-1] if self.found else None
        if last and last.kind == "heading" and not last.text:
            title = PLACEHOLDER.sub(lambda found: f"${self.source.formula(found[0]).inside.text}$", token.content)
            title = ATTRIBUTES.sub("", title)
            self.found[-1] = Piece("heading", title, last.line, last.column, depth=last.depth)
            for found in PLACEHOLDER.findall(token.content):
                self.formula(found)
            return
        faces, said = 0, ""
        for child in flat(token.children or ()):
            if child.type in ("text", "text_special"):
                said += child.content
                continue
            self.words(said, faces > 0)
            said = ""
            faces += child.nesting if child.type.startswith(("strong", "em")) else 0
            if child.type in ("softbreak", "hardbreak"):
                self.add("words", "\n")
            elif child.content:
                self.words(child.content, faces > 0)
        self.words(said, faces > 0)

    def words(self, text: str, apart: bool) -> None:
        at = 0
        for found in [*PLACEHOLDER.finditer(text), None]:
            said = text[at : found.start() if found else len(text)]
            if said:
                self.find(said)
                self.add("words", said, apart=apart)
                self.at += len(said)
            if found:
                self.formula(found[0])
                at = found.end()

    def formula(self, placeholder: str) -> None:
        self.find(placeholder)
        self.catch_up(self.source.formula(placeholder).offset, formulas=True)
        self.at += 1

    def find(self, text: str) -> None:
        """Move to where `text` stands next in the block; what was converted, such as an entity, stays where it is."""
        found = self.text.find(text, self.at, self.end)
        self.at = found if found >= 0 else self.at

    # -- pieces

    def add(self, kind: Kind, text: str, depth: int = 0, apart: bool = False) -> None:
        offset = self.source.text.origin(self.at)
        self.catch_up(offset)
        line, column = self.places.of(offset)
        self.found.append(Piece(kind, text, line, column, apart, depth))

    def catch_up(self, offset: int, formulas: bool = False) -> None:
        """Add the marks before a place; with `formulas`, also those that no paragraph holds, up to the one there."""
        while self.next is not None and (self.next.offset < offset or (formulas and self.next.offset == offset)):
            mark = self.next
            if mark.kind == "formula" and not formulas and offset < len(self.source.original):
                return
            self.found.append(self.piece(mark))
            self.next = next(self.waiting, None)

    def piece(self, mark: Mark) -> Piece:
        line, column = self.places.of(mark.offset)
        if mark.kind != "formula":
            return Piece(mark.kind, mark.inside.text, line, column, number=mark.number)
        line, column = self.places.of(mark.inside.origin(0)) if mark.inside.text else (line, column)
        return Piece(
            "formula", mark.inside.text, line, column, mark.display, stretches=self.places.stretches(mark.inside)
        )


def flat(children: list[Token] | tuple[Token, ...]) -> Iterator[Token]:
    """The tokens of a paragraph with those of its images and links."""
    for child in children:
        if child.children:
            yield from flat(child.children)
        else:
            yield child
