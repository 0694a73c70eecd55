"""Change every page solution in one small place at a time and see whether its check notices.

``python tests/labs/solution_mutants.py lab-1/step`` prints the changed solutions of an exercise
that still pass; ``lab-1`` stands for all of a lab, nothing for all there are. One that cannot be
told apart, because it computes the same, belongs with its reason into ``equivalent_mutants/``, in
the file of its lab: copy the printed line.
"""

import argparse
import ast
import contextlib
import importlib
import io
import sys
from functools import cache
from pathlib import Path
from typing import NamedTuple

from lab_pages import LABS, cells, execute, page
from unrolled.labs import check, exercises

FAMILIES = [
    {"mean", "sum", "max", "min", "median", "prod"},
    {"argmax", "argmin"},
    {"std", "var"},
    {"cumprod", "cumsum"},
    {"any", "all"},
    {"concatenate", "stack"},
    {"zeros", "empty", "ones"},
    {"zeros_like", "empty_like", "ones_like"},
    {"W_x", "W_y", "b"},
    {"abs", "square"},
]
OPERATORS = {
    ast.Add: [ast.Sub, ast.Mult],
    ast.Sub: [ast.Add],
    ast.Mult: [ast.Add, ast.Div, ast.MatMult],
    ast.Div: [ast.Mult, ast.FloorDiv],
    ast.FloorDiv: [ast.Div],
    ast.Mod: [ast.FloorDiv, ast.Add],
    ast.Pow: [ast.Mult, ast.Add],
    ast.MatMult: [ast.Mult],
    ast.BitOr: [ast.BitAnd],
    ast.BitAnd: [ast.BitOr],
}
COMMUTE = ast.Add | ast.Mult | ast.BitOr | ast.BitAnd
COMPARISONS = {
    ast.Lt: [ast.LtE, ast.Gt, ast.GtE],
    ast.LtE: [ast.Lt, ast.Gt, ast.GtE],
    ast.Gt: [ast.GtE, ast.Lt, ast.LtE],
    ast.GtE: [ast.Gt, ast.Lt, ast.LtE],
    ast.Eq: [ast.NotEq, ast.GtE, ast.LtE],
    ast.NotEq: [ast.Eq],
    ast.Is: [ast.IsNot],
    ast.IsNot: [ast.Is],
}
AXES = (0, 1, 2, -1, -2, None)
REDUCTIONS = {"mean", "sum", "std", "max", "min"}


class Solution(NamedTuple):
    """The solution of an exercise as its page gives it."""

    exercise: str
    imports: tuple  # the cells of the page that stand before its first exercise
    source: str  # the definition, without the check
    answer: str  # what the check is called with


class Mutant(NamedTuple):
    """A solution changed in one place; `key` is the new line, or ``without:``, ``earlier:`` one."""

    exercise: str
    key: str
    source: str


def solutions():
    """Return the solution of every exercise that has a check, by name."""
    found = {}
    for lab in LABS:
        every = cells(page(lab))
        imports = tuple(cell.source for cell in every if not cell.exercise)
        for cell in every:
            tree = ast.parse(cell.source)
            *body, last = tree.body
            if cell.solution and ast.unparse(last).startswith("check("):
                name, answer = last.value.args
                source = ast.unparse(ast.Module(body, []))
                found[name.value] = Solution(name.value, imports, source, ast.unparse(answer))
    return found


def mutants(solution):
    """Return every changed copy of a solution, each once."""
    tree = ast.parse(solution.source)
    found = {}
    for holder, field, index, node in list(places(tree)):
        for other in [*alternatives(node, holder, field, names(tree))]:
            put(holder, field, index, other)
            with contextlib.suppress(ValueError, SyntaxError):
                source = ast.unparse(ast.fix_missing_locations(tree))
                compile(source, "mutant", "exec")
                found[source] = None
            put(holder, field, index, node)
    found.pop(solution.source, None)
    return [Mutant(solution.exercise, key(solution, source), source) for source in found]


def places(tree):
    """Yield (parent, field, index in the field or None, node) for every node of a tree."""
    for holder in ast.walk(tree):
        for field, value in ast.iter_fields(holder):
            if isinstance(value, list):
                yield holder, field, None, value
                yield from ((holder, field, i, node) for i, node in enumerate(value))
            elif isinstance(value, ast.AST) or field in ("lower", "upper"):
                yield holder, field, None, value


