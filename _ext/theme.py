"""Serve what a reader uses of the theme, and nothing twice.

The theme and the extensions that Jupyter Book loads bring 18 scripts and 13 stylesheets to every
page, most of them for what this book does not do. When the site has been written, this module

* takes out what no reader uses (``CUTS``) and puts right what the theme gets wrong (``MENDS``);
  as in ``accessibility.py``, one that finds nothing fails the build: the theme has changed;
* joins the stylesheets that all pages share into ``site.css`` and the scripts into ``site.js``,
  leaves out rules for classes that no page and no script names, and deletes what was joined;
* cuts the icon font down to the icons in use, and puts it into the stylesheet;
* tells the browser the size of every picture, and to leave those far below for later.

Pages stay readable from a disk: all addresses stay relative, and no script becomes a module.
"""

import base64
import hashlib
import io
import logging
import re
from os.path import relpath
from pathlib import Path
from typing import NamedTuple

import imagesize
import tinycss2
from fontTools import subset
from fontTools.ttLib import TTFont
from sphinx.errors import SphinxError

from explorable import without_comments


class Change(NamedTuple):
    """A pattern in the theme's HTML, and what stands there instead."""

    pattern: str
    instead: str
    where: str = "every page"  # or "every page but the search", "pages with contents"


# The mode is read before anything is drawn, so that nothing flashes; storage can be forbidden. On
# paper every page is light.
MODE = """<script>
    ((page) => {
      let mode;
      try { mode = localStorage.getItem("mode"); } catch {}
      page.mode = ["light", "dark"].includes(mode) ? mode : "auto";
      const dark = matchMedia("(prefers-color-scheme: dark)").matches;
      page.theme = page.mode === "auto" ? (dark ? "dark" : "light") : mode;
      let chosen = "";
      const onPaper = (paper) => {
        if (paper === Boolean(chosen)) return;
        [page.theme, chosen] = paper ? ["light", page.theme] : [chosen, ""];
      };
      addEventListener("beforeprint", () => onPaper(true));
      addEventListener("afterprint", () => onPaper(false));
      matchMedia("print").addEventListener("change", (paper) => onPaper(paper.matches));
    })(document.documentElement.dataset);
  </script>"""
