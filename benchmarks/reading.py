"""python -m benchmarks.reading [FILE]: how many formulas in the manner of homework keys are read, and how fast.

FILE holds formulas, one a line, below lines "names: ..." with the declarations they are read under; without it,
benchmarks/formulas.txt. A formula after "?" has to be refused. The rate is one of reading alone, the best of five
rounds over all that is read, with nothing kept from one round to the next.
"""

import sys
import time
from pathlib import Path

from answerkey.context import Context
from answerkey.reading import names as spelling
from answerkey.reading.declarations import declared
from answerkey.reading.names import Names
from answerkey.reading.parser import read
from answerkey.reading.sentences import definition
from answerkey.reading.tokens import Undeclared, Unread
from answerkey.tree import MADE

OWN = Path(__file__).with_name("formulas.txt")
ROUNDS = 5


def formulas(path: Path) -> list[tuple[str, Context]]:
    """Every formula with the context that it is read in."""
    found, context = [], Context()
    for line in path.read_text().splitlines():
        if line.startswith("names:"):
            context = Context().declare(*(part.strip() for part in line.removeprefix("names:").split(";")))
        elif line.strip() and not line.startswith("%"):
            found.append((line, context))
    return found


def is_read(latex: str, context: Context) -> bool:
    """Whether a formula is a statement, a definition or a declaration, or becomes one once new letters are numbers."""
    try:
        read(latex, context.names)
        return True
    except Unread as error:
        undeclared = isinstance(error, Undeclared)
    if definition(latex, context) is not None:
        return True
    try:
        if r"\sim" in latex:
            declared(latex, context)
        else:
            read(latex, Names(context.names.symbols, inferring=undeclared))
    except Unread:
        return False
    return True


def rate(readable: list[tuple[str, Context]]) -> float:
    """Formulas a second of processor time."""
    best = float("inf")
    for _ in range(ROUNDS):
        MADE.clear()
        spelling.identifier.cache_clear()
        started = time.process_time()
        for latex, context in readable:
            read(latex, context.names)
        best = min(best, time.process_time() - started)
    return len(readable) / best


def main(path: Path) -> None:
    all_of_them = formulas(path)
    wanted = [(latex, context) for latex, context in all_of_them if not latex.startswith("? ")]
    others = [(latex.removeprefix("? "), context) for latex, context in all_of_them if latex.startswith("? ")]
    unread = [latex for latex, context in wanted if not is_read(latex, context)]
    misread = [latex for latex, context in others if is_read(latex, context)]
    print(f"{len(wanted) - len(unread)} of {len(wanted)} formulas read; {len(misread)} of {len(others)} others")
    for latex in (*unread, *misread):
        print(f"  {latex}")
    alone = []
    for latex, context in wanted:
        try:
            read(latex, context.names)
            alone.append((latex, context))
        except Unread:
            continue
    print(f"{rate(alone):.0f} formulas a second, reading alone")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if sys.argv[1:] else OWN)
