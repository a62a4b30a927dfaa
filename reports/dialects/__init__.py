"""A passage in the language of a page: here what is escaped, marked and set, in each dialect how.

A dialect is a module with `PARAGRAPH` and four functions: `escape(text)`, `emphasis(escaped)`,
`formula(latex, display, live, mark)` and `doubtful(formula, display, status, reason)`.
"""

from answerkey.results import PASSES, Maths, Passage, Words
from reports.maths import settable, tidied
from reports.pages import reason
from reports.prose import paragraphs, spans


class Ready(str):
    """Text already written in the language of the page; every other text is escaped on its way there."""

    __slots__ = ()


def passage(dialect, told: Passage) -> Ready:
    """The words and formulas of `told`, each formula with the mark its verdict calls for."""
    written = (words(dialect, p.text) if isinstance(p, Words) else maths(dialect, p) for p in told.pieces)
    return Ready("".join(written))


def words(dialect, text: str) -> Ready:
    """Prose with its emphasis and paragraphs."""
    return Ready(dialect.PARAGRAPH.join(sentence(dialect, paragraph) for paragraph in paragraphs(text)))


def sentence(dialect, text):
    written = [(stressed, dialect.escape(piece)) for stressed, piece in spans(text)]
    return "".join(dialect.emphasis(piece) if stressed else piece for stressed, piece in written)


def maths(dialect, shown: Maths, display: bool | None = None) -> Ready:
    """A formula with its mark; `display` overrides the author's choice, for an answer in its box."""
    display, result = shown.display if display is None else display, shown.result
    latex, typed = tidied(shown.latex), " ".join(shown.latex.split())
    live = (result is None or result.verdict != "unread") and settable(latex)
    mark = result is not None and result.verdict == "measured"
    formula = dialect.formula(latex if live else typed, display, live, mark) if typed else ""
    if result is None or result.verdict in PASSES:
        return Ready(formula)
    return Ready(dialect.doubtful(formula, display, result.verdict, dialect.escape(reason(result))))
