r"""What is printed can be read again: a tree in LaTeX is read as the same tree, whatever it was made of."""

import json
import random
from pathlib import Path

import pytest

from answerkey.deciding.pairs import domain
from answerkey.keys.expected import known_answers
from answerkey.reading.names import Names, identifier, spelled
from answerkey.reading.parser import read
from answerkey.reading.tokens import Unread
from answerkey.reading.typeset import Untypeset, typeset
from answerkey.shapes import ShapeError
from answerkey.tree import FALSE, ONE, TRUE, Expr, name, num
from benchmarks.fuzz.trials import made
from benchmarks.keys.bases import Maths, keys
from tests import random_formulas, test_notation

BENCHMARKS = Path(__file__).parents[1] / "benchmarks"
CORPUS = [BENCHMARKS / "pairs.jsonl", *sorted((BENCHMARKS / "corpus").glob("*.jsonl"))]
NAMES = test_notation.CONTEXT.names
ENGINE_ONLY = "norm of the entries|sign entry|fraction as one number|same|a range cannot say|statement of nothing"


def comes_back(tree, names) -> bool:
    """Whether a tree is read from what is printed of it; raises Untypeset for what no formula says."""
    again = read(typeset(tree, names), names)
    return again == tree and typeset(again, names) == typeset(tree, names)


@pytest.mark.parametrize("latex", [latex for latex, _ in test_notation.READ])
def test_what_is_read_is_printed_and_read_again(latex):
    names = Names(NAMES.symbols, inferring=True)
    tree = read(latex, names)
    assert tree.has("lim") or comes_back(tree, names)


@pytest.mark.parametrize("path", CORPUS, ids=lambda path: path.stem)
def test_every_formula_of_the_corpus_comes_back(path):
    checked = 0
    for pair in map(json.loads, filter(str.strip, path.read_text().splitlines())):
        names = domain(pair["where"], pair.get("shapes") or {}).names
        for latex in (pair["lhs"], pair["rhs"]):
            names = Names(names.symbols, inferring=True, matrices="matrix}" in latex)
            try:
                assert comes_back(read(latex, names), names), latex
                checked += 1
            except (Unread, ShapeError):  # what is not read
                continue
            except Untypeset as error:
                assert str(error) in ("no formula is read as lim", "an identity of a given size")
    assert checked


@pytest.mark.parametrize("seed", range(5))
def test_random_formulas_come_back(seed):
    formulas = random_formulas.Formulas(random.Random(seed))
    names = Names(random_formulas.CONTEXT.names.symbols, matrices=True)
    trees = [formulas.of(shape, 4) for shape in random_formulas.SHAPES for _ in range(15)]
    assert sum(printed(tree, names) for tree in trees) > 0.9 * len(trees)


@pytest.mark.parametrize("seed", range(5))
def test_random_claims_come_back(seed):
    pairs = [made(seed, trial) for trial in range(60)]
    claims = [(claim, pair.domain.context.names) for pair, wrong, _ in pairs for claim in (pair.claim, wrong) if claim]
    assert sum(printed(claim, names) for claim, names in claims) > 0.9 * len(claims)


def test_every_formula_and_answer_of_the_derivations_comes_back():
    checked = 0
    for key in keys():
        for part in key.problem.parts:
            for answer in (known.read for known in known_answers(part)):
                for tree in (answer.value, *answer.claims):  # yes and no are no formulas
                    assert tree in (TRUE, FALSE) or comes_back(tree, answer.context.names), tree
        for maths in (piece for part in key.parts for line in part.lines for piece in line if isinstance(piece, Maths)):
            if maths.role in ("claim", "mention") and maths.before is not None:
                tree = read(maths.latex, maths.before.names)
                assert comes_back(tree, maths.before.names), maths.latex
                checked += 1
    assert checked > 500


def printed(tree, names) -> bool:
    try:
        assert comes_back(tree, names), tree
    except Untypeset as error:
        assert any(why in str(error) for why in ENGINE_ONLY.split("|")), error
        return False
    return True


@pytest.mark.parametrize(
    "plain, latex",
    [
        ("sigma_ell", r"\sigma_{\ell}"),
        ("lambda_", r"\lambda"),
        ("w_star", "w^*"),
        ("X_tilde", r"\tilde{X}"),
        ("w_hat_ridge", r"\hat{w}_{\mathrm{ridge}}"),
        ("W_upper_1", "W^{(1)}"),
        ("x_upper_new", r"x^{\mathrm{new}}"),
        ("L_cal", r"\mathcal{L}"),
        ("x_prime", "x'"),
        ("w_t_plus_1", "w_{t + 1}"),
        ("half_life", r"\mathrm{half_life}"),
    ],
)
def test_names_are_spelled_as_their_authors_would(plain, latex):
    assert spelled(plain) == latex and identifier(latex) == plain


A, x, i = name("A", ("n", "n")), name("x", ("n", 1)), name("i")


@pytest.mark.parametrize(
    "tree, latex",
    [
        ((A * x).T, r"\left(A x\right)^\top"),
        (num(2) * (A * x), r"2 \times \left(A x\right)"),
        (-(name("a") + ONE), r"-\left(a + 1\right)"),
        (Expr("add", name("a"), num(-3)), "a - 3"),
        (name("a") / (name("b") * name("b")), r"\frac{a}{b b}"),
        (Expr("pow", name("w_star"), num(2)), r"\left(w^*\right)^{2}"),
        (abs(abs(name("a"))), r"\left| \left(\left| a \right|\right) \right|"),
    ],
)
def test_brackets_stand_where_a_node_is(tree, latex):
    assert typeset(tree, NAMES) == latex


@pytest.mark.parametrize("tree", [Expr("lim", name("a")), Expr("eye", "n"), Expr("and"), name("~x1"), num("1/3")])
def test_what_no_formula_says_is_not_printed(tree):
    with pytest.raises(Untypeset):
        typeset(tree, NAMES)
