"""What a resident may be told of one extract: decided by agreements, dates and statements alone.

Nothing here knows who was in an extract. Where a certain answer could tell the asker of somebody
else at the same address, or of who lived there before, the answer is by kind: "may have been".
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from ... import gate
from ...kernel import DatasetTerms, Terms

_HOUSEHOLDS = frozenset({"household", "home", "dwelling", "property", "address", "place"})
_PERSONS = frozenset({"person", "resident", "adult", "child", "pupil", "patient", "tenant"})


class SpeaksFor(StrEnum):
    """For whom somebody asks, as an officer has verified it."""

    HOUSEHOLD = "household"
    PERSON = "person"


class Told(StrEnum):
    """What somebody is told of one extract."""

    IN = "in it"
    NOT_IN = "not in it"
    MAY = "may have been in it"


class Because(StrEnum):
    """Why an answer is by kind."""

    NOT_TOLD = "who was in it is not kept, or may not be told"
    OTHER_SUBJECT = "it tells others apart than the one who asks"
    SPECIAL = "it is of a special category, so being in it could tell of another person"
    NOT_EVERYBODY = (
        "nobody has stated that every household is on this list, so being on it may tell of another"
    )
    CHOSEN_ROWS = "who is in it rests on what may be another person's own"
    BEFORE = "the data are from before the asker's own time there"


NOT_EVERYBODY = str(Because.NOT_EVERYBODY)


@dataclass(frozen=True, slots=True)
class Asker:
    """Somebody who asks: for whom, by what identifier, and from when to when it is their own."""

    speaks_for: SpeaksFor
    column: str
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Sealed:
    """One extract as far as its members do not matter.

    ``kept`` are the datasets of which the members are kept and not concealed; ``delivered`` says
    when the version of each dataset came to the council.
    """

    terms: Terms
    special: bool
    kept: frozenset[str]
    delivered: Mapping[str, date]


def why_not_certain(
    dataset: DatasetTerms,
    sealed: Sealed,
    *,
    asker: Asker,
    household: Mapping[str, frozenset[str]],
) -> Because | None:
    """Return why a dataset's members may not be told, or None where they may.

    ``household`` are the datasets that every household is in, with the columns in common.
    """
    terms = sealed.terms
    subject = terms.subject_columns(dataset)
    if dataset.name not in sealed.kept or len(subject) != 1:
        return Because.NOT_TOLD
    thing = terms.things()[dataset.name, subject[0].lower()]
    words = _PERSONS if asker.speaks_for is SpeaksFor.PERSON else _HOUSEHOLDS
    if thing != asker.column or terms.subject.lower() not in words:
        return Because.OTHER_SUBJECT
    if asker.speaks_for is SpeaksFor.PERSON:
        return None
    if sealed.special:
        return Because.SPECIAL
    if dataset.name not in household:
        return Because.NOT_EVERYBODY
    if not _chosen_by(dataset) <= household[dataset.name]:
        return Because.CHOSEN_ROWS
    return Because.BEFORE if sealed.delivered[dataset.name] < asker.since else None


def told_of(certain: Mapping[str, bool], *, all_certain: bool) -> Told:
    """Return the answer from the datasets whose members may be told, and whether these are all."""
    if any(certain.values()):
        return Told.IN
    return Told.NOT_IN if certain and all_certain else Told.MAY


def _chosen_by(dataset: DatasetTerms) -> frozenset[str]:
    return gate.columns_of_condition(dataset.rows) if dataset.rows else frozenset()
