"""What was published before of the same people, under whatever use."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from .. import release
from ..kernel import Cells, Refusal, Refused


def moment_of(asked: Any) -> str:
    """Return of which versions of its datasets an answer is."""
    datasets = sorted(asked.extract.datasets, key=lambda one: str(one["name"]))
    return "; ".join(f"{one['name']} {one['version']}" for one in datasets)


def kind_of(cells: Cells) -> tuple[str, str]:
    """Return what a table counts, of which dataset: tables of one kind are solved together."""
    return (cells.population.counted if cells.population else "", cells.subject)


def _of_published(checked: Mapping[str, Any]) -> tuple[str, str]:
    of = checked["facts"].get("population")
    return (of["counted"] if of else "", checked["subject"])


def published_before(use: Any, kinds: set[tuple[str, str]]) -> list[release.Checked]:
    """Return what was published of a use, and under any other use of the same subjects."""
    from ..records.models import Release

    published = Release.objects.filter(state="published").order_by("published_at", "id")
    return [
        release.Checked.from_dict(one.checked)
        for one in published
        if one.use_id == use.pk or _of_published(one.checked) in kinds
    ]


def refuse_overtaken(current: Any) -> None:
    """Refuse a release that was not compared with what was published since it was asked for."""
    from ..records.models import LedgerEntry

    # The ledger's order, because two acts may have one moment.
    acts = LedgerEntry.objects.filter(act__startswith="release-").order_by("index")
    told = [(entry.act, json.loads(entry.body)["facts"]) for entry in acts]
    asked = next(i for i, (_, facts) in enumerate(told) if current.pk in _requested(facts))
    since = [facts["release"] for act, facts in told[asked:] if act == "release-published"]
    if any(_concerns(current, other) for other in since):
        raise Refused(
            Refusal(
                what="another table of the same people was published since this one was checked.",
                why="Two tables that are each safe may not be safe together.",
                clause="releases › checked together",
                next_step="ask for the release anew; it is then compared with that table.",
            )
        )


def _requested(facts: Mapping[str, Any]) -> set[str]:
    return {facts.get("release", ""), *(one["release"] for one in facts.get("beside", ()))}


def _concerns(current: Any, other: str) -> bool:
    """Return whether a published release is of the same people and was not checked with this."""
    from ..records.models import Release

    if other in current.checked["facts"].get("list", ()):
        return False
    published = Release.objects.get(pk=other)
    kinds = _of_published(published.checked), _of_published(current.checked)
    return bool(published.use_id == current.use_id or kinds[0] == kinds[1])
