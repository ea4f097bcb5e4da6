"""Linking people without a shared identifier, through Splink."""

from .asked import DEFAULT_THRESHOLD
from .columns import PersonColumns, find_person_columns
from .error_rate import ChosenThreshold, threshold_for
from .fairness import (
    FairnessReport,
    FairnessWarning,
    GroupFigure,
    GroupGap,
    fairness,
    fairness_by,
)
from .fairness_at_hand import fairness_of_places
from .identity import PersonKeys
from .keys_file import open_keys, save_keys
from .linking import PeopleLinks, link_people

__all__ = [
    "DEFAULT_THRESHOLD",
    "ChosenThreshold",
    "FairnessReport",
    "FairnessWarning",
    "GroupFigure",
    "GroupGap",
    "PeopleLinks",
    "PersonColumns",
    "PersonKeys",
    "fairness",
    "fairness_by",
    "fairness_of_places",
    "find_person_columns",
    "link_people",
    "open_keys",
    "save_keys",
    "threshold_for",
]
