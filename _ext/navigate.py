"""Load what helps a reader to find the way, on every page: ``_assets/navigate.js`` says what."""


def add(app):
    app.add_css_file("navigate.css")
    app.add_js_file("navigate.js", loading_method="defer")


def setup(app):
    app.connect("builder-inited", add)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
