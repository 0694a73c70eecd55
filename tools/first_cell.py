"""The first code cell of every notebook: it sees to it that the helper package can be imported.

Beside the notebooks it is found, on Google Colab it is installed, anywhere else the cell says what
to install and from where. On Colab nothing else is touched: TensorFlow and IPython are there, and
another build of TensorFlow over Colab's own breaks both. Where the book was built without a public
address, the cell names nothing that could be installed: a package of that name on the
index would be a stranger's.
"""

CELL = """\
# Makes the book's helper package, `unrolled`, available. Where it is already, this does nothing.
import importlib.util, os, pathlib, sys

found = importlib.util.find_spec("unrolled")
beside = [p for p in pathlib.Path.cwd().parents if (p / "unrolled" / "layers.py").is_file()]
if found and found.origin:  # a folder that only has the name has no origin
    pass
elif beside:  # the folder of the notebooks, copied as a whole
    sys.path.append(str(beside[0]))
{elsewhere}"""

KNOWN = """\
elif "COLAB_RELEASE_TAG" in os.environ:  # Colab has everything else
    %pip install --quiet --no-deps "{requirement}"
else:
    raise ModuleNotFoundError(
        "This notebook needs the book's helper package.\\n"
        "To install it, run this in a cell of its own, then this cell again:\\n\\n"
        '    %pip install {options}"{requirement}"\\n\\n'
        "{brings}"
    )
"""

UNKNOWN = """\
else:
    raise ModuleNotFoundError(
        "This notebook needs the book's helper package, which is not here.\\n"
        "It was made by a build that knows no public address, so it cannot say where to get it;\\n"
        "a package of the same name elsewhere is not this one. Open the notebook in the folder\\n"
        "of the book that made it, with the Jupyter of that book's environment,\\n"
        "or lay the book's folder `unrolled` beside the folder of this notebook."
    )
"""

EVERYTHING = "It brings NumPy, matplotlib, TensorFlow and Keras: an environment of its own is best."
NUMPY_ALONE = "Besides it, this notebook needs NumPy and nothing else."


def first_cell(requirement, numpy_alone=False):
    """Return the source of the first cell.

    Parameters
    ----------
    requirement : str
        What pip installs, for instance ``git+https://example.org/book@notebooks``; empty where the
        build knows no address.
    numpy_alone : bool
        Whether the notebook does without the packages that the helper's metadata asks for.
    """
    if not requirement:
        return CELL.format(elsewhere=UNKNOWN).rstrip()
    if set(requirement) & set("\"'\\\n{}$"):
        raise ValueError(f"the requirement must be a plain address, got {requirement!r}")
    options, brings = ("--no-deps ", NUMPY_ALONE) if numpy_alone else ("", EVERYTHING)
    known = KNOWN.format(requirement=requirement, options=options, brings=brings)
    return CELL.format(elsewhere=known).rstrip()
