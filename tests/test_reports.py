"""Reports: nothing unverified passes for verified, nothing typed becomes markup, nothing is half-written."""

import os
import re
import shutil
import string
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jinja2 import DictLoader

from answerkey.results import CheckedAnswer, CheckedPart, Maths, Passage, Place, Result, Words
from reports import figures, rendering, typesetting
from reports.dialects import html, md, tex
from reports.figures import Figure
from reports.maths import settable, tidied
from reports.prose import spans, typographic
from reports.rendering import render
from reports.writing import FORMATS, ReportError, write

TEXTS = ("md", "tex", "html")
TITLE = "Homework 1: learning rates"
SECRET = "the factor must be less than one"
HOSTILE = "".join(chr(code) for code in range(32, 127)) + " -- naïve “é” \u03c3 ≤ 😀 ]( <b> `x` --- end"

needs_tex = pytest.mark.skipif(
    not shutil.which("latexmk") and not os.environ.get("CI"), reason="latexmk is not installed"
)


def checked(latex, verdict="proved", because="exact normal form", witness=None, item="step"):
    place = Place("learning_rate.py", 1)
    return Result("learning_rate", "a", item, place, latex, "", verdict, because, witness, "", 0.0)


def formula(latex, *verdict, display=False, **evidence):
    """A formula with the verdict given, or one that claims nothing."""
    return Maths(latex, display, checked(latex, *verdict, **evidence) if verdict else None)


def passage(*pieces):
    return Passage(tuple(Words(piece) if isinstance(piece, str) else piece for piece in pieces))


BOUND = r"0 < \eta < \frac{1}{\sigma^2}"
EQUIVALENCE = r"|1-2\eta\sigma^2|<1 \iff 0<\eta<\frac{1}{\sigma^2}"
MATRIX = r"\begin{bmatrix} e_1 \\ e_2 \end{bmatrix}_{t+1} = \begin{bmatrix} a & 0 \\ 0 & b \end{bmatrix} e_t"
ANSWER = CheckedAnswer(
    kind="Region",
    words=Passage(()),
    formula=formula(BOUND, "proved", "decided at both ends"),
    measurement=checked("checks.converges", "measured", "agrees at 24 settings", item="measurement"),
    neighbours=5,
    settings=24,
)
CLEAN = CheckedPart(
    problem="scalar_descent",  # a problem without figures
    part="a",
    number="1",
    marker="(a)",
    title="Learning rates",
    preamble=passage("Descend on ", formula("L(w) = (y - \\sigma w)^2", "proved"), " with a *fixed* rate."),
    statement=passage("For which ", formula(r"\eta"), " does descent converge?"),
    steps=(
        passage("The error obeys ", formula(MATRIX, "proved", display=True), f" so {SECRET}."),
        passage("that is ", formula(EQUIVALENCE, "proved")),
    ),
    answers=(ANSWER,),
)
MEASURED = replace(
    CLEAN,
    part="b",
    marker="(b)",
    answers=(
        replace(
            ANSWER,
            kind="Count",
            formula=formula(
                r"\left\lceil \frac{\log \epsilon}{\log|1-2\eta|} \right\rceil", "measured", "at 60 points"
            ),
        ),
    ),
)
WRONG = r"\eta < \frac{2}{\sigma^2}"
UNREADABLE = r"\input{/etc/passwd} x_{ = 1 $ \end{document}"
OPEN = r"\operatorname{tr}(A) \ge 0"
DOUBTFUL = replace(
    CLEAN,
    part="c",
    marker="(c)",
    steps=(
        passage(
            "Perhaps ",
            formula(WRONG, "refuted", "the left side is larger", witness={"sigma": "1", "eta": "3/4"}),
            ", or ",
            formula(WRONG, "refuted", "as before", display=True),
            ", or ",
            formula(UNREADABLE, "unread", "a brace is never closed"),
            ", or ",
            formula(UNREADABLE, "unread", "a brace is never closed", display=True),
            ", or ",
            formula(OPEN, "undecided", "out of time"),
        ),
    ),
    answers=(
        replace(
            ANSWER,
            measurement=checked("converges", "refuted", "it says no", witness={"eta": "1"}, item="measurement"),
        ),
    ),
)


def page(*parts, to, handout=False):
    return render("hw", TITLE, parts, to, handout)


# -- what a page says


