# Two commands on a fresh machine: make install, make run. Needs Python 3.11 or newer, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python requirements/install.py

.PHONY: install run test test-long lint bench shots clean
.DEFAULT_GOAL := run

install: $(VENV)/.run

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Perlu Python 3.11 atau lebih baru."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Perlu modul venv; di Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/.run: requirements/run.txt requirements/uv.txt requirements/install.py pyproject.toml | $(VENV)/bin/python
	@echo "Memasang paket (kurang dari satu menit) ..."
	@$(INSTALL) requirements/run.txt
	@$(INSTALL) --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.run
	@echo "Memasang perkakas pengembang ..."
	@$(INSTALL) requirements/dev.txt
	@touch $@

run: $(VENV)/.run
	@exec $(BIN)/swadaya run

# A file's tests stay with one worker; pure tests come last and fill what is left.
PYTEST := $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

test: $(VENV)/.dev
	$(PYTEST)

test-long: $(VENV)/.dev
	$(PYTEST) --long

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
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
