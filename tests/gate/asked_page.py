"""The table of docs/reference/what-may-be-asked.md, made from the golden questions.

Run it (``python -m tests.gate.asked_page``) to write the table anew.
"""

from collections.abc import Iterable
from pathlib import Path

from sqlglot import exp

from beholden.gate import decide
from beholden.gate.question.allowed_syntax import (
    ABOVE,
    AGGREGATES,
    CONDITIONS,
    SCALARS,
    WINDOWS,
)
from beholden.gate.question.naming_syntax import function_name

from .warm_homes import GOLDEN, IN_FORCE, TERMS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "what-may-be-asked.md"
FUNCTIONS = "| what | may stand over | which |\n| --- | --- | --- |\n"
OF_ROWS = {exp.Count, exp.CountIf, exp.Sum, exp.Avg, exp.Min, exp.Max}
OF_ROWS |= {exp.Stddev, exp.StddevSamp, exp.Variance}
# Operators and other forms that the reader has as functions.
NOT_WRITTEN = {"timestamp_trunc"}
HEAD = "| form | question | answer |\n| --- | --- | --- |\n"


def table() -> str:
    """Return a row for each golden question: its form, its text and what it is told."""
    return HEAD + "\n".join(_row(path) for path in sorted((GOLDEN / "questions").glob("*.sql")))


def functions() -> str:
    """Return a row for each kind of function: which may stand over rows, and which on top alone."""
    of_rows = [kind for kind in AGGREGATES if kind in OF_ROWS]
    of_results = [kind for kind in AGGREGATES if kind not in OF_ROWS]
    rows = [
        ("functions of one value", "rows of dimensions, and results", SCALARS),
        ("functions of one value", "results alone", ABOVE),
        ("functions of many values", "rows, and results", of_rows),
        ("functions of many values", "results alone", of_results),
        ("functions of a window", "groups, and results", WINDOWS),
    ]
    return FUNCTIONS + "\n".join(f"| {kind} | {over} | {_names(of)} |" for kind, over, of in rows)


def page_with(*tables: str) -> str:
    """Return the page with these tables in place of those that it has."""
    page = PAGE.read_text("utf-8")
    for rows in tables:
        head = next(head for head in (HEAD, FUNCTIONS) if rows.startswith(head))
        before, _, after = page.partition(head)
        page = before + rows + "\n\n" + after.partition("\n\n")[2]
    return page


def _names(kinds: Iterable[type[exp.Expr]]) -> str:
    known = {function_name(k) for k in kinds if issubclass(k, exp.Func) and k not in CONDITIONS}
    return ", ".join(f"`{name}`" for name in sorted(known - NOT_WRITTEN))


def _row(path: Path) -> str:
    question = path.read_text("utf-8").split("\n-- ")[0]
    decision = decide(question, TERMS, today=IN_FORCE)
    told = "allowed" if decision.refusal is None else f"refused: {decision.refusal.what}"
    text = " ".join(question.split()).replace("|", "\\|")
    return f"| {path.stem.replace('-', ' ')} | `{text}` | {told} |"


if __name__ == "__main__":
    PAGE.write_text(page_with(table(), functions()), "utf-8")
