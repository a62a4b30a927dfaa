"""Relations over the reals, by a decision procedure: z3 on polynomials, kernels abstracted to what is known of them.

A claim is proved when its domain together with its denial is unsatisfiable; as the abstraction only forgets facts, that
is sound.  A model is no more than a candidate for a counterexample, which the referee has to confirm.
"""

from functools import cached_property, partial
from math import lcm

import z3
from flint import fmpq

from answerkey.context import Context
from answerkey.deciding.logic.rounding import without_roundings
from answerkey.deciding.logic.splitting import without_extremes
from answerkey.deciding.matrices import inequalities
from answerkey.deciding.matrices.grids import Matrices
from answerkey.deciding.order.facts import MOST_DEGREE, Facts
from answerkey.deciding.referee.evaluate import Point
from answerkey.deciding.referee.values import Undefined, Unknown
from answerkey.deciding.scalars.field import Field
from answerkey.deciding.scalars.quotients import Poly, Quotient, constant_of, times
from answerkey.tree import TRUE, Expr, num

COMPARISONS = frozenset({"eq", "ne", "lt", "le"})
LOGICAL = frozenset({"and", "or", "not", "implies", "iff"})
QUANTIFIERS = frozenset({"forall", "exists"})
FEW_STEPS = 20_000  # of the solver's core, which settles nearly everything, and sooner than its strategies are set up
MOST_STEPS = 700_000  # of its strategies, by its own count, so that the speed of a machine decides no verdict
WHOLE_STEPS = 200_000  # of the same over whole numbers, where one step takes longer
ROUNDED = frozenset({"floor", "ceil", "factorial", "integers"})  # what makes it matter that a number is whole
LOGARITHMIC = frozenset({"exp", "log"})


