# The one task runner. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check bench docs lock clean

help: ## Show what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

demo: $(VENV)/.ready ## Run the main job twice: on real open data and on a made-up borough
	@$(BIN)/beholden demo

test: $(VENV)/.ready-dev ## Pass every test
	@$(BIN)/python -m pytest -n 2

check: $(VENV)/.ready-dev ## Lint, types, who may import whom, docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/build.py --check

bench: $(VENV)/.ready-dev ## Time and memory of each stage of the main job
	@$(BIN)/python -m benchmarks.main_job

docs: $(VENV)/.ready-dev ## Build the documentation into site/
	@$(BIN)/python docs/build.py

lock: $(VENV)/.ready-dev ## Pin the dependencies anew (after a change of pyproject.toml)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build --group dev pyproject.toml -o requirements/dev.lock

clean: ## Remove the environment and what the demonstration made
	@rm -rf $(VENV) site demo

$(VENV)/bin/python:
	@sh scripts/prerequisites.sh "$(PYTHON)"
	@echo "Setting up the environment in $(VENV) (a minute or two, once) …"
	@"$(PYTHON)" -m venv $(VENV)

$(VENV)/.ready: requirements/run.lock pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.ready-dev: requirements/dev.lock $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@touch $@
