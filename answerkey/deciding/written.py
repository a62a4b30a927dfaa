"""Normal forms written out as trees again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from answerkey.deciding.quotients import Poly, Quotient
from answerkey.deciding.values import Unknown, fraction
from answerkey.tree import Expr, num

if TYPE_CHECKING:
    from answerkey.deciding.field import Field

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
    factors = [letter.leaf.T if letter.transposed else letter.leaf for letter in others]
    if first.kind != "unit" or any(letter.leaf is None for letter in others):
        raise Unknown("a limit with a coefficient that cannot be written out")
    return Expr("entry", Expr("mul", *factors) if len(factors) > 1 else factors[0], first.leaf)
