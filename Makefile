# make demo and make test need Python 3.11, 3.12 or 3.13, make and a network. Another Python: make PYTHON=/path/to/it
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
export VENV PYTHON

.PHONY: install demo serve test lint docs coverage messages claims calibrate strengths calibrate-forecast check-forecast bench clean

install: $(STAMP)

$(STAMP): pyproject.toml requirements.lock
	scripts/install
	@touch $@

$(DEV_STAMP): $(STAMP) requirements-dev.lock
	scripts/install dev
	@touch $@

demo: $(STAMP)
	$(BIN)/myotome explain examples/l5-foraminal-disc.yaml || test $$? -le 4
	@mkdir -p build
	@$(BIN)/myotome report examples/l5-foraminal-disc.yaml -o build/l5-foraminal-disc.pdf || test $$? -le 4

# The page, on this computer alone.
serve: $(STAMP)
	$(BIN)/myotome serve

lint: $(DEV_STAMP)
	scripts/check

test: lint docs
	scripts/test

# The commands in the tutorials are run while the site is built; a warning is an error.
docs: $(DEV_STAMP)
	scripts/docs

# All tests, slow ones too, and the share of the code that they run.
coverage: $(DEV_STAMP)
	scripts/coverage

# The catalogues of the languages: sentences that are new in code or tables are added, untranslated.
messages: $(DEV_STAMP)
	scripts/messages

# The page of the claims: every number of the model is run anew.
claims: $(DEV_STAMP)
	$(BIN)/python -m myotome.report.claims_markdown docs/claims.md

calibrate: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.explain.calibrate
	$(BIN)/python -m myotome.evidence.explain.influence benchmarks/localisation/cases

strengths: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.explain.learn_strengths benchmarks/localisation/cases benchmarks/localisation/earlier_cases --parts

calibrate-forecast: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.forecast.calibrate

check-forecast: $(DEV_STAMP)
	$(BIN)/python -m myotome.evidence.forecast.calibrate --check

bench: $(DEV_STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[bench]"
	$(BIN)/python -m benchmarks

clean:
	rm -rf $(VENV) dist docs/_build .mypy_cache .ruff_cache .pytest_cache .coverage