class Order(Facts):
    """One question to the solver: its variables are the generators of a field of scalars.

    Where `exponentiated`, a comparison with logarithms in it is made one of products.
    """

    def __init__(self, field: Field, matrices: Matrices, exponentiated: bool = False, whole: bool = False):
        super().__init__(field, whole)
        self.matrices, self.exponentiated = matrices, exponentiated
        self.domain: list[z3.BoolRef] = []  # what is known while the conditions themselves are read
        self.reading_domain = True
        self.domain = [held for c in self.context.conditions if (held := self.condition(c)) is not None]
        self.reading_domain = False

    @cached_property
    def own(self) -> z3.Context:
        """A memory for the solver of its own, so that nothing depends on what was asked before."""
        return z3.Context()

    def condition(self, declared: Expr) -> z3.BoolRef | None:
        """What is declared, to the solver; what is said of matrices may be left out."""
        if not any(node.shape for node in declared.walk()):
            return self.holds(self.context.unfold(declared))
        if declared.head not in COMPARISONS:
            return None
        try:
            return self.holds(self.context.unfold(declared))
        except (Undefined, Unknown):
            return None

    def ask(self, claim: Expr, milliseconds: int, defined: bool = False) -> bool | Point | None:
        """True when `claim` is proved, a point where it may fail, or None when neither was found.

        Where it is not known to be `defined` at a point of the domain, that is asked too.
        """
        claim = opened(without_roundings(claim, self.context))
        if claim.head in LOGICAL | QUANTIFIERS:
            return self.solve([z3.Not(self.relation(claim))], milliseconds)
        self.domain += self.guards(claim)  # a bare comparison is about where its sides are defined
        answer = self.solve([z3.Not(self.relation(claim))], milliseconds)
        if answer is True and not defined and self.solve([], milliseconds) is True:
            return None
        return answer

    def solve(self, more: list[z3.BoolRef], milliseconds: int) -> bool | Point | None:
        assertions = [*self.domain, *more, *inequalities.known(self), *self.facts, *self.orders()]
        for kind, steps in ((z3.SimpleSolver, FEW_STEPS), (z3.Solver, WHOLE_STEPS if self.whole else MOST_STEPS)):
            solver = kind(ctx=self.own)
            solver.set(timeout=milliseconds, rlimit=steps, random_seed=0)
            solver.add(*(assertion.translate(self.own) for assertion in assertions))
            answer = solver.check()
            if answer == z3.unsat:
                return True
            if answer == z3.sat:
                return self.point(solver.model())
        return None

    def satisfiable(self, milliseconds: int) -> bool | None:
        """Whether the declared domain has a point at all."""
        answer = self.solve([], milliseconds)
        return None if answer is None else answer is not True

    def point(self, model) -> Point:
        values = {}
        for i, variable in self.variables.items():
            key, found = self.field.keys[i], model.eval(variable.translate(self.own), model_completion=True)
            if isinstance(key, Expr) and key.args and z3.is_rational_value(found):
                values[key] = fmpq(found.numerator_as_long(), found.denominator_as_long())
        return Point(values)

    # -- relations

    def relation(self, claim: Expr) -> z3.BoolRef:
        head, args = claim.head, claim.args
        if head in COMPARISONS:
            return self.comparison(head, *args)
        if head == "in":
            return self.member(*args)
        if head in QUANTIFIERS:
            return self.quantified(head, *args)
        if head not in LOGICAL:
            raise Unknown(f"{head} is not decided over the reals")
        parts = [self.holds(a) for a in args]
        match head:
            case "and":
                return z3.And(*parts)
            case "or":
                return z3.Or(*parts)
            case "not":
                return z3.Not(parts[0])
            case "implies":
                return z3.Implies(*parts)
        return parts[0] == parts[1]

    def quantified(self, head: str, bound: Expr, condition: Expr, body: Expr) -> z3.BoolRef:
        """A quantifier over the reals; what is known of a kernel of the bound name would have to stand inside."""
        if bound.shape or any(n.head in ("naturals", "integers") for n in condition.walk()):
            raise Unknown("a quantifier over more than real numbers")
        before = len(self.noted)
        x, parts = self.variable(self.generator_of(bound)), [self.holds(condition), self.holds(body)]
        if any(bound in self.field.names_behind(i) for i in self.noted[before:]):
            raise Unknown("a quantifier over what is not polynomial")
        if head == "forall":
            return z3.ForAll([x], z3.Implies(*parts))
        return z3.Exists([x], z3.And(*parts))

    def holds(self, claim: Expr) -> z3.BoolRef:
        """A relation within another, or in the domain, which holds only where it is defined."""
        relation = self.relation(claim)
        return relation if claim.head in LOGICAL | QUANTIFIERS else z3.And(*self.guards(claim), relation)

    def comparison(self, head: str, left: Expr, right: Expr) -> z3.BoolRef:
        if left.shape or right.shape:
            return self.matrix_equation(head, left, right)
        if (parted := without_extremes(head, left, right)) is not None:
            return self.relation(parted)
        a, b = self.field.of(left), self.field.of(right)
        if self.exponential(a) or self.exponential(b):
            a, b = self.logarithms(a, b)
        gap = self.without_logarithms(self.field.add(a, self.field.scaled(b, -1)))
        top, bottom = self.polynomial(gap.top), self.polynomial(gap.bottom)
        if head in ("eq", "ne"):
            return top == 0 if head == "eq" else top != 0
        if not self.reading_domain and self.field.is_whole_sum(gap):
            self.facts.append(z3.Or(top <= -1, top == 0, top >= 1))
        if not gap.bottom.is_constant():  # the sign of a quotient is that of the product
            top = top * bottom
        return top < 0 if head == "lt" else top <= 0

    def matrix_equation(self, head: str, left: Expr, right: Expr) -> z3.BoolRef:
        """u = 0 exactly when u^T u = 0."""
        m = self.matrices
        gap = m.difference(left, right)
        square = self.field.zero_quotient()
        for cell in (cell for row in gap for cell in row):
            if any(not word or word[-1].columns != "1" for word in cell):
                raise Unknown("an equation of matrices among relations")
            square = self.field.add(square, m.sum_of_closed(m.times(m.flip(cell), cell)))
        formula = self.polynomial(square.top) == 0
        return formula if head == "eq" else z3.Not(formula)

    def exponential(self, a: Quotient) -> bool:
        """Whether a side is a product with an exponential or a symbolic power in it, and so wants a logarithm."""
        if len(a.top) != 1 or len(a.bottom) != 1:
            return False
        used = [i for poly in (a.top, a.bottom) for i, e in enumerate(poly.degrees()) if e]
        return any(isinstance(self.field.keys[i], tuple) and self.field.keys[i][0] in ("power", "exp") for i in used)

    def logarithms(self, a: Quotient, b: Quotient) -> tuple[Quotient, Quotient]:
        """The logarithms of two sides, which compare as they do, once both are shown to be positive."""
        for side in (a, b):
            product = times(side.top, side.bottom)
            if self.solve([self.polynomial(product) <= 0], 2_000) is not True:
                return a, b
        return self.field.logarithm(a), self.field.logarithm(b)

    def without_logarithms(self, gap: Quotient) -> Quotient:
        """A sum of multiples of logarithms has the sign of a product of powers, less one.

        So has such a sum and a rest, with e to the rest among the factors, where that is asked for.
        """
        if not gap or not gap.bottom.is_constant():
            return gap
        gap = self.with_whole_logarithms(gap)
        above, below, rest, logs = self.field.one, self.field.one, self.field.zero, 0
        for exponents, coefficient in zip(gap.top.monoms(), gap.top.coeffs(), strict=True):
            used = [i for i, e in enumerate(exponents) if e]
            if not self.is_logarithm(exponents) or abs(coefficient.p) > MOST_DEGREE:
                if not self.exponentiated:
                    return gap
                rest += self.field.ring.term(coefficient, exponents)
                continue
            logs += 1
            inside = self.field.inside.get(used[0])
            size = (
                self.field.ring.constant(int(self.field.keys[used[0]][1]))
                if inside is None
                else self.field.absolute_poly(inside)
            )
            if coefficient > 0:
                above *= size ** int(coefficient.p)
            else:
                below *= size ** int(-coefficient.p)
        if not logs:
            return gap
        factor = self.field.exponential(Quotient(rest, self.field.one))
        product = self.field.multiply(Quotient(above, self.field.one), factor)
        return self.field.add(product, Quotient(-below, self.field.one))

    def with_whole_logarithms(self, gap: Quotient) -> Quotient:
        """A positive multiple of a sum, in which logarithms are taken whole times."""
        terms = zip(gap.top.monoms(), gap.top.coeffs(), strict=True)
        return self.field.scaled(gap, lcm(*(int(c.q) for exponents, c in terms if self.is_logarithm(exponents))))

    def size_in_logarithm(self, i: int) -> Poly:
        inside = self.field.inside.get(i)
        prime = self.field.ring.constant(int(self.field.keys[i][1])) if inside is None else self.field.one
        return prime if inside is None else self.field.absolute_poly(inside)

    def is_logarithm(self, exponents) -> bool:
        used = [i for i, e in enumerate(exponents) if e]
        key = self.field.keys[used[0]] if len(used) == 1 and exponents[used[0]] == 1 else ""
        return isinstance(key, tuple) and key[0] == "log"

    def member(self, what: Expr, where: Expr) -> z3.BoolRef:
        if where.head == "interval":
            low, high, closed_low, closed_high = where.args
            return z3.And(
                self.comparison("le" if closed_low else "lt", low, what),
                self.comparison("le" if closed_high else "lt", what, high),
            )
        if where.head == "set":
            return z3.Or(*(self.comparison("eq", what, item) for item in where.args))
        if where.head == "reals":
            return z3.BoolVal(True)
        known = self.whole and self.field.is_whole_sum(self.field.of(what))
        if not self.reading_domain and not known:
            raise Unknown("whether a number is whole")
        return (  # less than is known
            self.comparison("le", num(0), what) if where.head == "naturals" else z3.BoolVal(True)
        )

    def guards(self, claim: Expr) -> list[z3.BoolRef]:
        """What makes every part of the claim defined: no zero below, no negative under a root or a logarithm."""
        found = []
        for node in claim.walk():
            if node.head == "pow" and node.shape and not self.matrices.is_defined(node):
                raise Unknown("an inverse that may not exist")
            if node.shape or any(n.shape for n in node.nodes):
                continue
            if node.head == "pow":
                found += self.guards_of_power(node)
            elif node.head == "log":
                inner = self.field.of(node.args[0])
                found.append(self.polynomial(times(inner.top, inner.bottom)) > 0)
        return found

    def guards_of_power(self, power: Expr) -> list[z3.BoolRef]:
        """What makes a power defined; raises Unknown where that is more than an order tells."""
        base, exponent = (self.field.of(node) for node in power.args)
        product = times(base.top, base.bottom)
        if exponent.top.is_constant() and exponent.bottom.is_constant():
            number, found = constant_of(exponent.top), []
            if number < 0:
                found.append(self.polynomial(product) != 0)
            if number.denominator == 2:
                found.append(self.polynomial(product) >= 0)
            return found
        if self.field.is_natural_sum(exponent) or self.field.is_positive(base):
            return []
        if not self.field.is_whole_sum(exponent):
            raise Unknown("a power that may not be defined")
        return [z3.Or(self.polynomial(product) != 0, self.quotient(exponent) >= 0)]


