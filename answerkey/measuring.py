"""Facing an answer with its measurement, at points inside the domain and where it is most telling.

The measurement is a function of plain numbers; it is called by the names of its parameters and never sees a formula.
"""

import inspect
import pickle
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import islice
from pathlib import Path

import numpy as np
from flint import fmpq

from answerkey.answers import Read, in_floats
from answerkey.deciding.points.sampling import Sampler
from answerkey.deciding.points.solving import only_root, put_together
from answerkey.deciding.referee.evaluate import Point, value
from answerkey.deciding.referee.values import Undefined, Unknown, fraction, identity, is_matrix, zeros
from answerkey.results import Verdict, counted
from answerkey.tree import Expr, name

POINTS, MORE_POINTS = 12, 60
MOST_SETTINGS = 40
FEWEST_SETTINGS = 3


class Undeclared(Exception):
    """A measurement asks for a name that the part does not declare."""


@dataclass(frozen=True)
class Measured:
    verdict: Verdict
    refused: int  # wrong neighbours that the measurement contradicts
    settings: int  # at which answer and measurement were compared


def measure(measured: Callable, read: Read | None, neighbours: list[Read], seed: int) -> Measured:
    """Compare `read` and each wrong neighbour with what `measured` observes."""
    if read is None:
        return Measured(Verdict("undecided", "there is no answer to measure"), 0, 0)
    try:
        wanted = {leaf_of(parameter, read) for parameter in inspect.signature(measured).parameters.values()} - {None}
    except Undeclared as error:
        return failed(str(error), None)
    readings = Readings(measured, read)
    for point in islice(settings(measured, read, seed), MOST_SETTINGS):
        if (against := readings.take(point)) is not None:
            return against
    varies = wanted - read.answer.chosen(read).keys()
    if len(readings.taken) < (FEWEST_SETTINGS if varies else 1):
        return failed(f"only {len(readings.taken)} settings could be measured", None)
    for wrong in neighbours:
        for point in () if readings.refuse(wrong) else islice(telling(measured, read, wrong, seed), FEWEST_SETTINGS):
            if (against := readings.take(point)) is not None:
                return against
        if not readings.refuse(wrong):
            return failed(f"the measurement does not refuse the wrong answer {wrong.value}", None)
    count = len(readings.asked)
    where = f"at {count} settings" if count > 1 else "at the one setting that there is"
    refused = counted(len(neighbours), "wrong answer")
    because = f"agrees {where} (seed {seed}){within(readings.asked.values())}; {refused} refused"
    return Measured(Verdict("measured", because), len(neighbours), count)


@dataclass
class Readings:
    """What a measurement reads at points where the answer has a value; the same setting is measured once."""

    measured: Callable
    read: Read
    taken: list[tuple[Point, object]] = field(default_factory=list)
    asked: dict[bytes, object] = field(default_factory=dict)  # what was observed, by what was given

    def take(self, point: Point) -> Measured | None:
        """Measure at `point`; what speaks against the answer, or against the measurement, if anything does."""
        if not is_defined(self.read, point):
            return None
        given = arguments(self.measured, self.read, point)
        try:
            if (key := pickle.dumps(given)) not in self.asked:
                self.asked[key] = self.measured(**given)
            observed = self.asked[key]
        except Exception as error:
            return failed(f"the measurement raised {type(error).__name__}: {error} ({raised_at(error)})", given)
        if is_nan(observed):
            return failed(f"the measurement returned {observed}", given)
        agrees = compare(self.read, point, observed)
        if agrees is False:
            return Measured(contradiction(self.measured, self.read, point, given, observed), 0, len(self.taken) + 1)
        if agrees:
            self.taken.append((point, observed))
        return None

    def refuse(self, wrong: Read) -> bool:
        """Whether a reading contradicts a wrong answer."""
        return any(refuses(self.measured, wrong, *seen) for seen in self.taken)


def within(observed: Iterable) -> str:
    """How far readings with a confidence interval may be off, by the largest number that was read, if there are any."""
    estimates = [seen for seen in observed if getattr(seen, "error", None) is not None]
    shares = sorted(float(np.max(e.error) / size) for e in estimates if (size := np.max(np.abs(e.value))) > 0)
    if not shares:
        return ""
    low, high = (f"{100 * share:.2g} %" for share in (shares[0], shares[-1]))
    return f", read with an error of {low if low == high else f'{low} to {high}'} (five standard errors)"


def refuses(measured: Callable, wrong: Read, point: Point, observed) -> bool:
    """Whether the measurement contradicts a wrong answer at `point`; what cannot be compared refuses nothing.

    Where the measurement tries what the answer chooses, it is taken anew.
    """
    if wrong.answer.chosen(wrong):
        try:
            observed = measured(**arguments(measured, wrong, point))
        except Exception:  # no reading, and so no refusal
            return False
    return compare(wrong, point, observed) is False


