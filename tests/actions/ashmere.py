"""The Borough of Ashmere, small: made-up people by office, made-up data, the worked case's files.

Every cell that no question may show holds a marker, so that a test can look for it everywhere.
"""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import yaml

from beholden.actions import AreasKept, Council, init, open_council
from beholden.kernel import HeldClock, Refused

DAY = date(2026, 12, 10)
NAME = "Borough of Ashmere (made up)"
MARKER = "zqxmarker"
HOUSEHOLDS = 150
QUESTION = "select neighbourhood, count(*) from council_tax group by 1"
REFUSED = "select uprn, arrears from council_tax"

REVENUES, HOUSING, HEALTH = "Revenues and Benefits", "Housing", "Public Health Intelligence"

# code, office, organisation, roles: the code begins with a mark that no public text may hold.
PEOPLE = (
    ("code-admin", "Administrator", "Resources", ("administrator",)),
    ("code-revenues", "Revenues manager", REVENUES, ("steward",)),
    ("code-housing", "Housing manager", HOUSING, ("steward",)),
    ("code-planning", "Address manager", "Planning", ("steward",)),
    ("code-looker", "Address reviewer", REVENUES, ("link_reviewer",)),
    ("code-owner", "Head of Revenues", REVENUES, ("use_owner",)),
    ("code-secretary", "Secretary of the board", "Democratic Services", ("board_secretary",)),
    ("code-officer", "Director of Resources", "Resources", ("accountable_officer",)),
    ("code-dpo", "Data-protection officer", "Legal", ("data_protection_officer",)),
    ("code-analyst", "Analyst", HEALTH, ("analyst",)),
    ("code-reviewer", "Disclosure reviewer", HEALTH, ("reviewer",)),
    ("code-publisher", "Open data editor", "Communications", ("publisher",)),
    ("code-partner", "Health partner", HEALTH, ("partner",)),
    ("code-member", "Member of the board", "Data ethics board", ("board_member",)),
    ("code-designer", "Design authority", "Digital", ("design_authority",)),
    ("code-auditor", "Auditor", "Outside audit", ("auditor",)),
    ("code-resident", "Resident", "Residents", ("resident",)),
    (
        "code-many",
        "Jack of all trades",
        HEALTH,
        ("analyst", "reviewer", "use_owner", "accountable_officer"),
    ),
)
CODES = {code.removeprefix("code-"): code for code, *_ in PEOPLE}
# Who applies the case's folder, so that nobody waits for another.
_STEWARDS_FIRST = ("admin", "revenues", "housing", "planning")
# The data-protection officer advises before the decision, and offers the agreement after it.
IN_TURN = (*_STEWARDS_FIRST, "owner", "dpo", "secretary", "officer", "dpo")
ADMIN, DPO, ANALYST = CODES["admin"], CODES["dpo"], CODES["analyst"]


# Every area of the canvas, in a few words: a full review needs all fifteen.
CANVAS = {
    "sources": "Council tax accounts, energy certificates and the support scheme's list.",
    "rights": "Collected by the council for other purposes.",
    "limitations": "Homes without a certificate are missing.",
    "ethical-legislative": "UK GDPR and the council's data ethics charter.",
    "reasons": "To offer help to those who are owed it.",
    "positive-effects": "Households in cold homes get grants.",
    "negative-effects": "A household may feel watched.",
    "mitigations": "Letters name no debt.",
    "engaging": "Ten residents read the letter.",
    "communicating": "The page of the use and the letter.",
    "openness": "This canvas is public.",
    "sharing": "Totals only.",
    "implementation": "The team is trained.",
    "review": "Before the second winter.",
    "actions": "Test the letter.",
}

# Answers to triage that ask for no design review, and add nothing to what personal data owe.
TRIAGE = {
    "effect": "services",
    "automated": "no",
    "surprise": "no",
    "explain": "yes",
    "publish": "all",
    "answerable": "yes",
    "system": "no",
    "groups": "no",
    "missing": "no",
    "harm": "little",
}
HARM = {
    "what": "A household takes the letter as a threat",
    "kind": "negative",
    "intended": False,
    "likelihood": "possible",
    "severity": "minor",
}
SIGNED_OFF = {
    "dpo_advice": "accepted",
    "residual_risk": "low",
    "measures_approved_by": "Head of Revenues",
}