@pytest.mark.parametrize("to", TEXTS)
def test_every_answer_of_a_part_is_printed_with_its_own_evidence(to):
    second = replace(
        ANSWER,
        kind="Qualitative",
        words=passage("Slowly: ", formula(MATRIX, "proved")),
        formula=formula(EQUIVALENCE, "proved", "by expansion"),
        measurement=checked("checks.slowness", "measured", "agrees at 7 settings", item="measurement"),
    )
    text = page(replace(CLEAN, answers=(ANSWER, second)), to=to)
    for said in (
        "decided at both ends",
        "agrees at 24 settings",
        "Slowly",
        "by expansion",
        "agrees at 7 settings",
    ):
        assert text.count(said) == 1
    assert text.count("Only the formula was checked") == 1
    assert "Region, Qualitative" in text.replace("{}", "").replace("{}", "")


@pytest.mark.parametrize("to", TEXTS)
def test_a_verified_part_is_printed_with_its_evidence_and_without_alarm(to):
    text = page(CLEAN, to=to)
    for said in (
        TITLE,
        "1. ",
        "(a)",
        "Region",
        "decided at both ends",
        "Experiment checks.converges: agrees at 24 settings.",
    ):
        assert said in text.replace(r"\enspace", "")
    assert "4 formulas checked" in text
    assert text.index("For which") < text.index(SECRET) < text.index("decided at both ends")
    for alarm in (
        "Not everything",
        "[refuted",
        r"\doubt{",
        r"\begin{doubtbox}",
        'class="doubt',
        "not proved",
    ):
        assert alarm not in text


@pytest.mark.parametrize(
    ("to", "inline", "shown"),
    [
        ("md", f"${EQUIVALENCE}$".replace("0<", "0<"), f"$$\n{BOUND}\n$$"),
        ("tex", f"${EQUIVALENCE}$", rf"\shown{{{BOUND}}}{{}}"),
        ("html", html.mathml(EQUIVALENCE, display=False), html.mathml(BOUND, display=True)),
    ],
)
def test_formulas_are_the_authors_own(to, inline, shown):
    text = page(CLEAN, to=to)
    assert inline in text
    assert shown in text


def test_a_shared_preamble_is_counted_and_printed_once():
    text = page(CLEAN, MEASURED, to="md")
    assert text.count("Descend on") == 1
    assert "7 formulas checked: 6 proved, 1 measured ‡, 0 refuted, 0 undecided, 0 unread" in text
    assert "| All |  | 6 | 1 | 0 | 0 | 0 | 48 | 10 |" in text


@pytest.mark.parametrize("to", TEXTS)
def test_a_measured_formula_has_a_mark_and_the_page_explains_it(to):
    mark = {"md": r"\qquad \ddagger", "tex": r"}{\measuredmark{}}", "html": html.MARKS["measured"]}[to]
    assert mark in page(MEASURED, to=to)
    assert mark not in page(CLEAN, to=to)
    assert "not proved" in page(MEASURED, to=to)


@pytest.mark.parametrize("to", TEXTS)
def test_a_formula_that_claims_nothing_is_plain(to):
    letter = {
        "md": r"$\eta$ does",
        "tex": r"$\eta$ does",
        "html": html.mathml(r"\eta", display=False) + " does",
    }
    assert letter[to] in page(CLEAN, to=to)


@pytest.mark.parametrize("to", TEXTS)
def test_doubt_is_visible_where_it_arises_and_at_the_top(to):
    text = page(DOUBTFUL, to=to)
    marks = {
        "md": [
            f"${WRONG}$ **[refuted: the left side is larger (at sigma = 1, eta = 3/4)]**",
            f"$$\n{WRONG}\n$$\n\n**[refuted: as before]**",
            "**[unread: a brace is never closed]**",
            f"${OPEN}$ **[undecided: out of time]**",
            "**Experiment converges, refuted: it says no (at eta = 1).**",
        ],
        "tex": [
            rf"\doubt{{refuted}}{{${WRONG}$}}{{the left side is larger (at sigma = 1,{{}} eta = 3/4)}}",
            r"\begin{doubtbox}{refuted}{as before}",
            r"\doubt{unread}{\texttt{",
            r"\begin{doubtbox}{unread}{a brace is never closed}",
            rf"\doubt{{undecided}}{{${OPEN}$}}{{out of time}}",
            r"\smallprint[refuted]{Experiment converges,{} refuted: it says no (at eta = 1).}",
        ],
        "html": [
            '<strong class="refuted">[refuted: the left side is larger (at sigma = 1, eta = 3/4)]</strong>',
            '<span class="doubt display">',
            '<strong class="unread">[unread: a brace is never closed]</strong>',
            '<strong class="undecided">[undecided: out of time]</strong>',
            '<p class="small failed">Experiment converges, refuted: it says no (at eta = 1).</p>',
        ],
    }
    for mark in marks[to]:
        assert mark in text
    banner = (
        "2 formulas refuted in 1(c); 1 formula undecided in 1(c); 2 formulas unread in 1(c); "
        "1 answer not confirmed by measurement in 1(c)."
    )
    assert text.index("Not everything") < text.index(banner) < text.index("Descend on")


