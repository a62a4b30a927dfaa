"""A tree as Maxima writes it, and the declared conditions as Maxima's assumptions.  Names get a `v` before them."""

import re

from answerkey.context import Context
from answerkey.tree import INFINITY, Expr
from benchmarks.peers.pairs import NotGiven

SIGNS = {"eq": "=", "ne": "#", "lt": "<", "le": "<=", "and": "and", "or": "or", "add": "+", "mul": "*", "pow": "^"}
FUNCTIONS = {
    "abs": "abs", "exp": "exp", "log": "log", "tanh": "tanh", "ceil": "ceiling", "floor": "floor", "sin": "sin",
    "cos": "cos", "sign": "signum", "erf": "erf", "factorial": "factorial", "max": "max", "min": "min",
    "binomial": "binomial", "not": "not", "derivative": "'diff",
}  # fmt: skip
CONSTANTS = {"pi": "%pi", "infinity": "inf"}


def written(expr: Expr) -> str:
    """`expr` in Maxima's notation; raises NotGiven."""
    head, args = expr.head, expr.args
    if expr.shape:
        return matrix(expr)
    if head == "num":
        return f"({args[0]})"
    if head in ("name", "term"):
        return spelled(repr(expr) if head == "term" else args[0])
    if head in SIGNS and args:
        return f"({f' {SIGNS[head]} '.join(map(written, args))})"
    if head in FUNCTIONS:
        return f"{FUNCTIONS[head]}({', '.join(map(written, args))})"
    if head in CONSTANTS:
        return CONSTANTS[head]
    if head in ("sum", "prod"):
        index, body, low, high = map(written, args)
        return f"'{'sum' if head == 'sum' else 'product'}({body}, {index}, {low}, {high})"
    if head == "cases":
        pairs = zip(args[:-1:2], args[1::2], strict=True)
        branches = " elseif ".join(f"{written(c)} then {written(v)}" for v, c in pairs)
        return f"(if {branches} else {written(args[-1])})"
    if head == "limit":
        variable, body, target = map(written, expr.nodes[:3])
        return f"'limit({body}, {variable}, {target})"
    if head == "entry" and args[0].head == "name":
        return f"{spelled(args[0].args[0])}[{', '.join(map(written, args[1:]))}]"
    raise NotGiven(f"no form for {head}")


def matrix(expr: Expr) -> str:
    """A matrix whose entries are known."""
    head, args = expr.head, expr.args
    if head == "block":
        rows = (args[i : i + args[0]] for i in range(1, len(args), args[0]))
        return "matrix({})".format(", ".join(f"[{', '.join(map(written, row))}]" for row in rows))
    if head in ("add", "mul"):
        return f"({(' + ' if head == 'add' else ' . ').join(map(written, args))})"
    if head == "T":
        return f"transpose({written(args[0])})"
    if head == "pow":
        return f"({written(args[0])} ^^ {written(args[1])})"
    raise NotGiven(f"a matrix without known entries: {head}")


def spelled(identifier: str) -> str:
    return "v" + re.sub(r"\W", lambda match: f"_{ord(match[0])}", identifier)


def assumptions(context: Context) -> tuple[str, str]:
    """Commands that assume what is declared, as far as Maxima has a form for it, and commands that undo that."""
    whole, relations = set(context.dimensions), []
    for condition in map(context.unfold, context.conditions):
        if condition.head == "in" and condition.args[1].head in ("naturals", "integers"):
            whole.add(condition.args[0].args[0])
            if condition.args[1].head == "naturals":
                relations.append(f"{written(condition.args[0])} >= 0")
        elif condition.head in ("lt", "le") and INFINITY not in condition.args:
            relations.append(written(condition))
        elif condition.head == "ne":
            relations.append("notequal({}, {})".format(*map(written, condition.args)))
    relations += [f"{spelled(side)} >= 1" for side in context.dimensions]
    names = ", ".join(sorted(map(spelled, whole)))
    declare, kill = (f"declare([{names}], integer)$ ", f"kill({names})$ ") if whole else ("", "")
    assume, forget = (f"{verb}({', '.join(relations)})$ " if relations else "" for verb in ("assume", "forget"))
    return declare + assume, forget + kill
