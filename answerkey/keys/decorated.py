r"""Letters with a mark that nothing declares, such as \hat{w} beside a declared w: of the size of the plain letter."""

import re

from answerkey.context import Context
from answerkey.reading.names import Names, spelled
from answerkey.reading.parser import read
from answerkey.reading.tokens import Undeclared, Unread
from answerkey.shapes import ShapeError

MARKED = re.compile(r"(\w+?)(?:_(?:hat|tilde|bar|check|overline|star))+")
MOST_NEW = 6  # in one formula


def with_marked(latex: str, context: Context) -> tuple[Context, dict[str, str]] | None:
    """The context in which a formula can be read, with its marked letters like the plain ones, and which those are."""
    new: dict[str, str] = {}
    for _ in range(MOST_NEW):
        try:
            read(latex, context.names)
        except Undeclared as error:
            if (plain := plain_of(error.name, context)) is None:
                return None
            context = like(error.name, plain, context)
            new[error.name] = plain
        except (Unread, ShapeError):
            return None
        else:
            return (context, new) if new else None
    return None


def plain_of(marked: str, context: Context) -> str | None:
    """The declared letter that a name is a marked form of; a number alone tells no size."""
    match = MARKED.fullmatch(marked)
    symbols = context.names.symbols
    if match is None or marked in symbols or f"{marked}[]" in symbols:
        return None
    known = [symbols[key] for key in (match[1], f"{match[1]}[]") if key in symbols and symbols[key].kind != "function"]
    return match[1] if known else None


def nearest(error: Unread, latex: str, names: Names) -> str:
    """The declared name that may have been meant where one is not known, or lacks an index; "" without one."""
    known = {key.removesuffix("[]") for key in names.symbols}
    if isinstance(error, Undeclared) and error.name:
        other = error.name[:1].swapcase() + error.name[1:]
        return f"{spelled(other)} is" if other in known else ""
    if "with one index" in error.why:
        for marked in sorted(key.removesuffix("[]") for key in names.symbols if key.endswith("[]")):
            match = MARKED.fullmatch(marked)
            if match and re.search(rf"(?<![A-Za-z\\{{]){match[1]}\s*_", latex) and (match[1] in known):
                return f"{spelled(marked)} takes one"
    return ""


def like(marked: str, plain: str, context: Context) -> Context:
    """The context with a free name, and a sequence of them, of the sizes that another name has."""
    for key in (plain, f"{plain}[]"):
        if (symbol := context.names.symbols.get(key)) is not None:
            context = context.with_symbol(marked, symbol.kind, symbol.shape, symbol.whole)
    return context
