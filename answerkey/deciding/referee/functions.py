"""Functions of numbers, rigorously: exact where the value is rational and known to be, else a ball around it."""

from collections.abc import Callable

from flint import fmpq, fmpz

from answerkey.deciding.referee.values import (
    Scalar,
    Undefined,
    Unknown,
    absolute,
    ball,
    exponential,
    largest,
    logarithm,
    moderate,
    power,
    rounded,
    sign,
)

MOST_FACTORS = 2_000  # of a factorial or a binomial


def whole(number: Scalar, what: str) -> int:
    """A number as a whole number; raises Undefined for one that surely is not whole."""
    if isinstance(number, fmpq):
        if number.q != 1:
            raise Undefined(f"{what} that is not whole")
        return int(number.p)
    if number.contains_integer():
        raise Unknown("whether this is a whole number")
    raise Undefined(f"{what} that is not whole")


def factorial(number: Scalar) -> Scalar:
    count = whole(number, "a factorial of a number")
    if count < 0:
        raise Undefined("a factorial of a negative number")
    if count > MOST_FACTORS:
        raise Unknown("a factorial of a large number")
    return fmpq(fmpz.fac_ui(fmpz(count)))


def binomial(upper: Scalar, lower: Scalar) -> Scalar:
    """n (n - 1) ... (n - k + 1) / k! for any real n."""
    count = whole(lower, "a binomial of a number")
    if count < 0:
        raise Undefined("a binomial of a negative number")
    if count > MOST_FACTORS:
        raise Unknown("a binomial of a large number")
    total: Scalar = fmpq(1)
    for k in range(count):
        total = total * (upper - k) / (k + 1)
    return total


def entire(method: str) -> Callable[[Scalar], Scalar]:
    """A function that every real has and that is 0 at 0."""
    return lambda x: fmpq(0) if isinstance(x, fmpq) and x == 0 else getattr(moderate(ball(x)), method)()


def cosine(x: Scalar) -> Scalar:
    return fmpq(1) if isinstance(x, fmpq) and x == 0 else moderate(ball(x)).cos()


def sigmoid(x: Scalar) -> Scalar:
    if isinstance(x, fmpq) and x == 0:
        return fmpq(1, 2)
    return 1 / (1 + moderate(-ball(x)).exp())


OF_NUMBERS: dict[str, Callable[[Scalar], Scalar]] = {
    "abs": absolute,
    "exp": exponential,
    "log": logarithm,
    "tanh": entire("tanh"),
    "sin": entire("sin"),
    "cos": cosine,
    "erf": entire("erf"),
    "sign": lambda x: fmpq(sign(x)),
    "factorial": factorial,
    "ceil": lambda x: rounded(x, up=True),
    "floor": lambda x: rounded(x, up=False),
    "relu": lambda x: largest([x, fmpq(0)]),
    "step": lambda x: fmpq(sign(x) > 0),
    "sqrt": lambda x: power(x, fmpq(1, 2)),
    "sigmoid": sigmoid,
    "softplus": lambda x: (1 + moderate(ball(x)).exp()).log(),
}