@pytest.mark.parametrize("to", TEXTS)
def test_an_answer_without_a_verdict_is_refused(to):
    bare = replace(CLEAN, answers=(ANSWER, replace(ANSWER, formula=formula(BOUND))))
    with pytest.raises(ReportError, match=r"1\(a\) has no verdict"):
        page(bare, to=to)
    assert "For which" in page(bare, to=to, handout=True)


@pytest.mark.parametrize("to", TEXTS)
def test_a_handout_gives_nothing_away(to):
    text = page(CLEAN, MEASURED, DOUBTFUL, to=to, handout=True)
    assert "Name:" in text
    assert text.count("For which") == 3
    for given_away in (SECRET, "decided at", "left out", "Region", "settings", "Experiment", r"\iff", "⟺"):
        assert given_away not in text
    assert "checked" not in text
    assert "Not everything" not in text


@pytest.mark.parametrize(("to", "live"), [("md", "$$"), ("tex", "$"), ("html", "<math")])
def test_a_step_that_claims_nothing_is_only_marked(to, live):
    empty = passage(formula("", "undecided", "this step claims nothing"))
    text = page(replace(CLEAN, preamble=passage(), statement=passage(), steps=(empty,)), to=to)
    assert "this step claims nothing" in text
    before = text[text.index("Solution") : text.index("this step claims nothing")]
    assert live not in before


def test_steps_that_go_on_with_a_sentence_stay_in_its_paragraph():
    steps = (
        passage("First it begins,"),
        passage(formula("x = 1", "proved"), " and"),
        passage("Ends here."),
        passage("so to speak."),
        passage("Then something else: ", formula("x = 2.", "proved", display=True)),
        passage("At last."),
    )
    text = page(replace(CLEAN, steps=steps), to="md")
    assert "*Solution.* First it begins, $x = 1$ and Ends here. so to speak.\n\nThen something else:" in text
    assert "$$\nx = 2.\n$$\n\nAt last.\n\n**Answer.**" in text


# -- nothing typed becomes markup


def test_typed_text_stays_typed_in_tex():
    written = tex.escape(r"50% of $a_b$ & {c} #1 \input{x} ~ ^ < > -- `q' x,,y")
    assert written == (
        r"50\% of \$a\_b\$ \& \{c\} \#1 \textbackslash{}input\{x\} \textasciitilde{} \textasciicircum{} "
        r"\textless{} \textgreater{} -{}-{} \textasciigrave{}q\textquotesingle{} x,{},{}y"
    )
    assert tex.escape("\u03c3 ≤ 1") == r"\ensuremath{\sigma} \ensuremath{\le} 1"
    assert tex.escape("😀") == "[U+1F600]"
    assert r"\allowbreak{}" in tex.escape("9" * 200)


def test_typed_text_stays_typed_in_markdown():
    assert md.escape("*a* _b_ `c` [d](e) <b> $f$ & g|h") == (
        r"\*a\* \_b\_ \`c\` \[d\](e) &lt;b&gt; <span>$</span>f<span>$</span> &amp; g\|h"
    )
    for listlike in ("- item", "1. item", "+ item", "# head"):
        assert not re.match(r"[-+#]|\d+\.", md.escape(listlike))


def test_typed_text_stays_typed_in_html():
    assert html.escape("<script>&\"'") == "&lt;script&gt;&amp;&quot;&#x27;"


