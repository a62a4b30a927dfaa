"""Maxima: whether `ratsimp` or `radcan` makes the difference of two values nothing, with the conditions assumed.

Sums are done in closed form where Maxima knows one; factorials and hyperbolic functions are written out before a last
`radcan`.
"""

import os
import subprocess

from benchmarks.peers.pairs import NotGiven, read
from benchmarks.peers.to_maxima import assumptions, written

END = "this was all"
PREAMBLE = """display2d: false$ simpsum: true$ simpproduct: true$ logexpand: super$
vanishes(e) := is(e = 0)$
agree(e) := if matrixp(e) then every(agree, flatten(args(e))) else block([d: ev(e, nouns)],
  vanishes(ratsimp(d)) or vanishes(radcan(d)) or vanishes(radcan(minfactorial(makefact(exponentialize(d))))))$
"""


def version() -> str:
    found = subprocess.run(["maxima", "--version"], capture_output=True, text=True, check=True)
    return f"{found.stdout.strip()} radcan"


def given(pair: dict) -> str:
    """One line for Maxima: assume, compare, and forget."""
    claim = read(pair)
    if claim.head != "eq":
        raise NotGiven("radcan compares values")
    assume, forget = assumptions(claim.context)
    compare = f"agree(({written(claim.left)}) - ({written(claim.right)}))"
    return f'{assume}print("verdict", errcatch({compare}))$ {forget}print("{END}")$\n'


class Session:
    """A Maxima that stays, until it asks a question back."""

    process: subprocess.Popen | None = None

    def answer(self, line: str) -> str:
        process = self.process or self.started()
        self.write(line)
        text = ""
        while END not in text:
            more = os.read(process.stdout.fileno(), 65536).decode()
            text += more
            if not more or "Acceptable answers" in text:
                process.kill()
                self.process = None
                return "asks"
        return text

    def started(self) -> subprocess.Popen:
        self.process = subprocess.Popen(
            ["maxima", "--very-quiet"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        self.answer(f'{PREAMBLE}print("{END}")$\n')
        return self.process

    def write(self, line: str) -> None:
        self.process.stdin.write(line.encode())
        self.process.stdin.flush()


SESSION = Session()


def accepts(line: str) -> bool | None:
    answer = SESSION.answer(line)
    return True if "verdict [true]" in answer else False if "verdict [false]" in answer else None
