# Each target does its own set-up; a machine needs Python 3.11 and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CODE := octoscale exporters adapter_rules hpa simulator bench
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/pycache
export MPLCONFIGDIR := $(CURDIR)/$(VENV)/matplotlib

.PHONY: help bench image test soak check unit tools setup cases docs benchmarks clean

help:  ## list the targets
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/'

bench:  ## time 1→8 on the simulated cluster of the paper
	@$(PYTHON) scripts/environment.py $(VENV) cli bench
	@$(BIN)/python -m octoscale.cli.main bench

image:  ## build Octoscale's own image, the one that its manifests name
	@$(PYTHON) scripts/environment.py $(VENV) cli bench serve images
	@$(BIN)/python -m octoscale.cli.main bench images build octoscale --to build/octoscale-image

setup:  ## the environment that the tests run in
	@$(PYTHON) scripts/environment.py $(VENV) dev

tools:  ## unpack the real servers that the tests talk to
	@$(PYTHON) scripts/tools.py .tools

test: setup tools check unit  ## every gate and every test but the soak tests

check: setup  ## lint, types, layers, docstrings
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/interrogate --quiet $(CODE)

unit: setup
	$(BIN)/python -m pytest -q --doctest-modules -m "not soak" $(CODE) tests

soak: setup  ## minutes of load, faults and long simulations
	@$(PYTHON) scripts/tools.py .tools soak
	$(BIN)/python -m pytest -m "soak and not long" tests

long: setup tools  ## the soak tests that take too long for every change
	$(BIN)/python -m pytest -m long tests

cases: setup  ## write the golden files anew, then test them
	OCTOSCALE_WRITE_CASES=1 $(BIN)/python -m pytest -q tests -k "golden or cases" || true
	$(BIN)/python -m pytest -q tests -k "golden or cases"

docs: setup  ## write the generated pages anew
	$(BIN)/python scripts/docs.py

benchmarks: setup tools  ## our own speed, against floors and peers
	@for script in $(filter-out benchmarks/measure.py,$(wildcard benchmarks/*.py)); do echo "== $$script"; $(BIN)/python $$script || exit 1; done

clean:  ## remove what the other targets made
	rm -rf $(VENV) .tools build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