@dataclass(frozen=True)
class Case:
    """The worked case's files, told as of one day, in one folder."""

    folder: Path
    day: date = DAY

    def on(self, days: int) -> str:
        """Return a day so many days from the case's own, in ISO 8601."""
        return (self.day + timedelta(days=days)).isoformat()

    @property
    def use(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "title": "Finding households in arrears and in cold homes",
            "purpose": "So that the Warm Homes team can offer help before January.",
            "owner": "Head of Revenues",
            "accountable_officer": "Director of Resources",
            "personal_data": True,
            "special_category": False,
            "made_up": True,
            "why_data": "No department holds all three lists.",
            "people_affected": "150 made-up households",
            "triage": dict(TRIAGE),
            "canvas": dict(CANVAS),
            "consequences": [
                {
                    "what": "Households in need are offered help",
                    "kind": "positive",
                    "intended": True,
                    "stance": "act",
                },
                dict(HARM),
            ],
        }

    @property
    def design_review(self) -> dict[str, Any]:
        parts = ("architecture", "security", "open-standards", "exit", "retention")
        return {
            "use": "warm-homes",
            "on": self.on(-30),
            "findings": {part: {"finding": "met", "text": "Looked at."} for part in parts},
            "verdict": "approved",
        }

    @property
    def dpia_advice(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "on": self.on(-29),
            "says": "The measures are enough.",
            "proceed": True,
            "residual_risk": "low",
        }

    @property
    def advice(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "meeting": self.on(-28),
            "quorum": True,
            "says": [
                {"point": 1, "text": "Go ahead."},
                {
                    "point": 2,
                    "text": "Nothing that describes fewer than 20 households.",
                    "condition": {"smallest_group": 20, "when": ["neighbourhood"]},
                },
                {
                    "point": 3,
                    "text": "Look again before the second winter.",
                    "condition": {"review_by": self.on(53), "else": "stop"},
                },
            ],
        }

    @property
    def decision(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "by": "Director of Resources",
            "on": self.on(-24),
            "decides": True,
            "because": "The need is urgent.",
            "on_advice": {"1": "accepted", "2": "accepted", "3": "accepted"},
            "dpia": dict(SIGNED_OFF),
        }

    @property
    def agreement(self) -> dict[str, Any]:
        join, dimension = {"role": "join"}, {"role": "dimension"}
        return {
            "agreement": "warm-homes-2026",
            "use": "warm-homes",
            "between": [REVENUES, HOUSING, HEALTH],
            "lawful_basis": {"article_6": "public-task", "power": "Local Government Act 2000"},
            "from": self.on(-9),
            "until": self.on(111),
            "subject": "household",
            "datasets": {
                "council_tax": {
                    "rows": "liable_to is null",
                    "columns": {
                        "uprn": join,
                        "tenure": dimension,
                        "neighbourhood": dimension,
                        "arrears": {"role": "measure", "functions": ["sum", "avg"]},
                        "in_arrears": dimension,
                    },
                },
                "energy_certificates": {
                    "columns": {
                        "uprn": join,
                        "rating": {
                            **dimension,
                            "bands": {"warm": list("ABC"), "cold": list("DEFG")},
                        },
                    }
                },
                "support_scheme": {"columns": {"uprn": join, "enrolled": dimension}},
            },
            "joins": {
                "key": "uprn",
                "among": ["council_tax", "energy_certificates", "support_scheme"],
            },
            "outputs": {"aggregate": {"to": [HEALTH], "smallest_group": 10, "round_to": 5}},
            "quality": {"council_tax.uprn": {"complete": 0.9}},
            "objections": "left out",
            "at_the_end": "the key of the extract is destroyed",
        }

    @property
    def review(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "by": "Director of Resources",
            "on": self.on(0),
            "continues": True,
            "because": "It found 371 households.",
        }

    @property
    def outcome(self) -> dict[str, Any]:
        return {
            "use": "warm-homes",
            "on": self.on(120),
            "measure": {"households helped by 31 March": 371},
            "consequences": [
                {"what": "Households in need are offered help", "actual": "371 of 400"}
            ],
        }

    def write(self, **changed: Any) -> Path:
        """Write the folder that ``apply`` reads, and return it; ``changed`` replaces statements."""
        said = {
            "uses/warm-homes.yaml": self.use,
            "uses/warm-homes.dpia-advice.yaml": self.dpia_advice,
            "uses/warm-homes.advice.yaml": self.advice,
            "uses/warm-homes.decision.yaml": self.decision,
            "agreements/warm-homes-2026.yaml": self.agreement,
            "people.yaml": {"people": people()},
            **changed,
        }
        for name, statement in said.items():
            if statement is not None:
                write_yaml(self.folder / name, statement)
        for name, steward in STEWARDS.items():
            write_yaml(self.folder / f"datasets/{name}.odcs.yaml", contract(name, steward))
        write_data(self.folder / "data")
        return self.folder


