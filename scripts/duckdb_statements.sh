#!/bin/sh
# Fetch DuckDB's own test statements, which are not shipped, at the commit that was last tried:
#   sh scripts/duckdb_statements.sh [FOLDER]      FOLDER/test/sql has them; .attack/duckdb by default
# 20 MB over the network; nothing is left where it fails, and nothing is done where they are there.
set -eu
to="${1:-.attack/duckdb}"
from="${DUCKDB_REPOSITORY:-https://github.com/duckdb/duckdb}"
commit=044a04a7cd39e6e8235f756597ae42dde084e5e5
[ -d "$to/test/sql" ] && exit 0
rm -rf "$to.part"
trap 'rm -rf "$to.part"' EXIT
git init -q "$to.part"
git -C "$to.part" sparse-checkout set test/sql
git -C "$to.part" remote add origin "$from"
git -C "$to.part" config remote.origin.promisor true
git -C "$to.part" fetch -q --depth 1 --filter=blob:none origin "$commit"
git -C "$to.part" checkout -q FETCH_HEAD
mv "$to.part" "$to"
