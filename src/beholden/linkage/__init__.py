"""Linkage: addresses to UPRNs, and people to people; every link with a score and a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..kernel import loaded_when_used

if TYPE_CHECKING:
    from .addresses.column_values import mentions_postcode
    from .addresses.columns import AddressColumns, find_columns
    from .addresses.first_use import first_use
    from .addresses.gazetteer import Gazetteer
    from .addresses.match import DEFAULT_THRESHOLD, match_addresses
    from .people import (
        FairnessReport,
        PeopleLinks,
        PersonColumns,
        PersonKeys,
        fairness,
        fairness_by,
        fairness_of_places,
        find_person_columns,
        link_people,
        open_keys,
        save_keys,
        threshold_for,
    )

__all__ = [
    "DEFAULT_THRESHOLD",
    "AddressColumns",
    "FairnessReport",
    "Gazetteer",
    "PeopleLinks",
    "PersonColumns",
    "PersonKeys",
    "fairness",
    "fairness_by",
    "fairness_of_places",
    "find_columns",
    "find_person_columns",
    "first_use",
    "link_people",
    "match_addresses",
    "mentions_postcode",
    "open_keys",
    "save_keys",
    "threshold_for",
]

# Each name is fetched when it is first asked for, because Numba and Splink take seconds to import.
_HOMES = {
    "DEFAULT_THRESHOLD": "addresses.match",
    "AddressColumns": "addresses.columns",
    "FairnessReport": "people",
    "Gazetteer": "addresses.gazetteer",
    "PeopleLinks": "people",
    "PersonColumns": "people",
    "PersonKeys": "people",
    "fairness": "people.fairness",
    "fairness_by": "people",
    "fairness_of_places": "people.fairness_at_hand",
    "find_columns": "addresses.columns",
    "find_person_columns": "people",
    "first_use": "addresses.first_use",
    "link_people": "people",
    "match_addresses": "addresses.match",
    "mentions_postcode": "addresses.column_values",
    "open_keys": "people",
    "save_keys": "people",
    "threshold_for": "people",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
