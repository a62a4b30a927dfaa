r"""What stands for LaTeX commands in formulas that were pasted or converted: letters and signs in Unicode."""

import re
from unicodedata import decomposition, normalize

# ruff: noqa: RUF001  what looks like another letter is what is looked for

GREEK = dict(
    zip(
        "αβγδεϵζηθϑικλμνξπρστυφϕχψωΓΔΘΛΞΠΣΦΨΩ",
        r"\alpha \beta \gamma \delta \epsilon \epsilon \zeta \eta \theta \vartheta \iota \kappa \lambda \mu \nu \xi "
        r"\pi \rho \sigma \tau \upsilon \phi \phi \chi \psi \omega \Gamma \Delta \Theta \Lambda \Xi \Pi \Sigma \Phi "
        r"\Psi \Omega".split(),
        strict=True,
    )
)
SIGNS = dict(
    zip(
        "≤⩽≥⩾≠≈≃∝≡≔≪≫≺≻⪯≼⪰≽∈∉∀∃→⟶←⇒⟹⇔⟺⇐∧∨¬∪∩∅·⋅×÷±∓∗∘⊙⊗⊤⊥⟂∇∂∑∏√∞…⋯⋮⋱⟨⟩⌈⌉⌊⌋‖∥∣ℓ∼",
        r"\le \le \ge \ge \ne \approx \approx \propto = := \ll \gg \prec \succ \preceq \preceq \succeq \succeq \in "
        r"\notin \forall \exists \to \to \leftarrow \implies \implies \iff \iff \impliedby \wedge \vee \neg \cup \cap "
        r"\emptyset \cdot \cdot \times \div \pm \mp * \circ \odot \otimes \top \perp \perp \nabla \partial \sum "
        r"\prod \sqrt \infty \dots \cdots \vdots \ddots \langle \rangle \lceil \rceil \lfloor \rfloor \| \| | \ell "
        r"\sim".split(),
        strict=True,
    )
)
SAME = GREEK | SIGNS | {"−": "-", "–": "-", "′": "'", "″": "''", "⁎": "*", "µ": r"\mu", "⁄": "/", "∕": "/"}
BLACKBOARD = dict(zip("ℝℕℤ𝔼𝔽𝟙ℙ𝕍", "RNZEF1PV", strict=True))
RAISED = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱᵀᵗᵏ", [*"0123456789+-niTtk"], strict=True))
LOWERED = dict(zip("₀₁₂₃₄₅₆₇₈₉₊₋ₙᵢⱼₖₜₘ", [*"0123456789+-nijktm"], strict=True))
BOLD_DIGITS = "𝟎𝟏"  # a zero vector and one of ones
ACCENTS = {
    "\u0302": "hat",
    "\u0303": "tilde",
    "\u0304": "bar",
    "\u0305": "bar",
    "\u0307": "dot",
    "\u20d7": "vec",
    "\u030c": "check",
}
ACCENTED = re.compile(f"[^\\W\\d_][{''.join(ACCENTS)}]")
INVISIBLE = re.compile(r"[\u200b-\u200d\u2060-\u2064\ufeff\ufe00-\ufe0f]")  # joins, marks and signs that nobody sees
SCRIPT = re.compile(f"(?P<raised>[{''.join(RAISED)}]+)|(?P<lowered>[{''.join(LOWERED)}]+)")


def spelled_out(text: str) -> str:
    """The LaTeX that a character, or a run of raised or lowered ones, stands for; the text itself where for none."""
    if script := SCRIPT.fullmatch(text):
        mark, letters = ("^", RAISED) if script["raised"] else ("_", LOWERED)
        return f"{mark}{{{''.join(letters[c] for c in text)}}}"
    if text in BLACKBOARD:
        return rf"\mathbb{{{BLACKBOARD[text]}}}"
    if text in SAME:
        return SAME[text]
    apart = normalize("NFD", text)
    if ACCENTED.fullmatch(apart):  # one letter with its accent, or two characters
        return rf"\{ACCENTS[apart[1]]}{{{spelled_out(apart[0])}}}"
    if decomposition(text).startswith("<fraction>"):
        above, below = normalize("NFKC", text).split("\u2044")
        return rf"\frac{{{above}}}{{{below}}}" if above and below else text
    if not decomposition(text).startswith(("<font>", "<wide>")):
        return text
    plain = normalize("NFKC", text)
    return rf"\mathbf{{{plain}}}" if text in BOLD_DIGITS else SAME.get(plain, plain if plain.isascii() else text)
