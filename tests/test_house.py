"""The rooms of the house: each may use those below it, never those above, and the experiment never sees the theory."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
STDLIB = sys.stdlib_module_names
LANGUAGE = {"answers", "calculus", "checking", "context", "deciding", "measuring", "neighbours", "problem"} | {
    "laws", "reading", "results", "sequences", "shapes", "source", "tree"
}  # fmt: skip
ALLOWED = {
    "numeric_checks": {"numpy", "mpmath", "numeric_checks"},
    "derivations": {"sympy", "numeric_checks", "answerkey.answers", "answerkey.problem"},
    "reports": {"jinja2", "matplotlib", "latex2mathml", "numpy", "reports", "numeric_checks", "answerkey.results"},
    "answerkey/deciding": {"flint", "z3", "answerkey.calculus", "answerkey.deciding", "answerkey.context"}
    | {"answerkey.laws", "answerkey.reading", "answerkey.results", "answerkey.sequences", "answerkey.shapes"}
    | {"answerkey.tree"},
    # the referee rewrites nothing; the normal form of a constant is its last resort when balls overlap
    "answerkey/deciding/referee": {"flint", "answerkey.deciding.referee", "answerkey.deciding.looking"}
    | {"answerkey.deciding.scalars.field", "answerkey.deciding.scalars.quotients"}
    | {"answerkey.context", "answerkey.laws", "answerkey.shapes", "answerkey.tree"},
    "answerkey/documents": {"markdown_it", "answerkey.documents", "answerkey.reading"},
    "answerkey/reading": {
        "answerkey.reading",
        "answerkey.context",
        "answerkey.laws",
        "answerkey.sequences",
        "answerkey.shapes",
        "answerkey.tree",
    },
}


def imports(path):
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: a relative import"
            yield node.module


def modules():
    for room, allowed in ALLOWED.items():
        for path in sorted((ROOT / room).rglob("*.py")):
            yield pytest.param(path, allowed, id=str(path.relative_to(ROOT)))


@pytest.mark.parametrize("path, allowed", list(modules()))
def test_a_room_imports_only_what_is_below_it(path, allowed):
    for name in imports(path):
        known = name.partition(".")[0] in STDLIB or any(name == a or name.startswith(f"{a}.") for a in allowed)
        assert known, f"{path} imports {name}"


@pytest.mark.parametrize("name", sorted(LANGUAGE))
def test_the_language_of_problems_knows_no_program_report_or_problem(name):
    path = ROOT / "answerkey" / name
    for file in [path.with_suffix(".py")] if path.with_suffix(".py").exists() else path.rglob("*.py"):
        for imported in imports(file):
            first, _, rest = imported.partition(".")
            assert first not in ("derivations", "numeric_checks", "reports"), f"{file} imports {imported}"
            assert first != "answerkey" or rest.partition(".")[0] in LANGUAGE, f"{file} imports {imported}"


def test_every_problem_is_two_files_of_the_same_name():
    named = {folder: {p.stem for p in (ROOT / folder).glob("*.py")} for folder in ("derivations", "numeric_checks")}
    assert named["derivations"] - {"__init__"} == named["numeric_checks"] - {"__init__", "instruments"}


@pytest.mark.parametrize("command", [["--help"], ["check", "--help"], ["decide", "--help"]])
def test_help_imports_nothing_heavy(command):
    heavy = {"sympy", "numpy", "flint", "z3", "mpmath", "matplotlib", "jinja2"}
    script = (
        "import sys; from answerkey.cli import main\n"
        f"try: main({command!r})\nexcept SystemExit: pass\n"
        f"print(sorted({heavy!r} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[]"


def test_decide_does_not_import_sympy():
    script = (
        "import sys; from answerkey.deciding.pairs import decide_pair\n"
        "decide_pair('(x+1)^2', 'x^2+2x+1'); decide_pair('|x|<1', 'x^2<1')\n"
        "decide_pair('AB', 'BA', (), {'A': ['n', 'n'], 'B': ['n', 'n']})\n"
        "print('sympy' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
