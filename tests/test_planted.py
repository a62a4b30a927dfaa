"""Any one mistake, planted anywhere in a problem, is found for the right reason and at its own line."""

import importlib.util
import sys
import tomllib
from pathlib import Path

import pytest

from answerkey.checking import Check

ROOT = Path(__file__).parent.parent
MISTAKES = tomllib.loads((ROOT / "tests" / "planted.toml").read_text())["mistake"]


def module_from(path, name):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def check_with(mistake, folder, monkeypatch):
    """The check of the part with the mistake in it, and the file that has it."""
    original = ROOT / mistake["file"]
    text = original.read_text()
    assert text.count(mistake["old"]) >= 1, "the text to change is not there any more"
    planted = folder / original.name
    planted.write_text(text.replace(mistake["old"], mistake["new"], 1))
    problem = original.stem
    if mistake["file"].startswith("numeric_checks"):
        name = f"numeric_checks.{problem}"
        measure = module_from(planted, name)
        monkeypatch.setitem(sys.modules, name, measure)
        monkeypatch.setattr(sys.modules["numeric_checks"], problem, measure, raising=False)
        derivation = module_from(ROOT / "derivations" / original.name, f"planted_{problem}")
    else:
        derivation = module_from(planted, f"planted_{problem}")
    part = next(part for part in derivation.problem.parts if part.label == mistake["part"])
    return Check(part, problem).run(), planted


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda m: f"{Path(m['file']).stem}({m['part']}): {m['why']}")
def test_a_planted_mistake_is_found(mistake, tmp_path, monkeypatch):
    found, planted = check_with(mistake, tmp_path, monkeypatch)
    wrong = [r for r in found.results if r.verdict not in ("proved", "measured")]
    noticed = [r for r in wrong if r.item == mistake["item"] and mistake["where"] in r.latex]
    assert noticed, f"not noticed; found wrong: {[(r.item, r.verdict, r.latex, r.because) for r in wrong]}"
    assert noticed[0].verdict == mistake["verdict"], noticed[0]
    if mistake["verdict"] == "refuted":
        assert noticed[0].witness
    if mistake["item"] in ("step", "answer"):
        assert mistake["where"] in line_of(noticed[0], planted), f"named line {line_of(noticed[0], planted)}"


def line_of(result, path):
    """The source from the line that a result names to the end of its formula."""
    start = result.source.line - 1
    height = result.latex.count("\n") + 1
    return "\n".join(path.read_text().splitlines()[start : start + max(height, 3 if result.item == "answer" else 1)])


def test_there_are_enough_of_them():
    assert len(MISTAKES) >= 40
    assert {m["item"] for m in MISTAKES} == {"statement", "step", "answer", "measurement"}
