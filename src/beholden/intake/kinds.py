"""What a column likely holds: by the words of its name and the share of its values that fit."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from . import dates, patterns

Mask = npt.NDArray[np.bool_]


class ColumnKind(StrEnum):
    """What the values of a column stand for."""

    ADDRESS = "address"
    POSTCODE = "postcode"
    UPRN = "uprn"
    PERSON_NAME = "person_name"
    DATE_OF_BIRTH = "date_of_birth"
    NINO = "nino"
    NHS_NUMBER = "nhs_number"
    EMAIL = "email"
    PHONE = "phone"
    DATE = "date"
    NUMBER = "number"
    BOOLEAN = "boolean"
    CATEGORY = "category"
    TEXT = "text"


PERSONAL_KINDS = frozenset(
    {
        ColumnKind.ADDRESS,
        ColumnKind.POSTCODE,
        ColumnKind.UPRN,
        ColumnKind.PERSON_NAME,
        ColumnKind.DATE_OF_BIRTH,
        ColumnKind.NINO,
        ColumnKind.NHS_NUMBER,
        ColumnKind.EMAIL,
        ColumnKind.PHONE,
    }
)

BOOLEAN_PAIRS = (("true", "false"), ("yes", "no"), ("y", "n"))
_FEW_CATEGORIES, _MOST_CATEGORIES = 50, 1_000


@dataclass(frozen=True, slots=True)
class Sample:
    """A column's distinct non-null values, as strings, with how often a value stands in a row."""

    name: str
    values: pa.Array
    filled: int
    distinct: int


@dataclass(frozen=True, slots=True)
class _Rule:
    """A kind: its words in a name, how its values look, and the shares (0–1) that must fit.

    ``alone`` is the share that decides without the name; above 1 means that the name is needed.
    """

    kind: ColumnKind
    name: str
    fits: Callable[[pa.Array], Mask]
    named: float
    alone: float = 2.0
    but_not: str = r"^$"

    def least(self, words: str) -> float:
        """Return the share that must fit for a column of this name."""
        named = re.search(self.name, words) and not re.search(self.but_not, words)
        return self.named if named else self.alone


def kind_of(sample: Sample) -> ColumnKind:
    """Return the kind of a column of strings; the first rule of the table that holds decides."""
    words = name_words(sample.name)
    if not len(sample.values):
        return _kind_by_name(words)
    rules = (r for r in _RULES if r.kind is not ColumnKind.NUMBER or not is_identifier_name(words))
    for rule in rules:
        least = rule.least(words)
        if least <= 1 and np.mean(rule.fits(sample.values)) >= least:
            return rule.kind
    return _kind_by_spread(sample)


