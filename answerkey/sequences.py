"""What a name may stand for beside a value: the terms of a sequence, or a function by its formula."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from answerkey.tree import Expr, num


@dataclass(frozen=True)
class Sequence:
    """Terms with an index: given by a recurrence and a start, or by what each term stands for."""

    index: Expr
    next_term: Expr | None = None  # the term at index + 1
    start: Expr | None = None
    meaning: Expr | None = None  # the term at index

    def changed(self, change: Callable[[Expr], Expr]) -> "Sequence":
        first, step = (body and change(body) for body in (self.start, self.next_term))
        return replace(self, start=first, next_term=step)

    def step(self, at: Expr) -> Expr:
        """The term after the one at `at`."""
        assert self.next_term is not None
        return self.next_term.replace({self.index: at})


@dataclass(frozen=True)
class Formula:
    """A model that was declared by its formula."""

    parameters: tuple[Expr, ...]
    body: Expr

    def __call__(self, *arguments: Expr) -> Expr:
        return self.body.replace(dict(zip(self.parameters, arguments, strict=True)))

    @property
    def others(self) -> list[Expr]:
        """The names in the formula that are no parameters."""
        return [n for n in self.body.walk() if n.head in ("name", "term") and n not in self.parameters]


def shifted(index: Expr) -> tuple[Expr, int]:
    """An index as a base and a whole number of steps after it: t + 2 is (t, 2), and 3 is (0, 3)."""
    if index.head == "num" and index.args[0].denominator == 1:
        return num(0), int(index.args[0])
    if index.head == "add":
        whole = sum(int(a.args[0]) for a in index.args if a.head == "num" and a.args[0].denominator == 1)
        others = [a for a in index.args if a.head != "num"]
        if whole and others:
            return (others[0] if len(others) == 1 else Expr("add", *others)), whole
    return index, 0


def plus(base: Expr, steps: int) -> Expr:
    if base.head == "num":
        return num(base.args[0] + steps)
    return Expr("add", base, num(steps)) if steps else base
