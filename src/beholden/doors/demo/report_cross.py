"""A checked table of two dimensions as one can take it in: a chart of totals and a cross table."""

from __future__ import annotations

from typing import Any

from ...actions.reporting import ALL, Chart, Checked, Table, chart_svg


def crossed(checked: Checked, *, title: str) -> tuple[Chart, Table]:
    """Return the totals of the first dimension as a chart, and both dimensions as a cross table.

    What was withheld stays so in both: c in the chart, [c] in the table. Reads the first measure.
    """
    down, across = checked.dimensions
    values: dict[Any, Any] = {row.at: row.values[0] for row in checked.rows}
    places = list(dict.fromkeys(at[0] for at in values if at[0] != ALL))
    labels = list(dict.fromkeys(at[1] for at in values if at[1] != ALL))
    bars = [{down: place, checked.measures[0]: values[place, ALL]} for place in places]
    bars.sort(key=lambda bar: -(bar[checked.measures[0]] or 0))
    drawn = chart_svg(bars, x=checked.measures[0], y=down, colour=None, title=title)
    shown = tuple(
        (place, *(values[place, label] for label in (*labels, ALL))) for place in (*places, ALL)
    )
    return (
        Chart(drawn, f"{title}, by {down}, any {across}. c: withheld."),
        Table(
            f"{title}, by {down} and {across}",
            (down, *labels, ALL),
            shown,
            note=f"{checked.subject.capitalize()}s. [c]: withheld, so that nobody can be singled "
            "out: a small group, or one that would let a small group be worked out.",
        ),
    )