@pytest.mark.parametrize("to", TEXTS)
def test_every_place_for_text_escapes_it(to):
    """Whatever text a part carries, through a filter or not, it arrives escaped."""
    marker = r"<i>\oops_$&"
    part = replace(
        DOUBTFUL,
        title=marker,
        preamble=passage(marker),
        statement=passage(marker),
        steps=(passage(marker, formula(WRONG, "refuted", marker, witness={marker: marker})),),
        answers=(
            CheckedAnswer(
                marker, passage(marker), formula(BOUND, "proved", marker), checked(marker, "measured", marker), 1, 1
            ),
        ),
    )
    text = render("hw", marker, [part], to)
    dialect = rendering.DIALECTS[to]
    assert text.count(dialect.escape(marker)) >= 12
    raw = {"md": r"(?<!\\)\\oops|<i>", "tex": r"\\oops|<i>", "html": "<i>"}[to]
    assert not re.search(raw, text)


@pytest.mark.parametrize("display", [False, True])
def test_an_unread_formula_is_never_live(display):
    part = replace(CLEAN, steps=(passage(formula(UNREADABLE, "unread", "why", display=display)),))
    assert r"\textbackslash" in page(part, to="tex")
    assert r"\input" not in page(part, to="tex")
    assert page(part, to="tex").count(r"\end{document}") == 1
    fenced = rf"```latex\n{UNREADABLE}\n```" if display else f"` {UNREADABLE} `"
    assert fenced.replace(r"\n", "\n") in page(part, to="md")
    assert f"<code>{UNREADABLE}</code>" in page(part, to="html")


def test_backticks_cannot_end_the_code_they_stand_in():
    assert md.formula("a```b", display=True, live=False, mark=md.MARKS[""]).strip() == "````latex\na```b\n````"
    assert md.formula("a`b", display=False, live=False, mark=md.MARKS[""]) == "`` a`b ``"


@pytest.mark.parametrize(
    "latex",
    [
        BOUND,
        MATRIX,
        r"\left\{ x \right\}",
        r"\{1, 2\}",
        r"\left(\frac{a}{b}\right]",
        r"\left. x \right|",
        r"5\% \#",
        r"a = 1,\ b = 2",
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
    ],
)
def test_sound_mathematics_is_live(latex):
    assert settable(latex)


@pytest.mark.parametrize(
    "latex",
    [
        "{",
        "}",
        r"\{ {",
        r"\left( x",
        r"x \right)",
        r"{\left( x } \right)",
        r"\begin{bmatrix} 1",
        r"\begin{bmatrix} 1 \end{pmatrix}",
        r"\begin{document} \end{document}",
        r"a & b",
        r"a \\ b",
        "a $ b",
        "a # b",
        r"a \] b",
        r"\input{x}",
        r"\csname input\endcsname",
        "^^5cinput",
        "x\\",
    ],
)
def test_unsound_mathematics_is_not_live(latex):
    assert not settable(latex)
    part = replace(CLEAN, steps=(passage(formula(latex, "proved")),))
    assert tex.as_typed(latex) in page(part, to="tex")


@pytest.mark.parametrize("to", TEXTS)
def test_an_unread_formula_is_typed_even_if_it_looks_sound(to):
    part = replace(CLEAN, steps=(passage(formula("x + y", "unread", "y is not declared")),))
    typed = {"md": "` x + y `", "tex": tex.as_typed("x + y"), "html": "<code>x + y</code>"}
    assert typed[to] in page(part, to=to)


def test_a_comment_cannot_swallow_the_end_of_a_formula():
    assert not settable("a % b")
    assert md.formula(tidied("a % b"), display=False, live=True, mark=md.MARKS[""]) == "$a$"


def test_comments_and_outer_alignments_are_tidied():
    assert tidied("a % one\n= 5\\% % two") == r"a = 5\%"
    assert tidied(r"\begin{align*} a &= b \end{align*}") == r"\begin{aligned} a &= b \end{aligned}"


@pytest.mark.parametrize(
    ("latex", "spelled"),
    [
        (r"\{x\,y\}", r"$\lbrace x\thinspace y\rbrace$"),
        (r"\begin{bmatrix} 1 \\ 2 \end{bmatrix}", r"$\begin{bmatrix} 1 \cr 2 \end{bmatrix}$"),
        (r" a<b ", "$a< b$"),
        (r"w^* + v^*", r"$w^\ast + v^\ast$"),
        (r"[a](b)_{i}", "$[a] (b)_ {i}$"),
        (r"\operatorname*{argmin}_w", r"$\operatorname*{argmin}_ w$"),
    ],
)
def test_mathematics_survives_markdown(latex, spelled):
    assert md.formula(latex, display=False, live=True, mark=md.MARKS[""]) == spelled