STEWARDS = {
    "council_tax": REVENUES,
    "energy_certificates": HOUSING,
    "support_scheme": REVENUES,
    "gazetteer": "Planning",
}
STEWARD_OF = {organisation: code for code, _, organisation, roles in PEOPLE if "steward" in roles}


def people() -> list[dict[str, Any]]:
    return [
        {"code": code, "office": office, "organisation": organisation, "roles": list(roles)}
        for code, office, organisation, roles in PEOPLE
    ]


def contract(name: str, steward: str) -> dict[str, Any]:
    """Return the least that a file of the Open Data Contract Standard says."""
    return {
        "kind": "DataContract",
        "apiVersion": "v3.1.0",
        "id": name,
        "name": name,
        "version": "1.0.0",
        "status": "active",
        "team": {"name": steward, "members": []},
        "customProperties": [{"property": "madeUp", "value": True}],
        "servers": [
            {"server": "file", "type": "local", "path": f"../data/{name}.csv", "format": "csv"}
        ],
        "schema": [
            {"name": name, "logicalType": "object", "physicalType": "table", "properties": []}
        ],
    }


class _NoAliases(yaml.SafeDumper):
    """Writes what is stated twice as it stands: an alias is refused in a statement."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def dumped(statement: Any) -> str:
    """Return a statement as YAML."""
    return yaml.dump(statement, Dumper=_NoAliases, sort_keys=False)


def write_yaml(path: Path, statement: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    text = statement if isinstance(statement, str) else dumped(statement)
    path.write_text(text, encoding="utf-8")
    return path


def write_data(folder: Path) -> None:
    """Write the made-up datasets: nobody in them exists."""
    _write_csv(folder / "gazetteer.csv", [_place(i) for i in range(HOUSEHOLDS)])
    _write_csv(folder / "council_tax.csv", [_account(i) for i in range(HOUSEHOLDS)])
    _write_csv(
        folder / "energy_certificates.csv",
        [
            {"uprn": uprn(i), "rating": "ABCDEFG"[i % 7], "inspector": f"{MARKER} inspector {i}"}
            for i in range(HOUSEHOLDS)
        ],
    )
    _write_csv(
        folder / "support_scheme.csv",
        [
            {"uprn": uprn(i), "enrolled": "yes" if i % 3 else "no", "claimant": f"{MARKER} {i}"}
            for i in range(HOUSEHOLDS)
        ],
    )


def uprn(i: int) -> str:
    return f"1000{i * 7919 + 10_000_019:08d}"


def _place(i: int) -> dict[str, Any]:
    return {
        "uprn": uprn(i),
        "address_concat": f"{i % 75 + 1} {STREETS[i // 75]}, Ashmere",
        "postcode": f"ZZ{i % 5 + 1} {i // 75 + 1}AA",
    }


STREETS = ("Mill Lane", "Tannery Row")


def _account(i: int) -> dict[str, Any]:
    place = _place(i)
    return {
        "account": f"{MARKER}{i:05d}",
        "name": f"Resident {MARKER} {i}",
        "uprn": place["uprn"],
        "address": place["address_concat"],
        "postcode": place["postcode"],
        "tenure": ("owned", "rented")[i % 2],
        # The last eight are too few to be shown.
        "neighbourhood": "Elm End" if i >= HOUSEHOLDS - 8 else ("Millbrook", "Northgate")[i % 2],
        "arrears": f"{(i * 37) % 900 + 100}.{i % 100:02d}",
        "in_arrears": "yes" if i % 4 else "no",
        "liable_to": "" if i % 30 else "2026-01-31",
    }


def _write_csv(path: Path, rows: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, fieldnames=list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def begin(directory: Path, *, database: str = "", day: date = DAY) -> Council:
    """Make the home with its people, and open it on the day of the case."""
    init(directory, name=NAME, administrator=ADMIN, database=database).close()
    council = open_council(directory, clock=HeldClock.on(day))
    for stated in people()[1:]:
        council.add_person(by=ADMIN, **stated)
    return council


def register(council: Council, case: Case) -> None:
    write_data(case.folder / "data")
    for name, steward in STEWARDS.items():
        council.register(
            by=STEWARD_OF[steward],
            source=case.folder / f"data/{name}.csv",
            name=name,
            steward=steward,
            made_up=True,
        )


def approve(council: Council, case: Case) -> None:
    council.state_use(by=CODES["owner"], statement=case.use)
    council.advise_on_dpia(by=DPO, statement=case.dpia_advice)
    council.record_advice(by=CODES["secretary"], statement=case.advice)
    council.decide_use(by=CODES["officer"], statement=case.decision)


def agree(council: Council, case: Case) -> None:
    council.state_agreement(by=DPO, document=case.agreement)
    for who in ("revenues", "housing", "partner"):
        council.sign_agreement(by=CODES[who], agreement="warm-homes-2026")


def until_agreed(directory: Path, *, database: str = "", day: date = DAY) -> Council:
    """Tell the case up to the agreement in force."""
    council = begin(directory, database=database, day=day)
    case = Case(directory.with_name("stated"), day)
    register(council, case)
    approve(council, case)
    agree(council, case)
    return council


def until_applied(directory: Path, *, day: date = DAY) -> Council:
    """Tell the case by its folder, which everybody has applied: up to the agreement offered."""
    council = begin(directory, day=day)
    stated = Case(directory.with_name("stated"), day).write()
    for who in IN_TURN:
        council.apply(by=CODES[who], directory=stated)
    return council


def until_sealed(directory: Path, *, database: str = "", day: date = DAY) -> Council:
    """Tell the case up to the sealed extract."""
    council = until_agreed(directory, database=database, day=day)
    council.seal(by=DPO, use="warm-homes")
    return council


def until_open_to_staff(directory: Path, *, day: date = DAY) -> Council:
    """Tell the case up to an extract with a fitted table, of which all staff may ask."""
    council = until_agreed(directory, day=day)
    said = Case(directory.with_name("stated"), day).agreement
    said["outputs"]["self_service"] = {
        "to": "all staff",
        "measures": ["in_arrears"],
        "by": ["neighbourhood", "rating"],
        "known": ["neighbourhood"],
        "guess_bound": "90 in 100",
    }
    council.state_agreement(by=DPO, document=said)
    for who in ("revenues", "housing", "partner"):
        council.sign_agreement(by=CODES[who], agreement="warm-homes-2026")
    council.seal(by=DPO, use="warm-homes")
    return council


PLACES = ("Millbrook", "Northgate", "Elm End", "Ferry Lane")  # nobody lives in the last
WHOSE_PLACES = "Made-up boundaries of the made-up Borough of Ashmere."


def places_file(folder: Path) -> Path:
    """Write the case's neighbourhoods as GeoJSON, four squares in the North Sea."""
    squares = [
        [[x, y], [x + 0.02, y], [x + 0.02, y + 0.02], [x, y + 0.02], [x, y]]
        for x, y in ((1.6, 54.0), (1.62, 54.0), (1.6, 54.02), (1.62, 54.02))
    ]
    features = [
        {
            "type": "Feature",
            "properties": {"code": f"ZX{at:02}", "name": name},
            "geometry": {"type": "Polygon", "coordinates": [square]},
        }
        for at, (name, square) in enumerate(zip(PLACES, squares, strict=True), 1)
    ]
    file = folder / "places.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), "utf-8")
    return file


