"""What a claim is about: the declared names with their domain, recurrences, laws and models, and how names unfold.

Declarations are mathematics too and are written as an author writes them: `0 < \\epsilon < 1`,
`A \\in \\mathbb{R}^{m \\times n}`, `w_{t+1} = w_t - \\eta L'(w_t)`, `N_t \\sim \\mathcal{N}(0, \\sigma^2)`.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from inspect import signature

from answerkey.laws import Law
from answerkey.reading.names import Names, Symbol
from answerkey.reading.tokens import Unread
from answerkey.sequences import Formula, Sequence, plus, shifted
from answerkey.shapes import Shape
from answerkey.tree import HALF, NULL, ZERO, Expr, name, num, tree

UNFOLDED = ("term", "call", "grad", "derivative", "gradient", "norm")
MOST_STEPS = 12  # that an index such as t + 3 or 12 is unrolled when a claim is unfolded


@dataclass(frozen=True)
class Context:
    """Immutable; `declare` gives a larger one."""

    names: Names = field(default_factory=Names)
    conditions: tuple[Expr, ...] = ()
    definitions: dict[Expr, Expr] = field(default_factory=dict)
    sequences: dict[str, Sequence] = field(default_factory=dict)
    laws: dict[str, Law] = field(default_factory=dict)  # of names and sequences whose mean is zero
    independent: tuple[frozenset[str], ...] = ()  # names of law "any" that were said to be independent
    models: dict[str, Callable] = field(default_factory=dict)
    orthogonal: frozenset[str] = frozenset()
    diagonal: dict[str, str] = field(default_factory=dict)  # a matrix and the sequence on its diagonal
    indices: dict[str, str] = field(default_factory=dict)  # an index that runs from 1 to a dimension
    lemmas: tuple[Expr, ...] = ()  # equations already proved
    facts: tuple[Expr, ...] = ()  # relations between terms of sequences already proved

    # -- growing

    def declare(self, *declarations: str) -> "Context":
        """This context with more declared; raises Unread where a declaration cannot be read."""
        from answerkey.reading.declarations import declared

        context = self
        for declaration in declarations:
            context = declared(declaration, context)
        return context

    def with_symbol(self, identifier: str, kind: str = "value", shape: Shape = (), whole=False) -> "Context":
        return replace(self, names=self.names.with_symbol(identifier, Symbol(kind, shape, whole)))  # type: ignore[arg-type]

    def without_symbol(self, identifier: str) -> "Context":
        kept = {key: symbol for key, symbol in self.names.symbols.items() if key != identifier}
        return replace(self, names=replace(self.names, symbols=kept))

    def forget(self, identifier: str) -> "Context":
        """This context without what was said of a name, which is about to be declared anew, and formulas with it."""
        formulas = {f: model for f, model in self.models.items() if isinstance(model, Formula)}
        stale = {f for f, model in formulas.items() if any(n.args[0] == identifier for n in model.others)}
        symbols = {key: symbol for key, symbol in self.names.symbols.items() if key not in stale}
        models = {f: model for f, model in self.models.items() if f not in stale}
        kept = tuple(c for c in self.conditions if not mentions(c, identifier))
        definitions = {leaf: meaning for leaf, meaning in self.definitions.items() if leaf.args[0] != identifier}
        sequences = {base: sequence for base, sequence in self.sequences.items() if base != identifier}
        diagonal = {m: entries for m, entries in self.diagonal.items() if identifier not in (m, entries)}
        laws = {key: law for key, law in self.laws.items() if key.removesuffix("[]").rstrip("°") != identifier}
        return replace(
            self, names=replace(self.names, symbols=symbols), models=models, conditions=kept, definitions=definitions,
            sequences=sequences, diagonal=diagonal, laws=laws, orthogonal=self.orthogonal - {identifier}, lemmas=(),
            facts=(),
        )  # fmt: skip

    def with_models(self, models: dict[str, Callable]) -> "Context":
        context = replace(self, models=self.models | models)
        for identifier, model in models.items():
            first = next(iter(signature(model).parameters), "")
            context = replace(context, names=context.names.with_symbol(identifier, Symbol("function", along=first)))
        return context

    def with_formula(self, identifier: str, parameters: tuple[Expr, ...], body: Expr) -> "Context":
        """This context with a function that is declared by its formula."""
        first = parameters[0].args[0]
        symbol = Symbol("function", parameters=parameters, body=body if body.shape else None, along=first)
        models = self.models | {identifier: Formula(parameters, body)}
        return replace(self, names=self.names.with_symbol(identifier, symbol), models=models)

    def without(self, identifier: str) -> "Context":
        """This context as if a name had never been met."""
        return self.forget(identifier).without_symbol(identifier)

    def without_function(self, identifier: str) -> "Context":
        models = {each: model for each, model in self.models.items() if each != identifier}
        return replace(self.without_symbol(identifier), models=models)

    def with_condition(self, *claims: Expr) -> "Context":
        return replace(self, conditions=(*self.conditions, *claims))

    def with_definition(self, leaf: Expr, meaning: Expr) -> "Context":
        names = self.names.with_defined(leaf.args[0]) if self.names.get(leaf.args[0]) else self.names
        return replace(self, names=names, definitions=self.definitions | {leaf: meaning}).with_steps_unfolded()

    def with_sequence(self, identifier: str, sequence: Sequence) -> "Context":
        return replace(self, sequences=self.sequences | {identifier: sequence})

    def with_law(self, leaf: Expr, mean: Expr, law: Law) -> "Context":
        """A name or a term that has this law about its mean; where that is not zero, by a centred name of its own."""
        if mean in (ZERO, NULL):
            return replace(self, laws=self.laws | {law_key(leaf): law})
        apart = Expr(leaf.head, centred(leaf.args[0]), *leaf.args[1:])
        context = self.with_symbol(apart.args[0], "sequence" if leaf.head == "term" else "value", leaf.shape)
        context = replace(context, laws=context.laws | {law_key(apart): law})
        if leaf.head == "name":
            context = context.with_definition(leaf, mean + apart)
        else:
            context = context.with_sequence(leaf.args[0], Sequence(leaf.args[2], meaning=mean + apart))
        return context.with_steps_unfolded()

    def with_steps_unfolded(self) -> "Context":
        """This context with what is known of names by now in the recurrences that were declared before."""
        unfolded = {base: s.changed(self.unfold) for base, s in self.sequences.items() if s.meaning is None}
        return replace(self, sequences=self.sequences | unfolded)

    def with_lemma(self, equation: Expr) -> "Context":
        return replace(self, lemmas=(*self.lemmas, equation))

    def with_fact(self, relation: Expr) -> "Context":
        return replace(self, facts=(*self.facts, relation))

    # -- unfolding

    def unfold(self, expr: Expr) -> Expr:
        """`expr` with every defined name replaced by what it stands for, and every term by the one before it."""
        head, args = expr.head, expr.args
        if not self.definitions and not expr.has(*UNFOLDED):
            return expr
        if expr in self.definitions:
            return self.unfold(self.definitions[expr])
        if head == "term":
            return self.unfolded_term(expr)
        if head == "call":
            return self.unfold(self.derivative(args[0], args[1], [self.unfold(a) for a in args[2:]]))
        if head == "grad":
            return self.gradient(args[0], self.unfold(args[1]))
        if head == "derivative":
            from answerkey.calculus import derivative

            if args[1] in self.definitions:
                return self.unfold(derivative(self.through(args[0], args[1]), args[1]))
            body = self.alone(args[0], args[1])
            if args[1].head != "entry" and any(node.shape for node in body.walk()):
                return Expr(head, body, args[1])  # which the rungs for matrices know about
            return derivative(body, args[1])
        if head == "gradient" and not args[1].shape and args[1] not in self.definitions:
            from answerkey.calculus import derivative

            return derivative(self.alone(args[0], args[1]), args[1]).replace({args[1]: self.unfold(args[2])})
        if head in ("gradient", "hessian", "jacobian") and args[1] in self.definitions:
            return self.along_defined(expr, self.definitions[args[1]])
        if head == "norm":
            return Expr("pow", self.squared_norm(expr), HALF)
        if head == "pow" and args[0].head == "norm" and args[1] == num(2):
            return self.squared_norm(args[0])
        return expr.rebuild(self.unfold)

    def through(self, body: Expr, middle: Expr) -> Expr:
        """`body` as it depends on a defined name, as in dL/dz of L = z^2 and z = wx; ValueError where it does not."""
        others = {leaf: meaning for leaf, meaning in self.definitions.items() if leaf != middle}
        found = replace(self, definitions=others).unfold(body)
        if middle not in set(found.walk()) or any(map(self.is_entangled, found.walk())):
            raise ValueError("a derivative along what other names depend on")
        return found

    def along_defined(self, expr: Expr, meaning: Expr) -> Expr:
        """A gradient along a vector of names, in each of them; along another defined name, as if it were free."""
        body, middle, at = expr.args
        if meaning.head == "block" or expr.head != "gradient" or at != middle:
            from answerkey.calculus import written_out

            return self.unfold(written_out(expr, meaning))
        fresh = name(f"~{middle.args[0]}", middle.shape)
        moving = self.through(body, middle).replace({middle: fresh})
        return Expr("gradient", self.unfold(moving), fresh, self.unfold(at))

    def alone(self, body: Expr, variable: Expr) -> Expr:
        """`body` unfolded, where nothing that is not seen in it depends on `variable`; else ValueError."""
        from answerkey.calculus import in_whole

        body = self.unfold(body)
        if variable.head == "entry" and in_whole(variable.args[0], body):
            raise ValueError("a derivative along an entry of what stands there as a whole")
        if variable in self.definitions or any(self.moves(node, variable) for node in body.walk()):
            raise ValueError("a derivative along what other names depend on")
        return body

    def moves(self, node: Expr, variable: Expr) -> bool:
        """Whether a node may depend on `variable` unseen; what is random does only where its law does."""
        if not self.is_random(node) or self.is_random(variable):
            return self.is_entangled(node)
        return any(variable in {*part.walk()} for part in self.behind_law(node))

    def is_entangled(self, node: Expr) -> bool:
        """Whether a node may depend on names that are not to be seen in it."""
        given = self.sequences.get(node.args[0]) if node.head == "term" else None
        return node.head == "E" or (given is not None and given.next_term is not None) or self.is_random(node)

    def unfolded_term(self, expr: Expr) -> Expr:
        identifier, _shape, index = expr.args
        sequence = self.sequences.get(identifier)
        if sequence is None:
            return expr
        if sequence.meaning is not None:
            return self.unfold(sequence.meaning.replace({sequence.index: index}))
        if index == num(0) and sequence.start is not None:
            return self.unfold(sequence.start)
        base, steps = shifted(index)
        if sequence.next_term is None or not 0 < steps <= MOST_STEPS:
            return expr
        return self.unfold(sequence.step(base if steps == 1 else plus(base, steps - 1)))

    def squared_norm(self, expr: Expr) -> Expr:
        inner = self.unfold(expr.args[0])
        if not inner.shape:
            return inner * inner
        return inner.T * inner if inner.shape[1] == 1 else Expr("tr", inner.T * inner)

    def applied(self, function: str, arguments: list[Expr]) -> Expr:
        """A model run on symbols: the first parameters are given, the others are names of the context."""
        model, others = self.models[function], self.parameters(function, len(arguments))
        return model(*arguments) if isinstance(model, Formula) else tree(model(*arguments, *others))

    def parameters(self, function: str, given: int) -> list[Expr]:
        """The names that a model takes beyond its first `given` parameters; raises Unread for an undeclared one."""
        model = self.models[function]
        if isinstance(model, Formula):
            if given != len(model.parameters):
                raise Unread(f"{function} takes {len(model.parameters)} arguments", 0)
            return model.others
        rest = list(signature(model).parameters)[given:]
        for parameter in rest:
            if self.names.get(parameter) is None:
                raise Unread(f"the model of {function} needs {parameter}, which is not declared before", 0)
        return [self.names.leaf(parameter) for parameter in rest]

    def derivative(self, function: str, order: int, arguments: list[Expr]) -> Expr:
        if order == 0:
            return self.applied(function, arguments)
        from answerkey.calculus import derivative

        variable = name("~")
        body = self.unfold(self.applied(function, [variable, *arguments[1:]]))
        return derivative(body, variable, order).replace({variable: arguments[0]})

    def gradient(self, function: str, at: Expr) -> Expr:
        variable = at if at.head == "name" else name("~", at.shape)  # a term may be unrolled
        others = [self.unfold(leaf) for leaf in self.parameters(function, 1)]
        if any(variable in set(other.walk()) for other in others):
            raise ValueError(f"the gradient of {function} at one of its own parameters")
        return Expr("gradient", self.unfold(self.applied(function, [variable])), variable, at)

    # -- looking

    def is_random(self, leaf: Expr) -> bool:
        return leaf.head in ("name", "term") and law_key(leaf) in self.laws

    def law(self, leaf: Expr) -> Law:
        return self.laws[law_key(leaf)]

    def variance(self, leaf: Expr) -> Expr:
        return self.unfold(self.law(leaf).variance)

    def may_depend(self, one: Expr, other: Expr) -> bool:
        """Whether two different random names may depend on one another: those of which only moments are known may."""
        names = {one.args[0], other.args[0]}
        loose = any(self.law(leaf).family == "any" for leaf in (one, other))
        return loose and len(names) > 1 and not any(names <= said for said in self.independent)

    def behind_law(self, leaf: Expr) -> list[Expr]:
        """What the law of a random name is made of: its variance, its parameters, what it may have with others."""
        law = self.law(leaf)
        loose = [name(key) for key, other in self.laws.items() if other.family == "any" and key != leaf.args[0]]
        tied = [self.covariance(leaf, other) for other in loose if not leaf.shape and self.may_depend(leaf, other)]
        return [self.variance(leaf), *map(self.unfold, law.parameters), *tied]

    def dependent(self, leaves: list[Expr]) -> list[list[Expr]]:
        """Random names in groups that are independent of one another."""
        groups: list[list[Expr]] = []
        for leaf in leaves:
            tied = [group for group in groups if any(self.may_depend(leaf, other) for other in group)]
            groups = [group for group in groups if group not in tied] + [[leaf, *(x for group in tied for x in group)]]
        return groups

    def covariance(self, one: Expr, other: Expr) -> Expr:
        """E[x° y°] of two numbers that may depend on one another: what was declared, or a name for it."""
        return self.unfold(covariance(one.args[0], other.args[0]))

    def is_natural(self, leaf: Expr) -> bool:
        running = leaf.head == "name" and leaf.args[0] in self.indices
        return running or leaf in self.naturals

    @cached_property
    def readings(self) -> dict[tuple[str, bool], Expr]:
        """The formulas that were read under these names: one answer is compared with many."""
        return {}

    @cached_property
    def naturals(self) -> frozenset[Expr]:
        """What is declared to be a whole number from zero on."""
        return frozenset(c.args[0] for c in self.conditions if c.head == "in" and c.args[1].head == "naturals")

    @cached_property
    def dimensions(self) -> frozenset[str]:
        """The names of sizes, such as the m and n of an m by n matrix."""
        sides = {side for s in self.names.symbols.values() for side in s.shape if isinstance(side, str)}
        return frozenset(part for side in sides for part in re.findall(r"[^+*()]+", side) if not part.isdecimal()) - {
            "?"
        }


def centred(identifier: str) -> str:
    return f"{identifier}°"


def covariance(one: str, other: str) -> Expr:
    """The name of the covariance of two centred names."""
    return name("Cov[{}, {}]".format(*sorted(each.rstrip("°") for each in (one, other))))


def law_key(leaf: Expr) -> str:
    """The noise N and the noises N_t are different things."""
    return f"{leaf.args[0]}[]" if leaf.head == "term" else leaf.args[0]


def is_partial(expr: Expr) -> bool:
    """Whether a formula may be undefined somewhere: quotients, roots, logarithms."""
    return any(n.head == "log" or (n.head == "pow" and not is_whole(n.args[1])) for n in expr.walk())


def may_fail(expr: Expr, context: Context) -> bool:
    """Whether a formula may be undefined somewhere in the domain, at a glance."""

    def positive(node: Expr) -> bool:
        if node.head == "num":
            return node.args[0] > 0
        if node.head in ("add", "mul"):
            return all(map(positive, node.args))
        if node.head == "pow":
            return positive(node.args[0])
        bounds = [c.args[0] for c in context.conditions if c.head == "lt" and c.args[1] == node]
        return node.head == "exp" or any(low.head == "num" and low.args[0] >= 0 for low in bounds)

    doubtful = [n for n in expr.walk() if n.head == "log" or (n.head == "pow" and not is_whole(n.args[1]))]
    return not all(positive(node.args[0]) for node in doubtful)


def is_whole(exponent: Expr) -> bool:
    return exponent.head == "num" and exponent.args[0].denominator == 1 and exponent.args[0] >= 0


def mentions(expr: Expr, identifier: str) -> bool:
    return any(node.head in ("name", "term") and node.args[0] == identifier for node in expr.walk())


def degree(expr: Expr, leaf: Expr) -> float:
    """The degree of `expr` as a polynomial in `leaf`; infinite where it is none."""
    if expr == leaf:
        return 1
    degrees = [degree(node, leaf) for node in expr.nodes]
    if expr.head == "mul":
        return sum(degrees)
    if expr.head == "pow" and degrees[0]:
        exponent = expr.args[1]
        whole = exponent.head == "num" and exponent.args[0].denominator == 1 and exponent.args[0] >= 0
        return degrees[0] * int(exponent.args[0]) if whole else float("inf")
    if expr.head in ("add", "T", "block", "entry", "tr", "E") or not any(degrees):
        return max(degrees, default=0)
    return float("inf")
