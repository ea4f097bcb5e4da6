"""How a linkage falls on groups of rows, in words and as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

# By what is measured, and whether there is more of it: whole sentences, so that they can be said in
# any language.
_WARNINGS = {
    ("matched", True): gettext_lazy(
        "%(group)s: %(difference)s in 100 more rows are matched than of all others; the margin is "
        "%(margin)s in 100."
    ),
    ("matched", False): gettext_lazy(
        "%(group)s: %(difference)s in 100 fewer rows are matched than of all others; the margin is "
        "%(margin)s in 100."
    ),
    ("wrong", True): gettext_lazy(
        "%(group)s: %(difference)s in 100 more rows have a wrong match than of all others; the "
        "margin is %(margin)s in 100."
    ),
    ("wrong", False): gettext_lazy(
        "%(group)s: %(difference)s in 100 fewer rows have a wrong match than of all others; the "
        "margin is %(margin)s in 100."
    ),
}


def warnings_in_words(told: Mapping[str, Any]) -> Iterator[str]:
    """Yield in words what to look into; what an earlier version kept in words is told as it is."""
    for one in told.get("told", ()):
        yield str(_WARNINGS[one["measure"], one["difference"] > 0]) % {
            "group": _of_group(one["column"], one["group"]),
            "difference": f"{abs(100 * one['difference']):.1f}",
            "margin": f"{100 * one['margin']:.0f}",
        }
    if "told" not in told:
        yield from told.get("warnings", ())


def by_group(told: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the figures of groups as rows of a table; those of small groups are withheld."""
    says = {"matched": _("Matched"), "wrong": _("Wrong, of those that were reviewed")}
    return [
        {
            "group": _of_group(one["column"], one["group"]),
            "says": says[one["measure"]],
            "share": f"{100 * one['share']:.1f}%",
            "low": f"{100 * one['low']:.1f}%",
            "high": f"{100 * one['high']:.1f}%",
            "of": f"{one['of']:,}",
        }
        for one in told.get("figures", ())
        if one["share"] is not None
    ]


def _of_group(column: str, group: str) -> str:
    """Return a group in words: our own through gettext, a council's as they are."""
    ours = {
        "flat or house": _("flat or house"),
        "area": _("area"),
    }
    kinds = {"flat": _("flat"), "house": _("house")} if column == "flat or house" else {}
    return _("%(column)s: %(group)s") % {
        "column": ours.get(column, column),
        "group": kinds.get(group, group),
    }