def put(holder, field, index, node):
    if index is None:
        setattr(holder, field, node)
    else:
        getattr(holder, field)[index] = node


def names(tree):
    """Return the names that a solution assigns or takes as arguments."""
    nodes = list(ast.walk(tree))
    return sorted(_names(tree, ast.Store) | {n.arg for n in nodes if isinstance(n, ast.arg)})


def key(solution, source):
    """Return the first line that a change made, took away or brought forward."""
    old, new = solution.source.splitlines(), source.splitlines()
    pairs = zip(old, [*new, ""], strict=False)
    before, after = next(pair for pair in pairs if pair[0] != pair[1])
    if sorted(old) == sorted(new):
        return f"earlier: {after.strip()}"
    dropped = after.strip() == "pass" or len(old) != len(new)
    return f"without: {before.strip()}" if dropped else after.strip()


def alternatives(node, holder, field, known):
    """Yield what may stand in the place of `node`, which may be all statements of a block."""
    if isinstance(node, list):
        yield from _reordered(node) if field == "body" else ()
    elif isinstance(node, ast.stmt):
        yield from _statements(node)
    elif isinstance(holder, ast.Slice):
        yield from _bounds(node, field)
    elif isinstance(node, ast.keyword):
        yield from _keywords(node)
    if isinstance(node, ast.expr) and not isinstance(getattr(node, "ctx", None), ast.Store):
        yield from _expressions(node, known)
        if field == "iter":
            listed = _call(ast.Name("list"), [node])
            yield from (ast.Subscript(listed, part) for part in _parts())
        if isinstance(holder, ast.Call) and _name(holder.func) in ("range", "arange"):
            yield from _beside(node)
        if isinstance(holder, ast.BinOp) and isinstance(holder.op, ast.MatMult):
            yield ast.Attribute(node, "T", ast.Load())


def _statements(node):
    if not isinstance(node, ast.FunctionDef):
        yield ast.Pass()
    if isinstance(node, ast.AugAssign):
        yield ast.Assign([node.target], node.value)
        yield ast.Assign([node.target], ast.UnaryOp(ast.USub(), node.value))
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Tuple):
        yield from (
            ast.Assign([ast.Tuple(elements, ast.Store())], node.value)
            for elements in _swapped(node.targets[0].elts)
        )


def _reordered(block):
    """Yield a block with two neighbours exchanged where one uses what the other assigns."""
    for order, first, second in zip(_swapped(block), block, block[1:], strict=False):
        if _names(first, ast.Store) & _names(second) or _names(second, ast.Store) & _names(first):
            yield order


def _names(tree, context=ast.expr_context):
    nodes = (node for node in ast.walk(tree) if isinstance(node, ast.Name))
    return {node.id for node in nodes if isinstance(node.ctx, context)}


def _bounds(node, field):
    if node is None:
        yield ast.Constant(1) if field == "lower" else ast.Constant(-1)
    else:
        yield None
        yield from _beside(node)


def _keywords(node):
    if node.arg == "axis":
        yield from (ast.keyword("axis", ast.Constant(axis)) for axis in AXES)
    elif node.arg not in ("dtype", "strict", "rcond"):
        yield ast.keyword(node.arg, ast.Constant(None))


def _expressions(node, known):
    match node:
        case ast.Constant(bool(value)):
            yield ast.Constant(not value)
        case ast.Constant(int(value)):
            yield from (ast.Constant(value + 1), ast.Constant(value - 1))
        case ast.Constant(float(value)):
            yield from (ast.Constant(value + 1), ast.Constant(-value), ast.Constant(value - 0.01))
        case ast.Name(id):
            yield from (ast.Name(other) for other in known if id in known and other != id)
        case ast.UnaryOp(_, operand):
            yield operand
        case ast.IfExp(test, body, orelse):
            yield from (body, orelse, ast.IfExp(test, orelse, body))
        case ast.BoolOp(_, values):
            yield from values
        case ast.Compare(left, [op], [right]):
            yield from (ast.Compare(left, [o()], [right]) for o in COMPARISONS.get(type(op), []))
            yield ast.Compare(ast.BinOp(left, ast.Pow(), ast.Constant(2)), [op], [right])
        case ast.BinOp(left, op, right):
            yield from (left, right)
            if not isinstance(op, COMMUTE):
                yield ast.BinOp(right, op, left)
            yield from (ast.BinOp(left, o(), right) for o in OPERATORS.get(type(op), []))
        case ast.Attribute(value, attr):
            if attr == "T":
                yield value
            yield from (ast.Attribute(value, other, ast.Load()) for other in _family(attr))
        case ast.Subscript(value, _):
            yield value
        case ast.Tuple(elements) | ast.List(elements):
            yield from (type(node)(order, ast.Load()) for order in _swapped(elements))
        case ast.Call(func, args, keywords):
            yield from _calls(func, args, keywords)


