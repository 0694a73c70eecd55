"""Hand a number from a cell to the prose: ``glue("mae", 187.2)``, then ``{glue:text}`mae:.0f```.

The book's build tool provides this too; this copy keeps the notebooks free of it, so that
they run wherever NumPy does. Outside a notebook it does nothing.
"""

from numbers import Real

from unrolled._expect import expect, shown


def glue(name, value):
    """Record `value` under `name` for the page's prose; shows nothing in the notebook.

    Parameters
    ----------
    name : str
        Unique in the book; by convention it begins with the page, as in ``first-forecast-mae``.
    value : str, int or float
        Or an array of one number.

    Raises
    ------
    ValueError
        If `name` is no text, or `value` is not one number or text.

    Examples
    --------
    >>> glue("first-forecast-mae", 187.2)
    """
    expect(isinstance(name, str) and name.strip(), "name", "be a string, not empty", shown(name))
    if getattr(value, "size", 0) == 1:  # a NumPy number, or an array of one
        value = value.item()
    expect(isinstance(value, (str, Real)), "value", "be one number or a string", shown(value))
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
    display({prefix + "text/plain": repr(value)}, metadata=metadata, raw=True)