CONTENTS_BELOW = (
    '<noscript><a class="to-contents" href="#pst-primary-sidebar">Contents</a></noscript>'
    '<button class="sidebar-toggle primary-toggle btn'
)
CUTS = (
    # 543 KB that draw icons as SVG; the theme's stylesheet has every icon as a glyph
    Change(r"<script defer src=\S+/fontawesome\.js\S*</script>", ""),
    # preloads of two scripts that are joined to the others
    Change(r'<link rel="preload" as="script" href=\S+/scripts/\S+ />', ""),
    # the search field leads to search.html, which brings these itself
    Change(
        r'<script src=\S+(searchtools|language_data|searchindex)\.js\S*</script>',
        "",
        "every page but the search",
    ),
    # tabs of sphinx-design: no page has any
    Change(r"<script data-sd-tabs\S+ src=\S+design-tabs\.js\S*</script>", ""),
    # for the theme's version switcher, and a search while one types: neither is switched on
    Change(r"<script>DOCUMENTATION_OPTIONS\.\w+ = [^<]*</script>", ""),
    # for running cells on another company's servers
    Change(
        r'<script type="text/x-thebe-config">.*?</script>\s*<script>kernelName = [^<]*</script>',
        "",
        "pages with cells",
    ),
    # for the search service of another company
    Change(r'<meta name="docsearch:\w+" content="[^"]*" ?/>', ""),
    # stands there twice more
    Change(r'<meta name="viewport" content="width=device-width, initial-scale=1" ?/>', ""),
)  # fmt: skip
MENDS = (
    # the theme asks for a mode that nobody named, and says so on every page's console
    Change(r'<script data-cfasync="false">.*?</script>', MODE),
    # below 960 pixels the contents are behind a button, which does nothing without scripts
    Change(r'<button class="sidebar-toggle primary-toggle btn', CONTENTS_BELOW),
    # its highlight in the contents loses its place: contents.js keeps it, under another name
    Change(r'<nav id="pst-page-toc-nav"', '<nav id="page-contents"', "pages with contents"),
)
GONE = (  # below _static, once the pages have been changed
    "scripts/*.map", "styles/*.map", "locales", "vendor", "webpack-macros.html",
    "scripts/fontawesome.*", "sphinx-thebe.*", "design-tabs.js", "basic.css",
)  # fmt: skip
SHEET = re.compile(r'[ \t]*<link\b(?=[^>]*\brel="stylesheet")[^>]*\bhref="([^"?]+)[^"]*"[^>]*>\n?')
SCRIPT = re.compile(
    r'[ \t]*<script\b(?![^>]*type="module")[^>]*\bsrc="([^"?]+)[^"]*"[^>]*></script>\n?'
)
IMPORT = re.compile(r"""@import\s+(?:url\()?["']?([^"')]+)["']?\)?\s*;""")
ADDRESS = re.compile(r"""url\((["']?)(?!data:|[a-z]+:|#|/)([^"')]+)\1\)""")
COMMENT = re.compile(r"/\*(?!!).*?\*/", re.DOTALL)  # licences begin with /*!
FONT = re.compile(r"@font-face\{[^}]*?src:url\(([^)]*/(fa-\w+-\d+)\.woff2)\)[^}]*\}")
# Only these are searched for rules that match nothing; ours stay as they are written.
THEIRS = (
    "pydata-sphinx-theme.css",
    "sphinx-book-theme.css",
    "sphinx-design",
    "mystnb",
    "basic.css",
)
PUT_TOGETHER = ("bs-tooltip-", "bs-popover-", "theme-")  # by a script, so in no vocabulary
GLYPH = re.compile(r"""(["'])(?:\\([0-9a-f]{1,5})|\\?([^\\"']))\1""")  # "\f0c9", or the sign itself


class UnknownTheme(SphinxError):
    """What used to be in the theme's HTML was not found."""

    category = "Theme"


def change(html, name, kinds, changes=(*CUTS, *MENDS)):
    """Return a page's HTML with every change made, and a sentence for each that found nothing."""
    faults = []
    for each in changes:
        if each.where not in kinds:
            continue
        html, count = re.subn(each.pattern, lambda _, e=each: e.instead, html, flags=re.DOTALL)
        if not count:
            faults.append(f"{name} has no {each.pattern}")
    return html, faults


def kinds_of(name, html):
    """Return which kinds of page this is: what has to be found on it."""
    kinds = {"every page"}
    if name != "search":
        kinds.add("every page but the search")
    if "x-thebe-config" in html:
        kinds.add("pages with cells")
    if 'class="page-toc' in html:
        kinds.add("pages with contents")
    return kinds


def shared(pages, pattern):
    """Return the files that every page loads, in the order of the longest list."""
    lists = [
        [(page.parent / url).resolve() for url in pattern.findall(html)] for page, html in pages
    ]
    longest = max(lists, key=len)
    return [path for path in longest if all(path in each for each in lists) and path.is_file()]


def sheet(path, folder, words):
    """Return a stylesheet with what it imports, addresses as seen from `folder`."""
    text = COMMENT.sub("", path.read_text(encoding="utf-8"))
    imported = [sheet((path.parent / url).resolve(), folder, words) for url in IMPORT.findall(text)]
    text = IMPORT.sub("", text)
    if any(name in path.name for name in THEIRS):
        text = used(text, words)

    def moved(found):
        target = (path.parent / found[2]).resolve()
        return f"url({Path(relpath(target, folder)).as_posix()})"

    return "".join(imported) + ADDRESS.sub(moved, text)


def used(css, words):
    """Return a stylesheet without the rules whose classes are in no page and no script."""
    rules = tinycss2.parse_stylesheet(css, skip_whitespace=True)
    return "".join(filter(None, (_used(rule, words) for rule in rules)))