def keep_places(council: Council, **other: Any) -> AreasKept:
    """Have the case's neighbourhoods kept, so that its tables have a map."""
    said = {"name": "places", "title": "Neighbourhoods", "code": "code", "label": "name"}
    said |= {"attribution": WHOSE_PLACES, "made_up": True, "by": CODES["revenues"], **other}
    source = said.pop("source", None) or places_file(council.directory.parent)
    return council.keep_areas(source=source, **said)


def until_published_and_refused(directory: Path, *, day: date = DAY) -> Council:
    """Tell the case up to the published table with its map, and one question that was refused."""
    council = until_sealed(directory, day=day)
    keep_places(council)
    until_published(council)
    with suppress(Refused):
        council.ask(by=ANALYST, use="warm-homes", question=REFUSED)
    return council


def until_requested(council: Council) -> str:
    """Ask the case's question, ask for its release, and return the release's id."""
    answered = council.ask(by=ANALYST, use="warm-homes", question=QUESTION)
    made = council.request_release(
        by=ANALYST, receipt=answered.receipt.id, name="warm-homes-table", title="Households"
    )
    return made.id


def until_published(council: Council) -> str:
    """Tell the case from the question to the published table, and return the release's id."""
    release = until_requested(council)
    council.review_release(by=CODES["reviewer"], release_id=release, approve=True, because="Safe.")
    council.publish(by=CODES["publisher"], release_id=release)
    return release
