"""Execute the pages whose results are not in the cache, two at a time; `build_book` calls this.

The build then finds every page executed. Each page has one TensorFlow and one BLAS thread, which
at the book's sizes is faster than two and leaves the other core to the next page. While a cell
measures time, no other cell runs on the machine.
"""

import argparse
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import suppress
from pathlib import Path

import yaml
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn
from jupyter_cache.executors.utils import single_nb_execution
from myst_nb.core.read import read_myst_markdown_notebook

import file_locks
from contents import pages
from page_inputs import fingerprint

ROOT = Path(__file__).resolve().parents[1]
WORKERS = min(4, os.cpu_count() or 1) if file_locks.AVAILABLE else 1
MEASURES = ("perf_counter", "process_time", "timeit", "tracemalloc")
STAMPS = ".fingerprints.json"


class Quiet:
    """Shared or sole use of the machine: cells share it, one that measures has it alone.

    Two files are locked in turn, so that a measuring cell is not kept waiting for ever by others
    that come and go: whoever wants in holds the first while it waits for the second.
    """

    def __init__(self, folder=None):
        folder = Path(folder or tempfile.gettempdir())
        user = os.getuid() if hasattr(os, "getuid") else 0
        self.paths = [folder / f"unrolled-{user}-{name}.lock" for name in ("turn", "machine")]
        self.held = None

    def enter(self, alone):
        """Wait until the machine may be used, by nobody else if `alone`."""
        with self.paths[0].open("w") as turn:
            file_locks.lock(turn)
            self.held = self.paths[1].open("w")
            file_locks.lock(self.held, shared=not alone)

    def leave(self):
        """Let others in."""
        if self.held is not None:
            self.held.close()
            self.held = None


def measures(cell):
    """Tell whether a cell measures time or memory."""
    tagged = "nbval-ignore-output" in cell.metadata.get("tags", [])
    return tagged or any(word in cell.source for word in MEASURES)


def cell_timeout(source):
    """Return the seconds that the book's configuration gives to one cell."""
    config = yaml.safe_load((source / "_config.yml").read_text(encoding="utf-8"))
    return config["execute"]["timeout"]


def execute(path, notebook, timeout):
    """Execute a notebook in place, from the folder of its page; return jupyter-cache's result."""
    quiet = Quiet()
    try:
        return single_nb_execution(
            notebook,
            cwd=str(path.parent),
            timeout=timeout,
            allow_errors=False,
            coalesce_streams=True,  # pieces of a printout differ from run to run
            on_cell_execute=lambda cell, cell_index: quiet.enter(measures(cell)),
            # Not `on_cell_complete`, which is called as soon as the cell has been sent.
            on_cell_executed=lambda cell, cell_index, execute_reply: quiet.leave(),
        )
    finally:
        quiet.leave()


class Pages:
    """The pages of a book with code, what they depend on, and the cache of their results."""

    def __init__(self, source):
        self.source, self.build = source, source / "_build"
        self.cache = get_cache(str(self.build / ".jupyter_cache"))
        self.stamps = stored_stamps(self.build)

    def stale(self):
        """Return (page, path, notebook, fingerprint) of what has to be executed, slowest first.

        What the cache holds for such a page was made from other inputs, and is dropped.
        """
        found = []
        for page, now in fingerprints(self.source).items():
            path = self.source / f"{page}.md"
            notebook = read_myst_markdown_notebook(path.read_text(encoding="utf-8"))
            record = None
            with suppress(KeyError):
                record = self.cache.match_cache_notebook(notebook)
            stamp = self.stamps.get(page, {})
            if record is not None and stamp.get("inputs") == now:
                continue
            if record is not None:
                self.cache.remove_cache(record.pk)
            # A page never seen here is taken for a slow one; such pages keep the reading order.
            found.append((stamp.get("seconds", 999), page, path, notebook, now))
        return [rest for _, *rest in sorted(found, key=lambda item: -item[0])]

    def keep(self, page, path, notebook, stamp, seconds):
        """Put an executed page into the cache, as the build itself would."""
        bundle = CacheBundleIn(notebook, str(path), data={"execution_seconds": seconds})
        self.cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
        self.stamps[page] = {"inputs": stamp, "seconds": round(seconds, 1)}
        text = json.dumps(self.stamps, indent=1, sort_keys=True)
        (self.build / STAMPS).write_text(text + "\n", encoding="utf-8")


def stored_stamps(build):
    """Return what the cached pages were made from; nothing is trusted that cannot be read."""
    with suppress(OSError, ValueError):
        stamps = json.loads((build / STAMPS).read_text(encoding="utf-8"))
        return stamps if isinstance(stamps, dict) else {}
    return {}


def fingerprints(source):
    """Return the fingerprint of every page with code, by name."""
    texts = {page: (source / f"{page}.md").read_text(encoding="utf-8") for page in pages(source)}
    return {p: fingerprint(ROOT, text) for p, text in texts.items() if "{code-cell}" in text}


def execute_pages(source, workers=WORKERS):
    """Execute what is stale; return the number of pages that failed."""
    book, failed = Pages(source), 0
    pool, timeout = ThreadPoolExecutor(workers), cell_timeout(source)
    running = {pool.submit(execute, path, nb, timeout): (page, path, nb, stamp)
               for page, path, nb, stamp in book.stale()}  # fmt: skip
    for future in as_completed(running):
        page, path, notebook, stamp = running[future]
        result = future.result()
        if result.err is None:
            book.keep(page, path, notebook, stamp, result.time)
            print(f"  {page:<44} executed in {result.time:.1f} s", flush=True)
        else:
            failed += 1
            print(f"  {page}: a cell raised\n{result.exc_string}", flush=True)
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--source", type=Path, default=ROOT, help="folder holding _config.yml")
    parser.add_argument("--workers", type=int, default=WORKERS, help="pages at a time")
    options = parser.parse_args()
    try:
        return int(execute_pages(options.source.resolve(), options.workers) > 0)
    except KeyboardInterrupt:
        os._exit(130)  # without waiting for the kernels, which end when this process is gone


if __name__ == "__main__":
    sys.exit(main())
