"""The one page of a crisis, begun: what the register knows of the datasets is filled in."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ...kernel import BadInput, NotFound
from ...records import reading
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
_ROLES = {"number": "measure", "boolean": "dimension", "category": "dimension"}


# What YAML reads as itself; everything else is put in quotes.
_PLAIN = re.compile(r"(?!(?:y|n|yes|no|on|off|true|false|null)\Z)[a-z]\w*(?: \w+)*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class CrisisOffer:
    """What one dataset may give in a crisis.

    ``keys`` are those by which it may be joined, ``columns`` what may be asked of groups, each with
    its role: ``dimension`` or ``measure``.
    """

    dataset: str
    title: str
    steward: str
    rows: int
    keys: tuple[str, ...]
    columns: tuple[tuple[str, str], ...]


def crisis_offers(datasets: Iterable[reading.DatasetView]) -> tuple[CrisisOffer, ...]:
    """Return what datasets may give in a crisis; names, addresses and the like are not offered."""
    return tuple(_offer(view, view.latest) for view in datasets if view.latest)


def shared_keys(offers: Sequence[CrisisOffer]) -> tuple[str, ...]:
    """Return the keys that each of some datasets has."""
    first = offers[0].keys if offers else ()
    return tuple(key for key in first if all(key in other.keys for other in offers))


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
        offers = crisis_offers(map(_registered, named))
    body = "".join(line for offer in offers for line in _dataset(offer))
    shared = shared_keys(offers)
    among = ", ".join(map(_quoted, named))
    joins = f"  joins: {{key: {_quoted(shared[0])}, among: [{among}]}}\n" if shared else ""
    party = _quoted(offers[0].steward)
    return _HEAD + body + (joins if len(named) > 1 else "") + _TAIL.format(party=party)


def _quoted(text: str) -> str:
    """Return a text as YAML reads it back, in quotes where it must."""
    return text if _PLAIN.fullmatch(text) else json.dumps(text, ensure_ascii=False)


def _registered(name: str) -> reading.DatasetView:
    found = reading.dataset(name)
    if found.latest is None:
        raise NotFound(
            "Nothing was delivered of this dataset yet.",
            why="A crisis may use what the council holds.",
            next_step="beholden register FILE --name NAME; see beholden dataset list.",
        )
    return found


def _offer(view: reading.DatasetView, latest: reading.DatasetVersionView) -> CrisisOffer:
    own = [column["name"] for column in latest.columns if column["name"] in KEY_COLUMNS]
    made = sorted({key.column for key in latest.keys} - set(own))
    keys = (*own, *made)
    named = ((column["name"], _ROLES.get(column.get("kind", ""))) for column in latest.columns)
    columns = tuple((name, role) for name, role in named if role and name not in keys)
    return CrisisOffer(view.name, view.title, view.steward, latest.rows, keys, columns)


def _dataset(offer: CrisisOffer) -> Iterator[str]:
    yield f"    {_quoted(offer.dataset)}:\n      columns:\n"
    for key in offer.keys:
        yield f"        {_quoted(key)}: {{role: join}}\n"
    for name, role in offer.columns:
        functions = ", functions: [sum, avg]" if role == "measure" else ""
        yield f"        # {_quoted(name)}: {{role: {role}{functions}}}\n"
