"""Normal forms written out as trees again, and in LaTeX."""

from __future__ import annotations

from fractions import Fraction
from math import lcm
from typing import TYPE_CHECKING

from answerkey.deciding.referee.values import Unknown, fraction
from answerkey.deciding.scalars.quotients import Poly, Quotient
from answerkey.tree import Expr, num

if TYPE_CHECKING:
    from answerkey.deciding.scalars.field import Field

PLAIN = frozenset({"pinv", "exp", "floor", "sin", "cos", "erf", "factorial"})


def as_tree(field: Field, a: Quotient) -> Expr:
    top = poly_tree(field, a.top)
    return top if a.bottom.is_constant() else top / poly_tree(field, a.bottom)


def poly_tree(field: Field, poly: Poly) -> Expr:
    terms = []
    for exponents, coefficient in zip(poly.monoms(), poly.coeffs(), strict=True):
        powers = [(kernel_tree(field, i), int(e)) for i, e in enumerate(exponents) if e]
        factors = [tree if e == 1 else tree ** num(e) for tree, e in powers]
        if coefficient != 1 or not factors:
            factors.insert(0, num(fraction(coefficient)))
        terms.append(Expr("mul", *factors) if len(factors) > 1 else factors[0])
    return Expr("add", *terms) if len(terms) > 1 else terms[0] if terms else num(0)


def kernel_tree(field: Field, i: int) -> Expr:
    key, inside = field.keys[i], field.inside.get(i)
    if isinstance(key, Expr):
        return key
    match key[0], inside:
        case "power", (Quotient() as base, Poly() as exponent):
            return as_tree(field, base) ** poly_tree(field, exponent)
        case "power", (Quotient() as base, Quotient() as exponent):
            return as_tree(field, base) ** as_tree(field, exponent)
        case head, Quotient() if head in PLAIN:
            return Expr(head, as_tree(field, inside))
        case "sign", Poly():
            return Expr("sign", poly_tree(field, inside))
        case "abs", Poly():
            return Expr("abs", poly_tree(field, inside))
        case "log", Poly():
            size = poly_tree(field, inside)
            return Expr("log", size if field.sign(inside) > 0 else Expr("abs", size))
        case "log", None:
            return Expr("log", num(int(key[1])))
        case "sqrt", Poly():
            return poly_tree(field, inside) ** num("1/2")
        case "root", Poly():
            return poly_tree(field, inside) ** num(f"1/{key[2]}")
        case "binomial", (top, bottom):
            return Expr("binomial", as_tree(field, top), as_tree(field, bottom))
        case (("sum" | "prod"), (body, end)):
            return Expr(key[0], field.bound[i], as_tree(field, body), num(1), as_tree(field, end))
        case "cases", Expr():
            return inside
        case "word", _:
            return word_tree(inside)
    raise Unknown("a limit with a coefficient that cannot be written out")


def word_tree(word) -> Expr:
    first, *others = word
    if first.kind != "unit" and word[-1].kind == "unit":
        return word_tree(tuple(letter.T for letter in reversed(word)))
    places = [first.leaf] if first.kind == "unit" else []
    named = others if places else word
    if places and others and others[-1].kind == "unit":
        places.append(others.pop().leaf)
    if not named or any(letter.leaf is None or letter.kind == "unit" for letter in named):
        raise Unknown("a limit with a coefficient that cannot be written out")
    factors = [letter.leaf.T if letter.transposed else letter.leaf for letter in named]
    whole = Expr("mul", *factors) if len(factors) > 1 else factors[0]
    return Expr("entry", whole, *places) if places else whole


# -- closed expressions in LaTeX


def latex(expr: Expr) -> str:
    r"""A closed expression such as a normal form: `\frac{1 + \sqrt{5}}{2}`."""
    match expr.head:
        case "num":
            return fraction_of(str(expr.args[0].numerator), str(expr.args[0].denominator))
        case "add":
            return total(expr)
        case "mul":
            number, factors = with_number(expr)
            below = [node.args[0] for node in factors if is_inverse(node)]
            above = [num(number.numerator), *(node for node in factors if not is_inverse(node))]
            return fraction_of(product(above), product([num(number.denominator), *below]))
        case "pow" if is_inverse(expr):
            return fraction_of("1", latex(expr.args[0]))
        case "pow" if expr.args[1].head == "num" and expr.args[1].args[0].numerator == 1:
            degree = expr.args[1].args[0].denominator
            return f"\\sqrt{'' if degree == 2 else f'[{degree}]'}{{{latex(expr.args[0])}}}"
        case "pow":
            base = latex(expr.args[0])
            return f"{base if base.isdigit() else f'({base})'}^{{{latex(expr.args[1])}}}"
        case "exp":
            return "e" if expr.args[0] == num(1) else f"e^{{{latex(expr.args[0])}}}"
        case "abs":
            return f"|{latex(expr.args[0])}|"
        case "pi":
            return r"\pi"
        case "log" | "sin" | "cos" | "tanh":
            return f"\\{expr.head}({latex(expr.args[0])})"
    return f"\\operatorname{{{expr.head}}}({', '.join(map(latex, expr.nodes))})"


def total(expr: Expr) -> str:
    """A sum over one denominator, its number first."""
    terms = [with_number(node) for node in sorted(expr.args, key=lambda node: node.head != "num")]
    bottom = lcm(*(number.denominator for number, _ in terms))
    shown = [latex(Expr("mul", num(number * bottom), *factors)) for number, factors in terms]
    return fraction_of(" + ".join(shown).replace("+ -", "- "), str(bottom))


def with_number(expr: Expr) -> tuple[Fraction, tuple[Expr, ...]]:
    """A term as its number and its other factors."""
    factors = expr.args if expr.head == "mul" else (expr,)
    return (factors[0].args[0], factors[1:]) if factors[0].head == "num" else (Fraction(1), factors)


def fraction_of(top: str, bottom: str) -> str:
    return top if bottom == "1" else f"-{fraction_of(top[1:], bottom)}" if is_negative(top) else (
        f"\\frac{{{top}}}{{{bottom}}}"
    )  # fmt: skip


def is_negative(text: str) -> bool:
    return text.startswith("-") and " " not in text


def is_inverse(expr: Expr) -> bool:
    return expr.head == "pow" and expr.args[1] == num(-1)


def product(factors: list[Expr]) -> str:
    kept = [factor for factor in factors if factor != num(1)]
    if kept[:1] == [num(-1)] and len(kept) > 1:
        return f"-{product(kept[1:])}"
    return latex(kept[0]) if len(kept) == 1 else r" \cdot ".join(map(bracketed, kept)) or "1"


def bracketed(expr: Expr) -> str:
    return f"({latex(expr)})" if expr.head == "add" or (expr.head == "num" and expr.args[0] < 0) else latex(expr)
