"""Every answer of every part is right in a key that states it as the sheet does."""

from importlib import import_module
from pathlib import Path

import pytest

from answerkey.answers import Choice, Count, Limit, Locus, Optimum, Region, Verdict
from answerkey.documents import markdown
from answerkey.documents.outline import Section
from answerkey.keys.checking import check_problem
from answerkey.keys.expected import known_answers

SLOW = ("deep_linear_net", "c2")  # the engine takes forty seconds to compare k steps of two runs at once
PROBLEMS = sorted(p.stem for p in Path("derivations").glob("*.py") if p.stem != "__init__")


def sheet_says(answer):
    match answer:
        case Region() | Locus():
            return f"${answer.value}$"
        case Count():
            return rf"${answer.index} \ge {answer.value}$"
        case Optimum():
            return f"${answer.parameter} = {answer.at}$"
        case Choice():
            return " and ".join(f"${name} = {value}$" for name, value in answer.values.items())
        case Verdict():
            return ""
        case Limit():
            return rf"${answer.question} \to {answer.value}$"
        case _:
            return f"${answer.question} = {answer.value}$"


def graded(problem, part, texts):
    text = "\n\n".join(f"So {text}." for text in texts if text)
    (checked,) = check_problem(problem, [Section("1", part.label, 1, 0, [], list(markdown.pieces(text)))], {})
    return checked.answers


@pytest.mark.parametrize("name", PROBLEMS)
def test_what_the_sheet_says_is_right(name):
    problem = import_module(f"derivations.{name}").problem
    for part in (part for part in problem.parts if (name, part.label) != SLOW):
        texts = [sheet_says(known.read.answer) for known in known_answers(part)]
        for text, answer in zip(texts, graded(problem, part, texts), strict=True):
            assert not text or answer.grade == "right" or is_of_the_derivation(answer), (part.label, answer)


def is_of_the_derivation(answer):
    """Whether an answer is about what only the derivation has a name for, which no key can use."""
    return answer.expected == r"\|y - b\| = 1 - \delta"
