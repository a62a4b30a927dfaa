"""Pairs from Math-Verify's own tests, which come with its source distribution: a correct answer, an answer, and a mark.

The distribution is downloaded, and nothing of it is kept in this repository.  Answers are taken
where each is one formula.
"""

import ast
import re
import subprocess
import sys
import tarfile
from collections.abc import Iterator
from pathlib import Path

FORMULA = re.compile(r"\s*\$+\s*(?:\\boxed\{([^$]*)\}|([^$]*?))\s*\$+\s*")
WORDS = re.compile(r"\\text\{[^{}]*\}")


def download(folder: Path) -> Path:
    """The source distribution; raises CalledProcessError where it cannot be had."""
    command = ["download", "--quiet", "--no-deps", "--no-binary", "math-verify", "--constraint", "constraints.txt"]
    subprocess.run([sys.executable, "-m", "pip", *command, "--dest", str(folder), "math-verify"], check=True)
    return next(folder.glob("math_verify-*.tar.gz"))


def pairs(distribution: Path) -> Iterator[dict | str]:
    """The pairs, and for each example that makes none, why not."""
    with tarfile.open(distribution) as archive:
        for member in archive:
            if re.search(r"/tests/test_\w+\.py$", member.name):
                tree = ast.parse(archive.extractfile(member).read())
                for node in ast.walk(tree):
                    if isinstance(node, ast.Tuple):
                        yield from example(f"{Path(member.name).stem}:{node.lineno}", node)


def example(identifier: str, node: ast.Tuple) -> Iterator[dict | str]:
    """Two strings and a mark."""
    values = [element.value for element in node.elts if isinstance(element, ast.Constant)]
    if len(node.elts) != 3 or len(values) != 3 or not all(isinstance(text, str) for text in values[:2]):
        return
    sides = [FORMULA.fullmatch(text) for text in values[:2]]
    lhs, rhs = ((side[1] or side[2]) if side else "" for side in sides)
    if not lhs or not rhs or values[2] not in (0, 1):
        yield "not one formula"
        return
    if any(WORDS.fullmatch(side) for side in (lhs, rhs)):
        yield "an answer in words"
        return
    yield {
        "id": identifier,
        "kind": "value",
        "truth": bool(values[2]),
        "lhs": lhs,
        "rhs": rhs,
        "where": [],
        "shapes": {},
    }
