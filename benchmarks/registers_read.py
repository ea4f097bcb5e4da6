"""Addresses of some registers asked of others that are about other premises: what a reader says.

    python -m benchmarks.registers_read UNLABELLED.parquet [--to-read FILE.csv]
        [--asked REGISTER ... --listed REGISTER ...]

Polling stations, charities and food premises are asked of schools, venues, surgeries, gambling
premises and MOT stations (see fit_registers.py), most of which do not have them. 150 matches, and
100 addresses that were not matched though their postcode is listed, were drawn once and read, by
the rule in uprn/data/READ.md; uprn/data/registers_read.csv has the identifiers of the pairs, what
was drawn and the verdicts. Printed is what becomes of these same addresses under the matcher as it
is: an address that is now matched to a place that was not read is told apart. ``--to-read`` writes
those, for a person to read. Of other registers (``--asked``, ``--listed``) nothing was kept: their
number of matches is printed, and all are to read.
"""

from __future__ import annotations

import argparse
import csv
from collections import Counter
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.linkage import Gazetteer, match_addresses
from benchmarks.fit_registers import row_of

LISTED = (
    "edubase", "civil-marriage-venues", "general-medical-practices", "gambling-commission",
    "vehicle-testing-stations",
)  # fmt: skip
ASKED = ("democracy-club-polling-stations", "charity-commission", "food-hygiene")
READ = Path(__file__).parent / "uprn" / "data" / "registers_read.csv"
_FIRST_UPRN = 700_000_000_000
Place = dict[str, str]


def places(path: Path, sources: tuple[str, ...]) -> list[Place]:
    """Return the rows of some registers that have a postcode, each text of a register once."""
    found: dict[tuple[str, str, str], Place] = {}
    for one in pq.read_table(path).to_pylist():
        code = (one["postcode"] or "").replace(" ", "")
        if one["source"] in sources and one["address_concat"] and len(code) > 4:
            row = row_of(one["name"], one["address_concat"], one["postcode"])
            text = row.text(named=True)
            key = (one["source"], text.upper(), row.postcode)
            found.setdefault(key, {"id": one["unique_id"], "text": text, "code": row.postcode})
    return list(found.values())


def matched(listed: list[Place], asked: list[Place]) -> dict[str, tuple[Place | None, float]]:
    """Return the place and score of each address, by its identifier; one UPRN for one text."""
    uprns: dict[tuple[str, str], int] = {}
    for place in listed:
        key = (place["code"], place["text"].upper())
        place["uprn"] = str(uprns.setdefault(key, _FIRST_UPRN + len(uprns)))
    gazetteer = pa.table(
        {
            "uprn": [place["uprn"] for place in listed],
            "address_concat": [place["text"] for place in listed],
            "postcode": [place["code"] for place in listed],
        }
    )
    table = pa.table(
        {
            "unique_id": [place["id"] for place in asked],
            "address_concat": [place["text"] for place in asked],
            "postcode": [place["code"] for place in asked],
        }
    )
    by_uprn = {place["uprn"]: place for place in reversed(listed)}
    return {
        one["unique_id"]: (by_uprn.get(one["uprn"] or ""), one["score"])
        for one in match_addresses(table, Gazetteer.build(gazetteer)).to_pylist()
    }


def told(found: dict[str, tuple[Place | None, float]]) -> tuple[Counter[str], list[str]]:
    """Return what became of the drawn addresses, in words, and which pairs were not read."""
    with READ.open(encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    counts: Counter[str] = Counter()
    unread = []
    for one in read:
        place, _ = found[one["asked"]]
        if place is None:
            kept = {"same": "missed", "different": "rightly left"}.get(one["verdict"], "unclear")
            counts[f"{one['drawn']}: not matched, {kept}"] += 1
        elif place["id"] == one["listed"]:
            counts[f"{one['drawn']}: matched, {one['verdict']}"] += 1
        else:
            counts[f"{one['drawn']}: matched to a place that was not read"] += 1
            unread.append(one["asked"])
    return counts, unread


def write_unread(path: Path, unread: list[str], found: dict[str, tuple[Place | None, float]],
                 asked: list[Place]) -> None:  # fmt: skip
    """Write the pairs of some addresses and the places found for them."""
    texts = {place["id"]: place["text"] for place in asked}
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["asked", "listed", "score", "text", "place"])
        for one in unread:
            place, score = found[one]
            if place:
                writer.writerow([one, place["id"], f"{score:.2f}", texts[one], place["text"]])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("unlabelled", type=Path)
    parser.add_argument("--to-read", type=Path)
    parser.add_argument("--asked", nargs="+", default=ASKED)
    parser.add_argument("--listed", nargs="+", default=LISTED)
    args = parser.parse_args()
    listed = places(args.unlabelled, tuple(args.listed))
    asked = places(args.unlabelled, tuple(args.asked))
    found = matched(listed, asked)
    unread = [one for one, (place, _) in found.items() if place]
    print(f"{len(unread)} of {len(asked)} addresses matched to {len(listed)} listed")
    if (args.asked, args.listed) == (ASKED, LISTED):
        counts, unread = told(found)
        for what, count in sorted(counts.items()):
            print(f"  {what}: {count}")
    if args.to_read:
        write_unread(args.to_read, unread, found, asked)


if __name__ == "__main__":
    main()
