"""Certificates: what `decide --explain` prints can be replayed, and one that was tampered with does not hold."""

import json

import pytest

from answerkey.cli import main

PROVED = ["(a + b)^2", "a^2 + 2ab + b^2"]
REFUTED = [r"|1 - \eta\sigma^2| < 1", r"0 < \eta < \frac{1}{\sigma^2}", "--where", r"\sigma > 0"]
MATRICES = ["A^T A", "A A^T", "--shape", "A=n,n"]
SEQUENCE = [r"w_t", r"2^t", "--where", r"w_{t+1} = 2 w_t", "w_0 = 1"]


@pytest.fixture
def explain(capsys, tmp_path):
    def ask(arguments):
        main(["decide", *arguments, "--explain"])
        out, err = capsys.readouterr()
        assert err == ""
        file = tmp_path / "certificate.json"
        file.write_text(out)
        return json.loads(out), file

    return ask


@pytest.mark.parametrize(
    "arguments, verdict, rung",
    [
        (PROVED, "proved", "normal form"),
        (REFUTED, "refuted", "points"),
        (MATRICES, "refuted", "points"),
        (SEQUENCE, "proved", "induction"),
        ([r"0 < x^2 + 1", r"0 < x^2 + 2"], "proved", "order"),
        (["x", r"\frac{x"], "unread", None),
        (["x", "y", "--where", "x > 1", "x < 0"], "undecided", None),
    ],
)
def test_a_certificate_says_what_decided_and_holds(explain, capsys, arguments, verdict, rung):
    found, file = explain(arguments)
    assert found["verdict"] == verdict
    assert found["rungs"] == ([rung] if rung else found["rungs"])
    assert found["versions"]["answerkey"] and found["trusted"]
    assert main(["decide", "--recheck", str(file)]) == 0
    assert f"holds: {verdict}" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments, change, said",
    [
        (REFUTED, {"witness": {"eta": "1/2", "sigma": "1"}}, "not false at the witness"),
        (REFUTED, {"witness": {"eta": "1", "sigma": "-1"}}, "outside the domain"),
        (PROVED, {"read_as": "a = b"}, "read otherwise"),
        (PROVED, {"rungs": ["induction"]}, "not proved by induction alone"),
        (PROVED, {"claim": {"lhs": "a", "rhs": "b", "where": [], "shapes": {}}, "read_as": "a = b"}, "not proved"),
    ],
)
def test_a_certificate_that_was_tampered_with_does_not_hold(explain, capsys, arguments, change, said):
    found, file = explain(arguments)
    file.write_text(json.dumps(found | change))
    assert main(["decide", "--recheck", str(file)]) == 1
    out = capsys.readouterr().out
    assert said in out and "does not hold" in out


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"certificate": 1}', '{"certificate": 1, "claim": []}'])
def test_what_is_no_certificate_is_one_line_on_standard_error(capsys, tmp_path, text):
    file = tmp_path / "other.json"
    file.write_text(text)
    assert main(["decide", "--recheck", str(file)]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