def _used(rule, words):
    if rule.type == "at-rule" and rule.lower_at_keyword in ("media", "supports"):
        inside = used(tinycss2.serialize(rule.content), words)
        prelude = tinycss2.serialize(rule.prelude)
        return f"@{rule.at_keyword}{prelude}{{{inside}}}" if inside else ""
    if rule.type != "qualified-rule":
        return rule.serialize()
    kept = [part for part in _selectors(rule.prelude) if _can_match(part, words)]
    body = tinycss2.serialize(rule.content).strip()
    return f"{','.join(kept)}{{{body}}}" if kept else ""


def _selectors(prelude):
    parts = [[]]
    for token in prelude:
        if token == ",":
            parts.append([])
        else:
            parts[-1].append(token)
    return [tinycss2.serialize(part).strip() for part in parts]


def _can_match(selector, words):
    """Tell whether all classes are known; what stands in brackets, as of :not, is not judged."""
    bare = re.sub(r"\([^()]*(\([^()]*\)[^()]*)*\)|\[[^\]]*\]", "", selector)
    names = re.findall(r"[.#]((?:[\w-]|\\.)+)", bare)
    return all(name.replace("\\", "") in words or name.startswith(PUT_TOGETHER) for name in names)


def vocabulary(folder, htmls):
    """Return every word in a page's tags and in a script that is served."""
    big = ("fontawesome", "tex-chtml", "searchindex", "bootstrap.js.map")
    scripts = [p for p in folder.rglob("*.js") if not p.name.startswith(big)]
    texts = [tag for html in htmls for tag in re.findall(r"<[a-z][^>]*>", html)]
    texts += [path.read_text(encoding="utf-8", errors="ignore") for path in scripts]
    return set(re.findall(r"[A-Za-z_][\w-]*", " ".join(texts)))


def small_icons(css, folder):
    """Return the stylesheet with its icon fonts cut down to the glyphs it names, and put in."""
    named = GLYPH.findall(FONT.sub("", css))
    needed = {int(code, 16) if code else ord(sign) for _, code, sign in named}

    def font(found):
        data = glyphs((folder / found[1]).with_suffix(".ttf"), needed)
        face = re.sub(r"src:.*", "", found[0])
        return f'{face}src:url(data:font/woff;base64,{data}) format("woff")}}' if data else ""

    return FONT.sub(font, css)


def glyphs(path, needed):
    """Return a font's needed glyphs as WOFF in base64; nothing where it has none of them."""
    logging.getLogger("fontTools").setLevel(logging.WARNING)  # it tells every table it cuts
    font = TTFont(path, recalcTimestamp=False)
    found = sorted(needed & set(font.getBestCmap()))
    if not found:
        return ""
    options = subset.Options(flavor="woff", hinting=False, layout_features=[], name_IDs=[])
    cutter = subset.Subsetter(options)
    cutter.populate(unicodes=found)
    cutter.subset(font)
    font.flavor = "woff"
    written = io.BytesIO()
    font.save(written)
    return base64.b64encode(written.getvalue()).decode()


def script(path, is_ours):
    """Return a script to be joined: ours keeps its names and its errors to itself."""
    text = re.sub(r"^//# sourceMappingURL=.*$", "", path.read_text("utf-8"), flags=re.MULTILINE)
    if is_ours:
        text = f"try {{\n{without_comments(text)}\n}} catch (error) {{ reportError(error); }}"
    return f"{text.rstrip()}\n;"


