"""Which of TPC-H's 22 and TPC-DS's 99 questions may be asked, and whether their answers are right.

    python -m benchmarks.tpc CHECKOUT             decide all, and compare answers with plain DuckDB
    python -m benchmarks.tpc CHECKOUT --decide    decide only: counts and the cost of deciding
    python -m benchmarks.tpc CHECKOUT --write     also write what was decided to decided.json
    python -m benchmarks.tpc CHECKOUT --out FILE  also write the figures to a file

CHECKOUT is a checkout of sqlglot, which has the texts. Decisions are kept in ``decided.json``, with
a digest of each text, and the table of docs/reference/what-may-be-asked.md is made from it.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from benchmarks.uprn.bars import write_json

from .goals import bars
from .measuring import compare, decide_all
from .table import DECIDED, counts


def main() -> None:
    """Decide every question; then compare the answers of those that are allowed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.tpc", description=__doc__)
    parser.add_argument("checkout", type=Path)
    parser.add_argument("--decide", action="store_true", help="compare no answers")
    parser.add_argument("--write", action="store_true", help="write decided.json")
    parser.add_argument("--out", type=Path, help="write the figures to this file too")
    chosen = parser.parse_args()
    found = decide_all(chosen.checkout)
    for name, said in found.decided.items():
        print(f"{name}: {said['told']}")
    print(counts(found.decided))
    print(f"With every number of a line a measure only: {found.strict} of the 121 allowed.")
    print(found.cost)
    compared = [] if chosen.decide else compare(chosen.checkout)
    print(*(one.words for one in compared), sep="\n")
    if chosen.write:
        DECIDED.write_text(json.dumps(found.decided, indent=1) + "\n", "utf-8")
    if chosen.out:
        write_json(bars(found, compared), {}, chosen.out)


if __name__ == "__main__":
    main()
