"""Figures of the experiments, found by name: `reports/figures/<problem>.py` has those of a problem.

Such a module has `FIGURES: dict[str, tuple[Figure, ...]]`, keyed by the letter of the part. Its pictures
show what `numeric_checks` measures, never the theory. Matplotlib is loaded when a figure is drawn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from reports import ReportError

WIDTH = 6.2  # inches: the text width of the page, so that letters come out at their true size
BLUE, ORANGE, GREEN, GREY = "#0072B2", "#D55E00", "#009E73", "#6E6E6E"  # Okabe and Ito
STYLE: dict[Any, Any] = {
    "font.family": "cmr10",  # the letters of the page
    "mathtext.fontset": "cm",
    "axes.formatter.use_mathtext": True,
    "axes.unicode_minus": False,
    "font.size": 10,
    "axes.labelsize": 10,
    "xtick.labelsize": 9,
    "ytick.labelsize": 9,
    "axes.linewidth": 0.6,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "xtick.major.width": 0.6,
    "ytick.major.width": 0.6,
    "xtick.minor.size": 0,
    "ytick.minor.size": 0,
    "lines.linewidth": 1.6,
    "lines.solid_capstyle": "round",
}


@dataclass(frozen=True)
class Figure:
    """A picture: `draw` puts it on matplotlib Axes; `caption` is plain text with `*emphasis*`.

    A `grid` of more than one by one gives `draw` an array of Axes, of shape (rows, columns); `height` is in inches.
    """

    name: str
    draw: Callable
    caption: str
    grid: tuple[int, int] = (1, 1)
    height: float = 2.75

    def save(self, file: Path) -> None:
        """Draw to `file`, a .png or .pdf, with nothing in it that changes from run to run.

        Raises ReportError if `draw` fails, OSError if the file cannot be written.
        """
        from matplotlib import rc_context
        from matplotlib.figure import Figure as Canvas

        with rc_context(STYLE):
            canvas = Canvas(figsize=(WIDTH, self.height), layout="constrained")
            try:
                axes = canvas.subplots(*self.grid, squeeze=False)
                self.draw(axes[0, 0] if self.grid == (1, 1) else axes)
            except Exception as error:  # an experiment may raise anything
                raise ReportError(f"figure {self.name} cannot be drawn: {error}") from error
            stamp = {"CreationDate": None} if file.suffix == ".pdf" else {"Software": None}
            canvas.savefig(file, dpi=200, metadata=stamp)


def figures_of(problem: str) -> Mapping[str, tuple[Figure, ...]]:
    """The figures of `problem` by part; none if no module bears its name.  Raises ReportError for a broken one."""
    module = f"{__name__}.{problem}"
    if find_spec(module) is None:
        return {}
    try:
        return import_module(module).FIGURES
    except Exception as error:  # a module may raise anything
        raise ReportError(f"the figures of {problem} cannot be loaded: {type(error).__name__}: {error}") from error


def label(axes, text, at, away, colour, ha="left"):
    """`text` beside the point `at`, `away` points from it."""
    axes.annotate(text, at, away, textcoords="offset points", color=colour, ha=ha, va="center")
