# make book      set up, execute every page, build the site into _build/html
# make check     the fast loop: lint, tests of the helper and of the labs (under a minute)
# make test      the book, then every test, nbval over every notebook, a sample of the evidence
# make test-all  the same and what is exhaustive: every page in every look, whole environments, mutants
# make serve     look at the built site (PORT=8000)
# make work      the notebooks to work in, in work/, which nothing overwrites
# make live      fetch what runs the labs on the site itself (PYODIDE=folder; REGISTRIES=1)
# make class     what a teacher hands out, in _build/class: labs, a wheel, an nbgrader edition
# make archive   notebooks, data, helper and site in one file, for a room without a network
# make pdf       the book as one PDF, in the site, which then links to it; needs Chromium
# make notebooks the notebooks that readers download, in _build/notebooks
# make evidence  train what the recorded results lack; resumable (ONLY=name, WORKERS=2, SCHEDULER=tcp://…)
# make bench     time the NumPy helper beside Keras (and PyTorch, JAX), on an idle machine: 2 minutes
# make screenshots  sheets of every page, in _build/screenshots (ONLY="chapters/04 labs"); needs Chromium
# make hook      have git run the lint before every commit
# make lock      bring requirements.lock up to pyproject.toml (UPGRADE=1: to the newest versions)
# make clean     remove what was built, never work/ (make distclean: the environment too)
#
# Needs Python 3.11 to 3.13, git and make. PYTHON=/path/to/python picks another interpreter.

ifneq ($(filter command line environment,$(origin PYTHON)),)
INSIST := --insist
endif
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin

export JUPYTER_PREFER_ENV_PATH := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export TF_ENABLE_ONEDNN_OPTS := 0

.PHONY: book check test test-all serve work live class archive pdf notebooks evidence bench screenshots hook lock clean distclean set-up

book: set-up
	@$(BIN)/python tools/build_book.py

notebooks: book
	@echo "Notebooks: _build/notebooks (labs with solutions: _build/notebooks/teacher)"
	@echo "To work in them: make work. Every build makes _build anew."

work: book
	@$(BIN)/python tools/fill_work.py

live: set-up
	@$(BIN)/python tools/fetch_pyodide.py $(if $(REGISTRIES),--registries)

class: book
	@$(BIN)/python tools/make_class.py

archive: book
	@$(BIN)/python tools/make_archive.py

pdf: book
	@$(BIN)/python tools/make_pdf.py

check: set-up
	@$(BIN)/python tools/run_tests.py check

test: book
	@$(BIN)/python tools/run_tests.py test

test-all: book
	@$(BIN)/python tools/run_tests.py all

# Workers need the extra "evidence" (dask.distributed), which the lock leaves out.
evidence: set-up
	@$(if $(WORKERS)$(SCHEDULER),$(BIN)/uv pip install --quiet --python $(BIN)/python \
		--no-build-isolation -e '.[evidence]')
	@$(BIN)/python -m experiments $(addprefix --only ,$(ONLY)) $(addprefix --workers ,$(WORKERS)) \
		$(addprefix --scheduler ,$(SCHEDULER))

bench: set-up
	@$(BIN)/python -m tools.bench

screenshots: set-up
	@$(BIN)/python tools/screenshots.py $(ONLY)

serve:
	@$(or $(wildcard $(BIN)/python),$(PYTHON)) tools/serve.py $(PORT)

hook:
	@if [ -e .git/hooks/pre-commit ] && ! grep -q ruff .git/hooks/pre-commit; then \
		echo "There is a pre-commit hook of your own in .git/hooks: nothing was changed." >&2; exit 1; fi
	@printf '%s\n' '#!/bin/sh' '$(BIN)/ruff check . && $(BIN)/ruff format --check .' > .git/hooks/pre-commit
	@chmod +x .git/hooks/pre-commit
	@echo "git runs the lint before every commit: .git/hooks/pre-commit"

lock: set-up
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra notebooks --extra book \
		--universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		$(if $(UPGRADE),--upgrade) --custom-compile-command "make lock" --output-file requirements.lock
	@echo "requirements.lock renewed: run make test before you commit it"

clean:
	@rm -rf _build
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean
	@rm -rf .venv

set-up:
	@if [ -z "$(PYTHON)" ]; then \
		echo "Unrolled needs Python 3.11, 3.12 or 3.13; found: $$(python3 --version 2>&1)." >&2; \
		echo "Install one, or name it: make book PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@$(PYTHON) tools/set_up.py $(INSIST)
