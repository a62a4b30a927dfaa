"""A key is checked as the command would, and what was found is compared with what should be."""

from dataclasses import dataclass

from answerkey.documents import latex, markdown
from answerkey.documents.macros import definitions
from answerkey.documents.outline import outline
from answerkey.keys.checking import CheckedSection, check_problem
from benchmarks.keys.bases import Key
from benchmarks.keys.printing import Flavour, printed

ALARMS = ("wrong", "consequence")


@dataclass(frozen=True)
class Trial:
    """A key in one flavour, as it was printed and checked."""

    key: Key
    flavour: Flavour
    text: str
    sections: list[CheckedSection]

    @property
    def alarms(self) -> list[tuple[int, str, str]]:
        """The line, the formula and the reason of whatever was called wrong."""
        judged = (judged for section in self.sections for judged in section.judged if judged.standing in ALARMS)
        links = [(j.place.line, j.latex, f"{j.standing}: {j.verdict.because}") for j in judged]
        return links + self.graded("wrong")

    def graded(self, *grades: str) -> list[tuple[int, str, str]]:
        """The line, the formula and the reason of every answer with one of these grades."""
        return [
            (g.place.line if g.place else section.line, g.latex or g.expected, f"{g.grade}: {g.verdict.because}")
            for section in self.sections
            for g in section.answers
            if g.grade in grades
        ]


def checked(key: Key, flavour: Flavour, text: str | None = None) -> Trial:
    """What the checker says of a key, printed, or of the text that it was printed as."""
    text = printed(key, flavour) if text is None else text
    pieces = (latex if flavour.suffix == ".tex" else markdown).pieces(text)
    labels = {"1": [part.label for part in key.problem.parts]}
    sections = [section for section in outline(pieces, labels) if section.problem]
    return Trial(key, flavour, text, check_problem(key.problem, sections, definitions(text)))
