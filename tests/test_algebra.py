"""Facts about matrices at every shape: what is true is proved, its near misses are refuted by a point."""

import pytest

from answerkey.context import Context
from answerkey.deciding.decide import EXACT, Ladder
from answerkey.deciding.pairs import decided, with_inferred
from answerkey.reading.declarations import reading

SPACES = [
    r"A, B, C, D, P, Q \in \mathbb{R}^{n \times n}",
    r"X, Z \in \mathbb{R}^{m \times n}",
    r"Y \in \mathbb{R}^{n \times p}",
    r"u, v, w, x, z, b \in \mathbb{R}^n",
    r"y, c, d \in \mathbb{R}^m",
]
CLAIMS = {
    ("rank", True): [
        ([], r"\operatorname{rank}(X^TX) = \operatorname{rank}(X)"),
        ([], r"\operatorname{rank}(XX^T) = \operatorname{rank}(X^T)"),
        ([], r"\operatorname{rank}(XX^TX) = \operatorname{rank}(X)"),
        (
            [r"B \in \mathbb{R}^{m \times m}", r"B \text{ is invertible}"],
            r"\operatorname{rank}(BX) = \operatorname{rank}(X)",
        ),
        ([r"X \text{ has full column rank}"], r"\operatorname{rank}(XY) = \operatorname{rank}(Y)"),
        ([r"u \ne \mathbf{0}", r"v \ne \mathbf{0}"], r"\operatorname{rank}(uv^T) = 1"),
        ([], r"\operatorname{rank}(uv^T) \le 1"),
        ([], r"\operatorname{rank}(X) \le n"),
        ([], r"\operatorname{rank}(X) \le \min(m, n)"),
        ([], r"\operatorname{rank}(X+Z) \le \operatorname{rank}(X)+\operatorname{rank}(Z)"),
        ([], r"\operatorname{rank}(XY) \le \operatorname{rank}(X)"),
        ([], r"\operatorname{rank}(XY) \le \operatorname{rank}(Y)"),
        ([], r"\operatorname{rank}(XY) \le \min(\operatorname{rank}(X), \operatorname{rank}(Y))"),
        ([], r"\operatorname{rank}(X) + \operatorname{rank}(Y) - n \le \operatorname{rank}(XY)"),
        (
            [],
            (
                r"\operatorname{rank}\begin{bmatrix} A & 0 \\ 0 & B \end{bmatrix} ="
                r" \operatorname{rank}(A)+\operatorname{rank}(B)"
            ),
        ),
        ([], r"\operatorname{rank}\begin{bmatrix} I & B \\ A & AB \end{bmatrix} = n"),
        ([], r"\operatorname{rank}(XX^+) = \operatorname{tr}(XX^+)"),
        ([], r"\operatorname{tr}(XX^+) = \operatorname{rank}(X)"),
        ([], r"\operatorname{rank}(I - X^+X) = n - \operatorname{rank}(X)"),
        ([], r"\operatorname{rank}(X) = \operatorname{rank}(X^+)"),
        ([r"X \text{ has full column rank}"], r"\operatorname{tr}(X(X^TX)^{-1}X^T) = n"),
        ([r"X \text{ has full column rank}"], r"\operatorname{rank}(X(X^TX)^{-1}X^T) = n"),
        ([], r"\operatorname{rank}(X) = n \iff \det(X^TX) \ne 0"),
        ([], r"\operatorname{rank}(X) = m \iff \det(XX^T) \ne 0"),
        ([], r"\operatorname{rank}(X) = n \iff X^TX \succ 0"),
        ([], r"\operatorname{rank}(X) = m \iff XX^T \succ 0"),
        ([], r"\det(A) \ne 0 \iff \operatorname{rank}(A) = n"),
        ([r"A^2 = A"], r"\operatorname{rank}(A) = \operatorname{tr}(A)"),
        ([r"\lambda > 0"], r"\operatorname{rank}(X^TX+\lambda I) = n"),
        ([r"U \in \mathbb{R}^{m \times m}", r"U^TU = I"], r"\operatorname{rank}(UX) = \operatorname{rank}(X)"),
        ([r"a \ne 0"], r"\operatorname{rank}(aX) = \operatorname{rank}(X)"),
    ],
    ("rank", False): [
        ([r"B \in \mathbb{R}^{m \times m}"], r"\operatorname{rank}(BX) = \operatorname{rank}(X)"),
        ([r"X \text{ has full row rank}"], r"\operatorname{rank}(XY) = \operatorname{rank}(Y)"),
        ([], r"\operatorname{rank}(uv^T) = 1"),
        (
            [],
            (
                r"\operatorname{rank}\begin{bmatrix} A & C \\ 0 & B \end{bmatrix} ="
                r" \operatorname{rank}(A)+\operatorname{rank}(B)"
            ),
        ),
        ([], r"\operatorname{rank}(X) = n \iff \det(XX^T) \ne 0"),
        ([], r"\operatorname{rank}(A) = \operatorname{tr}(A)"),
        ([r"a \in \mathbb{R}"], r"\operatorname{rank}(aX) = \operatorname{rank}(X)"),
    ],
    ("det", True): [
        ([], r"\det(AB) = \det(A)\det(B)"),
        ([], r"\det(A^T) = \det(A)"),
        ([], r"\det(A^{-1}) = \frac{1}{\det(A)}"),
        ([], r"\det(2A) = 2^n\det(A)"),
        ([], r"\det(-A) = (-1)^n\det(A)"),
        ([], r"\det(aA) = a^n\det(A)"),
        ([], r"\det(A^3) = \det(A)^3"),
        ([], r"\det(A^TA) = \det(A)^2"),
        ([], r"\det(A^TA) \ge 0"),
        ([], r"\det(X^TX) \ge 0"),
        ([r"X \text{ has full column rank}"], r"\det(X^TX) > 0"),
        ([], r"\det(ABA^{-1}) = \det(B)"),
        ([r"Q^TQ=I"], r"\det(Q)^2 = 1"),
        ([r"Q^TQ=I"], r"|\det(Q)| = 1"),
        ([r"Q^TQ=I"], r"\det(Q) = 1 \text{ or } \det(Q) = -1"),
        ([r"Q^TQ=I"], r"\det(Q^TAQ) = \det(A)"),
        ([r"W \in \mathbb{R}^{n \times m}"], r"\det(I + XW) = \det(I + WX)"),
        ([r"\lambda > 0"], r"\det(\lambda I + XX^T) = \lambda^{m-n}\det(\lambda I + X^TX)"),
        ([], r"\det(I + uv^T) = 1 + v^Tu"),
        ([], r"\det(I - uv^T) = 1 - u^Tv"),
        ([], r"\det(A + uv^T) = \det(A)(1 + v^TA^{-1}u)"),
        ([], r"\det\begin{bmatrix} A & B \\ 0 & D \end{bmatrix} = \det(A)\det(D)"),
        ([], r"\det\begin{bmatrix} A & B \\ C & D \end{bmatrix} = \det(A)\det(D-CA^{-1}B)"),
        ([], r"\det\begin{bmatrix} A & B \\ C & D \end{bmatrix} = \det(D)\det(A-BD^{-1}C)"),
        ([], r"\det\begin{bmatrix} I & B \\ 0 & I \end{bmatrix} = 1"),
        ([r"A \succ 0"], r"\det(A) > 0"),
        ([r"A \succeq 0"], r"\det(A) \ge 0"),
        ([r"A \succ 0", r"B \succ 0"], r"\log\det(AB) = \log\det(A)+\log\det(B)"),
        ([r"A \succ 0"], r"\log\det(A^{-1}) = -\log\det(A)"),
        ([r"A^2=A"], r"\det(A)^2 = \det(A)"),
        ([], r"\det(AB) = \det(BA)"),
        ([], r"\det(A) \ne 0 \iff \det(A^TA) \ne 0"),
        ([], r"\det(AB) = 0 \iff \det(A) = 0 \text{ or } \det(B) = 0"),
        ([r"A^T = A^{-1}"], r"\det(A)^2 = 1"),
        ([r"\|u\| = 1"], r"\det(I-2uu^T) = -1"),
        ([], r"\det(A \otimes B) = \det(A)^n\det(B)^n"),
        ([r"B \text{ is invertible}"], r"\operatorname{tr}(B^{-1}AB) = \operatorname{tr}(A)"),
    ],
    ("det", False): [
        ([], r"\det(2A) = 2\det(A)"),
        ([], r"\det(-A) = -\det(A)"),
        ([], r"\det(A+B) = \det(A)+\det(B)"),
        ([r"Q^TQ=I"], r"\det(Q) = 1"),
        ([r"W \in \mathbb{R}^{n \times m}"], r"\det(XW) = \det(WX)"),
        ([r"\lambda > 0"], r"\det(\lambda I + XX^T) = \det(\lambda I + X^TX)"),
        ([], r"\det(I + uv^T) = 1 - v^Tu"),
        ([], r"\det(A + uv^T) = \det(A)(1 + u^TA^{-1}v)"),
        ([], r"\det\begin{bmatrix} A & B \\ C & D \end{bmatrix} = \det(A)\det(D)-\det(B)\det(C)"),
        ([r"A \succeq 0"], r"\det(A) > 0"),
    ],
    ("definite", True): [
        ([r"A \succ 0"], r"A \succeq 0"),
        ([r"A \succ 0", r"B \succ 0"], r"A+B \succ 0"),
        ([r"A \succ 0", r"B \succeq 0"], r"A+B \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"A+2B \succeq 0"),
        ([r"A \succ 0"], r"A^{-1} \succ 0"),
        ([r"A \succeq 0"], r"B^TAB \succeq 0"),
        ([r"A \succ 0", r"B \text{ is invertible}"], r"B^TAB \succ 0"),
        ([r"A \succ 0", r"B \succ 0"], r"(A+B)^{-1} \succ 0"),
        ([r"A \succ 0", r"\lambda > 0"], r"A+\lambda I \succ 0"),
        ([r"\lambda > 0"], r"X^TX + \lambda I \succ 0"),
        ([r"\lambda > 0"], r"(X^TX + \lambda I)^{-1} \succ 0"),
        ([r"\lambda > 0"], r"X(X^TX + \lambda I)^{-1}X^T \succeq 0"),
        ([r"\lambda > 0"], r"I - X(X^TX + \lambda I)^{-1}X^T \succ 0"),
        ([r"\lambda > 0"], r"I - X(X^TX + \lambda I)^{-1}X^T \succeq 0"),
        ([r"X \text{ has full column rank}"], r"X^TX \succ 0"),
        ([r"X \text{ has full row rank}"], r"XX^T \succ 0"),
        ([r"X \text{ has full column rank}"], r"(X^TX)^{-1} \succ 0"),
        ([], r"I - XX^+ \succeq 0"),
        ([r"X \text{ has full column rank}"], r"I - X(X^TX)^{-1}X^T \succeq 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"A \odot B \succeq 0"),
        ([r"A \succ 0", r"B \succ 0"], r"A \odot B \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"A \otimes B \succeq 0"),
        ([r"A \succ 0", r"B \succ 0"], r"A \otimes B \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"ABA \succeq 0"),
        ([r"A \succeq B", r"B \succeq C"], r"A \succeq C"),
        ([r"A \succeq B"], r"D^TAD \succeq D^TBD"),
        ([r"A \succ B", r"B \succ 0"], r"A \succ 0"),
        ([r"A \succ B", r"B \succ 0"], r"B^{-1} \succ A^{-1}"),
        ([r"A \succ 0", r"D - CA^{-1}C^T \succ 0"], r"\begin{bmatrix} A & C^T \\ C & D \end{bmatrix} \succ 0"),
        ([r"A \succ 0", r"D \succ 0"], r"\begin{bmatrix} A & 0 \\ 0 & D \end{bmatrix} \succ 0"),
        ([r"\begin{bmatrix} A & C^T \\ C & D \end{bmatrix} \succ 0"], r"A \succ 0"),
        ([r"A \text{ is symmetric}"], r"A^2 \succeq 0"),
        ([], r"uu^T \succeq 0"),
        ([r"A \succeq 0"], r"x^TAx \ge 0"),
        ([r"A \succ 0", r"x \ne \mathbf{0}"], r"x^TAx > 0"),
        ([r"A \succeq 0"], r"\operatorname{tr}(A) \ge 0"),
        ([r"A \succ 0"], r"\operatorname{tr}(A) > 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"\operatorname{tr}(AB) \ge 0"),
        ([r"A \succ 0"], r"\det(A) \ne 0"),
        ([], r"\nabla_w^2 \|Xw-y\|^2 \succeq 0"),
        ([r"\lambda > 0"], r"\nabla_w^2 \left(\|Xw-y\|^2+\lambda\|w\|^2\right) \succ 0"),
        ([r"x \in \mathbb{R}^m", r"x_i > 0"], r"X^T\operatorname{diag}(x)X \succeq 0"),
        ([r"A \succ 0"], r"A^T = A"),
        ([r"A \succ 0"], r"A_{ii} > 0"),
        ([r"P^2=P", r"P^T=P"], r"P \succeq 0"),
        ([r"P^2=P", r"P^T=P"], r"I-P \succeq 0"),
    ],
    ("definite", False): [
        ([r"A \succeq 0"], r"A \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"A+B \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"A-B \succeq 0"),
        ([r"A \succ 0"], r"B^TAB \succ 0"),
        ([r"X \text{ has full row rank}", r"n > m"], r"X^TX \succ 0"),
        ([r"A \succeq 0", r"B \succeq 0"], r"AB \succeq 0"),
        ([r"A \succeq B", r"B \succ 0"], r"A^{-1} \succeq B^{-1}"),
        ([r"A \succ 0", r"D \succ 0"], r"\begin{bmatrix} A & C^T \\ C & D \end{bmatrix} \succ 0"),
        ([], r"A^2 \succeq 0"),
        ([r"A \succ 0"], r"x^TAx > 0"),
        ([], r"A + A^T \succeq 0"),
        ([r"P^2=P"], r"P \succeq 0"),
    ],
    ("inverse", True): [
        ([r"A \text{ is symmetric}"], r"(A^{-1})^T = A^{-1}"),
        ([], r"(A^{-1})^{-1} = A"),
        ([r"X \text{ has full column rank}"], r"((X^TX)^{-1})^T = (X^TX)^{-1}"),
        ([], r"(A + B)^{-1} = A^{-1} - A^{-1}(A^{-1}+B^{-1})^{-1}A^{-1}"),
        (
            [r"U \in \mathbb{R}^{n \times k}", r"W \in \mathbb{R}^{k \times n}", r"K \in \mathbb{R}^{k \times k}"],
            r"(A+UKW)^{-1} = A^{-1}-A^{-1}U(K^{-1}+WA^{-1}U)^{-1}WA^{-1}",
        ),
        ([], r"(A+uv^T)^{-1} = A^{-1}-\frac{A^{-1}uv^TA^{-1}}{1+v^TA^{-1}u}"),
        (
            [],
            (
                r"\begin{bmatrix} A & 0 \\ 0 & B \end{bmatrix}^{-1} ="
                r" \begin{bmatrix} A^{-1} & 0 \\ 0 & B^{-1} \end{bmatrix}"
            ),
        ),
        (
            [],
            (
                r"\begin{bmatrix} A & C \\ 0 & B \end{bmatrix}^{-1} ="
                r" \begin{bmatrix} A^{-1} & -A^{-1}CB^{-1} \\ 0 & B^{-1} \end{bmatrix}"
            ),
        ),
        (
            [],
            (
                r"\begin{bmatrix} I & C \\ 0 & I \end{bmatrix}^{-1} ="
                r" \begin{bmatrix} I & -C \\ 0 & I \end{bmatrix}"
            ),
        ),
        (
            [],
            (
                r"\begin{bmatrix} A & B \\ C & D \end{bmatrix}^{-1} ="
                r" \begin{bmatrix} A^{-1}+A^{-1}B(D-CA^{-1}B)^{-1}CA^{-1} & -A^{-1}B(D-CA^{-1}B)^{-1}"
                r" \\ -(D-CA^{-1}B)^{-1}CA^{-1} & (D-CA^{-1}B)^{-1} \end{bmatrix}"
            ),
        ),
        ([], r"A^{-1} - B^{-1} = A^{-1}(B-A)B^{-1}"),
        ([], r"(I+A)^{-1} = I - A(I+A)^{-1}"),
        ([], r"(I+A)^{-1}A = A(I+A)^{-1}"),
        ([r"AB=BA"], r"A^{-1}B = BA^{-1}"),
        ([r"AB=BA"], r"(A+B)^2 = A^2+2AB+B^2"),
        ([r"AB=BA"], r"(A+B)(A-B) = A^2-B^2"),
        ([r"A^2=A"], r"(I-A)^2 = I-A"),
        ([r"A^2=A"], r"A^3 = A"),
        ([r"A^2=A"], r"(I+A)^{-1} = I-\frac12 A"),
        ([r"A^2=I"], r"A^{-1} = A"),
        ([r"A^2=0"], r"(I-A)^{-1} = I+A"),
        ([r"Q^TQ=I", r"A \text{ is symmetric}"], r"(Q^TAQ)^T = Q^TAQ"),
        ([r"A^T=-A"], r"u^TAu = 0"),
        ([r"A \text{ is symmetric}", r"B \text{ is symmetric}"], r"(AB)^T = BA"),
        ([r"Q^TQ=I", r"P^TP=I"], r"(PQ)^T(PQ)=I"),
        ([r"X^TX=I"], r"(XX^T)^2 = XX^T"),
        ([r"X^TX=I"], r"\|Xw\| = \|w\|"),
        ([r"B = Q^{-1}AQ"], r"B^2 = Q^{-1}A^2Q"),
        ([r"\lambda > 0"], r"(X^TX+\lambda I)^{-1}X^TX = I - \lambda(X^TX+\lambda I)^{-1}"),
        ([r"AB = I"], r"BA = I"),
        ([r"A \text{ is invertible}", r"AB=AC"], r"B=C"),
    ],
    ("inverse", False): [
        ([], r"(A^{-1})^T = A^{-1}"),
        ([], r"(A+uv^T)^{-1} = A^{-1}-\frac{A^{-1}uv^TA^{-1}}{1-v^TA^{-1}u}"),
        (
            [],
            (
                r"\begin{bmatrix} A & C \\ 0 & B \end{bmatrix}^{-1} ="
                r" \begin{bmatrix} A^{-1} & A^{-1}CB^{-1} \\ 0 & B^{-1} \end{bmatrix}"
            ),
        ),
        ([r"A \text{ is symmetric}", r"B \text{ is symmetric}"], r"(AB)^T = AB"),
        ([r"X^TX=I"], r"XX^T = I"),
    ],
    ("pinv", True): [
        ([r"X \text{ has full column rank}"], r"X^+ = (X^TX)^{-1}X^T"),
        ([r"X \text{ has full row rank}"], r"X^+ = X^T(XX^T)^{-1}"),
        ([r"X \text{ has full column rank}"], r"X^+X = I"),
        ([r"X \text{ has full row rank}"], r"XX^+ = I"),
        ([], r"(X^TX)^+X^T = X^+"),
        ([], r"X^T(XX^T)^+ = X^+"),
        ([], r"X^+ = (X^TX)^{-1}X^T"),
        ([], r"(X^T)^+ = (X^+)^T"),
        ([], r"(X^+)^+ = X"),
        ([], r"(XX^+)^2 = XX^+"),
        ([], r"(XX^+)^T = XX^+"),
        ([], r"(X^TX)^+ = X^+(X^+)^T"),
        ([], r"X^TXX^+y = X^Ty"),
        ([r"Q \in \mathbb{R}^{m \times m}", r"Q^TQ=I"], r"(QX)^+ = X^+Q^T"),
        ([r"X \text{ has full column rank}", r"Y \text{ has full row rank}"], r"(XY)^+ = Y^+X^+"),
        ([r"X^TX=I"], r"(XY)^+ = Y^+X^T"),
        ([r"A \text{ is invertible}"], r"A^+ = A^{-1}"),
        ([r"P^2=P", r"P^T=P"], r"P^+=P"),
        ([], r"X^+XX^T = X^T"),
        ([], r"(I-XX^+)X = 0"),
        ([r"u \ne \mathbf{0}"], r"u^+ = \frac{u^T}{u^Tu}"),
        ([], r"\|XX^+y\|^2 + \|y - XX^+y\|^2 = \|y\|^2"),
        ([], r"\|XX^+y\| \le \|y\|"),
        ([], r"\lim_{\lambda \to 0^+} (X^TX+\lambda I)^{-1}X^Ty = X^+y"),
    ],
    ("pinv", False): [
        ([], r"X^+X = I"),
        ([r"X \text{ has full column rank}", r"m>n"], r"XX^+ = I"),
        ([], r"(XY)^+ = Y^+X^+"),
        ([r"Xw=y"], r"\|w\| \le \|X^+y\|"),
    ],
    ("norm", True): [
        ([], r"|u^Tv| \le \|u\|\|v\|"),
        ([], r"u^Tv \le \|u\|\|v\|"),
        ([], r"(u^Tv)^2 \le \|u\|^2\|v\|^2"),
        ([], r"\|u+v\| \le \|u\|+\|v\|"),
        ([], r"\|u+v\|^2 \le 2\|u\|^2+2\|v\|^2"),
        ([], r"\|u-v\| \ge \|u\|-\|v\|"),
        ([], r"|\|u\|-\|v\|| \le \|u-v\|"),
        ([], r"\|u+v\|^2+\|u-v\|^2 = 2\|u\|^2+2\|v\|^2"),
        ([], r"\|u\|_2 \le \|u\|_1"),
        ([], r"\|u\|_1 \le \sqrt{n}\|u\|_2"),
        ([], r"\|u\|_\infty \le \|u\|_2"),
        ([], r"\|u\|_2 \le \sqrt{n}\|u\|_\infty"),
        ([], r"\|u\|_1 \le n\|u\|_\infty"),
        ([], r"\|u+v\|_1 \le \|u\|_1+\|v\|_1"),
        ([], r"|u^Tv| \le \|u\|_1\|v\|_\infty"),
        ([], r"\|2u\|_1 = 2\|u\|_1"),
        ([], r"\|Xw\| \le \|X\|_F\|w\|"),
        ([], r"\|XY\|_F \le \|X\|_F\|Y\|_F"),
        ([], r"\|X+Z\|_F \le \|X\|_F+\|Z\|_F"),
        ([], r"|\operatorname{tr}(X^TZ)| \le \|X\|_F\|Z\|_F"),
        ([], r"\operatorname{tr}(A)^2 \le n\|A\|_F^2"),
        ([], r"\|u\|^2 \ge 0"),
        ([], r"u^Tv \le \frac{\|u\|^2+\|v\|^2}{2}"),
        ([r"\|u\|=1", r"\|v\|=1"], r"|u^Tv| \le 1"),
        ([r"\|u\|=1"], r"\|v-(u^Tv)u\| \le \|v\|"),
        ([r"u^Tv = 0"], r"\|u+v\|^2 = \|u\|^2+\|v\|^2"),
        ([], r"\|u+v+w\| \le \|u\|+\|v\|+\|w\|"),
        ([], r"\|u\| = 0 \iff u = \mathbf{0}"),
        ([r"A \succ 0"], r"(u^TAv)^2 \le (u^TAu)(v^TAv)"),
        ([r"A \succ 0"], r"(u^Tv)^2 \le (u^TAu)(v^TA^{-1}v)"),
    ],
    ("norm", False): [
        ([], r"\|u\|\|v\| \le u^Tv"),
        ([], r"\|u+v\|^2 \le \|u\|^2+\|v\|^2"),
        ([], r"\|u\|_1 \le \|u\|_2"),
        ([], r"\|Xw\| \le \|w\|"),
        ([], r"\operatorname{tr}(A)^2 \le \|A\|_F^2"),
        ([], r"(u^TAv)^2 \le (u^TAu)(v^TAv)"),
    ],
    ("equiv", True): [
        ([r"A \text{ is invertible}"], r"Aw = b \iff w = A^{-1}b"),
        ([r"A \succ 0"], r"Aw = b \iff w = A^{-1}b"),
        ([r"X \text{ has full column rank}"], r"X^TXw = X^Ty \iff w = (X^TX)^{-1}X^Ty"),
        ([r"X \text{ has full column rank}"], r"X^TXw = X^Ty \iff w = X^+y"),
        ([r"\lambda > 0"], r"\nabla_w(\|Xw-y\|^2+\lambda\|w\|^2) = 0 \iff w = (X^TX+\lambda I)^{-1}X^Ty"),
        ([], r"X^T(Xw-y) = 0 \iff X^TXw = X^Ty"),
        ([], r"Xw=y \implies X^TXw = X^Ty"),
        ([r"X \text{ has full column rank}"], r"Xw = 0 \iff w = 0"),
        ([], r"X^TXw = 0 \iff Xw = 0"),
        ([], r"A = A^T \implies A^2 = (A^2)^T"),
        ([], r"A \succ 0 \implies \det(A) \ne 0"),
        ([], r"A \succ 0 \implies A^{-1} \succ 0"),
        ([], r"A \succ 0 \text{ and } B \succ 0 \implies A+B \succ 0"),
        ([], r"A \succeq 0 \implies \operatorname{tr}(A) \ge 0"),
        ([], r"Au = 2u \implies A^2u = 4u"),
        ([r"a \in \mathbb{R}"], r"Au = au \implies A^3u = a^3u"),
        ([r"a \in \mathbb{R}", r"A \text{ is invertible}"], r"Au = au \implies u = aA^{-1}u"),
        ([r"a \in \mathbb{R}"], r"Au = au \implies (A+2I)u = (a+2)u"),
        ([], r"AB = BA \implies (A+B)^2 = A^2+2AB+B^2"),
        ([], r"A^2 = A \implies (I-A)^2 = I-A"),
        ([], r"Xw = y \text{ and } Xu = 0 \implies X(w+u) = y"),
        ([r"A,B \in \mathbb{R}^{n\times n}"], r"A - B = 0 \iff A = B"),
        ([], r"A^TA = 0 \iff A = 0"),
    ],
    ("equiv", False): [
        ([r"X \text{ has full column rank}"], r"Xw = y \iff w = X^+y"),
        ([], r"X^TXw = X^Ty \implies Xw = y"),
        ([], r"Xw = 0 \iff w = 0"),
        ([], r"\det(A) \ne 0 \implies A \succ 0"),
        ([], r"A^2 = A \implies A = I"),
    ],
    ("optima", True): [
        ([r"\lambda > 0"], r"\operatorname{argmin}_w \|Xw-y\|^2+\lambda\|w\|^2 = (X^TX+\lambda I)^{-1}X^Ty"),
        ([r"\lambda > 0"], r"\operatorname{argmin}_w \|Xw-y\|^2+\lambda\|w\|^2 = X^T(XX^T+\lambda I)^{-1}y"),
        ([r"X \text{ has full column rank}"], r"\operatorname{argmin}_w \|Xw-y\|^2 = (X^TX)^{-1}X^Ty"),
        ([r"X \text{ has full column rank}"], r"\operatorname{argmin}_w \|Xw-y\|^2 = X^+y"),
        ([], r"\min_w \|Xw-y\|^2 = \|y-XX^+y\|^2"),
        ([r"X \text{ has full column rank}"], r"\min_w \|Xw-y\|^2 = y^Ty - y^TX(X^TX)^{-1}X^Ty"),
        ([r"X \text{ has full row rank}"], r"\min_w \|Xw-y\|^2 = 0"),
        ([r"X \text{ has full row rank}"], r"\operatorname{argmin}_{w: Xw=y} \|w\|^2 = X^T(XX^T)^{-1}y"),
        ([r"X \text{ has full row rank}"], r"\operatorname{argmin}_{w: Xw=y} \|w\|^2 = X^+y"),
        ([r"X \text{ has full row rank}"], r"\operatorname{argmin}_{w: Xw=y} \|w\| = X^+y"),
        ([r"X \text{ has full row rank}"], r"\min_{w: Xw=y} \|w\|^2 = y^T(XX^T)^{-1}y"),
        (
            [r"X \text{ has full row rank}", r"v \in \mathbb{R}^n"],
            r"\operatorname{argmin}_{w: Xw=y} \|w-v\|^2 = v + X^T(XX^T)^{-1}(y-Xv)",
        ),
        (
            [r"X \text{ has full row rank}", r"W \in \mathbb{R}^{n\times n}", r"W \succ 0"],
            r"\operatorname{argmin}_{w: Xw=y} w^TWw = W^{-1}X^T(XW^{-1}X^T)^{-1}y",
        ),
        (
            [r"X \text{ has full column rank}", r"W \in \mathbb{R}^{m\times m}", r"W \succ 0"],
            r"\operatorname{argmin}_{w} (Xw-y)^TW(Xw-y) = (X^TWX)^{-1}X^TWy",
        ),
        ([r"A \succ 0"], r"\operatorname{argmin}_{x} \frac12 x^TAx - b^Tx = A^{-1}b"),
        ([r"A \succ 0"], r"\min_{x} \frac12 x^TAx - b^Tx = -\frac12 b^TA^{-1}b"),
        ([], r"\max_{\|x\| \le 1} b^Tx = \|b\|"),
        ([], r"\max_{\|x\| = 1} b^Tx = \|b\|"),
        ([], r"\min_{\|x\| \le 1} b^Tx = -\|b\|"),
        ([r"r > 0"], r"\max_{\|x\| \le r} b^Tx = r\|b\|"),
        ([r"b \ne \mathbf{0}"], r"\operatorname{argmax}_{\|x\| \le 1} b^Tx = \frac{b}{\|b\|}"),
        ([r"u \ne \mathbf{0}"], r"\operatorname{argmin}_t \|v-tu\|^2 = \frac{u^Tv}{u^Tu}"),
        ([r"u \ne \mathbf{0}"], r"\min_t \|v-tu\|^2 = \|v\|^2-\frac{(u^Tv)^2}{\|u\|^2}"),
        ([r"u \ne \mathbf{0}"], r"\operatorname{argmin}_{x : u^Tx = 1} \|x\|^2 = \frac{u}{u^Tu}"),
        ([r"u \ne \mathbf{0}"], r"\operatorname{argmin}_{x : u^Tx = 1} \|x-v\|^2 = v+\frac{1-u^Tv}{u^Tu}u"),
        ([r"u \ne \mathbf{0}"], r"\min_{x : u^Tx = 1} \|x\| = \frac{1}{\|u\|}"),
        ([], r"\operatorname{argmin}_x \|x-u\|^2+\|x-v\|^2 = \frac{u+v}{2}"),
        ([r"\lambda > 0"], r"\operatorname{argmin}_x \|x-u\|^2+\lambda\|x\|^2 = \frac{u}{1+\lambda}"),
    ],
    ("optima", False): [
        ([r"\lambda > 0"], r"\operatorname{argmin}_w \|Xw-y\|^2+\lambda\|w\|^2 = (X^TX-\lambda I)^{-1}X^Ty"),
        ([r"X \text{ has full column rank}"], r"\min_w \|Xw-y\|^2 = 0"),
        ([r"X \text{ has full row rank}"], r"\min_{w: Xw=y} \|w\|^2 = y^TXX^Ty"),
        ([r"A \succ 0"], r"\min_{x} \frac12 x^TAx - b^Tx = -b^TA^{-1}b"),
        ([], r"\max_{\|x\| \le 1} b^Tx = \|b\|^2"),
    ],
    ("words", True): [
        ([r"AB = BA"], r"\operatorname{tr}(AB) = \operatorname{tr}(B^TA^T)"),
        ([r"X \text{ has full column rank}"], r"\operatorname{rank}(X) = n \iff X^+X = I"),
        ([], r"\operatorname{rank}(X) = m \iff XX^+ = I"),
        ([], r"\operatorname{tr}(X^TX) = 0 \iff X = 0"),
        ([], r"A \succeq 0 \text{ and } -A \succeq 0 \implies A = 0"),
        ([r"A \text{ is symmetric}", r"A \text{ is invertible}"], r"A \succ 0 \iff A^{-1} \succ 0"),
        ([r"A \succ 0"], r"\begin{bmatrix} A & b \\ b^T & a \end{bmatrix} \succ 0 \iff a > b^TA^{-1}b"),
        ([], r"\lim_{\lambda \to 0^+} (X^TX+\lambda I)^{-1}X^Ty = X^+y"),
        ([], r"\lim_{\lambda \to 0^+} X^T(XX^T+\lambda I)^{-1}y = X^+y"),
        (
            [],
            (
                r"\operatorname{tr}\begin{bmatrix} A & B \\ C & D \end{bmatrix} ="
                r" \operatorname{tr}(A)+\operatorname{tr}(D)"
            ),
        ),
    ],
    ("words", False): [
        ([], r"\operatorname{rank}(X) = n \iff XX^+ = I"),
        ([], r"A \succeq 0 \implies A = 0"),
        ([r"A \succ 0"], r"\begin{bmatrix} A & b \\ b^T & a \end{bmatrix} \succ 0 \iff a > b^TAb"),
        ([], r"\lim_{\lambda \to 0^+} (X^TX+\lambda I)^{-1}X^Ty = X^Ty"),
    ],
}
CASES = [
    pytest.param(where, claim, truth, id=f"{topic}-{i}")
    for (topic, truth), claims in CLAIMS.items()
    for i, (where, claim) in enumerate(claims)
]


@pytest.mark.parametrize("where, claim, truth", CASES)
def test_facts_of_matrices(where, claim, truth):
    context = Context().declare(*SPACES, *where)
    tree = reading(claim, context)
    verdict = decided(with_inferred(context, tree), tree, seed=0)
    assert verdict.status == ("proved" if truth else "refuted"), verdict.because


UNPROVED = [
    ([], r"\operatorname{rank}(B) = n \iff \operatorname{rank}(A^{-1}B) = n"),  # the right side may be undefined
    ([r"u \ne \mathbf{0}"], r"\operatorname{tr}(-A) \le \det((uv^T)^+ + uu^T + uv^T + A - A)"),
    ([r"A = 2B"], r"A = B"),
    ([r"AB = a I", r"a \in \mathbb{R}"], r"BA = a I"),
    ([r"S \in \mathbb{R}^{n \times n}", r"S - uu^T \succeq 0"], r"(B^Tuv^TS)^+ \succeq 0"),
    ([r"0 \le a"], r"X^TX + aI \succ 0"),
    ([r"A \succeq 0"], r"\operatorname{rank}(AB) = \operatorname{rank}(B)"),
    ([], r"\det(XX^T) = \det(X^TX)"),
    ([r"A^TA = B^TB"], r"\det(A) = \det(B)"),
]


@pytest.mark.parametrize("where, claim", UNPROVED)
def test_no_rung_proves_what_is_false(where, claim):
    """Even where no point is tried first."""
    context = Context().declare(*SPACES, *where)
    tree = reading(claim, context)
    ladder = Ladder(with_inferred(context, tree), only=EXACT - {"points"})
    assert ladder.decide(tree).status != "proved"
