"""How a reason is worded: formulas in it stand between dollars, so that a page can print them as formulas."""

from answerkey.context import Context
from answerkey.reading.show import show
from answerkey.reading.typeset import Untypeset, typeset
from answerkey.tree import Expr

SIDES = "the left side holds and the right side does not hold"


def told(expr: Expr, context: Context) -> str:
    """A tree as a formula, or in plain text where no formula is read as that."""
    try:
        return f"${typeset(expr, context.names)}$"
    except Untypeset:
        return show(expr)


def follows_not(premise: str, because: str) -> str:
    """That something does not follow from a premise, and where."""
    return f"does not follow from {premise}: {because.replace(SIDES, 'that holds there, and this does not')}"
