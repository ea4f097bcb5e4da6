"""A made-up record as the tests of exports hand it in: the worked case, with a published table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from gate.warm_homes import TERMS

from beholden.exports import (
    Advised,
    Agreed,
    Foreseen,
    HeldColumn,
    HeldDataset,
    Holder,
    PublishedFile,
    PublishedTable,
    Record,
    RecordedUse,
)

DAY = date(2026, 12, 10)
STATED = Holder(
    "Borough of Ashmere (made up)",
    site="https://data.ashmere.example",
    email="data@ashmere.example",
    organisation="ashmere-borough-council",
)
SILENT = Holder("Borough of Ashmere (made up)")
AGREED = Agreed(
    name="warm-homes-2026",
    version=1,
    use="warm-homes",
    state="in_force",
    terms=TERMS,
    stated_on=date(2026, 11, 17),
    article_6="public-task",
    power="Localism Act 2011, section 1",
    review_by=TERMS.review_by,
)
TABLE = PublishedTable(
    id="release-0123456789abcdef",
    use="warm-homes",
    title="Households in arrears and in cold homes, by neighbourhood",
    purpose=TERMS.purpose,
    published_on=date(2026, 12, 8),
    made_up=True,
    datasets=("council_tax", "energy_certificates"),
    files=(
        PublishedFile("chart.svg", 5120, "ab" * 32),
        PublishedFile("index.html", 9000, "cd" * 32),
        PublishedFile("table.csv", 812, "ef" * 32),
    ),
)
USE = RecordedUse(
    name="warm-homes",
    title="Finding households in arrears and in cold homes",
    purpose=TERMS.purpose,
    owner="Head of Revenues",
    accountable_officer="Director of Resources",
    state="In use",
    stated_on=date(2026, 11, 1),
    why_data="No department holds all three",
    people_affected="about 20,000 households",
    made_up=True,
    approved_on=date(2026, 11, 16),
    because="The need is urgent",
    canvas={"engaging": "Anybody may call the Warm Homes team"},
    foreseen=(
        Foreseen("Households in need are offered help", positive=True, intended=True),
        Foreseen(
            "A household takes the letter as a threat",
            positive=False,
            intended=False,
            done="The letter names no debt",
            likelihood="possible",
            severity="moderate",
        ),
    ),
    advised=(Advised(date(2026, 11, 12), "Go ahead", "accepted"),),
    agreements=(AGREED,),
    tables=(TABLE,),
    questions=12,
    assessments=(("Data ethics canvas", date(2026, 11, 1), "Fifteen areas"),),
)


def dataset(name: str, steward: str) -> HeldDataset:
    return HeldDataset(
        name=name,
        title=name.replace("_", " ").capitalize(),
        steward=steward,
        registered_on=date(2026, 10, 1),
        modified_on=date(2026, 11, 2),
        version=2,
        rows=20_000,
        columns=(
            HeldColumn("uprn", "string", "uprn", personal=True, roles=("join",)),
            HeldColumn("tenure", "string", "category", roles=("dimension",)),
        ),
        source=f"{name}.csv",
        retention="6 years",
        made_up=True,
        scores={"completeness": 0.98, "validity": 0.999, "uniqueness": 1.0},
        complete={"uprn": 0.97},
        findings=3,
        keys=("Addresses were matched to UPRNs on 2026-11-02: 19,400 of 20,000 rows.",),
        uses=("warm-homes",),
        agreements=("warm-homes-2026",),
        purposes=(TERMS.purpose,),
    )


DATASETS = (
    dataset("council_tax", "Revenues and Benefits"),
    dataset("energy_certificates", "Housing"),
    dataset("support_scheme", "Revenues and Benefits"),
)


def contract(name: str) -> dict:
    """Return a contract as intake writes it, with a column that no agreement gives."""
    return {
        "kind": "DataContract",
        "apiVersion": "v3.1.0",
        "id": name,
        "name": name,
        "version": "1.0.0",
        "status": "active",
        "team": {"name": "Housing", "description": "The steward, who answers for the dataset"},
        "slaProperties": [{"property": "retention", "value": 6, "unit": "y"}],
        "schema": [
            {
                "name": name,
                "logicalType": "object",
                "physicalType": "table",
                "properties": [
                    {"name": "uprn", "logicalType": "string", "classification": "personal"},
                    {"name": "tenure", "logicalType": "string"},
                    {"name": "nino", "logicalType": "string", "classification": "personal"},
                ],
            }
        ],
    }


RECORD = Record(
    holder=STATED,
    today=DAY,
    datasets=DATASETS,
    uses=(USE,),
    contracts={one.name: contract(one.name) for one in DATASETS},
)
# What a council has that has begun and stated nothing: nobody to write to, nothing agreed.
BARE = Record(
    holder=SILENT,
    today=DAY,
    uses=(replace(USE, agreements=(), tables=(), foreseen=(), advised=(), canvas={}),),
)
EMPTY = Record(holder=SILENT, today=DAY)
