"""Mutants of Python: a comparison, a sum, a condition, a number, a returned value or a called step that is another.

The usual operators of mutation testing, by the standard library's `ast`. A tool for it (mutmut, cosmic-ray) would run
all tests in one process or one command for every mutant; here the tests start scripts and servers of their own.
Text is left alone: a changed sentence is mostly no fault.
"""

import ast
from collections.abc import Iterator
from itertools import pairwise

from db.settings import ROOT
from tests.mutants.mutant import Mutant

COMPARED = {
    ast.Lt: ("<", "<="),
    ast.LtE: ("<=", "<"),
    ast.Gt: (">", ">="),
    ast.GtE: (">=", ">"),
    ast.Eq: ("==", "!="),
    ast.NotEq: ("!=", "=="),
    ast.Is: ("is", "is not"),
    ast.IsNot: ("is not", "is"),
    ast.In: ("in", "not in"),
    ast.NotIn: ("not in", "in"),
}
COUNTED = {
    ast.Add: ("+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: ("*", "/"),
    ast.Div: ("/", "*"),
    ast.FloorDiv: ("//", "*"),
    ast.Mod: ("%", "*"),
}
Placed = ast.expr | ast.stmt  # what has a place in the text
SWAPPED_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


class _Maker(ast.NodeVisitor):
    def __init__(self, file: str) -> None:
        self.file = file
        self.source = (ROOT / file).read_bytes()
        self.line_starts = [0]
        for line in self.source.splitlines(keepends=True):
            self.line_starts.append(self.line_starts[-1] + len(line))
        self.made: list[Mutant] = []

    def begin(self, node: Placed) -> int:
        return self.line_starts[node.lineno - 1] + node.col_offset

    def end(self, node: Placed) -> int:
        if node.end_lineno is None or node.end_col_offset is None:
            raise ValueError(f"{self.file}: {ast.dump(node)} has no end")  # a parsed one has
        return self.line_starts[node.end_lineno - 1] + node.end_col_offset

    def text(self, node: Placed) -> str:
        return self.source[self.begin(node) : self.end(node)].decode()

    def make(self, start: int, end: int, replacement: str, change: str) -> None:
        self.made.append(Mutant(self.file, start, end, replacement, change))

    def between(self, left: Placed, right: Placed, was: str, becomes: str) -> None:
        """Change the operator that stands between two parts."""
        place = self.source.find(was.encode(), self.end(left), self.begin(right))
        if place >= 0:
            self.make(place, place + len(was), becomes, f"{was} became {becomes}")

    def condition(self, node: ast.expr) -> None:
        self.make(self.begin(node), self.end(node), f"not ({self.text(node)})", "a condition is turned round")

    def visit_Compare(self, node: ast.Compare) -> None:
        for (left, right), operator in zip(pairwise([node.left, *node.comparators]), node.ops, strict=True):
            self.between(left, right, *COMPARED[type(operator)])
        self.generic_visit(node)

    def visit_BoolOp(self, node: ast.BoolOp) -> None:
        was, becomes = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in pairwise(node.values):
            self.between(left, right, was, becomes)
        self.generic_visit(node)

    def visit_BinOp(self, node: ast.BinOp) -> None:
        sides = (node.left, node.right)
        is_text = any(
            isinstance(side, ast.JoinedStr) or (isinstance(side, ast.Constant) and isinstance(side.value, str | bytes))
            for side in sides
        )
        if type(node.op) in COUNTED and not is_text:
            self.between(*sides, *COUNTED[type(node.op)])
        self.generic_visit(node)

    def visit_UnaryOp(self, node: ast.UnaryOp) -> None:
        if isinstance(node.op, ast.Not):
            self.make(self.begin(node), self.begin(node.operand), "", "a `not` is gone")
        self.generic_visit(node)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, bool):
            self.make(self.begin(node), self.end(node), str(not node.value), f"{node.value} became {not node.value}")
        elif isinstance(node.value, int | float):
            self.make(self.begin(node), self.end(node), repr(node.value + 1), "a number is one more")

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        """Text, whose parts have no place of their own before Python 3.12."""

    def visit_If(self, node: ast.If) -> None:
        if "__name__" not in self.text(node.test) and "TYPE_CHECKING" not in self.text(node.test):
            self.condition(node.test)
            self.generic_visit(node)

    def visit_IfExp(self, node: ast.IfExp) -> None:
        self.condition(node.test)
        self.generic_visit(node)

    def visit_comprehension(self, node: ast.comprehension) -> None:
        for test in node.ifs:
            self.condition(test)
        self.generic_visit(node)

    def visit_Return(self, node: ast.Return) -> None:
        if node.value and not (isinstance(node.value, ast.Constant) and node.value.value is None):
            self.make(self.begin(node.value), self.end(node.value), "None", "nothing is returned")
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        if isinstance(node.value, ast.Call):
            self.make(self.begin(node), self.end(node), "pass", "a step is left out")
        self.generic_visit(node)

    def visit_Break(self, node: ast.Break) -> None:
        self.make(self.begin(node), self.end(node), "continue", "break became continue")

    def visit_Continue(self, node: ast.Continue) -> None:
        self.make(self.begin(node), self.end(node), "break", "continue became break")

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Name) and node.func.id in SWAPPED_NAMES:
            other = SWAPPED_NAMES[node.func.id]
            self.make(self.begin(node.func), self.end(node.func), other, f"{node.func.id} became {other}")
        self.generic_visit(node)

    def visit_AnnAssign(self, node: ast.AnnAssign) -> None:
        if node.value:
            self.visit(node.value)  # a type is for mypy

    def visit_arg(self, node: ast.arg) -> None:
        """A parameter's type is for mypy."""

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        node.returns = None
        self.generic_visit(node)


def python_mutants(file: str) -> Iterator[Mutant]:
    """All mutants of a Python file, from top to bottom."""
    maker = _Maker(file)
    maker.visit(ast.parse(maker.source))
    for mutant in sorted(maker.made, key=lambda made: (made.start, made.end, made.replacement)):
        try:
            ast.parse(mutant.mutated)
        except SyntaxError:
            continue
        yield mutant
