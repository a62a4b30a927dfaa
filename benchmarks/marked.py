"""The places in docs/benchmarks.md that a command writes itself."""

from pathlib import Path

PAGE = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def write(command: str, text: str) -> None:
    """Puts `text` between the marks of a command."""
    begin, end = f"<!-- {command} writes this -->\n", f"<!-- {command} wrote this -->"
    before, rest = PAGE.read_text().split(begin)
    PAGE.write_text(f"{before}{begin}\n{text}\n\n{end}{rest.split(end)[1]}")


def table(head: list[str], body: list[list[str]]) -> str:
    """A table in Markdown."""
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, ["---"] * len(head), *body))


def code(latex: str) -> str:
    """LaTeX in a cell of a table."""
    return f"`{' '.join(latex.split()).replace('|', chr(92) + '|')}`" if latex else ""
