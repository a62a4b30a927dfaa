"""Checked parts to the text of a page: templates say where things go, dialects how they are written."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from jinja2 import Environment, PackageLoader, StrictUndefined, TemplateSyntaxError, UndefinedError

from answerkey.results import AnnotatedSection, CheckedPart, Process, counted
from reports import ReportError, dialects, pages
from reports.dialects import Ready, html, md, tex

DIALECTS = {"md": md, "tex": tex, "html": html}
LOADER = PackageLoader("reports")


@dataclass(frozen=True)
class Picture:
    """A figure that has been drawn: to which part it belongs, and the file name or data URI that shows it."""

    problem: str
    part: str
    number: int
    caption: str
    source: str


def render(
    sheet: str,
    title: str,
    parts: Sequence[CheckedPart],
    to: str,
    handout: bool = False,
    pictures: Sequence[Picture] = (),
    process: Sequence[Process] = (),
) -> str:
    """The text of the page in `to`, one of DIALECTS.

    Raises ReportError for an answer that has no verdict, and for a template that cannot be followed.
    """
    for part in parts:
        if not handout and any(answer.formula.result is None for answer in part.answers):
            raise ReportError(f"the answer to {part.number}{part.marker} has no verdict, so it is not printed")
    return filled(f"solution.{to}.j2", to, said(sheet, title, parts, handout, pictures) | {"process": process})


def render_key(title: str, sheet: str, counts: Sequence[str], sections: Sequence[AnnotatedSection], to: str) -> str:
    """The text of a key annotated beside a sheet, in `to`, one of DIALECTS; `counts` are lines for its head.

    Raises ReportError.
    """
    said = {"title": f"{title}, annotated", "sheet": sheet, "counts": counts, "sections": sections}
    return filled(f"key.{to}.j2", to, said)


def filled(template: str, to: str, said: dict) -> str:
    try:
        return tidy(environment(DIALECTS[to]).get_template(template).render(said))
    except UndefinedError as error:
        raise ReportError(f"template {template}: {error.message}") from error
    except TemplateSyntaxError as error:
        raise ReportError(f"template {template}, line {error.lineno}: {error.message}") from error


def tidy(text: str) -> str:
    """`text` without the white space that templates leave around lines and between paragraphs."""
    text = re.sub(r"\n{3,}", "\n\n", re.sub(r"[ \t]+\n", "\n", text))
    return re.sub(r"(?<=\n\n) +", "", text).strip() + "\n"


def environment(dialect) -> Environment:
    """Templates in `dialect`: what no filter has made Ready is escaped, so nothing is live by oversight."""
    made = Environment(
        loader=LOADER,
        undefined=StrictUndefined,
        finalize=lambda value: value if isinstance(value, Ready) else dialect.escape(str(value)),
        trim_blocks=True,
        lstrip_blocks=True,
        variable_start_string="<<",  # braces belong to LaTeX
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
    )
    made.filters |= {
        "passage": lambda told: dialects.passage(dialect, told),
        "words": lambda text: dialects.words(dialect, str(text)),
        "maths": lambda shown: dialects.maths(dialect, shown),
        "inline": lambda shown: dialects.maths(dialect, shown, display=False),
        "displayed": lambda shown: dialects.maths(dialect, shown, display=True),
        "ready": Ready,
    }
    return made


def said(sheet, title, parts, handout, pictures):
    """Everything a template may name."""
    shown = pages.problems(parts)
    lines = pages.rows(shown, handout)
    everything = pages.total(lines)
    return {
        "sheet": sheet,
        "title": title,
        "handout": handout,
        "problems": shown,
        "rows": [*lines, everything],
        "counts": everything.counts,
        "formulas": counted(sum(everything.counts.values()), "formula"),
        "in_doubt": pages.in_doubt(lines, shown, handout),
        "explained": pages.EXPLAINED,
        "notes": pages.notes,
        "prose": pages.prose,
        "pictures": lambda part: [p for p in pictures if (p.problem, p.part) == (part.problem, part.part)],
    }
