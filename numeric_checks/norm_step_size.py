"""Gradient descent on the distance from a point, step by step: in the plane, in exact fractions and in floats."""

from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial
from itertools import islice
from math import hypot, isqrt

import numpy as np

from numeric_checks.instruments import gradient

Place = tuple[Fraction, Fraction]
Sizes = Callable[[int], Fraction]  # the size of step i
AHEAD = (Fraction(4, 5), Fraction(3, 5))  # the direction of [6, 4.5]; as it is rational, so is every iterate
GIVEN = (Fraction(6), Fraction(9, 2))


def distance(x, b):
    return np.sqrt((x - b) @ (x - b))


def unit_steps(i: int) -> Fraction:
    return Fraction(1)


def shrinking_steps(i: int) -> Fraction:
    return Fraction(1, i + 1)


# the function


def lies_below_its_chord(theta, x, y, b):
    """Whether f is nowhere above its chord between x and y, at `theta` and at a hundred places besides."""
    shares = np.append(np.linspace(0, 1, 101), theta)
    heights = np.array([distance(share * x + (1 - share) * y, b) for share in shares])
    chord = shares * distance(x, b) + (1 - shares) * distance(y, b)
    return bool(np.all(heights <= chord + 1e-12 * np.abs(chord).max()))


def slopes(x, b):
    """The gradient at x, shape (d,), by complex steps. Raises ZeroDivisionError at b, where there is none."""
    if np.array_equal(x, b):
        raise ZeroDivisionError("no gradient at b")
    return gradient(partial(distance, b=b), x)


def slope_from_the_bottom(epsilon, v, b):
    """How fast f grows from b to b + epsilon v, per unit of epsilon."""
    return (distance(b + epsilon * v, b) - distance(b, b)) / epsilon


# exact descent


def exact_root(square: Fraction) -> Fraction:
    """The square root of a Fraction; raises ArithmeticError if that is no Fraction."""
    root = Fraction(isqrt(square.numerator), isqrt(square.denominator))
    if root * root != square:
        raise ArithmeticError(f"the root of {square} is irrational")
    return root


def length_of(away: Place) -> Fraction:
    return exact_root(away[0] ** 2 + away[1] ** 2)


def moved(place: Place, b: Place, size: Fraction) -> Place:
    """Where a gradient step of that size leads; at b, where there is no gradient, it leads nowhere."""
    away = (place[0] - b[0], place[1] - b[1])
    length = length_of(away)
    return (place[0] - size * away[0] / length, place[1] - size * away[1] / length) if length else place


def descent(b: Place, sizes: Sizes) -> Iterator[tuple[Place, Fraction]]:
    """The iterates in the plane from [0, 0], each with its distance from b."""
    place, i = (Fraction(0), Fraction(0)), 0
    while True:
        yield place, length_of((place[0] - b[0], place[1] - b[1]))
        place, i = moved(place, b, sizes(i)), i + 1


def ahead(rho: Fraction) -> Place:
    """The point at distance rho from [0, 0] in the direction of [6, 4.5]."""
    return rho * AHEAD[0], rho * AHEAD[1]


def distances(b: Place, sizes: Sizes, count: int) -> list[Fraction]:
    """The distances from b of the first `count` iterates."""
    return [length for _, length in islice(descent(b, sizes), count)]


def nearest_to_the_given() -> float:
    """How near 300 unit steps bring [0, 0] to [6, 4.5]."""
    return float(min(distances(GIVEN, unit_steps, 301)))


def nearest_in_the_end(rho: Fraction, j: int) -> float:
    """The smaller of the distances of the iterates j and j + 1, with unit steps."""
    return float(min(distances(ahead(rho), unit_steps, j + 2)[j:]))


def unit_steps_to(epsilon: Fraction, rho: Fraction, limit=200) -> int | None:
    """The first unit step that is within `epsilon` of b; None if there is none up to `limit`."""
    found = distances(ahead(rho), unit_steps, limit)
    return next((i for i, length in enumerate(found) if length <= epsilon), None)


def unit_steps_to_arrive(rho: int) -> int | None:
    """The unit steps after which the exact iterate is b."""
    return unit_steps_to(Fraction(0), Fraction(rho))


def is_within(epsilon: Fraction, rho: Fraction, n: int) -> bool:
    """Whether iterate n is within `epsilon` of b, with shrinking steps."""
    return distances(ahead(rho), shrinking_steps, n + 1)[n] <= epsilon


def shrinking_steps_to_a_hundredth() -> int:
    """The first shrinking step that is within 1/100 of [6, 4.5]; raises ArithmeticError if a later one is not."""
    found = [length <= Fraction(1, 100) for length in distances(GIVEN, shrinking_steps, 1200)]
    first = found.index(True)
    if not all(found[first:]):
        raise ArithmeticError(f"within 1/100 after {first} steps, but not for good")
    return first


def one_is_off_by_half_a_step(rho: Fraction, n: int) -> bool:
    """Whether iterate n is b, or it or the next one is as far from b as half of the step between them, or farther."""
    here, there = distances(ahead(rho), shrinking_steps, n + 2)[n:]
    return not here or max(here, there) >= shrinking_steps(n) / 2


def distance_after_two(s: Fraction, rho: Fraction, n: int) -> float:
    """How far from b the shrinking steps n and n + 1 lead from the point at s on the ray."""
    b, place = ahead(rho), ahead(s)
    for i in (n, n + 1):
        place = moved(place, b, shrinking_steps(i))
    return float(length_of((place[0] - b[0], place[1] - b[1])))


# descent in floats


def descent_in_floats(b: tuple[float, ...], sizes: Callable[[int], float]) -> Iterator[tuple[tuple[float, ...], float]]:
    """The iterates from zero in double precision, with their distances; ends at b, where 0 / 0 is no direction."""
    x, i = tuple(0.0 for _ in b), 0
    while True:
        away = [at - to for at, to in zip(x, b, strict=True)]
        length = hypot(*away)
        yield x, length
        if not length:
            return
        x = tuple(at - sizes(i) * part / length for at, part in zip(x, away, strict=True))
        i += 1


def where_it_goes(rho: float, most=1_000_000) -> float:
    """How far from zero, along b, `most` shrinking steps end in floats, or fewer if they hit b before.

    Raises ArithmeticError if they are still on their way to b then: all of them lead on.
    """
    path = descent_in_floats((0.8 * rho, 0.6 * rho), lambda i: 1 / (i + 1))
    reached, passed, before = 0.0, False, rho
    for (x, y), length in islice(path, most):
        reached, passed, before = 0.8 * x + 0.6 * y, passed or length > before or not length, length
    if not passed:
        raise ArithmeticError(f"{most} steps do not lead past a point at the distance {rho}")
    return reached


def steps_for_good(epsilon: float, rho: float, most=1_000_000) -> int:
    """The number of shrinking steps in floats after which the iterates stay within `epsilon` of b.

    They are watched until the steps are half as long as that, after which none of them leads out, or until they hit b.
    Raises ArithmeticError if that takes more than `most` steps.
    """
    last = 0
    for i, (_, length) in enumerate(islice(descent_in_floats((0.8 * rho, 0.6 * rho), lambda i: 1 / (i + 1)), most)):
        if length > epsilon:
            last = i + 1
        elif i * epsilon > 2 or not length:
            return last
    raise ArithmeticError(f"{most} steps do not lead to within {epsilon} for good")


def distance_after_a_miss(delta, w, b):
    """How far from b a unit step in floats leads that starts at b + delta w, a little beside b."""
    x = b + delta * w
    return float(distance(x - slopes(x, b), b))
