"""Buttons in the page header: download, and, where the site is published, launch and edit.

The repository's address is known only there: the publish workflow sets ``UNROLLED_REPOSITORY``
(and ``UNROLLED_BRANCH``). Binder and Colab cannot open MyST sources, so launch links point to the
notebooks that the workflow pushes to a branch of their own, ``UNROLLED_NOTEBOOK_BRANCH``. Binder
builds ``UNROLLED_ENVIRONMENT_BRANCH``, which rarely changes, and nbgitpuller brings the notebooks
when it starts. A local build knows no address and shows no dead button.
"""

import os
from urllib.parse import quote, urlencode, urlsplit

OURS = {"launch-buttons", "download-buttons", "source-buttons", "repository-buttons"}


def link(text, url, icon, label, tooltip):
    """Return one button in the theme's own format."""
    return {
        "type": "link", "text": text, "url": url, "icon": icon, "label": label, "tooltip": tooltip
    }  # fmt: skip


def group(label, icon, tooltip, buttons):
    """Return a menu of buttons in the theme's own format."""
    return {
        "type": "group", "label": label, "icon": icon, "tooltip": tooltip, "buttons": buttons
    }  # fmt: skip


def binder_link(repository, environment_branch, notebook_branch, path):
    """Return the address at which Binder starts the environment and pulls and opens a notebook.

    nbgitpuller clones into a folder of the repository's name, so paths begin with it.
    """
    owner_name = urlsplit(repository).path.strip("/")
    lab = f"lab/tree/{owner_name.split('/')[-1]}/{path}"
    pull = urlencode({"repo": repository, "urlpath": lab, "branch": notebook_branch})
    query = urlencode({"urlpath": f"git-pull?{pull}"}, quote_via=quote)
    return f"https://mybinder.org/v2/gh/{owner_name}/{environment_branch}?{query}"


def launch_links(repository, environment_branch, notebook_branch, pagename):
    """Return the Binder and Colab buttons of a page; `repository` is its full address."""
    path = f"{pagename}.ipynb"
    owner_name = urlsplit(repository).path.strip("/")
    binder = binder_link(repository, environment_branch, notebook_branch, path)
    colab = f"https://colab.research.google.com/github/{owner_name}/blob/{notebook_branch}/{path}"
    return [
        link("Binder", binder, "fas fa-play", "launch-binder", "Run this page in Binder"),
        link("Colab", colab, "fas fa-play", "launch-colab", "Run this page in Colab"),
    ]


def source_links(repository, branch, pagename):
    """Return the repository, edit and issue buttons of a page."""
    edit = f"{repository}/edit/{branch}/{pagename}.md"
    # the fields of .github/ISSUE_TEMPLATE/error.yml
    error = {"template": "error.yml", "title": f"{pagename}: ", "page": pagename}
    issue = f"{repository}/issues/new?{urlencode(error)}"
    return [
        link("Repository", repository, "fab fa-github", "source-repository", "Source repository"),
        link("Edit this page", edit, "fas fa-pencil-alt", "source-edit", "Suggest an edit"),
        link("Open an issue", issue, "fas fa-lightbulb", "source-issue", "Report an error"),
    ]


def download_links(pathto, pagename, is_notebook):
    """Return the download buttons: notebook, the teacher's edition of a lab, print."""
    buttons = []
    if is_notebook:
        url = pathto(f"notebooks/{pagename}.ipynb", 1)
        buttons.append(link(".ipynb", url, "fas fa-code", "download-notebook", "Download notebook"))
    if is_notebook and pagename.startswith("labs/lab-"):
        url = pathto(f"notebooks/teacher/{pagename}.ipynb", 1)
        tip = "Download the teacher's edition, with solutions"
        buttons.append(link(".ipynb with solutions", url, "fas fa-code", "download-teacher", tip))
    buttons.append(
        {
            "type": "javascript",
            "javascript": "window.print()",
            "text": ".pdf",
            "icon": "fas fa-file-pdf",
            "label": "download-pdf",
            "tooltip": "Print to PDF",
        }
    )
    return buttons


def set_buttons(app, pagename, templatename, context, doctree):
    """Replace the theme's launch, download and repository buttons by ours."""
    buttons = [b for b in context.get("header_buttons", []) if b.get("label") not in OURS]
    context["header_buttons"] = buttons
    if doctree is None:
        return
    is_notebook = bool(getattr(app.env, "nb_metadata", {}).get(pagename, {}).get("exec_data"))
    repository = os.environ.get("UNROLLED_REPOSITORY", "").rstrip("/")
    ours = []
    if repository and is_notebook:
        environment = os.environ.get("UNROLLED_ENVIRONMENT_BRANCH", "environment")
        notebooks = os.environ.get("UNROLLED_NOTEBOOK_BRANCH", "notebooks")
        links = launch_links(repository, environment, notebooks, pagename)
        ours.append(group("launch-buttons", "fas fa-rocket", "Run this page", links))
    if repository:
        links = source_links(repository, os.environ.get("UNROLLED_BRANCH", "main"), pagename)
        ours.append(group("source-buttons", "fab fa-github", "Source", links))
    links = download_links(context["pathto"], pagename, is_notebook)
    ours.append(group("download-buttons", "fas fa-download", "Download this page", links))
    context["header_buttons"] = ours + buttons


def setup(app):
    app.connect("html-page-context", set_buttons, priority=600)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
