# Two commands on a fresh machine: make install, make run. Needs Python 3.11 or newer, nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DAYS := $(addprefix tests/integration/,accounts pendataan ledger/test_services.py ledger/test_verify.py ksm/test_bodies.py \
	ksm/test_examples.py ksm/test_standing.py ksm/test_terms.py web/test_ksm_life.py web/test_ksm_people.py \
	web/test_ksm_sheet.py web/test_buku_laporan.py web/test_kerja_periksa.py)
INSTALL := $(BIN)/python requirements/install.py

.PHONY: install run test test-days test-long lint bench shots clean
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
PYTEST = $(if $(CLOCK),.ci/at $(CLOCK)) $(BIN)/pytest -n 2 --dist loadfile --no-loadscope-reorder

# ONLY="tests/unit tests/property" runs a part. CLOCK=18:00 moves every clock, the database's too, to that hour in
# UTC, when Jakarta is a day ahead (needs Debian's package libfaketime).
test: $(VENV)/.dev
	$(PYTEST) $(ONLY)

# The tests that speak of days, at an hour when the day in UTC and the day in Jakarta differ.
test-days:
	@$(MAKE) --no-print-directory test CLOCK=18:00 ONLY="$(DAYS)"

test-long: $(VENV)/.dev
	$(PYTEST) --long $(ONLY)

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
