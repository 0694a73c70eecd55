"""Which cells of a chapter can run in the browser, and what each of them needs to have run.

Worked out from the code alone. A cell cannot run when a name it uses comes, directly or through
earlier cells, from what the browser lacks: Keras, recorded results, the clock. What a cell reads
and writes is known by name, and so are the earlier cells that have to run first.
"""

import ast
import symtable

TOO_LARGE = {"keras", "tensorflow", "torch", "jax", "unrolled.training"}
# Too large for a page, or without meaning in one; engine.py, in the browser, has the same.
ABSENT = TOO_LARGE | {"IPython", "subprocess"}
# There, but of the machine: what uses them prints something else each time, or reads other files.
OF_THE_MACHINE = {"time", "timeit", "tracemalloc", "platform", "tempfile", "pathlib"}
# Results of trained networks: megabytes, and nothing in them to try.
RECORDED = {"unrolled.evidence.load", "unrolled.evidence.load_published", "unrolled.scoreboard"}
UNFIT = ABSENT | OF_THE_MACHINE | RECORDED
CHANGE = {"append", "extend", "update", "pop", "clear", "sort", "setdefault", "add", "insert",
          "remove", "fill", "step", "shuffle"}  # fmt: skip
ENOUGH = (6, 1 / 5)  # cells, and their share of the page's: with fewer, a page is Keras's


class Cell:
    """What a cell imports, reads, binds and changes, by name."""

    def __init__(self, source, shown=True, varies=False):
        self.source, self.shown, self.varies = source, shown, varies
        self.binds, self.unfit, self.late, self.runs = set(), set(), {}, False
        tree = ast.parse(source)
        late = set()
        self.reads = self.block(tree.body, set(), late) | (late - self.binds)
        modules = {node for node in tree.body if isinstance(node, (ast.Import, ast.ImportFrom))}
        self.modules = {name for node in modules for name in targets(node)}
        self.changes = {name for node in ast.walk(tree) for name in changed(node)}
        self.changes &= self.reads | self.binds
        self.makes = {name for node in tree.body for name in generators(node)}
        self.only_imports = all(self.is_unfit(node) for node in tree.body)

    def is_unfit(self, node):
        """Tell whether a statement imports what the browser lacks, and note its names."""
        if not isinstance(node, (ast.Import, ast.ImportFrom)):
            return False
        names = {bound for bound, full in imported(node) if under(full, UNFIT)}
        self.unfit |= names
        return len(names) == len(node.names)

    def block(self, statements, bound, late):
        """Return the names that statements take from elsewhere; `bound` grows as they run."""
        found = set()
        for node in statements:
            if isinstance(node, (ast.FunctionDef, ast.ClassDef)):
                self.late[node.name] = used(node)  # looked up when it is called, too
                late |= self.late[node.name]
                self.bind({node.name}, bound)
            elif isinstance(node, (ast.For, ast.With, ast.If, ast.While, ast.Try)):
                found |= self.compound(node, bound, late)
            else:
                found |= used(node) - bound
                self.is_unfit(node)
                if isinstance(getattr(node, "value", None), ast.Lambda):
                    self.late |= {name: used(node) for name in targets(node)}
                self.bind(targets(node) - self.unfit, bound)
        return found

    def bind(self, names, bound):
        bound |= names
        self.binds |= names

    def compound(self, node, bound, late):
        """Return what a loop, a branch or a block takes from elsewhere."""
        heads = [getattr(node, name, None) for name in ("iter", "test")]
        heads += [item.context_expr for item in getattr(node, "items", ())]
        found = {name for head in heads if head for name in used(head)} - bound
        here = [getattr(node, "target", None)]
        here += [item.optional_vars for item in getattr(node, "items", ())]
        self.bind({name for part in here if part for name in targets(part)}, bound)
        blocks = [getattr(node, name, []) for name in ("body", "orelse", "finalbody")]
        blocks += [handler.body for handler in getattr(node, "handlers", ())]
        for statements in blocks:
            found |= self.block(statements, bound, late)
        return found


