"""Every data use as a row of a data use register, with a Table Schema beside it.

The columns are those that the UK Health Data Research Alliance's standard for data use registers
(white paper, January 2022) asks for, by the names under which the Health Data Research Gateway
takes them up; what only health care has is told where it is known and left empty where it is not.
The schema is a Table Schema (Data Package v1, Frictionless Data).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from .described import Agreed, Holder, RecordedUse
from .documents import in_csv
from .telling import PROTECTED, given, joining, limits, outputs

_YES_NO = {True: "Yes", False: "No"}
Said = Callable[[Holder, RecordedUse], str]


def as_register(holder: Holder, uses: Sequence[RecordedUse]) -> str:
    """Return the register as CSV, one row for each use, in the order in which they are given."""
    rows = ({name: says(holder, use) for name, _, _, says in _COLUMNS} for use in uses)
    return in_csv([name for name, *_ in _COLUMNS], rows)


def register_schema() -> dict[str, Any]:
    """Return the Table Schema of the register: each column with its title and what it says."""
    return {
        "$schema": "https://specs.frictionlessdata.io/schemas/table-schema.json",
        "fields": [_field(name, title, about) for name, title, about, _ in _COLUMNS],
        "primaryKey": ["project_id"],
        "missingValues": [""],
    }


def _field(name: str, title: str, about: str) -> dict[str, Any]:
    kind = "date" if name.endswith("_date") else "string"
    field: dict[str, Any] = {"name": name, "title": title, "description": about, "type": kind}
    constraints: dict[str, Any] = {"required": True} if name in _REQUIRED else {}
    if name in _CHOICES:
        constraints["enum"] = list(_CHOICES[name])
    return field | ({"constraints": constraints} if constraints else {})


def _of_agreement(says: Callable[[Agreed], str]) -> Said:
    def said(_: Holder, use: RecordedUse) -> str:
        return says(use.in_force) if use.in_force else ""

    return said


def _organisations(holder: Holder, use: RecordedUse) -> str:
    return _listed([holder.name, *(use.in_force.terms.between if use.in_force else ())])


def _datasets(_: Holder, use: RecordedUse) -> str:
    return _listed([one.name for one in use.in_force.terms.datasets] if use.in_force else [])


def _benefit(_: Holder, use: RecordedUse) -> str:
    return _listed([one.what for one in use.foreseen if one.positive and one.intended])


def _approved(_: Holder, use: RecordedUse) -> str:
    return use.approved_on.isoformat() if use.approved_on else ""


def _committees(_: Holder, use: RecordedUse) -> str:
    days = sorted({one.on for one in use.advised})
    return _listed([f"Data ethics board, {day.isoformat()} (advice)" for day in days])


def _sensitivity(_: Holder, use: RecordedUse) -> str:
    return "De-personalised" if use.personal else "Anonymous"


def _technical(agreed: Agreed) -> str:
    return " ".join([*given(agreed.terms), joining(agreed.terms), *outputs(agreed.terms)]).strip()


def _privacy(agreed: Agreed) -> str:
    return " ".join([PROTECTED, *limits(agreed.terms)])


def _results(holder: Holder, use: RecordedUse) -> str:
    return _listed([holder.address(f"/releases/{table.id}/") for table in use.tables])


def _listed(parts: Sequence[str]) -> str:
    return "; ".join(parts)


# Name, title, what it says, and how it is known. One row a column, in the order of the file.
_COLUMNS: tuple[tuple[str, str, str, Said], ...] = (
    ("project_id", "Project ID", "The use's name on the public pages.", lambda _, u: u.name),
    ("project_title", "Project title", "The use's title.", lambda _, u: u.title),
    (
        "organisation_name",
        "Organisation name",
        "The council, then every party of the agreement.",
        _organisations,
    ),
    (
        "organisation_sector",
        "Organisation sector",
        "The sector of the lead organisation.",
        lambda *_: "Local government",
    ),
    (
        "applicant_names",
        "Applicant names",
        "The office that owns the use; never a person.",
        lambda _, u: u.owner,
    ),
    (
        "accountable_officer",
        "Accountable officer",
        "The office that decides on the use.",
        lambda _, u: u.accountable_officer,
    ),
    ("lay_summary", "Lay summary", "The purpose, in plain words.", lambda _, u: u.purpose),
    (
        "public_benefit_statement",
        "Public benefit statement",
        "The good that the use intends.",
        _benefit,
    ),
    (
        "technical_summary",
        "Technical summary",
        "Datasets with their columns, how they are joined, what comes out.",
        _of_agreement(_technical),
    ),
    ("dataset_names", "Dataset names", "Every dataset of the agreement.", _datasets),
    (
        "other_approval_committees",
        "Other approval committees",
        "The meetings at which the data ethics board advised.",
        _committees,
    ),
    (
        "latest_approval_date",
        "Latest approval date",
        "The day on which the accountable officer last said yes.",
        _approved,
    ),
    (
        "project_start_date",
        "Project start date",
        "The agreement's first day.",
        _of_agreement(lambda a: a.terms.starts.isoformat()),
    ),
    (
        "project_end_date",
        "Project end date",
        "The agreement's last day.",
        _of_agreement(lambda a: a.terms.ends.isoformat()),
    ),
    (
        "data_sensitivity_level",
        "Data sensitivity level",
        "What analysts work with: under pseudonyms, or about nobody.",
        _sensitivity,
    ),
    (
        "legal_basis_article_6",
        "Legal basis under Article 6",
        "The agreement's lawful basis, UK GDPR.",
        _of_agreement(lambda a: a.article_6),
    ),
    (
        "legal_basis_article_9",
        "Condition under Article 9",
        "The condition for special-category data.",
        _of_agreement(lambda a: a.article_9),
    ),
    (
        "legal_power",
        "Legal power",
        "The power or gateway that the agreement names.",
        _of_agreement(lambda a: a.power),
    ),
    (
        "special_category",
        "Special-category data",
        "Whether the use needs them.",
        lambda _, u: _YES_NO[u.special],
    ),
    (
        "national_data_opt_out",
        "National data opt-out applied",
        "Of health and care data alone; empty where nobody has stated it.",
        lambda *_: "",
    ),
    (
        "request_frequency",
        "Request frequency",
        "Whether data are given once or for as long as the agreement lasts.",
        _of_agreement(lambda _: "Recurring"),
    ),
    (
        "linkage_description",
        "How datasets are linked",
        "By which key, in whose hands.",
        _of_agreement(lambda a: joining(a.terms)),
    ),
    (
        "access_type",
        "Access type",
        "Whether data are released or stay where they are.",
        _of_agreement(lambda a: "Release of rows" if a.terms.records else "Secure environment"),
    ),
    (
        "privacy_enhancements",
        "How privacy is protected",
        "What is done to the data, and what is withheld from answers.",
        _of_agreement(_privacy),
    ),
    (
        "research_outputs",
        "Links to outputs",
        "The page of every table that was published.",
        _results,
    ),
    ("status", "Status", "Where the use is.", lambda _, u: u.state),
    ("made_up", "Made up", "Whether it is a demonstration.", lambda _, u: _YES_NO[u.made_up]),
)
_REQUIRED = {"project_id", "project_title", "organisation_name", "lay_summary", "status", "made_up"}
_CHOICES = {
    "data_sensitivity_level": ("De-personalised", "Anonymous"),
    "access_type": ("Secure environment", "Release of rows"),
    "special_category": ("Yes", "No"),
    "made_up": ("Yes", "No"),
}


def register_columns() -> Iterator[tuple[str, str]]:
    """Yield every column of the register with what it says."""
    for name, _, about, _ in _COLUMNS:
        yield name, about
