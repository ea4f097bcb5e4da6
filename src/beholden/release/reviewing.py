"""What the second person reads: per cell the risk found, what was done, and what changed."""

from __future__ import annotations

from beholden.kernel import Sentence

from .checked import Checked, Row, in_figures
from .pages import report_page
from .report import Facts, Paragraph, Report, Section, Table

_CHECKED_WITH = Sentence("Solved together with")


def review_page(checked: Checked, *, title: str, council: str = "", made_up: bool = False) -> str:
    """Return a checked table as one HTML page for its reviewer; it holds no withheld number."""
    return report_page(
        Report(
            title,
            "Every cell of the table, the risk that was found in it, what was done about it, and "
            "what changed since it was last released.",
            (_summary(checked), _to_judge(checked), _cells(checked)),
            made_up,
            council,
        )
    )


def summary(checked: Checked) -> tuple[tuple[str, str], ...]:
    """Return in pairs what a reviewer is told of the whole table."""
    facts = checked.facts
    held = ", ".join(f"{reason} {n}" for reason, n in facts["withheld"].items()) or Sentence("none")
    pairs = [
        (
            Sentence("Cells"),
            Sentence(
                "%(cells)s, of which %(shown)s shown", cells=facts["cells"], shown=facts["shown"]
            ),
        ),
        (Sentence("Withheld"), held),
        (Sentence("Smallest group"), f"{facts['smallest_group']} ({facts['because']})"),
        (Sentence("Largest risk found"), facts["largest_risk"]),
        (Sentence("Protected by"), facts["method"]),
        (
            Sentence("Best guess"),
            Sentence(
                "right %(times)s times in 100 about one of a group", times=facts.get("guessed", 50)
            ),
        ),
    ]
    return (*pairs, *_together(facts.get("together")))


def _together(facts: dict[str, object] | None) -> tuple[tuple[str, str], ...]:
    if not facts:
        said = Sentence("nothing: no other table is known to be of the same people")
        return ((_CHECKED_WITH, said),)
    earlier = facts["earlier"]
    names = ", ".join(map(str, earlier)) if isinstance(earlier, list) else ""
    heaviest = facts["heaviest"]
    weight = Sentence("not worked out")
    if isinstance(heaviest, float) and heaviest > 0:
        weight = Sentence("as in a group of %(size)s", size=f"{1 / heaviest:.0f}")
    return (
        (
            _CHECKED_WITH,
            Sentence(
                "%(tables)s tables of this release; before: %(names)s",
                tables=facts["tables"],
                names=names or Sentence("none"),
            ),
        ),
        (
            Sentence("Heaviest weight of one subject"),
            Sentence("%(weight)s (leverage %(leverage)s)", weight=weight, leverage=heaviest),
        ),
    )


def _summary(checked: Checked) -> Section:
    return Section("What was checked", (Facts(summary(checked)),))


def _to_judge(checked: Checked) -> Section:
    told = [Paragraph(f"{risk.name}: {risk.says}.") for risk in checked.findings]
    return Section("For you to judge", tuple(told) or (Paragraph("Nothing else was found."),))


def _cells(checked: Checked) -> Section:
    columns = (*checked.columns, "Risk found", "What was done", "Changed since last time")
    table = Table("Every cell", columns, tuple(_row(row) for row in checked.rows))
    return Section("The table, cell by cell", (table,))


def _row(row: Row) -> tuple[str, ...]:
    figures = ("[c]" if value is None else in_figures(value) for value in row.values)
    done = f"Withheld. {row.says}" if row.reason else "Shown"
    return (*row.at, *figures, row.reason or "None", done, row.change or "No")
