r"""Derivatives: `\frac{d}{dx} f`, `\frac{\partial^2 f}{\partial x \partial y}`, `\nabla_w f`, `\nabla^2_w f`."""

from answerkey.reading.cursor import Cursor
from answerkey.reading.names import identifier
from answerkey.reading.sizes import zero
from answerkey.reading.tokens import Undeclared
from answerkey.tree import NULL, ZERO, Expr, name

MARKS = ("d", r"\partial")


class Slopes(Cursor):
    """Rules for derivatives in numbers, vectors and matrices."""

    def fraction(self) -> Expr:
        self.take()
        start = self.at
        if self.marked(self.peek_group()):
            self.skip_group()
            below = self.peek_group()
            self.at = start
            if below[:1] == self.mark(start) and len(below) > 1:
                if self.names.get(below[0]):
                    self.fail(f"this may be a derivative, or a quotient of multiples of {below[0]}")
                return self.slope(below[0])
        top, bottom = self.group(), self.group()
        if bottom.shape:
            self.fail("a division by a matrix: write its inverse")
        return self.quotient(top, bottom)

    def partial(self) -> Expr:
        r"""`\partial_x f` and `\partial f / \partial x`."""
        self.take()
        if self.skip("_"):
            leaf = self.variable_in_braces()
            return self.along(self.function_alone(self.product), leaf)
        body = self.function_alone(self.power)
        self.expect("/")
        self.expect(r"\partial")
        return self.along(body, self.variable())

    def function_alone(self, rule) -> Expr:
        """What `rule` reads where a function may stand without its argument."""
        outer, self.sloping = self.sloping, True
        found = rule()
        self.sloping = outer
        return found

    def variable_in_braces(self) -> Expr:
        if not self.skip("{"):
            return self.variable_letter()
        leaf = self.variable("term")
        self.expect("}")
        return leaf

    def at_bar(self) -> bool:
        r"""Whether `|_{x = 0}` follows, or a bar that `\left.` opens: the value there."""
        if self.token.text in ("at |", r"at \|"):
            return True
        if self.token.text not in ("|", "close |", r"\mid") or self.ahead() != "_" or self.ahead(2) != "{":
            return False
        return "=" in self.peek_group_at(self.at + 2)

    def valued(self, body: Expr) -> Expr:
        """An expression, or a derivative of one, at the point that follows."""
        token = self.take()
        self.expect("_")
        body = called_slope(body)
        places = {}
        for leaf, value in self.points(body):
            places[leaf] = zero(*leaf.shape) if leaf.shape and value in (ZERO, NULL) else value
        if body.head == "derivative" and {*places} == {body.args[1]} and not slopes_in(body.args[0]):
            return self.node("gradient", body.args[0], body.args[1], places[body.args[1]])
        if body.head == "gradient" and body.args[1] == body.args[2] and {*places} == {body.args[1]}:
            return self.node("gradient", *body.args[:2], places[body.args[1]])
        if slopes_in(body) and not (body.head in ("call", "grad") and {*places} == {body.args[-1]}):
            self.fail("this may be a derivative or a value at a point", token)
        return self.shaped(lambda: body.replace(places))

    def points(self, body: Expr) -> list[tuple[Expr, Expr]]:
        """The names and their values below a bar; the value alone of the one name in which there is a derivative."""
        texts = self.peek_group()
        if "=" not in texts:
            own = body.args[{"derivative": 1, "gradient": 1, "call": -1, "grad": -1}.get(body.head, 0)]
            value = self.group()
            if not slopes_in(body) or own not in {*body.nodes} or own.head != "name" or own.shape != value.shape:
                self.fail("at which point the value is taken is not said")
            return [(own, value)]
        self.expect("{")
        found = []
        while True:
            leaf = self.variable()
            self.expect("=")
            found.append((leaf, self.inside(self.sum)))
            if not self.skip(","):
                self.expect("}")
                return found

    def marked(self, top: list[str]) -> bool:
        return bool(top) and top[0] in MARKS

    def mark(self, start: int) -> list[str]:
        return [self.tokens[start + 1 if self.tokens[start].text == "{" else start].text]

    def slope(self, mark: str) -> Expr:
        r"""`\frac{d^k f}{dx dy}`, where f may also follow the fraction."""
        body, order = self.above(mark)
        given = body is not None
        leaves = self.below(mark)
        if len(leaves) != order:
            self.fail("the orders above and below in this derivative differ")
        if body is None:
            body = self.product()
        elif body.head == "name" and body not in leaves and not self.names.is_defined(body.args[0]):
            self.fail(f"what {body} depends on is not said")
        if given and self.token.text == "(" and self.is_lone_in_brackets():
            self.fail("this may be a derivative at a point, or one times a factor")
        if order == 2 and leaves[0].shape and leaves[0] == leaves[1]:
            return self.node("hessian", body, leaves[0], leaves[0])
        for leaf in reversed(leaves):
            body = self.along(body, leaf)
        return body

    def above(self, mark: str) -> tuple[Expr | None, int]:
        braces = self.skip("{")
        self.expect(mark)
        outer, self.sloping = self.sloping, True
        order = 1
        if braces and self.skip("^"):
            text = self.group_text()
            order = int(text) if text.isdigit() and 0 < int(text) < 9 else self.fail("a derivative of no clear order")
        body = None
        if braces and self.token.text != "}":
            body = self.inside(self.product)
        if braces:
            self.expect("}")
        self.sloping = outer
        return body, order

    def below(self, mark: str) -> list[Expr]:
        self.expect("{")
        leaves: list[Expr] = []
        while self.skip(mark):
            leaf = self.vectorized() if self.token.text == r"\operatorname" else self.variable()
            again = 1
            if self.skip("^"):
                text = self.group_text()
                if text in ("T", r"\top") and leaf.shape:
                    again = 1  # the transpose of a vector below says how a Jacobian lies
                else:
                    again = (
                        int(text)
                        if text.isdigit() and 0 < int(text) < 9
                        else self.fail("a derivative of no clear order")
                    )
            leaves += [leaf] * again
        self.expect("}")
        return leaves

    def vectorized(self) -> Expr:
        r"""`\operatorname{vec}(X)`, along which a Jacobian has a column for every entry."""
        found = self.inside(self.power)
        if found.head != "vec" or found.args[0].head != "name":
            self.fail("a derivative is taken with respect to a name, and this is none")
        return found

    def variable(self, *terms: str) -> Expr:
        token = self.token
        self.differentiating = True
        with self.inferred():
            leaf = self.inside(self.named)
        self.differentiating = False
        if leaf.head not in ("name", "entry", *terms):
            self.fail("a derivative is taken with respect to a name, and this is none", token)
        if leaf.head == "name" and not (
            self.names.inferring or leaf.args[0] in self.bound or self.names.get(*leaf.args[:1])
        ):
            raise Undeclared(f"{leaf} is not declared", token.offset)
        return leaf

    def along(self, body: Expr, leaf: Expr) -> Expr:
        """The derivative of `body` in a number, a vector or a matrix."""
        if leaf.head == "term":
            self.fail("a derivative is taken with respect to a name, and this is none")
        if any(leaf in self.unknown.get(node, ()) for node in body.walk()):
            self.fail(f"how a function depends on {leaf} is not declared")
        if leaf.head == "name" and leaf not in {*body.walk()} and not self.is_said(leaf.args[0]):
            raise Undeclared(f"{leaf} is not declared, and does not occur in what is differentiated", self.token.offset)
        if not leaf.shape and not body.shape:
            return self.node("derivative", body, leaf)
        if leaf.head == "vec" and not body.shape:
            return self.node("vec", self.along(body, leaf.args[0]))
        if body.shape[1:] == (1,) and (leaf.head == "vec" or leaf.shape[1:] in ((), (1,))):
            leaf = leaf.args[0] if leaf.head == "vec" else leaf
            return self.node("jacobian", body, leaf, leaf)
        if body.shape:
            self.fail("the derivative of a matrix is not known")
        return self.node("gradient", body, leaf, leaf)

    def is_said(self, identifier: str) -> bool:
        return identifier in self.bound or self.names.get(identifier) is not None

    def nabla(self) -> Expr:
        r"""`\nabla_w f`, `\nabla^2_w f` and, for a declared function, `\nabla L(w)`."""
        self.take()
        leaf, order = None, 1
        while self.token.text in ("_", "^"):
            if self.take().text == "^":
                if self.group_text() != "2":
                    self.fail("only gradients and Hessians are known")
                order = 2
            else:
                leaf = self.variable_in_braces()
        token = self.token
        if token.kind in ("letter", "command") and self.is_function(identifier(token.text)):
            found = self.of_function(leaf, order, token)
            if found is not None:
                return found
        if leaf is None or leaf.head == "term":
            return self.fail("with respect to what the gradient is taken is not said", token)
        outer, self.sloping = self.sloping, True
        body = self.product()
        self.sloping = outer
        if not leaf.shape:
            return self.along(body, leaf) if order == 1 else self.along(self.along(body, leaf), leaf)
        if body.shape:
            self.fail("only a number has a gradient, and this is none")
        return self.node("gradient" if order == 1 else "hessian", body, leaf, leaf)

    def variable_letter(self) -> Expr:
        return self.leaf_of(identifier(self.take().text))

    def of_function(self, variable: Expr | None, order: int, token) -> Expr | None:
        r"""`\nabla L(w)`, `\nabla_w L(w)` and, where the function was declared by its formula, `\nabla^2 L(w)`."""
        start = self.at
        outer, self.sloping = self.sloping, True
        value = self.named()
        self.sloping = outer
        argument = value.args[2] if value.head == "call" and len(value.args) == 3 and not value.args[1] else None
        if argument is not None and variable is not None and order == 1 and variable.shape == argument.shape:
            own = name(self.names.symbols[value.args[0]].along, argument.shape)
            variable = argument if variable == own else variable  # \nabla_w L(w_t) is the gradient of L at w_t
        if argument is not None and variable is not None and variable not in set(argument.walk()):
            self.fail("the gradient is taken at another point than its variable: drop the subscript", token)
        if argument is not None and order == 1 and argument.shape and variable in (None, argument):
            return self.node("grad", value.args[0], argument)
        if argument is not None and not argument.shape and variable in (None, argument):
            return self.node("call", value.args[0], order, argument)
        if argument is not None and variable is None and argument.head == "name":
            return self.node("hessian", value, argument, argument)
        if value.head == "call" and variable is None and not value.args[1]:
            return self.slopes_of(value, value.args[2:], order, token)
        self.at = start
        return None

    def slopes_of(self, value: Expr, arguments: tuple[Expr, ...], order: int, token) -> Expr:
        r"""`\nabla f(x, y)` and `\nabla^2 f(x, y)`, in numbers."""
        if len({*arguments}) < len(arguments) or any(each.head != "name" or each.shape for each in arguments):
            self.fail("with respect to what the gradient is taken is not said", token)
        slopes = [self.node("derivative", value, each) for each in arguments]
        if order == 1:
            return self.node("block", 1, *slopes)
        cells = [self.node("derivative", slope, each) for slope in slopes for each in arguments]
        return self.node("block", len(arguments), *cells)


def called_slope(body: Expr) -> Expr:
    """The derivative of a function that was read at its own variable, as a derivative of the function."""
    if body.head != "derivative":
        return body
    inner, leaf = called_slope(body.args[0]), body.args[1]
    own = inner.head == "call" and inner.args[2:] == (leaf,) and leaf.head == "name"
    return Expr("call", inner.args[0], inner.args[1] + 1, leaf) if own else body


def slopes_in(body: Expr) -> bool:
    return any(n.head in ("derivative", "gradient", "hessian", "jacobian", "call", "grad") for n in body.walk())