def used(node):
    """Return the global names that a piece of code refers to."""
    found, todo = set(), [symtable.symtable(ast.unparse(node), "cell", "exec")]
    while todo:
        table = todo.pop()
        top = table.get_type() == "module"
        symbols = [s for s in table.get_symbols() if top or s.is_global()]
        found |= {s.get_name() for s in symbols if s.is_referenced()}
        todo += table.get_children()
    added = [n.target for n in ast.walk(node) if isinstance(n, ast.AugAssign)]
    return found | {n.id for n in added if isinstance(n, ast.Name)}


def targets(node):
    """Return the names that a statement or a target binds."""
    if isinstance(node, (ast.Import, ast.ImportFrom)):
        return {bound for bound, _ in imported(node)}
    inner = (ast.Lambda, ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
    found, todo = set(), [node]
    while todo:
        node = todo.pop()
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            found.add(node.id)
        todo += [child for child in ast.iter_child_nodes(node) if not isinstance(child, inner)]
    return found


def imported(node):
    """Return the names that an import binds, each with what it stands for."""
    if isinstance(node, ast.ImportFrom):
        return [(a.asname or a.name, f"{node.module}.{a.name}") for a in node.names]
    return [(a.asname or a.name.partition(".")[0], a.name) for a in node.names]


def under(name, modules):
    """Tell whether a dotted name is one of these modules or lies in one."""
    parts = name.split(".")
    return any(".".join(parts[:n]) in modules for n in range(1, len(parts) + 1))


def changed(node):
    """Yield the name of an object that a node changes in place."""
    if isinstance(node, (ast.Subscript, ast.Attribute)) and not isinstance(node.ctx, ast.Load):
        yield from base(node)
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        if node.func.attr in CHANGE:
            yield from base(node.func)


def base(node):
    while isinstance(node, (ast.Subscript, ast.Attribute)):
        node = node.value
    if isinstance(node, ast.Name):
        yield node.id


def generators(node):
    """Return the names bound to a source of random numbers: whoever draws from one changes it."""
    if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call):
        if ast.unparse(node.value.func).endswith("default_rng"):
            return targets(node)
    return set()


def read_cells(page_inputs, markdown):
    """Return the cells of a page in order, also those that the site does not show."""
    cells = []
    for match in page_inputs.CELL.finditer(markdown):
        header = page_inputs.HEADER.match(match["body"])
        header = header[0] if header else ""
        source = match["body"].removeprefix(header).strip("\n")
        tags = "remove-cell" not in header, "nbval-ignore-output" in header
        try:
            cells.append(Cell(source, *tags))
        except SyntaxError:  # not Python alone
            cells.append(Cell("", *tags))
    return cells


def decide(cells, slow=(), varies=()):
    """Return the cells that the page shows, those marked that can run.

    `slow` holds how cells begin that take too long, `varies` how those do that print something else
    on another machine.
    """
    lost, random, modules, late = {"open", "input"}, set(), set(), {}
    for cell in cells:
        late = {name: late[name] for name in late.keys() - cell.binds} | cell.late
        cell.reads |= called(cell.reads, late) - cell.binds
        lost |= cell.unfit
        modules |= cell.modules
        cell.changes = (cell.changes | cell.reads & random) - modules
        random = random - cell.binds | cell.makes
        waits = cell.source.startswith(tuple(slow))
        cell.varies |= cell.source.startswith(tuple(varies))
        cell.runs = cell.shown and not (cell.reads & lost or cell.only_imports or waits)
        lost = lost - cell.binds if cell.runs else lost | cell.binds | cell.changes
    return [cell for cell in cells if cell.shown]


def called(names, late):
    """Return what functions among these names look up when they are called, through others too."""
    found, todo = set(), list(names)
    while todo:
        more = late.get(todo.pop(), set()) - found
        found |= more
        todo += more
    return found


def plan(cells):
    """Return what the page must know: of each cell that runs what it reads, binds and changes."""
    kept = {n: cell for n, cell in enumerate(cells, 1) if cell.runs}
    known = {name for cell in kept.values() for name in cell.binds | cell.changes}
    return {
        n: {
            "reads": sorted((cell.reads | cell.changes) & known),
            "writes": sorted(cell.binds | cell.changes),
            **({"varies": True} if cell.varies else {}),
        }
        for n, cell in kept.items()
    }


def is_worth_it(cells):
    """Tell whether enough of a chapter runs here to offer it."""
    running = sum(cell.runs for cell in cells)
    return running >= ENOUGH[0] and running >= ENOUGH[1] * len(cells)
