"""What the second person reads: per cell the risk found, what was done, and what changed."""

from __future__ import annotations

from beholden.kernel import Sentence, sentences

from .checked import Checked, Row, for_reading
from .pages import report_page
from .report import Facts, Paragraph, Report, Section, Table
from .risks import Reason, Risk, subjects_in_words

# What was found, in words for somebody who has not read the list; its name there is in brackets.
_FOUND = {
    Reason.LOW_COUNT: (
        Sentence("Too few, or nobody (LowCount)"),
        "%(n)s describes too few %(who)s, or nobody (LowCount).",
        "%(n)s describe too few %(who)s, or nobody (LowCount).",
    ),
    Reason.DOMINANCE: (
        Sentence("One or a few make up most of it (Dominance)"),
        "In %(n)s one or a few %(who)s make up most of an amount (Dominance).",
        "In %(n)s one or a few %(who)s make up most of an amount (Dominance).",
    ),
    Reason.CLASS_DISCLOSURE: (
        Sentence("All or nearly all are alike (ClassDisclosure)"),
        "%(n)s would tell what each of its %(who)s is or has, as all or nearly all are alike "
        "(ClassDisclosure).",
        "%(n)s would tell what each of their %(who)s is or has, as all or nearly all are alike "
        "(ClassDisclosure).",
    ),
    Reason.LOW_DOF: (
        Sentence("A spread over too few (LowDOF)"),
        "%(n)s gives the spread of too few %(who)s (LowDOF).",
        "%(n)s give the spread of too few %(who)s (LowDOF).",
    ),
    Reason.DIFFERENCING: (
        Sentence("Beside other numbers it tells of a few (Differencing)"),
        "%(n)s, less other numbers, would be of too few %(who)s (Differencing).",
        "%(n)s, less other numbers, would be of too few %(who)s (Differencing).",
    ),
    Reason.SECONDARY: (
        Sentence("None by itself; it guards another cell (Secondary)"),
        "%(n)s is safe by itself, and withheld so that no other can be worked out (Secondary).",
        "%(n)s are safe by themselves, and withheld so that no other can be worked out "
        "(Secondary).",
    ),
}


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


def risk_in_words(row: Row) -> Sentence:
    """Return the risk that was found in a cell, with its name of the Statbarns list in brackets."""
    return _FOUND[Reason(row.reason)][0] if row.reason else Sentence("None")


def to_judge(checked: Checked) -> tuple[str, ...]:
    """Return what the second person must judge: where, what was found, and its name in brackets."""
    return tuple(_judged(risk) for risk in checked.findings)


def _judged(risk: Risk) -> str:
    where = f"{' · '.join(risk.at)}: " if risk.at else ""
    said = where + risk.says
    return f"{said[:1].upper()}{said[1:]} ({risk.name})."


def summary(checked: Checked) -> tuple[tuple[str, str], ...]:
    """Return in pairs what a reviewer is told of the whole table."""
    facts = checked.facts
    who = subjects_in_words(checked.subject)
    held = [_held(reason, n, who) for reason, n in facts["withheld"].items()]
    least = {"n": facts["smallest_group"], "who": who, "because": facts["because"]}
    pairs = [
        (Sentence("Cells"), _shown(facts["cells"], facts["shown"])),
        (Sentence("Withheld"), sentences(*held) or Sentence("Nothing had to be withheld.")),
        (
            Sentence("Smallest group"),
            Sentence("Nothing is shown of fewer than %(n)s %(who)s (%(because)s).", **least),
        ),
        (Sentence("Largest risk found"), facts["largest_risk"]),
        (Sentence("Protected by"), facts["method"]),
        (Sentence("Best guess"), _guess(facts.get("guessed", 50), checked.subject)),
    ]
    return (*pairs, *_together(facts.get("together"), checked.subject))


def _cells_in_words(n: int) -> Sentence:
    return Sentence("%(n)s cell", "%(n)s cells", n=n)


def _held(reason: str, n: int, who: str) -> Sentence:
    _, one, more = _FOUND[Reason(reason)]
    return Sentence(one if n == 1 else more, n=_cells_in_words(n), who=who)


def _shown(cells: int, shown: int) -> Sentence:
    return Sentence(
        "%(n)s was checked: %(shown)s shown, %(held)s withheld."
        if cells == 1
        else "%(n)s were checked: %(shown)s shown, %(held)s withheld.",
        n=_cells_in_words(cells),
        shown=shown,
        held=cells - shown,
    )


def _guess(times: int, subject: str) -> Sentence:
    if times <= 50:
        return Sentence("No number of this table lets anybody guess better than by a coin toss.")
    return Sentence(
        "Whoever reads the table, and nothing else, guesses right at most %(times)s times in 100 "
        "what holds of one %(subject)s of a group; a coin toss is right 50 times.",
        times=times,
        subject=subject,
    )


def _together(facts: dict[str, object] | None, subject: str) -> tuple[tuple[str, str], ...]:
    if not facts:
        said = Sentence("Nothing: no other table is known to be of the same people.")
        return ((_CHECKED_WITH, said),)
    earlier = facts["earlier"]
    names = [str(name) for name in earlier] if isinstance(earlier, list) else []
    this = Sentence(
        "%(n)s table of this release was solved as one system.",
        "%(n)s tables of this release were solved as one system.",
        n=facts["tables"],
    )
    before = Sentence("Nothing of the same people was released before.")
    if names:
        before = Sentence(
            "With it went %(n)s table that was released before: %(names)s.",
            "With it went %(n)s tables that were released before: %(names)s.",
            n=len(names),
            names=", ".join(name or "unnamed" for name in names),
        )
    weight = _weight(facts["heaviest"], subject)
    return (
        (_CHECKED_WITH, sentences(this, before)),
        (Sentence("Heaviest weight of one subject"), weight),
    )


def _weight(heaviest: object, subject: str) -> Sentence:
    """Return the largest leverage in words: one of a group of ten weighs a tenth."""
    if not isinstance(heaviest, float) or heaviest <= 0:
        return Sentence("Not worked out.")
    return Sentence(
        "All the numbers together tell no more of any one %(subject)s than the number of a group "
        "of %(size)s would (leverage %(leverage)s, where 1 tells all).",
        subject=subject,
        size=f"{1 / heaviest:.0f}",
        leverage=f"{heaviest:.2g}",
    )


def _summary(checked: Checked) -> Section:
    return Section("What was checked", (Facts(summary(checked)),))


def _to_judge(checked: Checked) -> Section:
    told = [Paragraph(said) for said in to_judge(checked)]
    return Section("For you to judge", tuple(told) or (Paragraph("Nothing else was found."),))


def _cells(checked: Checked) -> Section:
    columns = (*checked.columns, "Risk found", "What was done", "Beside earlier releases")
    table = Table("Every cell", columns, tuple(_row(row) for row in checked.rows))
    return Section("The table, cell by cell", (table,))


def _row(row: Row) -> tuple[str, ...]:
    figures = ("[c]" if value is None else for_reading(value) for value in row.values)
    done = f"Withheld. {row.says}" if row.reason else "Shown"
    return (*row.at, *figures, risk_in_words(row), done, row.change or "No difference")
