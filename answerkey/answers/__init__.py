"""The kinds of answer a part can have.

Each kind knows what it claims, at which points a measurement is most telling (`probes`), how to face what was measured
there (`agrees`), and its wrong neighbours: answers that somebody might give, and that both the engine and the
measurement have to refuse.  Everything is written in LaTeX and read under the names of the part.
"""

from answerkey.answers.base import Answer, Read, in_floats
from answerkey.answers.choices import Choice, Qualitative, Value, Verdict
from answerkey.answers.relations import Locus, Order, Region
from answerkey.answers.values import Count, Expectation, Formula, Limit, Optimum, Rate

__all__ = [
    "Answer", "Choice", "Count", "Expectation", "Formula", "Limit", "Locus", "Optimum", "Order", "Qualitative",
    "Rate", "Read", "Region", "Value", "Verdict", "in_floats",
]  # fmt: skip
