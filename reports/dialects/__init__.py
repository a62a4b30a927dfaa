"""A passage in the language of a page: here what is escaped, marked and set, in each dialect how.

A dialect is a module with `PARAGRAPH` and six functions: `escape(text)`, `emphasis(escaped)`, `mark(kind, label)`,
`formula(latex, display, live, mark)`, `doubtful(formula, display, status, reason)` and
`remark(label, title, status, link, why)`.
"""

from dataclasses import replace

from answerkey.results import PASSES, Annotated, Maths, Passage, Remark
from reports.maths import settable, standard, tidied
from reports.pages import reason
from reports.prose import paragraphs, spans


class Ready(str):
    """Text already written in the language of the page; every other text is escaped on its way there."""

    __slots__ = ()


def passage(dialect, told: Passage) -> Ready:
    """The words and formulas of `told`, each formula with its mark; remarks stand at the end of their paragraph."""
    written: list[str] = []
    due: list[str] = []
    for piece in told.pieces:
        if isinstance(piece, Annotated):
            written.append(annotated(dialect, piece))
            due += [remark(dialect, each) for each in piece.remarks]
        elif isinstance(piece, Maths):
            written.append(maths(dialect, piece))
        else:
            if "\n\n" in piece.text:
                written, due = [*written, *due], []
            written.append(words(dialect, piece.text))
        if due and isinstance(piece, Annotated) and piece.display:
            written, due = [*written, *due], []
    return Ready("".join([*written, *due]))


def annotated(dialect, shown: Annotated) -> Ready:
    """A formula of a key with its mark, or with the numbers of its remarks."""
    latex, typed = tidied(shown.latex), " ".join(shown.latex.split())
    live = settable(latex) and standard(latex)
    if shown.remarks:
        worst = min(shown.remarks, key=lambda each: each.status != "refuted")
        mark = dialect.mark(worst.status, ", ".join(str(each.number) for each in shown.remarks))
    else:
        mark = dialect.mark(shown.mark, "")
    return Ready(dialect.formula(latex if live else typed, shown.display, live, mark) if typed else "")


def remark(dialect, said: Remark) -> str:
    """What is to be said of a formula, as a paragraph of its own."""
    latex = tidied(said.link)
    live = settable(latex) and standard(latex)
    return dialect.remark(
        said.number, dialect.escape(f"{said.standing}, line {said.line}"), said.status,
        latex if live else " ".join(said.link.split()), live, passage(dialect, said.why),
    )  # fmt: skip


def words(dialect, text: str) -> Ready:
    """Prose with its emphasis and paragraphs."""
    return Ready(dialect.PARAGRAPH.join(sentence(dialect, paragraph) for paragraph in paragraphs(text)))


def sentence(dialect, text):
    written = [(stressed, dialect.escape(piece)) for stressed, piece in spans(text)]
    return "".join(dialect.emphasis(piece) if stressed else piece for stressed, piece in written)


def maths(dialect, shown: Maths | Annotated, display: bool | None = None) -> Ready:
    """A formula with its mark; `display` overrides the author's choice, for an answer in its box."""
    if isinstance(shown, Annotated):
        return annotated(dialect, shown if display is None else replace(shown, display=display))
    display, result = shown.display if display is None else display, shown.result
    latex, typed = tidied(shown.latex), " ".join(shown.latex.split())
    live = (result is None or result.verdict != "unread") and settable(latex)
    mark = dialect.mark(result.verdict if result is not None and result.verdict == "measured" else "", "")
    formula = dialect.formula(latex if live else typed, display, live, mark) if typed else ""
    if result is None or result.verdict in PASSES:
        return Ready(formula)
    return Ready(dialect.doubtful(formula, display, result.verdict, dialect.escape(reason(result))))