@pytest.mark.parametrize(
    "latex",
    [
        MATRIX,
        EQUIVALENCE,
        r"\left\lceil \frac{\log\epsilon}{2} \right\rceil",
        r"\mathbb{E}\left[w_t^2\right]",
        r"\operatorname{tr}(A^\top A) = \tfrac12 \lVert A \rVert_F^2",
        r"\operatorname*{arg\,min}_w L(w)",
        r"\begin{aligned} a &= b \\ &= c \end{aligned}",
        r"x \in (0, 1] \setminus \{1\}",
    ],
)
def test_mathml_is_well_formed_and_complete(latex):
    tree = ElementTree.fromstring(html.mathml(latex, display=True))
    for node in tree.iter():
        assert html.ELEMENTS.fullmatch(node.tag)
        assert len(node) == html.PARTS.get(node.tag, len(node))
        assert node.tag != "mi" or node.text not in ("⟺", "±", ":")


@pytest.mark.parametrize(
    "latex", [r"\text{<script>alert(1)</script>}", r"\undefined{x}", r"\href{javascript:1}{x}", "{", "a & b"]
)
def test_what_the_mathml_converter_gets_wrong_is_shown_as_typed(latex):
    assert html.mathml(latex, display=False) == ""
    shown = html.formula(latex, display=False, live=True, mark="")
    assert shown == f"<code>{html.escape(latex)}</code>"


@pytest.mark.parametrize("handout", [False, True])
def test_html_is_well_formed(handout):
    text = page(CLEAN, MEASURED, replace(DOUBTFUL, title=HOSTILE), to="html", handout=handout)
    body = text[text.index("<body>") : text.index("</html>")]
    ElementTree.fromstring(body)


def test_prose_gets_its_quotes_dashes_and_emphasis():
    assert typographic('"It\'s" ("so") -- or --- not') == "“It\u2019s” (“so”) \u2013 or — not"
    assert spans("a *b c* d * e") == [(False, "a "), (True, "b c"), (False, " d * e")]
    assert page(CLEAN, to="tex").count(r"\emph{fixed}") == 1
    assert "one\n\ntwo three" in page(replace(CLEAN, statement=passage("one\n\ntwo\nthree")), to="md")


# -- templates


def test_a_variable_missing_from_a_template_is_named(monkeypatch):
    monkeypatch.setattr(rendering, "LOADER", DictLoader({"solution.md.j2": "<< titel >>"}))
    with pytest.raises(ReportError, match=r"^template solution\.md\.j2: 'titel' is undefined$"):
        page(CLEAN, to="md")


def test_a_broken_template_is_named_with_its_line(monkeypatch):
    monkeypatch.setattr(rendering, "LOADER", DictLoader({"solution.md.j2": "\n<% if %>"}))
    with pytest.raises(ReportError, match=r"^template solution\.md\.j2, line 2: "):
        page(CLEAN, to="md")


# -- files


def held(folder):
    return {file.name: file.read_bytes() for file in sorted(folder.iterdir())}


def one_figure(monkeypatch, draw):
    figure = Figure("picture", draw, "One line with <angles>.")
    monkeypatch.setattr("reports.writing.figures_of", lambda problem: {"a": (figure,)})


def line(axes):
    axes.plot([0, 1])


def test_the_document_comes_first_and_then_its_figures(tmp_path, monkeypatch):
    one_figure(monkeypatch, line)
    assert write("hw", TITLE, [CLEAN], "md", tmp_path) == [
        tmp_path / "hw.md",
        tmp_path / "hw-scalar_descent-picture.png",
    ]
    written = write("hw", TITLE, [CLEAN], "tex", tmp_path / "new" / "folder")
    assert [file.name for file in written] == ["hw.tex", "hw-scalar_descent-picture.pdf"]
    assert all(file.is_file() for file in written)
    assert "![Figure 1](hw-scalar_descent-picture.png)" in (tmp_path / "hw.md").read_text(encoding="utf-8")
    assert "One line with &lt;angles&gt;" in (tmp_path / "hw.md").read_text(encoding="utf-8")
    assert "{hw-scalar_descent-picture.pdf}" in written[0].read_text(encoding="utf-8")


