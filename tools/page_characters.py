"""The characters on the pages of a built site, by the font that has to have them."""

from html.parser import HTMLParser

# What a learner may type and a later sentence need, used today or not.
LATIN = set(map(chr, [*range(0x20, 0x7F), *range(0xA0, 0x100)])) | set("–—‘’“”…‑−×·•′″Œœ€")
WITHOUT_END = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "wbr"}
CODE = {"code", "pre", "kbd", "samp", "textarea"}
UNSEEN = {"head", "script", "style", "svg", "math"}


class _Reader(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open = []
        self.used = {"text": set(), "code": set()}

    def handle_starttag(self, tag, attrs):
        if tag not in WITHOUT_END:
            classes = (dict(attrs).get("class") or "").split()
            self.open.append("math" if "math" in classes else tag)

    def handle_endtag(self, tag):
        while self.open and self.open.pop() not in (tag, "math"):
            pass

    def handle_data(self, data):
        tags = set(self.open)
        if not tags & UNSEEN:
            self.used["code" if tags & CODE else "text"].update(data)


def characters(folder):
    """Return the sets of characters in the ``text`` and the ``code`` of a site's pages.

    Formulas have a font of their own, and what a script writes later is not seen here.
    """
    used = {"text": set(), "code": set()}
    for path in sorted(folder.rglob("*.html")):
        if "_static" in path.relative_to(folder).parts:
            continue
        reader = _Reader()
        reader.feed(path.read_text(encoding="utf-8"))
        for kind, found in reader.used.items():
            used[kind] |= found
    return used