def join(pages, static, ours):
    """Write ``site.css`` and ``site.js``; return the pages that load them, and what was joined.

    `ours` is the folder whose scripts are the book's own.
    """
    words = vocabulary(static, [html for _, html in pages])
    sheets, scripts = shared(pages, SHEET), shared(pages, SCRIPT)
    css = small_icons("".join(sheet(path, static, words) for path in sheets), static)
    js = "".join(script(path, (ours / path.relative_to(static)).is_file()) for path in scripts)
    changed = []
    for page, html in pages:
        html = _instead(page, html, SHEET, sheets, _link(page, static / "site.css", css))
        changed.append((page, _instead(page, html, SCRIPT, scripts, _load(page, static, js))))
    (static / "site.css").write_text(css, encoding="utf-8")
    (static / "site.js").write_text(js, encoding="utf-8")
    return changed, [*sheets, *scripts]


def _instead(page, html, pattern, joined, tag):
    """Put `tag` where the first joined file was loaded; defer the scripts that stay."""
    tags = iter([tag])

    def replaced(found):
        if (page.parent / found[1]).resolve() in joined:
            return next(tags, "")
        later = pattern is SCRIPT and " defer" not in found[0] and " async" not in found[0]
        return found[0].replace("<script", "<script defer", 1) if later else found[0]

    return pattern.sub(replaced, html)


def _address(page, path, text):
    digest = hashlib.sha256(text.encode()).hexdigest()[:8]
    return f"{Path(relpath(path, page.parent)).as_posix()}?v={digest}"


def _link(page, path, text):
    return f'    <link rel="stylesheet" href="{_address(page, path, text)}">\n'


def _load(page, static, text):
    return f'    <script defer src="{_address(page, static / "site.js", text)}"></script>\n'


def sized(page, html):
    """Say of the article's pictures how large they are, and let all but the first wait."""
    start, end = html.find("<article"), html.rfind("</article>")
    seen = iter([""])

    def told(found):
        tag, address = found[0], re.search(r'\bsrc="([^"?]+)', found[0])
        lazy = next(seen, ' loading="lazy"') if " loading=" not in tag else ""
        size = (
            ""
            if re.search(r" (width|height|style)=", tag) or not address
            else _size(page.parent / address[1])
        )
        return f"<img{lazy}{size}{tag[4:]}"

    return html[:start] + re.sub(r"<img\b[^>]*>", told, html[start:end]) + html[end:]


def _size(path):
    """Return the attributes that hold a picture's size in CSS pixels."""
    if not path.is_file():
        return ""
    width, height = imagesize.get(path)
    if path.suffix == ".svg":  # matplotlib writes points
        tag = re.search(r"<svg\b[^>]*>", path.read_text(encoding="utf-8"))[0]
        found = re.findall(r'\s(?:width|height)="([\d.]+)(pt|px|)"', tag)
        if len(found) != 2:
            return ""
        width, height = (round(float(n) * (4 / 3 if unit == "pt" else 1)) for n, unit in found)
    return f' width="{width}" height="{height}"' if width > 0 else ""


def lighten(app, exception):
    """Change every page of the finished site, join what all share, delete what is left over."""
    if exception is not None or app.builder.name != "html":
        return
    folder = Path(app.outdir).resolve()
    pages, faults = [], []
    for page in sorted(folder.rglob("*.html")):
        if "_static" in page.relative_to(folder).parts:
            continue
        name = page.relative_to(folder).with_suffix("").as_posix()
        html = page.read_text(encoding="utf-8")
        html, missing = change(html, name, kinds_of(name, html))
        faults += missing
        pages.append((page, sized(page, html)))
    if faults:
        told = "\n  ".join(faults[:5])
        raise UnknownTheme(f"the theme has changed; look at _ext/theme.py:\n  {told}")
    pages, joined = join(pages, folder / "_static", Path(app.srcdir) / "_assets")
    for page, html in pages:
        page.write_text(html, encoding="utf-8")
    clear(folder / "_static", joined)


def clear(static, joined):
    """Delete what no page loads any more."""
    for path in (*joined, *(p for pattern in GONE for p in static.glob(pattern))):
        if path.is_dir():
            for inside in sorted(path.rglob("*"), reverse=True):
                inside.rmdir() if inside.is_dir() else inside.unlink()
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def setup(app):
    app.connect("build-finished", lighten, priority=900)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
