"""What was read, written out plainly, so that a reader can see how a formula was understood.

This is for people on a terminal; `typeset` writes LaTeX, which can be read again.
"""

from answerkey.tree import BINDERS, TRUE, Expr, is_bound, num

SIGNS = {
    "eq": " = ",
    "ne": " != ",
    "lt": " < ",
    "le": " <= ",
    "tends": " -> ",
    "in": " in ",
    "approx": " ~ ",
    "becomes": " <- ",
}
WORDS = {"and": " and ", "or": " or ", "iff": " iff ", "implies": " implies "}
TIGHTNESS = (
    {"iff": 0, "implies": 0, "or": 1, "and": 2} | dict.fromkeys(SIGNS, 3) | {"add": 4, "mul": 5, "pow": 6, "T": 7}
)


def show(expr: Expr) -> str:
    r"""`expr` in plain text: `(1 - 2*eta*sigma^2)^t`, `T(X)*X`, `w[t + 1]`."""
    return _show(expr, 0)


def _show(expr: Expr, outer: int) -> str:
    inner = tightness_of(expr.args[0]) if expr.head == "num" else TIGHTNESS.get(expr.head, 9)
    text = _written(expr, inner)
    return f"({text})" if inner < outer or (inner == outer == 6) else text


def tightness_of(number) -> int:
    """A negative number is bracketed like a sum, a fraction like a product."""
    return 4 if number < 0 else 5 if number.denominator > 1 else 9


def _written(expr: Expr, level: int) -> str:
    head, args = expr.head, expr.args
    if head == "num":
        return str(args[0])
    if head == "name":
        return letter(expr) if is_bound(expr) else args[0]
    if head == "term":
        return f"{args[0]}[{show(args[2])}]"
    if head in ("call", "grad"):
        mark = "'" * args[1] if head == "call" else ""
        inside = ", ".join(show(a) for a in expr.nodes)
        return f"{'grad ' if head == 'grad' else ''}{args[0]}{mark}({inside})"
    if head == "add":
        return _sum(expr)
    if head in SIGNS:
        return SIGNS[head].join(_show(a, level + 1) for a in args)
    if head in WORDS:
        return WORDS[head].join(_show(a, level + 1) for a in args) or {"and": "true", "or": "false"}[head]
    if head == "mul":
        return _product(expr)
    if head == "pow":
        return "^".join(_show(a, level + 1) for a in args)
    if head == "block":
        rows = [args[i : i + args[0]] for i in range(1, len(args), args[0])]
        return f"[{'; '.join(', '.join(map(show, row)) for row in rows)}]"
    if head == "interval":
        low, high, closed_low, closed_high = args
        return f"{'[' if closed_low else '('}{show(low)}, {show(high)}{']' if closed_high else ')'}"
    if head == "set":
        return f"{{{', '.join(map(show, args))}}}"
    if head == "entry":
        return f"{_show(args[0], 9)}_{','.join(map(show, args[1:]))}"
    if head in BINDERS:
        parts = [show(part) for part in expr.nodes[1:] if part != TRUE]
        return f"{head}({', '.join([letter(expr.args[0]), *parts])})"
    if head == "unit":
        return f"e_{_show(args[0], 9)}"
    if head in ("ones", "each"):
        return f"ones({args[0]})" if head == "ones" else f"{args[0]}({show(args[1])})"
    if head == "cases":
        pairs = [f"{show(v)} if {show(c)}" for v, c in zip(args[:-1:2], args[1::2], strict=True)]
        return f"cases({'; '.join([*pairs, show(args[-1])])})"
    if head == "probability":
        what, given = (", ".join(map(show, part)) for part in (args[2 : 2 + args[1]], args[2 + args[1] :]))
        return f"{args[0] or 'probability'}({f'{what} | {given}' if given else what})"
    if head == "list" and not args:
        return "..."
    plain = {"law": args[0] if head == "law" else "", "eye": "I", "null": "0", "given": "E"}.get(head, head)
    return f"{plain}({', '.join(map(show, expr.nodes))})" if expr.nodes else plain


def letter(leaf: Expr) -> str:
    """A letter for a bound name: i, j, k for whole numbers, else u, v."""
    kind, level = leaf.args[0][1:2], leaf.args[0][2:]
    return f"{'ijkl'[int(level) - 1]}" if kind == "i" and level in ("1", "2", "3", "4") else f"{kind or 'u'}{level}"


def _product(expr: Expr) -> str:
    if expr.args[0] == num(-1):
        return f"-{_show(rest(expr), 5)}"
    text = ""
    for factor in expr.args:
        below = factor.head == "pow" and factor.args[1] == num(-1) and not factor.shape
        shown = _show(factor.args[0], 6) if below else _show(factor, 5)
        text += f"/{shown}" if below else f"*{shown}" if text else shown
        text = f"1{text}" if text.startswith("/") else text
    return text


def rest(product: Expr) -> Expr:
    """A product without its first factor."""
    return product.args[1] if len(product.args) == 2 else Expr("mul", *product.args[1:])


def _sum(expr: Expr) -> str:
    text = ""
    for term in expr.args:
        negative = term.head == "mul" and term.args[0] == num(-1)
        if term.head == "num" and term.args[0] < 0:
            negative, term = True, num(-term.args[0])
        elif negative:
            term = rest(term)
        sign = "-" if negative else "+"
        text += f" {sign} {_show(term, 5)}" if text else f"{'-' if negative else ''}{_show(term, 5)}"
    return text
