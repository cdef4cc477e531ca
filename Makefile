# make demo and make test need only Python 3.11 or newer, make and a network.
PYTHON ?= python3.11
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev

.PHONY: install demo test lint docs claims calibrate calibrate-forecast check-forecast bench clean

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --editable .
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes --requirement requirements-dev.lock
	@touch $@

demo: $(STAMP)
	$(BIN)/myotome explain examples/l5-foraminal-disc.yaml || test $$? -le 4

lint: $(DEV_STAMP)
	$(BIN)/ruff check src tests benchmarks docs
	$(BIN)/ruff format --check src tests benchmarks docs
	$(BIN)/mypy

test: lint docs
	$(BIN)/pytest

# The commands in the tutorials are run while the site is built; a warning is an error.
docs: $(DEV_STAMP)
	$(BIN)/sphinx-build -q -W --keep-going -b html docs docs/_build/html

# The page of the claims: every number of the model is run anew.
claims: $(DEV_STAMP)
	$(BIN)/python -m myotome.report.claims_markdown docs/claims.md

calibrate: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.explain.calibrate

calibrate-forecast: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.forecast.calibrate

check-forecast: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.forecast.calibrate --check

bench: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) docs/_build .mypy_cache .ruff_cache .pytest_cache
