"""Equations that are said of whatever their names are, and so are wrong if they fail anywhere."""

from answerkey.context import Context
from answerkey.keys.slips import SIMPLE
from answerkey.keys.statements import Statement
from answerkey.tree import ZERO, Expr

DEFINITE = frozenset("term E gradient derivative grad call jacobian hessian argmin argmax cov given".split())


def is_identity(statement: Statement, i: int, claim: Expr, context: Context) -> bool:
    """Whether an equation is said of whatever its names are: a link of a chain, or the value of a definite thing."""
    if claim.head != "eq" or ZERO in claim.args or any(side.head == "null" for side in claim.args):
        return False
    if i > 0 or statement.goes_on or (len(statement.sides) > 2 and not says_what(claim, context)):
        return True
    if any(n.head in DEFINITE and not is_fixed(n) and not is_free(n, context) for n in claim.args[0].walk()):
        return True
    if any(map(is_written_out, claim.args[0].walk())):
        return True
    if claim.args[1].head == "E" and claim.args[0].head not in SIMPLE:  # a mean that is told from right to left
        return True
    if claim.args[0].head in ("sum", "prod") and claim.args[1].head not in SIMPLE and is_counted(claim.args[0]):
        return True
    return any(is_solution(side, other, context) for side, other in (claim.args, claim.args[::-1]))


def says_what(claim: Expr, context: Context) -> bool:
    """Whether the first link of a chain says what its first side is: a free name, or anything with numbers put in."""
    left, right = claim.args
    left = stood_for(left, context)
    free = is_free(left, context) or (left.head == "name" and left not in context.definitions)
    return free or not any(node.head in ("name", "term") for node in right.walk())


def stood_for(leaf: Expr, context: Context) -> Expr:
    r"""The name for which a name such as \hat{w} stands, or the name itself where it stands for no other."""
    while (meaning := context.definitions.get(leaf)) is not None and meaning.head == "name":
        leaf = meaning
    return leaf


def is_free(side: Expr, context: Context) -> bool:
    """Whether a side is a term of which nothing is known, so that a chain that begins with it says what it is."""
    return side.head == "term" and side.args[0] not in context.sequences and side.args[0] not in context.laws


def is_fixed(node: Expr) -> bool:
    """Whether a node is a term of a sequence at a given place, such as w_0, or at any, such as w_t."""
    return node.head == "term" and node.args[2].head != "add"


def is_written_out(node: Expr) -> bool:
    """Whether a node is the determinant or the trace of a matrix that is given by its entries."""
    if node.head not in ("det", "tr"):
        return False
    matrices = [part for part in node.args[0].walk() if part.head in ("name", "term", "block") and part.shape]
    return bool(matrices) and all(part.head == "block" for part in matrices)


def is_counted(node: Expr) -> bool:
    """Whether a node is a sum or a product of powers and the like of its index, and not of data."""
    plain = ("sum", "prod", "name", "num", "add", "mul", "pow")
    return all(part.head in plain and not part.shape for part in node.walk())


def is_solution(side: Expr, other: Expr, context: Context) -> bool:
    """Whether an equation gives the terms of a known sequence by their index, as w_t = 1 - a^t or g_t = 2w_t does."""
    for node in side.walk():
        if node.head == "term" and node.args[2].head == "name":
            sequence, met = context.sequences.get(node.args[0]), {*other.walk()}
            told = node == side or other.has("sum", "prod")  # as a whole, or by all the steps so far
            known = sequence and (sequence.start is not None or (sequence.meaning is not None and told))
            if known and node not in met and node.args[2] in met:
                return True
    return False
