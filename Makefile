# Everything runs in .venv, from pinned and hashed packages. `make` alone tells what there is.

PYTHON ?= python3
KEEP ?=
ARGS ?=

BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
SAY := @echo "==>"

# Tests start workers and commands by the hundred, and each would compile all that it imports anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help demo test agree soak check bench bench-intake docs temporal lock clean

help: ## tell what there is (the default)
	@echo "Nurture. Begin with: make demo"
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile
	@echo "Another Python: make PYTHON=python3.12 TARGET (3.11 or later)"

demo: .venv/.project temporal ## play four weeks of three candidates on a real Temporal server; KEEP=1 leaves it running
	$(SAY) "Playing four weeks of three candidates (under a minute)"
	@$(BIN)/nurture demo $(if $(KEEP),--keep)

test: .venv/.dev .venv/.project temporal ## run all tests; ARGS="tests/unit -k holiday" runs some
ifdef ARGS
	@$(BIN)/python -m pytest -q --durations=10 $(ARGS)
else
	$(SAY) "Running the tests that need no Temporal, side by side (some minutes)"
	@$(BIN)/python -m pytest -q --durations=5 -n auto --dist worksteal --ignore tests/integration --ignore tests/acceptance
	$(SAY) "Running the tests on a Temporal server, two at a time: they wait more than they work (some minutes)"
	@$(BIN)/python -m pytest -q --durations=5 -n 2 --dist worksteal tests/integration tests/acceptance
endif

agree: .venv/.dev .venv/.project temporal ## play all journeys on a Temporal server, and compare with their rehearsals
	$(SAY) "Playing every journey on a Temporal server (some ten minutes)"
	@NURTURE_AGREE_ON_ALL=1 $(BIN)/python -m pytest -q -n 4 tests/integration/test_simulator_agrees.py $(ARGS)

soak: .venv/.dev .venv/.project temporal ## kill workers and restart servers under journeys, and judge; SOAK_SECONDS=600, SOAK_SEED=1, ARGS=faults
	$(SAY) "Soaking for SOAK_SECONDS (180), and some minutes until all have come to their end"
	@$(BIN)/python -m tests.soak $(ARGS)

check: .venv/.dev .venv/.project ## lint, formatting, types, layers, generated docs
	$(SAY) "Linting (a second)"
	@$(BIN)/ruff check
	$(SAY) "Looking at the formatting (a second)"
	@$(BIN)/ruff format --check
	$(SAY) "Checking the types (half a minute, then seconds)"
	@$(BIN)/mypy
	$(SAY) "Checking that imports point inwards (a few seconds)"
	@$(BIN)/lint-imports
	$(SAY) "Comparing the generated docs with the code (a few seconds)"
	@$(BIN)/nurture docs --check

bench: .venv/.dev .venv/.project temporal ## measure speed, as ratios side by side
	$(SAY) "Measuring (several minutes; keep the machine quiet)"
	@$(BIN)/python -m bench $(ARGS)

bench-intake: .venv/.dev .venv/.project temporal ## deliver 5,000 signed deliveries in a burst while the worker is killed twice
	$(SAY) "Measuring a burst of deliveries (some minutes; keep the machine quiet)"
	@$(BIN)/python -m bench intake

docs: .venv/.project ## write the generated docs anew
	$(SAY) "Writing the generated docs (a few seconds)"
	@$(BIN)/nurture docs
	@$(BIN)/python -m tests.journeys.cookbook

temporal: .venv/.project ## get the Temporal CLI, whose dev server is used by demo and tests
	$(SAY) "Looking for the Temporal CLI (up to 3 minutes where it must be built, once)"
	@$(BIN)/python -m nurture.devserver get

# pip-compile resolves for the Python it runs on: use the oldest that is supported.
COMPILE = CUSTOM_COMPILE_COMMAND="make lock" $(BIN)/pip-compile --quiet --generate-hashes --strip-extras --allow-unsafe \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --all-build-deps

lock: .venv/.dev ## resolve the pinned versions anew from pyproject.toml; ARGS=--upgrade takes newer ones
	$(SAY) "Resolving requirements.lock and requirements-dev.lock (half a minute)"
	@$(COMPILE) $(ARGS) --output-file requirements.lock pyproject.toml
	@$(COMPILE) $(ARGS) --extra dev --constraint requirements.lock --output-file requirements-dev.lock pyproject.toml

clean: ## remove .venv and caches; .bin and data stay
	$(SAY) "Removing .venv and caches (.bin/temporal takes minutes to build: remove it by hand)"
	@rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
		echo "Nurture needs Python 3.11 or later, and $(PYTHON) is not. Name one: make PYTHON=python3.12" >&2; exit 1; }
	$(SAY) "Creating .venv (a few seconds, once)"
	@$(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "$(PYTHON) can't create virtual environments; on Debian: apt-get install python3-venv" >&2; exit 1; }

# The locks alone decide what is installed. The development lock holds all that the other one does.
.venv/.runtime: requirements.lock | .venv/bin/python
	$(SAY) "Installing pinned dependencies into .venv (about a minute, once)"
	@$(PIP) install --quiet --require-hashes -r requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock | .venv/bin/python
	$(SAY) "Installing pinned dependencies and development tools into .venv (about a minute, once)"
	@$(PIP) install --quiet --require-hashes -r requirements-dev.lock
	@touch $@ .venv/.runtime

.venv/.project: pyproject.toml .venv/.runtime
	$(SAY) "Installing nurture itself into .venv (a few seconds)"
	@$(PIP) install --quiet --no-deps --no-build-isolation --editable .
	@touch $@
