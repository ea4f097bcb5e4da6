# The one task runner. `make demo` and `make test` are all that a newcomer needs.
SHELL := /bin/sh
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# What `make bench` may be given; docs/how-to/run-the-benchmarks.md says what each is:
# QUICK=1 ONLY="real speed" AGAIN="real" (or all) DATA= ASIDE= PEOPLE= EDGE_CASES= FHRS= PEER_PYTHON=
# SPARK_PYTHON= SQLGLOT= ACRO= BENCH_WORK=
BENCH = $(if $(QUICK),--quick) $(if $(ONLY),--only $(ONLY)) \
	$(if $(AGAIN),--again $(filter-out all,$(AGAIN))) \
	$(foreach name,DATA ASIDE PEOPLE EDGE_CASES FHRS PEER_PYTHON SPARK_PYTHON SQLGLOT ACRO,$(call given,$(name))) \
	$(if $(BENCH_WORK),--work "$(BENCH_WORK)")
# --edge-cases PATH where EDGE_CASES is set, and so on.
given = $(if $($(1)),--$(subst _,-,$(shell echo $(1) | tr A-Z a-z)) "$($(1))")
# Spark comes into the environment where there is Java; where it cannot, its parts say so.
SPARK_READY = $(if $(SPARK_PYTHON),:,if command -v java >/dev/null 2>&1; then \
	$(MAKE) --no-print-directory $(VENV)/.ready-spark || true; fi)

.DEFAULT_GOAL := help
.PHONY: help demo test test-spark attack attack-nightly check bench bench-quick figures tour docs lock clean

help: ## Show what can be made
	@grep -E '^[a-z-]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

demo: $(VENV)/.ready ## Run the main job twice: on real open data and on a made-up borough
	@$(BIN)/beholden demo

test: $(VENV)/.ready-dev ## Pass every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile

test-spark: $(VENV)/.ready-spark ## Pass the tests on Spark too (needs Java 17; a download of 456 MB)
	@$(BIN)/python -m pytest tests/spark

attack: $(VENV)/.ready-dev ## Try every attack at full size (QUICK=1 STATEMENTS= ACRO=; docs/how-to/run-the-attacks.md)
	@PYTHONPATH=tests $(BIN)/python -m attacks $(if $(QUICK),--quick) $(call given,STATEMENTS) \
		$(call given,ACRO)

attack-nightly: .attack/duckdb .attack/acro ## The same, with DuckDB's own test statements and ACRO, fetched once (hours)
	@$(MAKE) --no-print-directory attack STATEMENTS=.attack/duckdb/test/sql ACRO=.attack/acro/bin/python

check: $(VENV)/.ready-dev ## Lint, types, who may import whom, docs
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python docs/build.py --check

bench: $(VENV)/.ready-dev ## Measure every bar beside its peer (some hours; what is done is not done again)
	@$(SPARK_READY)
	@$(BIN)/python -m benchmarks.whole $(BENCH)

bench-quick: ## The same at small sizes, for a small machine (also: make bench QUICK=1)
	@$(MAKE) --no-print-directory bench QUICK=1

figures: $(VENV)/.ready-dev ## Write the numbers of the tutorial of a list anew (after a change of the matcher)
	@PYTHONPATH=tests $(BIN)/python -m docs.refresh docs/tutorial-match-a-list.md

tour: $(VENV)/.ready-dev ## Take the pictures of the tour anew, from what `make demo` left (after a change of the pages)
	@PYTHONPATH=tests $(BIN)/python -m docs.tour

docs: $(VENV)/.ready-dev ## Build the documentation into site/
	@$(BIN)/python docs/build.py

lock: $(VENV)/.ready-dev ## Pin the dependencies anew (after a change of pyproject.toml)
	@$(BIN)/python -m pip install --quiet uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build pyproject.toml -o requirements/run.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra postgres --group build --group dev pyproject.toml -o requirements/dev.lock
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-header --extra spark -c requirements/dev.lock pyproject.toml -o requirements/spark.lock

.attack/duckdb:
	@sh scripts/duckdb_statements.sh $@

# ACRO needs an older pandas than Beholden, so it has an environment of its own.
.attack/acro:
	@"$(PYTHON)" -m venv $@ && $@/bin/python -m pip install --quiet acro==1.0.2 \
		|| { rm -rf $@; exit 1; }

clean: ## Remove the environment and what the demonstration made
	@rm -rf $(VENV) .attack site demo

$(VENV)/bin/python:
	@sh scripts/prerequisites.sh "$(PYTHON)"
	@echo "Setting up the environment in $(VENV) (a minute or two, once) …"
	@"$(PYTHON)" -m venv $(VENV)

FRONTEND := $(wildcard src/beholden/doors/web/frontend/* src/beholden/doors/web/locale/*/LC_MESSAGES/*.po docs/*.js)
$(VENV)/.ready: requirements/run.lock pyproject.toml $(FRONTEND) | $(VENV)/bin/python
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m beholden.doors.web.frontend
	@touch $@

# What the tests use of npm, and a Chromium where the machine has none, lie in the environment too.
$(VENV)/.ready-dev: requirements/dev.lock tests/browser/package-lock.json $(VENV)/.ready
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.lock
	@PYTHONPATH=tests $(BIN)/python -m browser.set_up
	@touch $@

$(VENV)/.ready-spark: requirements/spark.lock $(VENV)/.ready-dev
	@sh scripts/prerequisites_spark.sh
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/spark.lock
	@touch $@
