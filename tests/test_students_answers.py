"""Answers as students write them, right and wrong, for the problems of all sheets."""

from importlib import import_module

import pytest

from answerkey.documents import markdown
from answerkey.documents.outline import Section
from answerkey.keys.checking import check_problem

GRADES = {"R": "right", "W": "wrong", "I": "incomplete", "N": "not found", "U": "undecided"}  # and _ for any


@pytest.mark.parametrize(
    "problem, part, text, expected",
    [
        ("backpropagation", "2",
         r"$$\bar{y} = y - s$$ $$\frac{\partial \mathcal{L}}{\partial y} = y - s$$ $$\frac{\partial "
         r"\mathcal{L}}{\partial h} = W_2^\top \frac{\partial \mathcal{L}}{\partial y} + r$$ $$\frac{\partial "
         r"\mathcal{L}}{\partial z} = \frac{\partial \mathcal{L}}{\partial h} \odot \sigma'(z)$$ "
         r"$$\frac{\partial \mathcal{L}}{\partial x} = W_1^\top \frac{\partial \mathcal{L}}{\partial z} + "
         r"\frac{\partial \mathcal{L}}{\partial y}$$", "R R R R"),
        ("backpropagation", "2",
         r"$$\frac{\partial \mathcal{L}}{\partial y} = y - s$$ $$\frac{\partial \mathcal{L}}{\partial h} = W_2 "
         r"\frac{\partial \mathcal{L}}{\partial y} + r$$ $$\frac{\partial \mathcal{L}}{\partial z} = "
         r"\frac{\partial \mathcal{L}}{\partial h} \odot \sigma(z)$$ $$\frac{\partial \mathcal{L}}{\partial x} "
         r"= W_1^\top \frac{\partial \mathcal{L}}{\partial z}$$", "R W W W"),
        ("backpropagation", "3",
         r"The Jacobian is $\frac{\partial y}{\partial x} = I + W_2 \mathrm{diag}(\sigma'(z)) W_1$, "
         r"$\frac{\partial \mathcal{L}}{\partial b_2} = y - s$, $\frac{\partial \mathcal{L}}{\partial W_2} = "
         r"(y-s)h^\top$.", "R R R N N"),
        ("dead_units", "a",
         r"Take $W = 0$ and $b = \begin{bmatrix} -1 \\ -1 \end{bmatrix}$. In general it is dead iff $c \leq "
         r"-|u| - |v|$.", "R R"),
        ("dead_units", "a",
         r"Take $W = \begin{bmatrix} 1 & 1 \\ 1 & 1 \end{bmatrix}$, $b = \begin{bmatrix} 1 \\ 1 "
         r"\end{bmatrix}$. A unit is dead when $|u| + |v| + c \leq 0$.", "W I"),
        ("dead_units", "c1", r"It is revived iff $c > 0$. On the box, $c > -|u| - |v|$.", "R R"),
        ("dead_units", "c2", r"So it is active iff $c > -u x_1 - v x_2$.", "R"),
        ("dead_units", "d",
         r"It takes $t = \lceil \log(c/p)/\log(1 - \eta\lambda) \rceil$ steps, if $\mu < \lambda$.", "R R"),
        ("dead_units", "d", r"It takes $t \geq \frac{\log(p/c)}{\log(1 - \eta\lambda)}$ steps.", "W N"),
        ("deep_linear_net", "a1", r"$\ell(f(x), 0) = \frac12 (w_1 w_2 x)^2$.", "R"),
        ("deep_linear_net", "a1", r"$\ell = \frac12 w_2^2 w_1^2 x^2$", "R"),
        ("deep_linear_net", "a2", r"$\mathcal{L}(w_1, w_2) = \frac{1}{2} (w_1 w_2)^2$.", "R"),
        ("deep_linear_net", "a2", r"$L(w_1, w_2) = \mathbb{E}[\frac12 w_1^2w_2^2 X^2] = w_1^2w_2^2$.", "W"),
        ("deep_linear_net", "a3",
         r"$$\frac{\partial L}{\partial w_1} = w_1 w_2^2, \quad \frac{\partial L}{\partial w_2} = w_1^2 w_2$$", "R"),
        ("deep_linear_net", "a3", r"$$\nabla L = [w_1 w_2^2, w_1^2 w_2]^T$$", "R"),
        ("deep_linear_net", "a3", r"$$\nabla L = \begin{bmatrix} w_1 w_2^2 \\ w_1 w_2 \end{bmatrix}$$", "W"),
        ("deep_linear_net", "a4", r"$$H = \begin{bmatrix} w_2^2 & 2w_1w_2 \\ 2w_1w_2 & w_1^2\end{bmatrix}$$", "R"),
        ("deep_linear_net", "a4",
         r"$$\nabla^2 L = \begin{bmatrix} w_2^2 & w_1w_2 \\ w_1w_2 & w_1^2\end{bmatrix}$$", "W"),
        ("deep_linear_net", "a5", r"No, since the determinant of the Hessian is $-3 w_1^2 w_2^2 < 0$.", "R"),
        ("deep_linear_net", "a5", r"The loss is not convex, as its Hessian has a negative eigenvalue.", "R"),
        ("deep_linear_net", "a5", r"Yes, it is a square.", "W"),
        ("deep_linear_net", "a6", r"The minimum is $0$, where $w_1 = 0$ or $w_2 = 0$.", "R"),
        ("deep_linear_net", "a6", r"The minimum is $0$, where $w_1 = 0$ and $w_2 = 0$.", "I"),
        ("deep_linear_net", "b",
         r"$$w_1 \leftarrow w_1 - \alpha_1 w_1 w_2^2, \quad w_2 \leftarrow w_2 - \alpha_2 w_1^2 w_2$$", "R"),
        ("deep_linear_net", "c5", r"The boundary is $\alpha_1 w_2^2 + \alpha_2 w_1^2 = 4$.", "_ I"),
        ("deep_linear_net", "c7", r"So $\alpha_2 < 2/w_1^2$.", "R"),
        ("dropout", "", r"$\mathbb{E}[w^T(m \circ h) + b] = (1-p) w^T h + b$, so we scale.", "R _ _"),
        ("dropout", "", r"In expectation, $\mathbb{E}[w^T(m \odot h) + b] = p w^T h + b$.", "W _ _"),
        ("init_optimizers", "b", r"$\mathbb{E}[\max(z,0)^2] = \sigma^2/2$, so we need $v = \frac{2}{n}$.", "R _ R"),
        ("init_optimizers", "b", r"$\mathbb{E}[\max(z,0)^2] = \sigma^2$, so we need $v = \frac{1}{n}$.", "W _ W"),
        ("init_optimizers", "c", r"We need $v = 2/m$. The compromise is $v = \frac{2}{m + n}$.", "_ R R"),
        ("init_optimizers", "d",
         r"$\mathbb{E}[u_t] = \gamma \sum_{i=0}^{t-1} \mu^i = \gamma\frac{1 - \mu^t}{1 - \mu}$ and "
         r"$\mathrm{Var}[u_t] = s^2 \frac{1 - \mu^{2t}}{1 - \mu^2}$.", "R R"),
        ("init_optimizers", "d",
         r"$\mathbb{E}[u_t] = \frac{\gamma}{1 - \mu}$ and $\mathrm{Var}(u_t) = s^2 \frac{1 - \mu^{2t}}{(1 - "
         r"\mu)^2}$.", "W W"),
        ("init_optimizers", "e",
         r"$E[m_t] = (1 - \beta_1^t)\gamma$, $E[v_t] = (1 - \beta_2^t)(\gamma^2 + s^2)$; divide by $1 - "
         r"\beta_1^t$.", "R R R"),
        ("init_optimizers", "e",
         r"$E[m_t] = \beta_1^t\gamma$, $E[v_t] = (1 - \beta_2^t)s^2$; divide by $a = \beta_1^t$.", "W W W"),
        ("init_optimizers", "g", r"No, since $c$ cancels.", "R _"),
        ("instance_noise", "a", r"Hence $\lambda = \mathrm{Var}(N_{ij}) = \sigma^2$.", "R"),
        ("instance_noise", "b",
         r"$\mathbb{E}[w_{t+1}] = \mathbb{E}[w_t] - \eta((x^2 + \sigma^2)\mathbb{E}[w_t] - xy)$", "R"),
        ("instance_noise", "c", r"For $0 < \eta < 2/(x^2 + \sigma^2)$.", "R"),
        ("instance_noise", "d", r"$$\lim_{t\to\infty} \mathbb{E}[w_t] = \frac{xy}{x^2 + \sigma^2}$$", "R"),
        ("instance_noise", "d", r"$$\mathbb{E}[w_\infty] = \frac{xy}{x^2 + \sigma^2}$$", "R"),
        ("instance_noise", "d", r"$$\mathbb{E}[w_t] \to \frac{y}{x}$$", "W"),
        ("learning_rate", "b",
         r"So it takes $T = \left\lceil \frac{\ln\epsilon}{\ln|1 - 2\eta\sigma^2|} \right\rceil$ iterations.", "R"),
        ("learning_rate", "b", r"After about $\frac{\log \epsilon}{\log |1 - 2\eta\sigma^2|}$ iterations.", "R"),
        ("learning_rate", "c",
         r"$\eta < \min\{1/\sigma_\ell^2, 1/\sigma_s^2\} = 1/\sigma_\ell^2$, so $\sigma_\ell$ is limiting.", "I"),
        ("learning_rate", "c", r"$0 < \eta < 1/\sigma_s^2$", "W"),
        ("learning_rate", "d",
         r"$\sigma_\ell$ is faster iff $|1 - 2\eta\sigma_\ell^2| < |1 - 2\eta\sigma_s^2|$, that is $\eta < "
         r"\frac{1}{\sigma_\ell^2 + \sigma_s^2}$.", "I"),
        ("learning_rate", "e", r"They are equal at $\eta^* = \frac{1}{\sigma_\ell^2 + \sigma_s^2}$.", "R"),
        ("learning_rate", "e", r"$$\eta_{opt} = \frac{1}{\sigma_\ell^2 + \sigma_s^2}$$", "R"),
        ("learning_rate", "e", r"$$\eta = \frac{2}{\sigma_\ell + \sigma_s}$$", "W"),
        ("learning_rate", "f", r"No, they lie in between.", "R"),
        ("learning_rate", "f", r"Yes, they may be slower.", "W"),
        ("learning_rate", "g", r"It converges to $X^+ y$.", "R"),
        ("linear_regression", "1", r"$\nabla_w L = \frac{2}{n} X^\top (Xw - t)$", "R"),
        ("linear_regression", "1", r"$\frac{\partial L}{\partial w} = \frac{2}{n} (X^\top X w - X^\top t)$", "R"),
        ("linear_regression", "1", r"$\nabla L(w) = \frac{1}{n} X^\top (Xw - t)$", "W"),
        ("linear_regression", "1", r"$\nabla L(w) = \frac{2}{n} (Xw - t) X^T$", "W"),
        ("linear_regression", "2a", r"$\hat{w} = (X^\top X)^{-1} X^\top t$.", "R"),
        ("linear_regression", "2a", r"$w^* = (X^\top X)^{-1} X t$.", "U"),
        ("linear_regression", "2a", r"$w = X^\top (X X^\top)^{-1} t$.", "_"),
        ("linear_regression", "3a", r"$2 w_1 + w_2 = 2$", "_"),
        ("linear_regression", "3a", r"$2u + v = 2$", "I"),
        ("linear_regression", "3a", r"$v = -2u + 2$", "R"),
        ("linear_regression", "3b",
         r"The direction is $-\frac{1}{\sqrt5}(2, 1)^T$. It ends at $\hat w = (4/5, 2/5)$.", "_ _ _"),
        ("linear_regression", "3b",
         r"The direction is $\frac{\nabla L(w_0)}{\|\nabla L(w_0)\|} = -\frac{1}{\sqrt{5}}\begin{bmatrix} 2 \\ "
         r"1 \end{bmatrix}$. No. It ends at $\begin{bmatrix} 4/5 \\ 2/5 \end{bmatrix}$.", "R _ R"),
        ("linear_regression", "3c", r"The nearest point has $u = 4/5$.", "R"),
        ("linear_regression", "4a", r"$\hat{w} = X^T(XX^T)^{-1}t$", "R"),
        ("linear_regression", "4a", r"$w^* = X^\dagger t = X^\top(XX^\top)^{-1} t$", "R"),
        ("linear_regression", "4b", r"$(\hat{w} - w_1)^\top \hat{w} = 0$, so $w_1 = X^T(XX^T)^{-1}t$.", "R"),
        ("linear_regression", "5", r"No, it can go down again.", "R"),
        ("linearized_features", "a",
         r"$\frac{\partial y}{\partial w} = x (v \odot \mathbf{1}[xw + b > 0])$, $\frac{\partial y}{\partial "
         r"b} = v \odot \mathbf{1}[xw + b > 0]$", "R R"),
        ("linearized_features", "a",
         r"$\frac{\partial y}{\partial w_i} = v_i x \mathbf{1}[w_i x + b_i > 0]$ and $\frac{\partial "
         r"y}{\partial b_i} = v_i \mathbf{1}[w_i x + b_i > 0]$", "R R"),
        ("linearized_features", "a",
         r"$\frac{\partial y}{\partial w_i} = v_i \mathbf{1}[w_i x + b_i > 0]$ and $\frac{\partial y}{\partial "
         r"b_i} = v_i x \mathbf{1}[w_i x + b_i > 0]$", "W W"),
        ("linearized_features", "b", r"$FV = U\Sigma V^TV = U\Sigma$, and the factor is $1 - 2\eta\sigma_i^2$.", "R R"),
        ("momentum", "a",
         r"$$a_{t+1}[i] = (1 - \beta) a_t[i] + 2\beta\sigma_i^2 x_t[i]$$ $$x_{t+1}[i] = x_t[i] - \eta "
         r"a_{t+1}[i] = (1 - 2\eta\beta\sigma_i^2) x_t[i] - \eta(1 - \beta)a_t[i]$$", "R R"),
        ("momentum", "a",
         r"$$a_{t+1}[i] = (1 - \beta) a_t[i] + \beta\sigma_i^2 x_t[i]$$ $$x_{t+1}[i] = (1 - "
         r"\eta\beta\sigma_i^2) x_t[i] - \eta(1 - \beta)a_t[i]$$", "W W"),
        ("momentum", "b",
         r"$$R_i = \begin{bmatrix} 1 - \beta & 2\beta\sigma_i^2 \\ -\eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 "
         r"\end{bmatrix}$$", "R"),
        ("momentum", "b",
         r"$$R = \begin{bmatrix} 1 - \beta & 2\beta\sigma_i^2 \\ \eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 "
         r"\end{bmatrix}$$", "W"),
        ("momentum", "b",
         r"$$\begin{bmatrix} a_{t+1}[i] \\ x_{t+1}[i] \end{bmatrix} = \begin{bmatrix} 1 - \beta & "
         r"2\beta\sigma_i^2 \\ -\eta(1 - \beta) & 1 - 2\eta\beta\sigma_i^2 \end{bmatrix} \begin{bmatrix} "
         r"a_t[i] \\ x_t[i] \end{bmatrix}$$", "R"),
        ("momentum", "d", r"$|\lambda| = \sqrt{1 - \beta}$. Yes, it is stable.", "R R _"),
        ("momentum", "e", r"$\eta = \frac{(1 + \sqrt{1-\beta})^2}{2\beta\sigma_i^2}$", "R _"),
        ("momentum", "k", r"$\beta^* = \frac{4\sigma_\ell\sigma_s}{(\sigma_\ell + \sigma_s)^2}$", "R"),
        ("norm_step_size", "b", r"$\nabla f(x) = \frac{x - b}{\|x - b\|_2}$", "R _"),
        ("norm_step_size", "b", r"$\nabla f(x) = \frac{x - b}{\|x - b\|^2}$", "W _"),
        ("norm_step_size", "d", r"$\|x_i - b\| \to 0$ after $N = 1005$ steps", "_ _ R"),
        ("norm_step_size", "d", r"after $1005$ steps", "_ _ R"),
        ("norm_step_size", "d", r"It takes 1005 steps.", "_ _ R"),
        ("norm_step_size", "d", r"It takes 1004 steps.", "_ _ N"),
        ("learning_rate", "f", r"Would they matter? $\boxed{\text{No}}$", "R"),
        ("learning_rate", "f", r"No parameter in between is plotted.", "N"),
        ("momentum", "a", r"$$a_{t+1}[i] = (1 - \beta)a_t[i] + 2\beta(\Sigma^T\Sigma)x_t[i]$$", "W N"),
        ("regression_optimizers", "1", r"$w^* = X^T(XX^T)^{-1}t$", "R"),
        ("regression_optimizers", "2", r"Yes, mini-batch gradients stay in the row space.", "R"),
        ("regression_optimizers", "3", r"No. It goes to $(2/3, 2/3)$.", "_ R _"),
        ("regression_optimizers", "3", r"No. It goes to $\begin{bmatrix} 2/3 \\ 2/3 \end{bmatrix}$.", "R R R"),
        ("ridge_map", "", r"$$\hat{w} = X^T(XX^T + \lambda I_n)^{-1} y$$", "R"),
        ("tikhonov", "a", r"$x^* = (A^TW_1^TW_1A + W_2^TW_2)^{-1}(A^TW_1^TW_1b + W_2^TW_2c)$", "R"),
        ("tikhonov", "a", r"$x^* = (A^TW_1^TW_1A + W_2^TW_2)^{-1}(A^TW_1^TW_1b - W_2^TW_2c)$", "W"),
        ("tikhonov", "b", r"$C = [W_1 A; W_2]$, $d = [W_1 b; W_2 c]$", "_"),
        ("tikhonov", "c", r"$W_1 = I, W_2 = \sqrt{\lambda} I, c = 0$", "R"),
        ("vector_jacobian", "1", r"$J = vv^T = \begin{bmatrix} 1 & 2 & 3 \\ 2 & 4 & 6 \\ 3 & 6 & 9\end{bmatrix}$", "R"),
        ("vector_jacobian", "2", r"Time $O(n^2)$ and memory $O(n^2)$.", "R _ R _"),
        ("vector_jacobian", "3", r"$J^Ty = v(v^Ty)$, in $O(n)$ time and memory. $z = [6, 12, 18]^T$", "R _ _ _ _ R"),
        ("rmsprop", "", r"The steps are $\frac{\alpha g}{\sqrt{(1-\beta_2)g^2 + \epsilon}}$", "_ _ _"),
    ],
)  # fmt: skip
def test_an_answer_is_graded_as_a_reader_would(problem, part, text, expected):
    section = Section("1", part, 1, 0, [], list(markdown.pieces(text)))
    (checked,) = check_problem(import_module(f"derivations.{problem}").problem, [section], {})
    grades = [answer.grade for answer in checked.answers]
    wanted = [GRADES.get(letter, grade) for letter, grade in zip(expected.split(), grades, strict=True)]
    assert grades == wanted
