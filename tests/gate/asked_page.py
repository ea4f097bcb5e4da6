"""The table of docs/reference/what-may-be-asked.md, made from the golden questions.

Run it (``python -m tests.gate.asked_page``) to write the table anew.
"""

from pathlib import Path

from beholden.gate import decide

from .warm_homes import GOLDEN, IN_FORCE, TERMS

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "what-may-be-asked.md"
HEAD = "| form | question | answer |\n| --- | --- | --- |\n"


def table() -> str:
    """Return a row for each golden question: its form, its text and what it is told."""
    return HEAD + "\n".join(_row(path) for path in sorted((GOLDEN / "questions").glob("*.sql")))


def page_with(rows: str) -> str:
    """Return the page with this table in place of the one that it has."""
    before, _, after = PAGE.read_text("utf-8").partition(HEAD)
    return before + rows + "\n\n" + after.partition("\n\n")[2]


def _row(path: Path) -> str:
    question = path.read_text("utf-8").split("\n-- ")[0]
    decision = decide(question, TERMS, today=IN_FORCE)
    told = "allowed" if decision.refusal is None else f"refused: {decision.refusal.what}"
    text = " ".join(question.split()).replace("|", "\\|")
    return f"| {path.stem.replace('-', ' ')} | `{text}` | {told} |"


if __name__ == "__main__":
    PAGE.write_text(page_with(table()), "utf-8")