def settings(measured: Callable, read: Read, seed: int, count: int = POINTS) -> Iterator[Point]:
    """Points in the domain, moved to where the kind of answer is most telling."""
    wanted = [leaf for p in inspect.signature(measured).parameters.values() if (leaf := leaf_of(p, read)) is not None]
    claims = [Expr("eq", leaf, leaf) for leaf in wanted] + list(read.claims) + [Expr("eq", read.value, read.value)]
    sampler = Sampler(read.context, claims, seed)
    for point in sampler.points(count):
        for moved in read.answer.probes(read, point):
            probe = followed(moved, point, sampler)
            if sampler.holds(probe, sampler.conditions):
                yield probe


def followed(probe: Point, before: Point, sampler: Sampler) -> Point:
    """`probe` with the names that an equation of the domain gives by what was moved."""
    moved = {leaf for leaf, held in probe.values.items() if before.values.get(leaf) is not held}
    for leaf, gap in sampler.solved.items():
        plain = sampler.context.unfold(gap)
        if leaf not in moved and moved.intersection(plain.walk()):
            root = only_root(sampler.context, plain, leaf)
            probe = (root is not None and put_together(probe, {leaf: root})) or probe
            moved.add(leaf)
    return probe


def telling(measured: Callable, read: Read, wrong: Read, seed: int) -> Iterator[Point]:
    """More settings, at which a wrong answer that was not noticed yet says something else than the right one."""
    for point in settings(measured, read, seed, MORE_POINTS):
        with suppress(Undefined, Unknown):
            if read.answer.expected(read, point) != wrong.answer.expected(wrong, point):
                yield point


def leaf_of(parameter: inspect.Parameter, read: Read) -> Expr | None:
    symbol = read.context.names.get(parameter.name)
    if symbol is None or symbol.kind != "value":
        if parameter.default is inspect.Parameter.empty and parameter.name not in read.context.dimensions:
            raise Undeclared(f"the measurement asks for {parameter.name}, which is not declared")
        return None
    return name(parameter.name, symbol.shape)


def arguments(measured: Callable, read: Read, point: Point) -> dict:
    chosen = read.answer.chosen(read)
    found = {}
    for parameter in inspect.signature(measured).parameters.values():
        leaf = leaf_of(parameter, read)
        if leaf in chosen:
            found[parameter.name] = numeric(filled(chosen[leaf], leaf, read, point), leaf)
        elif leaf is not None and leaf in read.context.definitions:
            found[parameter.name] = numeric(value(read.context.unfold(leaf), point, read.context), leaf)
        elif leaf is not None and leaf in point.values:
            held = point.values[leaf]
            number = value(held, point, read.context) if isinstance(held, Expr) else held
            exact = parameter.annotation is Fraction and isinstance(number, fmpq)
            whole = read.context.is_natural(leaf)
            found[parameter.name] = fraction(number) if exact else int(number.p) if whole else numeric(number, leaf)
        elif parameter.name in point.sizes:
            found[parameter.name] = point.sizes[parameter.name]
    return found


def filled(meaning: Expr, leaf: Expr, read: Read, point: Point):
    """A chosen value; a multiple of the identity or zero takes the shape of the name that it is chosen for."""
    found = value(read.context.unfold(meaning), point, read.context)
    if leaf.shape and not is_matrix(found):
        rows, columns = (point.size(side) for side in leaf.shape)
        if columns == 1:
            return zeros(rows, 1) if found == 0 else found
        return identity(columns) * found if isinstance(found, fmpq) else found
    return found


def numeric(found, leaf: Expr):
    """A float, or an array of floats: (n,) for a vector, (m, n) for a matrix."""
    array = in_floats(found)
    if not leaf.shape:
        return float(array[0, 0])
    return array[:, 0] if leaf.shape[1] == 1 else array


def is_defined(read: Read, point: Point) -> bool:
    """Whether the answer has a value at `point`: it claims nothing where an inverse, say, does not exist."""
    try:
        read.answer.expected(read, point)
    except Undefined:
        return False
    except Unknown:
        pass
    return True


def compare(read: Read, point: Point, observed) -> bool | None:
    try:
        return read.answer.agrees(read, point, observed)
    except (Undefined, Unknown):
        return None


def is_nan(observed) -> bool:
    number = getattr(observed, "value", observed)
    return number is not None and bool(np.any(np.isnan(np.asarray(number, dtype=float))))


def contradiction(measured: Callable, read: Read, point: Point, given: dict, observed) -> Verdict:
    seen = plain(getattr(observed, "value", observed))
    says = f"the answer says {read.answer.expected(read, point)}; measured by {measured.__name__}: {seen}"
    return Verdict("refuted", says, witness(given))


def failed(because: str, given: dict | None) -> Measured:
    return Measured(Verdict("undecided", because, witness(given) if given else None), 0, 0)


def raised_at(error: BaseException) -> str:
    """The file and line at which an exception was raised."""
    trace = error.__traceback__
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else "?"


def witness(given: dict) -> dict[str, str]:
    """What the measurement was given, as text."""
    return {name: str(value).replace("\n", ";") for name, value in given.items()}


def plain(seen) -> str:
    if isinstance(seen, bool | np.bool_):
        return "yes" if seen else "no"
    return np.array2string(np.asarray(seen), precision=6) if seen is not None else "never"
