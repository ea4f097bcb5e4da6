"""A made-up council with addresses that are in doubt, and the people who look at them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from actions.ashmere import ADMIN, CODES, REVENUES

from beholden.actions import Council

STEWARD, LOOKER, DPO = CODES["revenues"], CODES["looker"], CODES["dpo"]
ADDRESS_STEWARD = CODES["planning"]
BOTH = "code-both"  # a steward who may review as well, though never their own
STREETS = ("Mill Lane", "Tannery Row", "Quarry Road", "Abbey Street")
MARKER = "zqxmarker"


def uprn(street: int, number: int) -> str:
    return f"9067{street:02d}{number:06d}"


def gazetteer_rows() -> list[dict[str, Any]]:
    """Return forty houses of each of four streets; the odd ones have a flat too."""
    return [
        {
            "uprn": uprn(s, n),
            "address_concat": f"{n} {STREETS[s]}, Ashmere",
            "postcode": f"ZX{s + 1} {n % 4 + 1}AA",
        }
        for s in range(4)
        for n in range(1, 41)
    ]


def address(s: int, n: int) -> tuple[str, str]:
    """Return an address as somebody typed it: some without a postcode, some in doubt."""
    street = STREETS[s]
    texts = (
        f"{n} {street} Ashmere",
        f"{n} {street[:-1]}x",
        f"{n}A {street}",
        f"Flat 3, {n} {street}",
        f"{n} {street.split()[0]} Avenue, Ashmere",
    )
    postcode = "" if n % 3 == 0 else f"ZX{s + 1} {n % 4 + 1}AA"
    return texts[n % 5], postcode


def account_rows() -> list[dict[str, Any]]:
    return [
        {
            "Account Ref": f"{MARKER}{s}{n}",
            "Liable Name": f"Made-up Resident {MARKER} {n}",
            "Property Address": address(s, n)[0],
            "Postcode": address(s, n)[1],
        }
        for s in range(4)
        for n in range(1, 41)
    ]


def write_csv(path: Path, rows: list[dict[str, Any]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def registered(council: Council, folder: Path) -> Council:
    """Register the accounts and the gazetteer, and add a steward who may review."""
    council.add_person(
        by=ADMIN,
        code=BOTH,
        office="Deputy",
        organisation=REVENUES,
        roles=["steward", "link_reviewer"],
    )
    files = {"accounts": account_rows(), "places": gazetteer_rows()}
    for name, rows in files.items():
        council.register(
            by=STEWARD if name == "accounts" else ADDRESS_STEWARD,
            source=write_csv(folder / f"{name}.csv", rows),
            name=name,
            steward=REVENUES if name == "accounts" else "Planning",
            made_up=True,
        )
    return council


def matched(council: Council, **how: Any) -> Any:
    return council.match(by=STEWARD, dataset="accounts", gazetteer="places", **how)


def keys_of(council: Council, dataset: str = "accounts", column: str = "uprn") -> list[Any]:
    """Return the rows of the newest key of a dataset's newest version."""
    import pyarrow.parquet as pq

    from beholden.records.models import KeyColumn

    with council.at_work():
        key = KeyColumn.objects.filter(version__dataset__name=dataset, column=column).last()
        path = council.path(key.path)
    return pq.read_table(path).to_pylist()


def linkage_of(council: Council, dataset: str = "accounts", column: str = "uprn") -> str:
    """Return the name that lists of a dataset's newest linkage bear."""
    from beholden.actions.under_review import reviewed_key

    with council.at_work():
        return reviewed_key(council, dataset=dataset, column=column).names[0]
