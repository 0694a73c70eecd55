"""Hand a number from a cell to the prose: ``glue("mae", 187.2)``, then ``{glue:text}`mae:.0f```.

The book's build tool provides this too; this copy keeps the notebooks free of it, so that
they run wherever NumPy does. Outside a notebook it does nothing.
"""


def glue(name, value):
    """Record `value` under `name` for the page's prose; shows nothing in the notebook.

    Parameters
    ----------
    name : str
        Unique in the book; by convention it begins with the page, as in ``first-forecast-mae``.
    value : str, int or float
    """
    try:
        from IPython import get_ipython
        from IPython.display import display
    except ImportError:
        return
    if get_ipython() is None:
        return
    # MyST-NB takes glued outputs by this metadata and keeps them off the page by the prefix
    prefix = "application/papermill.record/"
    metadata = {"scrapbook": {"name": name, "mime_prefix": prefix}}
    value = value.item() if hasattr(value, "item") else value
    display({prefix + "text/plain": repr(value)}, metadata=metadata, raw=True)
