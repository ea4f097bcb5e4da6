"""Imports what most acts and commands use, for a process that then copies itself (forks) for each.

Importing is most of what a short process does. What begins threads or reads the environment is
left out.
"""

import gc
import os
from importlib import import_module

import django

for name in ("jsonschema", "pyarrow.csv", "pyarrow.parquet", "sqlglot"):
    import_module(name)
# As in conftest.py: the pages' settings, so that accounts are known, and for this process alone.
os.environ["DJANGO_SETTINGS_MODULE"] = "beholden.doors.web.settings"
django.setup()
del os.environ["DJANGO_SETTINGS_MODULE"]
for name in ("actions.council", "doors.cli", "gate", "intake", "records.reading", "release"):
    import_module(f"beholden.{name}")
# What is imported is never collected again, so a copy shares its memory with this process.
# DuckDB comes after: at the end it tells of whatever it made that was not collected.
gc.freeze()
import_module("duckdb")
