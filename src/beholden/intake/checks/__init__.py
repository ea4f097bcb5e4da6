"""The catalogue of checks: each with its code, its dimension and the sentence that people read."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from beholden.intake.looks import Faults, TableLook
from beholden.kernel import QualityDimension

from . import accuracy, agreed, completeness, consistency, timeliness, uniqueness, validity


@dataclass(frozen=True, slots=True)
class Check:
    """One check: what it is called, which dimension it belongs to, what it says, how it looks."""

    code: str
    dimension: QualityDimension
    sentence: str
    find: Callable[[TableLook], Iterator[Faults]]


_D = QualityDimension

CATALOGUE: tuple[Check, ...] = (
    Check("no-rows", _D.COMPLETENESS, "The table has columns but no rows.", completeness.no_rows),
    Check("empty-column", _D.COMPLETENESS, "The column holds nothing.", completeness.empty_columns),
    Check("empty-row", _D.COMPLETENESS, "The row holds nothing.", completeness.empty_rows),
    Check(
        "missing-value",
        _D.COMPLETENESS,
        "The cell is empty where a value is needed.",
        completeness.missing_values,
    ),
    Check(
        "placeholder",
        _D.COMPLETENESS,
        "The cell is blank or stands in for a value that is not known, such as N/A.",
        completeness.placeholders,
    ),
    Check(
        "missing-column",
        _D.COMPLETENESS,
        "The contract agrees this column; the table lacks it.",
        agreed.columns_missing,
    ),
    Check(
        "repeated-row",
        _D.UNIQUENESS,
        "The row is the same as an earlier one in every cell.",
        uniqueness.repeated_rows,
    ),
    Check(
        "repeated-identifier",
        _D.UNIQUENESS,
        "An earlier row has the same identifier.",
        uniqueness.repeated_identifiers,
    ),
    Check(
        "end-before-start",
        _D.CONSISTENCY,
        "The end lies before the start that belongs to it.",
        consistency.ends_before_starts,
    ),
    Check(
        "before-birth",
        _D.CONSISTENCY,
        "The date lies before the date of birth in the same row.",
        consistency.dates_before_birth,
    ),
    Check(
        "two-postcodes",
        _D.CONSISTENCY,
        "An earlier row gives the same UPRN another postcode.",
        consistency.two_postcodes,
    ),
    Check(
        "two-birth-dates",
        _D.CONSISTENCY,
        "An earlier row gives the same person's number another date of birth.",
        consistency.two_birth_dates,
    ),
    Check(
        "mixed-date-forms",
        _D.CONSISTENCY,
        "The date is written in another form than most of the column.",
        consistency.mixed_date_forms,
    ),
    Check(
        "category-spelling",
        _D.CONSISTENCY,
        "A more frequent category differs only in capitals, spaces or stops.",
        consistency.spellings_of_categories,
    ),
    Check("future-date", _D.TIMELINESS, "The date lies in the future.", timeliness.future_dates),
    Check("out-of-date", _D.TIMELINESS, "The dataset is out of date.", timeliness.out_of_date),
    Check("invalid-postcode", _D.VALIDITY, "This is not a postcode.", validity.unfit_postcodes),
    Check(
        "invalid-uprn",
        _D.VALIDITY,
        "A UPRN has 1 to 12 digits and is not nought.",
        validity.unfit_uprns,
    ),
    Check(
        "invalid-nhs-number",
        _D.VALIDITY,
        "An NHS number has ten digits.",
        validity.unfit_nhs_numbers,
    ),
    Check(
        "invalid-nino",
        _D.VALIDITY,
        "This is not a National Insurance number.",
        validity.unfit_ninos,
    ),
    Check("invalid-email", _D.VALIDITY, "This is not an e-mail address.", validity.unfit_emails),
    Check(
        "invalid-phone",
        _D.VALIDITY,
        "This is not a British telephone number.",
        validity.unfit_phones,
    ),
    Check(
        "invalid-date",
        _D.VALIDITY,
        "This is not a date of the calendar, day before month.",
        validity.unfit_dates,
    ),
    Check("invalid-number", _D.VALIDITY, "This is not a number.", validity.unfit_numbers),
    Check(
        "stray-space",
        _D.VALIDITY,
        "The cell begins or ends with a space, or holds doubled or unseen spaces.",
        validity.stray_spaces,
    ),
    Check(
        "garbled-letters",
        _D.VALIDITY,
        "Letters were lost or doubled by reading the text in a wrong encoding.",
        validity.garbled_letters,
    ),
    Check(
        "unknown-column",
        _D.VALIDITY,
        "The contract does not know this column.",
        agreed.columns_unknown,
    ),
    Check(
        "wrong-type",
        _D.VALIDITY,
        "The column has another type than the contract agrees.",
        agreed.types_wrong,
    ),
    Check(
        "contract-rule",
        _D.VALIDITY,
        "A quality rule of the contract does not hold.",
        agreed.rules_broken,
    ),
    Check(
        "wrong-check-digit",
        _D.ACCURACY,
        "The NHS number's check digit does not follow from its other digits.",
        accuracy.wrong_check_digits,
    ),
    Check(
        "impossible-age",
        _D.ACCURACY,
        f"The date of birth makes the person older than {accuracy.OLDEST_AGE}.",
        accuracy.impossible_ages,
    ),
    Check(
        "stand-in-date",
        _D.ACCURACY,
        "Systems write this day where no date is known.",
        accuracy.stand_in_dates,
    ),
    Check(
        "outlying-postcode",
        _D.ACCURACY,
        "The postcode lies in an area where the dataset has hardly any other.",
        accuracy.outlying_postcodes,
    ),
)

__all__ = ["CATALOGUE", "Check"]
