"""Serve `_assets/` and the palette with the site.

Jupyter Book 1 loads every script and stylesheet it finds under `_static/` on every page, so ours
live in `_assets/` and are added here, by name.
"""

from pathlib import Path

from unrolled.palette import css_variables


def add_assets(app):
    """Copy `_assets` into the site's `_static` and write the palette beside it."""
    folder = Path(app.srcdir) / "_assets"
    if folder.is_dir():
        app.config.html_static_path.append(str(folder))
    generated = Path(app.outdir).parent / "generated-assets"
    generated.mkdir(parents=True, exist_ok=True)
    (generated / "palette.css").write_text(css_variables(), encoding="utf-8")
    app.config.html_static_path.append(str(generated))
    app.add_css_file("palette.css")
    if (folder / "book.css").is_file():
        app.add_css_file("fonts.css")
        app.add_css_file("book.css")
        app.add_css_file("print.css")
        app.add_js_file("book.js", loading_method="defer")
        app.add_js_file("contents.js", loading_method="defer")


def drop_thebe(app, pagename, templatename, context, doctree):
    """Leave out Thebe, which Jupyter Book loads on every page and this book does not use."""
    for key in ("script_files", "css_files"):
        kept = [f for f in context.get(key, []) if "thebe" not in f"{f} {vars(f)}".lower()]
        context[key] = kept


def add_predictions(app, pagename, templatename, context, doctree):
    """Load "predict first" where a page has a box to predict at."""
    if "admonition-predict" in context.get("body", ""):
        app.add_js_file("predict.js", loading_method="defer")


def setup(app):
    app.connect("builder-inited", add_assets)
    app.connect("html-page-context", add_predictions)
    app.connect("html-page-context", drop_thebe, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
