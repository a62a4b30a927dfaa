"""python -m benchmarks.heatmap [SIDE] [STEPS]: the loss over 1000 x 1000 pairs of learning rates after 200 steps.

That is of gradient descent on a network of two weights, in tiles that stay in the cache and over whole arrays in place.
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np

from numeric_checks.deep_linear_net import heat_map

RUNS = 5
STARTS = ((1.0, 1.0), (2.0, 1.0), (1.5, 0.7))
WIDTH = 4.3  # how far the rates go, where 4 / w^2 is on the boundary


def whole_arrays(alpha_1: np.ndarray, alpha_2: np.ndarray, w_1: float, w_2: float, steps: int) -> np.ndarray:
    """What `heat_map` is: every step goes over the whole grid, without a temporary array that is made anew."""
    shape = len(alpha_2), len(alpha_1)
    u, v, s, t = np.full(shape, w_1), np.full(shape, w_2), np.empty(shape), np.empty(shape)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        for _ in range(steps):
            np.multiply(u, u, out=s)
            s *= alpha_2[:, None]
            np.subtract(1, s, out=s)
            np.multiply(v, v, out=t)
            t *= alpha_1
            np.subtract(1, t, out=t)
            u *= t
            v *= s
        u *= v
        u *= u
        u /= 2
    return u


def rates(side: int, w_1: float, w_2: float) -> tuple[np.ndarray, np.ndarray]:
    share = np.arange(1, side + 1) / side
    return WIDTH / w_2**2 * share, WIDTH / w_1**2 * share


def apart(one: np.ndarray, other: np.ndarray) -> float:
    """The largest difference of the decimal logarithms of two maps, from 1e-300 to 1e300."""
    logs = [np.log10(np.clip(np.nan_to_num(each, nan=np.inf), 1e-300, 1e300)) for each in (one, other)]
    return float(np.abs(logs[0] - logs[1]).max())


def timed(make: Callable, *setting) -> tuple[float, np.ndarray]:
    """Seconds of processor time for a map, and the map."""
    started = time.process_time()
    made = make(*setting)
    return time.process_time() - started, made


def table(side: int, steps: int) -> str:
    """A line for each start: the median times of runs that take turns, and their ratio."""
    lines = [f"{'start':>12}{'whole arrays':>16}{'in tiles':>12}{'ratio':>9}{'apart':>12}"]
    for w_1, w_2 in STARTS:
        setting = (*rates(side, w_1, w_2), w_1, w_2, steps)
        runs = [(timed(whole_arrays, *setting), timed(heat_map, *setting)) for _ in range(RUNS)]
        slow, fast = (statistics.median(seconds for seconds, _ in column) for column in zip(*runs, strict=True))
        (_, plain), (_, tiled) = runs[0]
        lines.append(
            f"{f'{w_1:g}, {w_2:g}':>12}{slow:14.3f} s{fast:10.3f} s{slow / fast:9.1f}{apart(plain, tiled):12.1e}"
        )
    return "\n".join(lines)


if __name__ == "__main__":
    sizes = dict(enumerate(map(int, sys.argv[1:])))
    print(table(sizes.get(0, 1000), sizes.get(1, 200)))