def opened(claim: Expr) -> Expr:
    """A claim for every x, as one about a free x; that x is whole may be forgotten, as the claim then says more."""
    if claim.head != "forall":
        return claim
    _, condition, body = claim.args
    parts = [forgetful(part) for part in (condition.args if condition.head == "and" else (condition,))]
    return Expr("implies", Expr("and", *parts), opened(body)) if parts else opened(body)


def forgetful(condition: Expr) -> Expr:
    if condition.head == "in" and condition.args[1].head in ("naturals", "integers"):
        return Expr("le", num(0), condition.args[0]) if condition.args[1].head == "naturals" else TRUE
    return condition


def asked(context: Context, claim: Expr | None, milliseconds: int, defined: bool = False):
    """What the solver makes of `claim`, or (where there is none) whether the domain has a point."""
    from answerkey.deciding.scalars.field import with_room

    def use(exponentiated: bool, field: Field):
        order = Order(field, Matrices(field), exponentiated, whole)
        return order.satisfiable(milliseconds) if claim is None else order.ask(claim, milliseconds, defined)

    nodes = {node.head for side in (claim, *context.conditions) if side is not None for node in side.walk()}
    whole = bool(nodes & ROUNDED)
    ways = (False, True) if nodes & LOGARITHMIC and claim is not None else (False,)
    found = None
    for way in ways:
        try:
            found = with_room(context, partial(use, way))
        except (Undefined, Unknown):
            continue
        if found is True:
            break
    return found
