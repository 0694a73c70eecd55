# make book      set up, execute every page, build the site into _build/html
# make test      the same, then every test, nbval over every notebook, and a sample of the evidence
# make serve     look at the built site (PORT=8000)
# make notebooks the notebooks that readers download, in _build/notebooks
# make evidence  train what the recorded results lack; resumable (ONLY=name for one experiment,
#                WORKERS=2 or SCHEDULER=tcp://host:8786 to spread it; needs the extra "evidence")
# make lock      renew requirements.lock from pyproject.toml
# make clean     remove what was built (make distclean: the environment too)
#
# Needs Python 3.11 to 3.13, git and make. PYTHON=/path/to/python picks another interpreter.

PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2>/dev/null \
	&& echo $$p && break; done)
PORT ?= 8000
BIN := .venv/bin
READY := .venv/.ready

export JUPYTER_PREFER_ENV_PATH := 1
export TF_CPP_MIN_LOG_LEVEL := 3
export TF_ENABLE_ONEDNN_OPTS := 0

.PHONY: book test serve notebooks evidence lock clean distclean

book: $(READY)
	@$(BIN)/python tools/build_book.py

notebooks: book
	@echo "Notebooks: _build/notebooks (labs with solutions: _build/notebooks/teacher)"

test: book
	@$(BIN)/ruff check . && $(BIN)/ruff format --check .
	@$(BIN)/python -m pytest
	@echo "Re-executing every notebook and comparing its outputs"
	@$(BIN)/python -m pytest --nbval --nbval-current-env --nbval-cell-timeout=120 _build/notebooks
	@echo "Retraining a sample of the recorded evidence"
	@$(BIN)/python -m experiments --check 2

evidence: $(READY)
	@$(BIN)/python -m experiments $(addprefix --only ,$(ONLY)) \
		$(addprefix --workers ,$(WORKERS)) $(addprefix --scheduler ,$(SCHEDULER))

serve:
	@$(or $(wildcard $(BIN)/python),$(PYTHON)) tools/serve.py $(PORT)

lock: $(READY)
	@$(BIN)/uv pip compile --quiet pyproject.toml --extra notebooks --extra book --universal \
		--python-version 3.11 --generate-hashes --no-emit-index-url --no-emit-find-links \
		--upgrade --custom-compile-command "make lock" --output-file requirements.lock
	@echo "requirements.lock renewed: run make test before you commit it"

clean:
	@rm -rf _build
	@find . -name __pycache__ -not -path './.venv/*' -prune -exec rm -rf {} +

distclean: clean
	@rm -rf .venv

$(READY): requirements.lock pyproject.toml
	@if [ -z "$(PYTHON)" ]; then \
		echo "Unrolled needs Python 3.11, 3.12 or 3.13; found: $$(python3 --version 2>&1)." >&2; \
		echo "Install one, or name it: make book PYTHON=/path/to/python3.12" >&2; exit 1; fi
	@$(PYTHON) -c 'import sys; v = sys.version_info[:2]; sys.exit(0 if (3, 11) <= v <= (3, 13) else \
		"Unrolled needs Python 3.11, 3.12 or 3.13, and $(PYTHON) is %d.%d. Name another one: \
	make book PYTHON=/path/to/python3.12" % v)'
	@echo "Setting up .venv from requirements.lock (a few minutes the first time)"
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python could not make a virtual environment (Debian: apt install python3-venv)." >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check \
		"$$(sed -n 's/^\(uv==[^ ]*\).*/\1/p' requirements.lock)"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements.lock
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $(READY)
