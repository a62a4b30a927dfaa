"""The pieces that are found in a source, each with its place, and the words that are not yet one."""

from answerkey.documents.loose import loose, spelled
from answerkey.documents.pieces import Kind, Piece, Places, Traced


class Gathering:
    """Pieces in reading order; words are kept until something else begins."""

    def __init__(self, source: Traced, places: Places):
        self.source, self.places = source, places
        self.found: list[Piece] = []
        self.said: list[Traced] = []
        self.groups: list[str] = []  # what the end of each open brace ends: "answer", "face" or nothing

    def add(self, kind: Kind, text: str, at: int, depth: int = 0, number: str = "") -> None:
        self.flush()
        line, column = self.places.of(self.source.origin(at))
        self.found.append(Piece(kind, text, line, column, depth=depth, number=number))

    def say(self, words: str, at: int) -> None:
        """Words that LaTeX puts in."""
        self.said.append(Traced.put_in(words, self.source.origin(at)))

    def flush(self, apart: bool = False) -> None:
        """Make pieces of the words so far, which may be set `apart` by their face, and of the formulas in them."""
        said, self.said = Traced.joined(self.said), []
        apart |= self.groups[-1:] == ["face"]
        at = 0
        for start, end in loose(said.text, 0, len(said.text)):
            self.words(said[at:start], apart)
            self.put(spelled(said[start:end].stripped()), said.origin(start), display=False)
            at = end
        self.words(said[at:], apart)

    def words(self, said: Traced, apart: bool) -> None:
        if said.text.strip():
            line, column = self.places.of(said.origins[0])
            self.found.append(Piece("words", said.text, line, column, apart, stretches=self.places.stretches(said)))

    def formula(self, start: int, end: int, display: bool) -> None:
        self.flush()
        self.put(self.source[start:end].stripped(), self.source.origin(start), display)

    def put(self, formula: Traced, origin: int, display: bool) -> None:
        line, column = self.places.of(formula.origin(0) if formula.text else origin)
        stretches = self.places.stretches(formula)
        self.found.append(Piece("formula", formula.text, line, column, display, stretches=stretches))