def test_html_carries_its_figures(tmp_path, monkeypatch):
    one_figure(monkeypatch, line)
    assert write("hw", TITLE, [CLEAN], "html", tmp_path) == [tmp_path / "hw.html"]
    text = (tmp_path / "hw.html").read_text(encoding="utf-8")
    assert 'src="data:image/png;base64,iVBOR' in text
    assert not re.search(r"(src|href)=\"(?!data:)", text)


def test_a_handout_has_its_own_name_and_no_figures(tmp_path, monkeypatch):
    one_figure(monkeypatch, line)
    assert write("hw", TITLE, [CLEAN], "md", tmp_path, handout=True) == [tmp_path / "hw-handout.md"]
    assert [file.name for file in tmp_path.iterdir()] == ["hw-handout.md"]


@pytest.mark.parametrize("to", TEXTS)
def test_the_same_parts_give_the_same_bytes(tmp_path, monkeypatch, to):
    one_figure(monkeypatch, line)
    for folder in ("one", "two"):
        write("hw", TITLE, [CLEAN, MEASURED, DOUBTFUL], to, tmp_path / folder)
    assert held(tmp_path / "one") == held(tmp_path / "two")


def test_a_folder_that_cannot_be_written_is_one_clear_line(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("mine")
    for folder in (blocked, blocked / "deeper"):
        with pytest.raises(ReportError, match=r"^cannot write the report to .*file") as raised:
            write("hw", TITLE, [CLEAN], "md", folder)
        assert "\n" not in str(raised.value)
    assert held(tmp_path) == {"file": b"mine"}


def test_a_failure_leaves_the_folder_as_it_was(tmp_path, monkeypatch):
    one_figure(monkeypatch, line)
    (tmp_path / "hw-scalar_descent-picture.png").write_bytes(b"old")
    (tmp_path / "hw.md").mkdir()  # so the figure can be moved into place, and the document cannot
    with pytest.raises(ReportError, match="cannot write"):
        write("hw", TITLE, [CLEAN], "md", tmp_path)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["hw-scalar_descent-picture.png", "hw.md"]
    assert (tmp_path / "hw-scalar_descent-picture.png").read_bytes() == b"old"
    (tmp_path / "hw-scalar_descent-picture.png").unlink()
    with pytest.raises(ReportError, match="cannot write"):
        write("hw", TITLE, [CLEAN], "md", tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == ["hw.md"]


def test_a_figure_that_cannot_be_drawn_is_named_and_nothing_is_written(tmp_path, monkeypatch):
    one_figure(monkeypatch, lambda axes: 1 / 0)
    (tmp_path / "hw.md").write_text("old")
    with pytest.raises(ReportError, match="figure picture cannot be drawn: division by zero"):
        write("hw", TITLE, [CLEAN], "md", tmp_path)
    assert held(tmp_path) == {"hw.md": b"old"}


def test_an_unknown_format_is_refused(tmp_path):
    with pytest.raises(ReportError, match="no report format docx: choose one of md, tex, pdf, html"):
        write("hw", TITLE, [CLEAN], "docx", tmp_path)


# -- figures


def test_a_problem_without_a_module_has_no_figures():
    assert figures.figures_of("scalar_descent") == {}


@pytest.mark.parametrize(("problem", "letters"), [("learning_rate", {"a", "e"}), ("instance_noise", {"e"})])
def test_the_figures_of_the_experiments_draw_the_same_bytes_twice(tmp_path, problem, letters):
    found = figures.figures_of(problem)
    assert set(found) == letters
    for figure in (figure for several in found.values() for figure in several):
        for suffix in ("png", "pdf"):
            one, two = tmp_path / f"one.{suffix}", tmp_path / f"two.{suffix}"
            figure.save(one)
            figure.save(two)
            assert one.read_bytes() == two.read_bytes()
            assert one.stat().st_size > 5_000


def test_matplotlib_waits_until_a_figure_is_drawn():
    code = "import sys, reports.writing, reports.figures.learning_rate as f; print('matplotlib' in sys.modules)"
    root = Path(figures.__file__).parents[2]
    ran = subprocess.run([sys.executable, "-c", code], cwd=root, capture_output=True, text=True, check=True)
    assert ran.stdout == "False\n"


# -- TeX


@needs_tex
@pytest.mark.parametrize("handout", [False, True])
def test_every_page_compiles_without_loose_ends(tmp_path, monkeypatch, handout):
    one_figure(monkeypatch, line)
    typed = replace(DOUBTFUL, number="2", problem="typed", title="Anything typed", preamble=passage(HOSTILE))
    ugly = formula(string.printable + HOSTILE, "unread", HOSTILE, display=True)
    wide = formula("x = " + " + ".join(rf"\frac{{a_{{{k}}}}}{{b}}" for k in range(60)), "proved", display=True)
    long = replace(typed, steps=(passage("x", wide, "y", ugly),), statement=passage("1/" * 300))
    write("hw", TITLE, [CLEAN, MEASURED, DOUBTFUL, typed, long], "tex", tmp_path, handout)
    pdf = typesetting.typeset(tmp_path / ("hw-handout.tex" if handout else "hw.tex"))
    log = pdf.with_suffix(".log").read_text(encoding="utf-8", errors="replace")
    assert pdf.read_bytes().startswith(b"%PDF")
    for loose_end in ("undefined", "multiply defined", "Overfull", "Missing character"):
        assert loose_end not in log


@needs_tex
def test_the_pdf_is_the_same_to_the_byte(tmp_path, monkeypatch):
    one_figure(monkeypatch, line)
    for folder in ("one", "a folder with another name"):
        assert write("hw", TITLE, [CLEAN, DOUBTFUL], "pdf", tmp_path / folder) == [tmp_path / folder / "hw.pdf"]
    assert held(tmp_path / "one") == held(tmp_path / "a folder with another name")


@needs_tex
def test_a_tex_error_is_one_line_with_its_place(tmp_path):
    (tmp_path / "hw.pdf").write_bytes(b"old")
    broken = replace(CLEAN, statement=passage(formula(r"\unheardof", "proved")))
    with pytest.raises(ReportError, match=r"^latexmk failed: hw\.tex:\d+: Undefined control sequence\.$"):
        write("hw", TITLE, [broken], "pdf", tmp_path)
    assert held(tmp_path) == {"hw.pdf": b"old"}


@needs_tex
def test_tex_may_not_read_beyond_its_folder(tmp_path):
    document = tmp_path / "spy.tex"
    document.write_text(r"\documentclass{article}\begin{document}\input{/etc/passwd}\end{document}")
    with pytest.raises(ReportError, match=r"spy\.tex:1: "):
        typesetting.typeset(document)


@needs_tex
def test_tex_is_stopped_when_its_time_is_up(tmp_path, monkeypatch):
    monkeypatch.setattr(typesetting, "SECONDS", 2)
    document = tmp_path / "loop.tex"
    document.write_text(r"\documentclass{article}\begin{document}\loop\iftrue\repeat\end{document}")
    with pytest.raises(ReportError, match="latexmk was stopped after 2 seconds"):
        typesetting.typeset(document)


def test_without_tex_the_report_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ReportError, match=r"^no TeX found: install latexmk with TeX Live, or tectonic; --to tex"):
        write("hw", TITLE, [CLEAN], "pdf", tmp_path / "out")
    assert held(tmp_path / "out") == {}
    assert write("hw", TITLE, [CLEAN], "tex", tmp_path / "out") == [tmp_path / "out" / "hw.tex"]


def test_the_formats_are_the_four_promised():
    assert FORMATS == ("md", "tex", "pdf", "html")


def test_a_variable_that_is_missing_within_a_filter_is_named_too(monkeypatch):
    monkeypatch.setattr(rendering, "LOADER", DictLoader({"solution.md.j2": "<< titel | words >>"}))
    with pytest.raises(ReportError, match="titel"):
        render("hw", TITLE, [CLEAN], "md")


def test_a_figure_module_that_raises_is_one_line(monkeypatch):
    def broken(name):
        raise ZeroDivisionError("no data")

    monkeypatch.setattr("reports.figures.import_module", broken)
    with pytest.raises(
        ReportError, match=r"^the figures of learning_rate cannot be loaded: ZeroDivisionError: no data$"
    ):
        figures.figures_of("learning_rate")
