"""Where in a Python file a formula stands."""

import inspect
import linecache
from collections.abc import Callable

from answerkey.results import Place


def place_in(function: Callable | str, text: str, after: int = 0) -> Place:
    """The place of `text` in the source of `function` (or in a file), at or after a line; -1 is its last return."""
    if isinstance(function, str):
        path, first, lines = function, 1, linecache.getlines(function)
    else:
        path = inspect.getsourcefile(function) or "?"
        lines, first = inspect.getsourcelines(function)
    if after < 0:  # from the last return on
        after = max((n for n, line in enumerate(lines, first) if line.strip().startswith("return ")), default=first)
    needle = text.strip().split("\n")[0]
    for number, line in enumerate(lines, first):
        if number >= after and needle in line:
            return Place(path, number, line.index(needle) + 1)
    return Place(path, max(first, after))
