"""The one page of a crisis, begun: what the register knows of the datasets is filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from ...kernel import BadInput, NotFound
from ..datasets import KEY_COLUMNS
from ..home import Home

_HEAD = """\
# A use that cannot wait, on one page. Fill in what is empty and take out what is not needed.
# Whoever states it is one officer; the data-protection officer is the other.
crisis:                     # its name, such as flood-2026
title:
purpose:                    # so that …
why_now:                    # what has happened, and why the full review cannot come first; public
owner:                      # the office that answers for it
accountable_officer:        # the office that decides at the full review: not yours
personal_data: yes
days: 30                    # at most
review_within: 14           # days; without the full review by then, what is sealed is destroyed
agreement:
  lawful_basis: {article_6: public-task, power: }
  subject: household        # what "fewer than" counts
  datasets:                 # a column that is not named here is withheld
"""
_TAIL = """\
  outputs:
    aggregate: {{to: [{party}], smallest_group: 10, round_to: 5}}
  objections: left out
"""
# What may be said of groups; names, addresses, dates of birth and the like stay withheld.
_ROLES = {
    "number": "{role: measure, functions: [sum, avg]}",
    "boolean": "{role: dimension}",
    "category": "{role: dimension}",
}


# What YAML reads as itself; everything else is put in quotes.
_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[a-z]\w*(?: \w+)*", re.IGNORECASE)


def crisis_form(home: Home, *, datasets: Iterable[str]) -> str:
    """Return the statement of a crisis in YAML, begun from what is registered of some datasets.

    Each column that may be asked of groups stands there as a comment, to be let in by taking out
    its ``#``; a key that joins the datasets is in already. Raises NotFound for a dataset that
    is not registered, BadInput where none is named.
    """
    named = list(dict.fromkeys(datasets))
    if not named:
        raise BadInput(
            "No dataset is named.", next_step="Name those that the crisis needs, each once."
        )
    with home.at_work():
        versions = {name: _latest(name) for name in named}
        party = versions[named[0]].dataset.steward
        keys = [_keys(versions[name]) for name in named]
    body = "".join(
        line
        for name, own in zip(named, keys, strict=True)
        for line in _dataset(name, versions[name], own)
    )
    shared = [key for key in keys[0] if all(key in other for other in keys)]
    among = ", ".join(map(_quoted, named))
    joins = f"  joins: {{key: {_quoted(shared[0])}, among: [{among}]}}\n" if shared else ""
    return _HEAD + body + (joins if len(named) > 1 else "") + _TAIL.format(party=_quoted(party))


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, in quotes where it must."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _latest(name: str) -> Any:
    from ...records.models import DatasetVersion

    versions = DatasetVersion.objects.select_related("dataset").filter(dataset__name=name)
    latest = versions.order_by("-number").first()
    if latest is None:
        raise NotFound(
            "There is no dataset of that name.",
            why="A crisis may use what the council has registered.",
            next_step="beholden register FILE --name NAME; see beholden dataset list.",
        )
    return latest


def _dataset(name: str, version: Any, keys: list[str]) -> Iterator[str]:
    yield f"    {_quoted(name)}:\n      columns:\n"
    for key in keys:
        yield f"        {_quoted(key)}: {{role: join}}\n"
    for column in version.columns:
        role = _ROLES.get(column.get("kind", ""))
        if role and column["name"] not in keys:
            yield f"        # {_quoted(column['name'])}: {role}\n"


def _keys(version: Any) -> list[str]:
    """Return the columns of a version by which it may be joined: its own, and those of linkage."""
    own = [column["name"] for column in version.columns if column["name"] in KEY_COLUMNS]
    made = sorted(set(version.keys.values_list("column", flat=True)) - set(own))
    return own + made
