"""Where the engine and the label of a collection disagree, each looked at: the pair as printed, and the reason."""

UNTIL_THE_END = "Math-Verify takes a chain of equations by its last side, however wrong it is before"
KNOWN = {
    (r"\log{\left(x \right)}", r"\frac{\log{\left(x \right)}}{\log{\left(10 \right)}}"): (
        "SymPy prints log(x, 10), where it is told to leave it undone, without the base"
    ),
    ("x = 11", "x = 5+5+1 = 7 =11"): UNTIL_THE_END,
    ("z = 1 + 1 = 2", "z = 3+3 = 2"): UNTIL_THE_END,
    (r"1 - \frac{1}{\mathrm{e}}", r"1 + \frac{1}{\mathrm{e}}"): "the mark is wrong: Math-Verify's test has 1 for 0",
}
