# Two commands on a fresh machine: make install, make run. Needs Python 3.11 or newer, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check -qq

.PHONY: install run test test-long lint bench shots clean
.DEFAULT_GOAL := run

install: $(VENV)/.run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Perlu modul venv; di Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "Memasang paket (sekitar satu menit) ..."
	@$(PIP) install --require-hashes -r requirements/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Memasang perkakas pengembang ..."
	@$(PIP) install --require-hashes -r requirements/dev.txt
	@touch $@

run: $(VENV)/.run
	@exec $(BIN)/swadaya run

test: $(VENV)/.dev
	$(BIN)/pytest -n 2

test-long: $(VENV)/.dev
	$(BIN)/pytest -n 2 --long

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/djangofmt --check src/swadaya/web/templates
	$(BIN)/mypy
	$(BIN)/lint-imports

bench: $(VENV)/.dev
	$(BIN)/python -m bench

# Needs a running server: make run in another window.
shots: $(VENV)/.dev
	$(BIN)/python bench/shots.py

clean:
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache dist build shots
	find src tests bench -name __pycache__ -prune -exec rm -rf {} +
