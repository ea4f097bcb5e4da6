"""ACRO's verdict on every cell of some tables, in its own environment: ``FROM.json TO.json``.

Totals are left to Beholden: ACRO checks the cells that a question names.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

FAILED = "fail: "


def main(given: str, told: str) -> None:
    asked = json.loads(Path(given).read_text(encoding="utf-8"))
    Path(told).write_text(json.dumps([verdicts(case) for case in asked]), encoding="utf-8")


def verdicts(case: dict[str, Any]) -> dict[str, str]:
    """Return for each cell of a table ``ok`` or the checks that failed."""
    import pandas as pd
    from acro import ACRO

    checker = ACRO(suppress=False)
    rows = pd.DataFrame(case["rows"])
    along, across = (rows[name] for name in case["by"])
    wanted = {"values": rows["arrears"], "aggfunc": "sum"} if case["kind"] == "sum" else {}
    checker.crosstab(along, across, **wanted)
    outcome = next(iter(checker.results.results.values())).outcome
    found = {}
    for column in outcome.columns:
        for index, said in outcome[column].items():
            wrong = str(said).strip("; ")
            found[f"{index} | {column}"] = "ok" if wrong == "ok" else FAILED + wrong
    return found


if __name__ == "__main__":
    main(*sys.argv[1:])
