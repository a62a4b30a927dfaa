r"""How a problem is written: its statement, its declarations, and its parts, each a derivation with a measurement.

A part is a generator.  Its docstring is the question; each sentence that it yields is a step, whose mathematics is
read, decided and printed as written; what it returns is the answer (or a tuple of answers), which must follow from a
step.  A part cannot be registered without a measurement.

    problem = Problem(__doc__, models={"L": loss}, where=[r"\sigma > 0", r"w_{t+1} = w_t - \eta L'(w_t)", "w_0 = 0"])

    @problem.part("a", measured=converges)
    def stable_rates():
        r\"\"\"For which learning rates $\eta$ does gradient descent converge?\"\"\"
        yield r"The error shrinks exactly when $|1 - 2\eta\sigma^2| < 1 \iff 0 < \eta < \frac{1}{\sigma^2}$."
        return Region(r"\eta", r"|1 - 2\eta\sigma^2| < 1", r"0 < \eta < \frac{1}{\sigma^2}")
"""

import inspect
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass, field

from answerkey.answers import Answer
from answerkey.context import Context

Derivation = Callable[[], Generator[str, None, Answer | tuple[Answer, ...]]]


@dataclass(frozen=True)
class Problem:
    """A homework problem: `doc` is its title, an empty line, and what its parts have in common.

    `notation` declares what the sheet calls things that are called otherwise here, or not at all; only the keys that
    others wrote are read with it, in the parts that have no notation of their own and before the first part.
    """

    doc: str
    models: dict[str, Callable] = field(default_factory=dict)
    where: Sequence[str] = ()
    notation: Sequence[str] = ()
    parts: list["Part"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return inspect.cleandoc(self.doc).partition("\n")[0].rstrip(".")

    @property
    def statement(self) -> str:
        return inspect.cleandoc(self.doc).partition("\n\n")[2]

    def context(self) -> Context:
        """Everything declared for all parts; raises Unread where a declaration cannot be read."""
        return Context().with_models(self.models).declare(*self.where)

    def part(
        self,
        label: str,
        *,
        measured: Callable | tuple[Callable, ...],
        where: Sequence[str] = (),
        models: dict[str, Callable] | None = None,
        notation: Sequence[str] | None = None,
    ) -> Callable[[Derivation], Derivation]:
        """Register the part `label`; `where` and `models` add to what the problem declares.

        A derivation that returns several answers has as many measurements, in the same order.
        """
        each = measured if isinstance(measured, tuple) else (measured,)

        def register(derivation: Derivation) -> Derivation:
            written = self.notation if notation is None else notation
            self.parts.append(Part(self, label, derivation, each, tuple(where), models or {}, tuple(written)))
            return derivation

        return register


@dataclass(frozen=True)
class Part:
    problem: Problem
    label: str
    derivation: Derivation
    measured: tuple[Callable, ...]
    where: tuple[str, ...]
    models: dict[str, Callable]
    notation: tuple[str, ...]

    @property
    def statement(self) -> str:
        return inspect.cleandoc(self.derivation.__doc__ or "")

    def context(self) -> Context:
        """Everything declared for this part; raises Unread where a declaration cannot be read."""
        return self.problem.context().with_models(self.models).declare(*self.where)
