# The one task runner. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The sets of people that are measured on; fake_1000.csv is here, the others are named by
# `python -m benchmarks.people --help`.
PEOPLE ?= tests/linkage_people/data

.DEFAULT_GOAL := help
.PHONY: help demo test test-spark check bench docs lock clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.ready ## Run the main job twice: on real open data and on a made-up borough
	@$(BIN)/beholden demo

test: $(VENV)/.ready-dev ## Pass every test
	@$(BIN)/python -m pytest -n 2 --dist loadgroup

test-spark: $(VENV)/.ready-spark ## Pass the tests on Spark too (needs Java 17; a download of 456 MB)
	@$(BIN)/python -m pytest tests/spark

check: $(VENV)/.ready-dev ## Lint, types, who may import whom, docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/build.py --check

bench: $(VENV)/.ready-dev ## Measure: the main job, addresses beside their peer, people beside Splink
	@$(BIN)/python -m benchmarks.main_job
	@$(BIN)/python -m benchmarks.uprn --data tests/linkage/data --work .bench
	@$(BIN)/python -m benchmarks.people --data $(PEOPLE) --million

docs: $(VENV)/.ready-dev ## Build the documentation into site/
	@$(BIN)/python docs/build.py

lock: $(VENV)/.ready-dev ## Pin the dependencies anew (after a change of pyproject.toml)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build --group dev pyproject.toml -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra spark -c requirements/dev.lock pyproject.toml -o requirements/spark.lock

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

$(VENV)/.ready-spark: requirements/spark.lock $(VENV)/.ready-dev
	@sh scripts/prerequisites_spark.sh
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	@touch $@
