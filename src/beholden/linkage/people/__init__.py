"""Linking people without a shared identifier, through Splink."""

from .columns import PersonColumns, find_person_columns
from .linking import DEFAULT_THRESHOLD, PeopleLinks, link_people

__all__ = [
    "DEFAULT_THRESHOLD",
    "PeopleLinks",
    "PersonColumns",
    "find_person_columns",
    "link_people",
]
