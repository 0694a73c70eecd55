"""Say on each folded cell what is in it: a figure's code, a helper, or other code.

MyST-NB has one wording for all of them, "Show code cell source".
"""

from docutils import nodes

DRAWN = nodes.figure | nodes.image


def name_folds(app, doctree):
    """Give every folded cell of a page its wording."""
    for cell in doctree.findall(nodes.container):
        if cell.get("nb_element") == "cell_code" and cell.get("hide_mode"):
            cell["prompt_show"] = wording(cell)
            cell["prompt_hide"] = f"Hide the {wording(cell).lower()}"


def wording(cell):
    """Return what a fold is called."""
    if any(isinstance(node, DRAWN) for node in cell.findall()):
        return "Figure code"
    return "Helper code" if cell["hide_mode"] == "all" else "Code"


def setup(app):
    app.connect("doctree-read", name_folds)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
