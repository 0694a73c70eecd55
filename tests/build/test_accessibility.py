"""_ext/accessibility.py: what it mends, and that it says so when there is nothing to mend."""

from types import SimpleNamespace

import pytest

from accessibility import FOLD, REPAIRS, SIDEBAR, UnknownTheme, mend, mend_site, not_found, places

PAGE = f'{SIDEBAR} class="a"></div><li>{FOLD} role="b"></span></summary></li>'
SOLVED = '<section id="exercise-content">'
CITED = '<div role="list" class="citation-list"><div class="citation" role="doc-biblioentry">'


def environment(nested=True, cited=("bibliography",), solved=("bibliography",)):
    """Return what the extension asks of Sphinx's environment."""
    keys = [SimpleNamespace(bibliography_key=SimpleNamespace(docname=name)) for name in cited]
    kinds = ("exercise-start", "solution")
    entries = [{"type": kind, "docname": name} for kind in kinds for name in solved]
    includes = {"index": ["chapters/one"]} | ({"chapters/one": ["lab"]} if nested else {})
    return SimpleNamespace(
        found_docs={"index", "chapters/one", "bibliography"},
        config=SimpleNamespace(root_doc="index"),
        toctree_includes=includes,
        sphinx_exercise_registry=dict(enumerate(entries)),
        get_domain=lambda name: SimpleNamespace(citations=keys),
    )


def site(**changed):
    return {"index": PAGE, "chapters/one": PAGE, "bibliography": PAGE + CITED + SOLVED} | changed


def test_every_fault_is_mended():
    mended = mend(PAGE + CITED + SOLVED)
    assert 'role="region" aria-label="Table of contents" class="a"' in mended
    assert '<summary aria-label="Show or hide' in mended
    assert "doc-biblioentry" not in mended and 'role="list"' not in mended
    assert mended.endswith("<section><section>")


def test_a_site_with_every_fault_passes():
    assert not_found(site(), places(environment())) == []


@pytest.mark.parametrize("repair", REPAIRS, ids=lambda repair: repair.fault[:30])
def test_a_fault_that_is_gone_is_told(repair):
    changed = {"bibliography": (PAGE + CITED + SOLVED).replace(repair.fault, "<other>")}
    (told,) = not_found(site(**changed), places(environment()))
    assert "bibliography.html" in told and repair.fault in told


def test_what_a_book_does_not_have_is_not_asked_for():
    plain = {name: html.replace(FOLD, "") for name, html in site(bibliography=PAGE).items()}
    assert not_found(plain, places(environment(nested=False, cited=(), solved=()))) == []


def test_a_changed_theme_fails_the_build_and_nothing_is_half_mended(tmp_path):
    for name, html in site(index="<div id='renamed'>").items():
        path = tmp_path / f"{name}.html"
        path.parent.mkdir(exist_ok=True)
        path.write_text(html)
    with pytest.raises(UnknownTheme, match=r"theme has changed.*\n.*index\.html has no"):
        mend_site(application(tmp_path), None)
    assert (tmp_path / "bibliography.html").read_text() == PAGE + CITED + SOLVED


def application(folder, builder="html"):
    return SimpleNamespace(outdir=folder, env=environment(), builder=SimpleNamespace(name=builder))


def test_after_a_failed_build_or_one_of_another_kind_there_is_nothing_to_say(tmp_path):
    mend_site(application(tmp_path), RuntimeError())
    mend_site(application(tmp_path, "linkcheck"), None)