def _calls(func, args, keywords):
    """Yield a call undone, with its arguments in another order, or with fewer options."""
    if isinstance(func, ast.Attribute) and _name(func.value) != "np":
        yield func.value
    elif args:
        yield args[0]
    if isinstance(func, ast.Name):
        yield from (_call(ast.Name(other), args, keywords) for other in _family(func.id))
    if _name(func) not in ("max", "min"):  # their order plays no part
        yield from (_call(func, order, keywords) for order in _swapped(args))
    for i in range(len(keywords)):
        yield _call(func, args, keywords[:i] + keywords[i + 1 :])
    given = {keyword.arg for keyword in keywords}
    if _name(func) in REDUCTIONS and "keepdims" not in given:
        yield _call(func, args, [*keywords, ast.keyword("keepdims", ast.Constant(True))])
    if _name(func) == "full":
        yield _call(ast.Attribute(ast.Name("np"), "empty", ast.Load()), args[:1], keywords)
    if _name(func) == "where":
        yield from args[1:]


def _beside(node):
    """Yield an expression one larger, one smaller, and negative."""
    yield ast.BinOp(node, ast.Add(), ast.Constant(1))
    yield ast.BinOp(node, ast.Sub(), ast.Constant(1))
    yield ast.UnaryOp(ast.USub(), node)


def _parts():
    """Yield slices that leave out the first and the last."""
    return ast.Slice(ast.Constant(1), None), ast.Slice(None, ast.Constant(-1))


def _swapped(items):
    """Yield a list with two neighbours exchanged, for every pair."""
    for i in range(len(items) - 1):
        yield [*items[:i], items[i + 1], items[i], *items[i + 2 :]]


def _family(name):
    return sorted(set().union(*(f for f in FAMILIES if name in f)) - {name})


def _name(node):
    return getattr(node, "attr", getattr(node, "id", ""))


def _call(func, args, keywords=()):
    return ast.Call(func, list(args), list(keywords))


@cache
def _imported(imports):
    namespace = {"__name__": "lab"}
    execute(imports, namespace)
    return namespace


def passes(solution, source):
    """Tell whether the check accepts `source` in the place of a solution."""
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        namespace = dict(_imported(solution.imports))
        try:
            execute([source], namespace)
            answer = eval(solution.answer, namespace)
        except Exception:
            return False
        return check(solution.exercise, answer).status == "passed"


def equivalents():
    """Return the listed mutants that compute the same: {exercise: {key: reason}}."""
    files = (Path(__file__).parent / "equivalent_mutants").glob("lab_*.py")
    modules = [importlib.import_module(f"equivalent_mutants.{path.stem}") for path in files]
    return {name: listed for module in modules for name, listed in module.EQUIVALENT.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("exercises", nargs="*", help="names of exercises or of labs")
    chosen = parser.parse_args().exercises or LABS
    unlisted = 0
    for name, solution in solutions().items():
        if not any(name in c or name.startswith(f"{c.replace('_', '-')}/") for c in chosen):
            continue
        every = mutants(solution)
        listed = equivalents().get(name, {})
        survivors = {m.key for m in every if passes(solution, m.source)}
        unlisted += len(survivors ^ listed.keys())
        print(f"{name}: {len(every)} changes, {len(survivors)} pass", flush=True)
        for line in sorted(survivors - listed.keys()):
            print(f"    {line}")
        for line in sorted(listed.keys() - survivors):
            print(f"    listed, but does not pass: {line}")
    return unlisted > 0


if __name__ == "__main__":
    assert set(solutions()) == set(exercises())
    sys.exit(main())
