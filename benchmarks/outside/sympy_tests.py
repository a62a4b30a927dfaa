"""Pairs from SymPy's own tests, which come with the package: `assert simplify(a) == b` says that a and b are the same.

The statements of a test function are run in order under the names of its module; the two sides of an assertion are
evaluated, and printed as LaTeX by SymPy.  Symbols become real: an identity of complex numbers holds for the real ones
among them.
"""

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

import sympy
from sympy.core.basic import Basic

from benchmarks.outside.evaluating import TooSlow, at_most, value
from benchmarks.outside.printing import Inexpressible, pair

ROOT = Path(sympy.__file__).parent
ROOMS = "calculus concrete core functions integrals logic matrices polys series sets simplify solvers".split()
QUICK = "concrete core functions logic matrices simplify".split()
REWRITINGS = frozenset(
    "simplify trigsimp powsimp logcombine radsimp ratsimp expand factor cancel together apart collect combsimp "
    "gammasimp powdenest sqrtdenest hyperexpand expand_log expand_func expand_trig expand_mul expand_power_base "
    "expand_power_exp expand_multinomial separatevars signsimp rcollect factor_terms exptrigsimp refine piecewise_fold "
    "futrig fu simplify_logic rewrite doit horner trigsimp_groebner piecewise_simplify inversecombine".split()
)  # what comes out means the same as the first argument, or as what the method belongs to
FUNCTIONS = frozenset(
    "sin cos tan sinh cosh tanh exp log Abs sign floor ceiling Max Min binomial factorial erf".split()
)
UNDONE = {"summation": sympy.Sum, "product": sympy.Product, "diff": sympy.Derivative, "limit": sympy.Limit}
OTHER_SENSE = frozenset(
    {"force", "modulus", "gaussian", "polar", "dontcare", "inverse", "evaluate", "symmetric", "extension"}
)
SKIPPED = frozenset({"XFAIL", "SKIP", "slow", "skip", "skip_under_pyodide"})


@dataclass(frozen=True)
class Test:
    """A test function, the name of its module, and the module's other statements."""

    module: str
    around: tuple[ast.stmt, ...]
    function: ast.FunctionDef

    @property
    def assertions(self) -> list[ast.expr]:
        return [statement.test for statement in self.function.body if isinstance(statement, ast.Assert)]


def files(rooms: list[str]) -> list[Path]:
    return sorted(path for room in rooms for path in (ROOT / room).rglob("tests/test_*.py"))


def tests(file: Path) -> list[Test]:
    """The tests in a file that claim something."""
    body = ast.parse(file.read_text()).body
    functions = [node for node in body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]
    around = tuple(node for node in body if node not in functions)
    found = [Test(".".join(file.relative_to(ROOT).with_suffix("").parts), around, f) for f in functions if is_run(f)]
    return [test for test in found if any(map(claimed, test.assertions))]


def is_run(function: ast.FunctionDef) -> bool:
    marks = {n.id for decorator in function.decorator_list for n in ast.walk(decorator) if isinstance(n, ast.Name)}
    return not marks & SKIPPED and not function.args.args


def all_pairs() -> Iterator[dict | str]:
    for file in files(ROOMS):
        for test in tests(file):
            yield from pairs(test)


def sample(size: int, seed: int = 0) -> list[dict]:
    """Some pairs from files chosen at random, a few from each."""
    random, found = Random(seed), []
    for file in random.sample(files(QUICK), len(files(QUICK))):
        chosen = tests(file)
        for test in random.sample(chosen, min(2, len(chosen))):
            found += [made for made in pairs(test) if isinstance(made, dict)][:4]
        if len(found) >= size:
            break
    return found[:size]


def pairs(test: Test) -> Iterator[dict | str]:
    """The pairs of a test, and for each assertion that makes none, why not."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        space: dict = {"__name__": test.module}
        for statement in (*test.around, *test.function.body):
            if not isinstance(statement, ast.Assert):
                run(statement, space)
            elif (claim := claimed(statement.test)) is not None:
                yield made(f"{test.module}:{statement.lineno}", claim, space)


def run(statement: ast.stmt, space: dict) -> None:
    """Names that a statement should have defined, and did not, are forgotten; loops and the like are not run."""
    try:
        if not isinstance(statement, (ast.Assign, ast.FunctionDef, ast.ClassDef, ast.Import, ast.ImportFrom, ast.Expr)):
            raise NotImplementedError
        with at_most():
            exec(compile(ast.Module([statement], []), "statement", "exec"), space)
    except (Exception, TooSlow):
        for node in ast.walk(statement):
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
                space.pop(node.id, None)


def claimed(test: ast.expr) -> tuple[ast.Call, ast.expr] | None:
    """The call and the value that an assertion says is what comes out."""
    if not isinstance(test, ast.Compare) or not isinstance(test.ops[0], ast.Eq) or not isinstance(test.left, ast.Call):
        return None
    if any(word.arg in OTHER_SENSE for word in test.left.keywords) or called(test.left) is None:
        return None
    return test.left, test.comparators[0]


def called(call: ast.Call) -> str | None:
    name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
    return name if name in REWRITINGS | FUNCTIONS | UNDONE.keys() | {"integrate"} else None


def made(identifier: str, claim: tuple[ast.Call, ast.expr], space: dict) -> dict | str:
    """A pair, or why there is none."""
    try:
        with at_most():
            right = sympy.sympify(value(claim[1], space))
            left, right = asserted(claim[0], right, space)
            if left == right:
                return "nothing is left to decide"
            return pair(identifier, left, right)
    except Inexpressible as reason:
        return str(reason)
    except (Exception, TooSlow) as error:
        return f"not evaluated: {type(error).__name__}"


def asserted(call: ast.Call, right: Basic, space: dict) -> tuple[Basic, Basic]:
    """What is said to be equal: what the call was given, or what it stands for, and what came out."""
    name = called(call)
    owner = None if isinstance(call.func, ast.Name) else value(call.func.value, space)
    arguments = [*([] if owner is None else [owner]), *(value(argument, space) for argument in call.args)]
    arguments = [sympy.sympify(argument) for argument in arguments]
    if name in REWRITINGS and (name != "refine" or len(arguments) == 1):
        return arguments[0], right
    if name == "log" and len(arguments) == 2:
        return sympy.log(arguments[0]) / sympy.log(arguments[1]), right
    if name in FUNCTIONS:
        return getattr(sympy, name)(*arguments, evaluate=False), right
    if name == "integrate" and len(arguments) == 2 and isinstance(arguments[1], sympy.Symbol):
        return sympy.Derivative(right, arguments[1], evaluate=False), arguments[0]
    if name in UNDONE:
        side = [value(word.value, space) for word in call.keywords if word.arg == "dir"]
        return UNDONE[name](*arguments, *side), right
    raise Inexpressible(f"{name} with such arguments")
