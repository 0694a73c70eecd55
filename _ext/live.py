"""Cells that run where they stand: *Run* and *Check* in the labs, *Run* in the chapters.

What runs them is in ``_assets/live``. It needs Pyodide, which ``make live`` fetches into
``_build/pyodide``. Where that is there, this extension puts it into the site, with the helper
package as a zip, and links the loader from the labs whose exercises need NumPy alone, and from the
chapters of whose cells enough do. Where it is not, a page stays as it is: no button, no script, no
link.
"""

import ast
import gzip
import json
import shutil
import sys
import zipfile
from functools import cache
from pathlib import Path

import runnable
import unrolled

REPOSITORY = Path(unrolled.__file__).resolve().parents[1]
# Cells that take longer than a reader waits, ten seconds and more, by how they begin; and why.
TOO_SLOW = {
    "chapters/05-unstable-gradients": {
        'networks = {"tanh": (False, TANH), "ReLU"': "trains sixty networks, 17 seconds",
    },
    "chapters/09-long-memory": {
        "networks = [learn_recall(seed) for seed": "trains five LSTM layers, 23 seconds",
    },
    "chapters/11-many-series": {
        "lines, flat = {}, lambda part": "fits a line for each hour of the day, 37 seconds",
    },
}
# Cells that run and print other digits than the book; and why. The page says so.
VARIES = {
    "chapters/09-long-memory": {
        "def lstm_start(seed, forget_bias=1.0, scale": "rounding grows like what is measured, 10^5",
    },
    "chapters/14-how-sure": {
        "signal = waves(np.concatenate(kept))": "rounding decides whether a walker steps",
    },
}
# What every first click loads, in the browser's order; matplotlib only when a cell draws.
FIRST = ("pyodide.asm.wasm", "python_stdlib.zip")
CORE = ("pyodide.mjs", "pyodide.asm.js", "pyodide-lock.json", *FIRST)


def pieces(source):
    """Return the folder that holds Pyodide, or None."""
    folder = Path(source) / "_build" / "pyodide"
    return folder if all((folder / name).is_file() for name in CORE) else None


@cache
def page_inputs():
    """Return the tool that knows what a page uses; it is there wherever Pyodide is."""
    if str(REPOSITORY / "tools") not in sys.path:
        sys.path.append(str(REPOSITORY / "tools"))
    import page_inputs

    return page_inputs


def is_live(name, text):
    """Tell whether cells of a page run in the browser: a lab's all, of a chapter's enough."""
    if name.startswith("chapters/"):
        return runnable.is_worth_it(cells_of(name, text))
    if not name.startswith("labs/") or "{code-cell}" not in text:
        return False
    used = set(page_inputs().imports(ast.parse(page_inputs().code_of(text))))
    return not any(runnable.under(name, runnable.TOO_LARGE) for name in used)


@cache
def cells_of(name, text):
    """Return the cells of a chapter, with what each can and needs."""
    cells = runnable.read_cells(page_inputs(), text)
    return runnable.decide(cells, TOO_SLOW.get(name, ()), VARIES.get(name, ()))


def helper_files(texts):
    """Return the files of the helper, and what these pages read, by name.

    Of chapters, the data alone: cells that read recorded results do not run.
    """
    files = {path for path in (REPOSITORY / "unrolled").rglob("*.py")}
    for name, text in texts.items():
        read = set(page_inputs().inputs(REPOSITORY, text))
        own = {path for path in read if REPOSITORY / "unrolled" in path.parents}
        files |= own if name.startswith("chapters/") else read
    files -= {REPOSITORY / name for name in page_inputs().EVERYWHERE}
    named = {path.relative_to(REPOSITORY).as_posix(): path for path in sorted(files)}
    # In an installed package the recorded results lie inside it.
    return {n if n.startswith("unrolled/") else f"unrolled/{n}": p for n, p in named.items()}


def write_helper(texts, path):
    """Write the helper as a zip, the same bytes for the same contents."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, file in sorted(helper_files(texts).items()):
            info = zipfile.ZipInfo(name)
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, file.read_bytes())


def lay(pyodide, texts, live):
    """Put Pyodide and the helper into ``_static/live`` of a site; return what a page must know."""
    live.mkdir(parents=True, exist_ok=True)
    shutil.copytree(pyodide, live / "pyodide", dirs_exist_ok=True)
    write_helper(texts, live / "unrolled.zip")
    for name in filter(lambda name: name.startswith("chapters/"), texts):
        path = live / "plans" / f"{name}.json"
        path.parent.mkdir(parents=True, exist_ok=True)
        plan = runnable.plan(cells_of(name, texts[name]))
        path.write_text(json.dumps(plan, separators=(",", ":")), encoding="utf-8")
    return facts(live)


def facts(live):
    """Return what a first click loads: bytes as they are, and megabytes as hosts send them."""
    lock = json.loads((live / "pyodide" / "pyodide-lock.json").read_text(encoding="utf-8"))
    numpy = lock["packages"]["numpy"]["file_name"]
    counted = [live / "pyodide" / name for name in (*FIRST, numpy)] + [live / "unrolled.zip"]
    sent = sum(len(gzip.compress(path.read_bytes(), 6)) for path in counted)
    sent += len(gzip.compress((live / "pyodide" / "pyodide.asm.js").read_bytes(), 6))
    size = sum(path.stat().st_size for path in counted)
    return {"data-bytes": str(size), "data-megabytes": f"{sent / 1e6:.0f}"}


def live_pages(app):
    """Return the text of every page whose cells can run, by name."""
    texts = {name: Path(app.env.doc2path(name)) for name in app.env.found_docs}
    texts = {n: p.read_text(encoding="utf-8") for n, p in texts.items() if p.suffix == ".md"}
    return {name: text for name, text in texts.items() if is_live(name, text)}


def prepare(app, env):
    """Lay out what runs cells, once all pages are known."""
    app.live_pages, app.live_facts = {}, {}
    pyodide = pieces(app.srcdir)
    if pyodide and app.builder.format == "html":
        app.live_pages = live_pages(app)
    if app.live_pages:
        live = Path(app.outdir) / "_static" / "live"
        app.live_facts = lay(pyodide, app.live_pages, live)


def link_loader(app, pagename, templatename, context, doctree):
    """Link the loader from a page whose cells can run."""
    text = getattr(app, "live_pages", {}).get(pagename)
    if text:
        app.add_css_file("live/live.css")
        app.add_js_file(
            "live/loader.js", type="module", **attributes(pagename, text, app.live_facts)
        )


def attributes(name, text, facts):
    """Return what the loader's tag says of the page."""
    if not name.startswith("chapters/"):
        return {"data-live": name, **facts}
    runs = runnable.plan(cells_of(name, text))
    return {"data-live": name, "data-cells": " ".join(map(str, runs)), **facts}


def setup(app):
    app.connect("env-updated", prepare)
    app.connect("html-page-context", link_loader)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