def name_words(name: str) -> str:
    """Return a column's name as lower-case words with one space between them and around."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", name)
    return f" {re.sub(r'[^a-z0-9]+', ' ', spaced.lower()).strip()} "


def is_identifier_name(name: str) -> bool:
    """Return whether a name says that its values are labels, so that digits are no quantity."""
    return re.search(_IDENTIFIER, name_words(name)) is not None


def is_person_part(kind: ColumnKind) -> bool:
    """Return whether a kind speaks of one person rather than of a place."""
    return kind in _OF_PERSONS


def as_boolean_pair(values: pa.Array) -> tuple[str, str] | None:
    """Return the pair of words (true first) that all distinct values come from, or None."""
    if len(values) > 6:
        return None
    found = {value.strip().lower() for value in values.to_pylist()}
    for yes, no in BOOLEAN_PAIRS:
        if found == {yes, no} or (len(yes) > 1 and found and found <= {yes, no}):
            return yes, no
    return None


def _kind_by_name(words: str) -> ColumnKind:
    kinds = (
        rule.kind for rule in _RULES if rule.least(words) < 1 and rule.least(words) < rule.alone
    )
    return next(kinds, ColumnKind.TEXT)


def _kind_by_spread(sample: Sample) -> ColumnKind:
    most = min(max(_FEW_CATEGORIES, sample.filled // 20), _MOST_CATEGORIES)
    few = sample.distinct <= most and sample.distinct * 2 <= sample.filled
    return ColumnKind.CATEGORY if few else ColumnKind.TEXT


def _matches(pattern: str) -> Callable[[pa.Array], Mask]:
    return lambda values: patterns.fits(values, pattern)


def _dates(values: pa.Array) -> Mask:
    return ~np.isnat(dates.days_of(values)[0])


def _dates_or_serials(values: pa.Array) -> Mask:
    return ~np.isnat(dates.days_of(values, named=True)[0])


def _booleans(values: pa.Array) -> Mask:
    return np.full(len(values), as_boolean_pair(values) is not None)


def _addresses(values: pa.Array) -> Mask:
    street = patterns.fits(values, patterns.STREET_WORD)
    return street & patterns.fits(values, "(?:[0-9].*[A-Za-z]|,)")


def _person_names(values: pa.Array) -> Mask:
    organisation = patterns.fits(values, patterns.ORGANISATION_WORD)
    if np.mean(organisation) > 0.2:
        return np.zeros(len(values), dtype=np.bool_)
    return patterns.is_person_name(values)


def _anything_in_letters(values: pa.Array) -> Mask:
    return patterns.fits(values, "[A-Za-z]")


_DATE_NAME = (
    r" (?:date|dated|day|on|from|until|opened|started|ended|expires?|expiry|updated|created|"
    r"modified|inspected|lodged|moved|vaccinated|dt) "
)
_NOT_PERSON = (
    r" (?:road|street|file|site|ward|organisation|company|library|school|building|column|town|area|"
    r"place|scheme|neighbourhood|business|trading|property|house|authority|team|user|department|"
    r"dataset|product|vaccine|locality|district|county|region|country|language) "
)
_PERSON_NAME = (
    r" (?:fore ?|sur ?|first |last |middle |given |family |full )?names? | tenant | occupier |"
    r" occupant | householder | resident | patient | account holder | applicant "
)
_IDENTIFIER = (
    r" (?:id|ids|ref|refs|reference|code|key|no|identifier) $| \w+ number $|^ (?:usrn|toid|udprn) $"
)
_OF_PERSONS = frozenset(
    {ColumnKind.PERSON_NAME, ColumnKind.DATE_OF_BIRTH, ColumnKind.NINO, ColumnKind.NHS_NUMBER}
)

_K = ColumnKind
_RULES = (
    _Rule(_K.UPRN, r" uprn | unique property ref", _matches(patterns.UPRN_MEANT), 0.5),
    _Rule(_K.NHS_NUMBER, r" nhs ", patterns.is_nhs_form, 0.5),
    _Rule(_K.NHS_NUMBER, r" nhs ", patterns.is_nhs_number, 0.5, 0.95),
    _Rule(_K.NINO, r" nino | national insurance | ni (?:no|number) ", patterns.is_nino, 0.5, 0.9),
    _Rule(_K.EMAIL, r" e ?mail ", _matches(patterns.EMAIL), 0.5, 0.9),
    _Rule(
        _K.POSTCODE,
        r" post ?code | pcode | postal code ",
        _matches(patterns.POSTCODE_LOOSE),
        0.5,
        0.9,
    ),
    _Rule(
        _K.PHONE,
        r" (?:tele)?phone | tel | mobile | landline ",
        lambda values: patterns.is_phone(values, loose=True),
        0.5,
    ),
    _Rule(_K.PHONE, r" phone ", patterns.is_phone, 0.5, 0.9),
    _Rule(
        _K.DATE_OF_BIRTH,
        r" dob | d o b | birth ?date | date of birth | born ",
        _dates_or_serials,
        0.5,
    ),
    _Rule(_K.DATE, _DATE_NAME, _dates_or_serials, 0.5),
    _Rule(_K.DATE, _DATE_NAME, _dates, 0.5, 0.9),
    _Rule(_K.BOOLEAN, r"^$", _booleans, 1.0, 1.0),
    _Rule(_K.NUMBER, r"^$", _matches(patterns.NUMBER), 0.9, 0.9),
    _Rule(_K.PERSON_NAME, _PERSON_NAME, _person_names, 0.8, but_not=_NOT_PERSON),
    _Rule(_K.ADDRESS, r" addr(?:ess)?\d* ", _anything_in_letters, 0.5),
    _Rule(_K.ADDRESS, r"^$", _addresses, 0.6, 0.6),
)
