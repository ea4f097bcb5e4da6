"""Tables and values that the tests of this room share. All residents are made up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pyarrow as pa

from beholden.kernel import SUBJECTS, Cells, Measure
from beholden.release import (
    CanvasArea,
    PublicAdvice,
    PublicAgreement,
    Publication,
    PublicColumn,
    PublicConsequence,
    PublicDataset,
    PublicDecision,
    PublicDesignReview,
    PublicDpiaAdvice,
    PublicEvent,
    PublicMeasure,
    PublicReceipt,
    PublicRelease,
    PublicTriage,
    PublicUse,
)

HOUSEHOLDS = Measure("households", "count")
ARREARS = Measure("arrears", "sum", "arrears")
AVERAGE = Measure("average", "avg", "arrears")


def counted(
    inner: Mapping[tuple[Any, ...], int],
    *,
    dimensions: Sequence[str] = ("neighbourhood", "tenure"),
    smallest_group: int = 10,
    round_to: int = 1,
) -> Cells:
    """Cells that count households, from the number in each combination."""
    rows = [
        {**dict(zip(dimensions, at, strict=True)), "households": n, SUBJECTS: n}
        for at, n in inner.items()
    ]
    return cells_of(
        rows, dimensions, (HOUSEHOLDS,), smallest_group=smallest_group, round_to=round_to
    )


def with_arrears(
    inner: Mapping[tuple[Any, ...], tuple[int, float, float]],
    *,
    dimensions: Sequence[str] = ("neighbourhood", "tenure"),
    measures: Sequence[Measure] = (HOUSEHOLDS, ARREARS),
    smallest_group: int = 10,
    largest_share: float = 0.5,
    round_to: int = 1,
) -> Cells:
    """Cells of (households, sum of arrears, largest arrears of one household)."""
    rows = []
    for at, (n, amount, largest) in inner.items():
        row = {**dict(zip(dimensions, at, strict=True)), SUBJECTS: n}
        for measure in measures:
            if measure.column is None:
                row[measure.name] = n
                continue
            row[measure.name] = amount / n if measure.function == "avg" else amount
            row[measure.largest], row[measure.total] = largest, abs(amount)
            row[measure.leading] = [largest, *[(abs(amount) - largest) / max(1, n - 1)] * 4]
        rows.append(row)
    return cells_of(
        rows,
        dimensions,
        measures,
        smallest_group=smallest_group,
        round_to=round_to,
        largest_share=largest_share,
    )


def cells_of(
    rows: Sequence[Mapping[str, Any]],
    dimensions: Sequence[str],
    measures: Sequence[Measure],
    *,
    smallest_group: int = 10,
    round_to: int = 1,
    largest_share: float = 0.5,
) -> Cells:
    """Cells from rows as the gate writes them."""
    return Cells(
        tuple(dimensions),
        tuple(measures),
        "household",
        smallest_group,
        "advice of 12 November 2026, point 2",
        round_to,
        largest_share,
        pa.Table.from_pylist(list(rows)),
    )


MILLBROOK = counted(
    {
        ("Millbrook", "Council rent"): 3,
        ("Millbrook", "Owner"): 40,
        ("Millbrook", "Private rent"): 61,
        ("Northgate", "Council rent"): 52,
        ("Northgate", "Owner"): 88,
        ("Northgate", "Private rent"): 24,
        ("Old Town", "Council rent"): 33,
        ("Old Town", "Owner"): 17,
        ("Old Town", "Private rent"): 95,
    },
    round_to=5,
)


def publication(**other: Any) -> Publication:
    """Return what is told about one made-up release."""
    stated: dict[str, Any] = {
        "release": "release-5d1f",
        "use": "warm-homes",
        "title": "Households in arrears and in cold homes",
        "purpose": "So that the Warm Homes team can reach households before January.",
        "agreement": "warm-homes-2026",
        "terms_hash": "sha256:00ff",
        "receipt": "answer-77aa",
        "question": "select neighbourhood, tenure, count(*) from council_tax group by all",
        "council": "Borough of Ashmere",
        "made_up": True,
        "published_on": date(2026, 12, 18),
        "approved_by_role": "Head of Information Governance",
        "ledger_entry": 41,
        "starts": date(2026, 12, 1),
        "ends": date(2026, 12, 14),
        "spatial": "Borough of Ashmere",
    }
    return Publication(**{**stated, **other})


def public_use(**other: Any) -> PublicUse:
    """Return a made-up data use with every part filled in."""
    stated: dict[str, Any] = {
        "council": "Borough of Ashmere",
        "name": "warm-homes",
        "title": "Finding households in arrears and in cold homes who do not yet get help",
        "purpose": "So that the Warm Homes team can offer grants and debt advice before January "
        "to households that nobody has reached.",
        "owner": "Head of Revenues",
        "status": "in use",
        "made_up": True,
        "accountable_officer": "Director of Resources",
        "why_data": "Need shows only when arrears, energy ratings and the support list are seen "
        "together; no department holds all three.",
        "people_affected": "about 20,000 households",
        "personal_data": "Yes, without any special category",
        "canvas": (
            CanvasArea("Data sources", "Council tax, energy certificates, the support list."),
            CanvasArea(
                "Limitations in data",
                "Certificates are missing for one home in nine.\nThey are counted apart.",
                "complete",
                "Head of Revenues, 1 December 2026",
                ("Count homes without a certificate, by the analyst",),
                "Certificates are missing.",
            ),
        ),
        "consequences": (
            PublicConsequence(
                "Households in need are offered help that they did not know of",
                "positive",
                intended=True,
                done="Letter in plain English and in the five most read languages",
                owner="Warm Homes manager",
                stance="act",
                actual="371 of 400 hoped for",
                affects="households in cold homes",
                levels="Likelihood: likely, severity: major",
                verdict="happened as foreseen",
            ),
            PublicConsequence(
                "Private landlords asked the council who had been written to",
                "negative",
                intended=False,
                done="Refused; noted for the board",
                actual="Two landlords asked",
                foreseen=False,
            ),
        ),
        "advice": (
            PublicAdvice("12 November 2026", "point 1", "Go ahead.", followed="Accepted"),
            PublicAdvice(
                "12 November 2026",
                "point 2",
                "Nothing should be shown that describes fewer than 20 households.",
                condition="Smallest group by neighbourhood: 20",
                followed="Accepted as a term",
            ),
        ),
        "decision": PublicDecision(
            "yes",
            "Director of Resources",
            "16 November 2026",
            "The need is urgent.",
            (("Risk that stays", "Low"),),
        ),
        "agreements": (
            PublicAgreement(
                "warm-homes-2026",
                ("Revenues and Benefits", "Housing", "Public Health Intelligence"),
                "1 December 2026",
                "31 March 2027",
                lawful_basis="public task (Local Government Act 2000, section 2)",
                subject="household",
                datasets=(
                    PublicDataset(
                        "council_tax",
                        "Revenues and Benefits",
                        (
                            PublicColumn("tenure", "to group by"),
                            PublicColumn("arrears", "summed or averaged, never shown for one"),
                        ),
                        rows="liable_to is null",
                    ),
                ),
                outputs=("Exact totals for Public Health Intelligence, rounded to 5",),
                conditions=("Stop on 1 February 2027 unless reviewed",),
                at_the_end="the key of the extract is destroyed",
                terms_hash="sha256:00ff",
            ),
        ),
        "receipts": (
            PublicReceipt(
                "answer-77aa",
                "2 December 2026, 09:14",
                "analyst, Public Health Intelligence",
                "Answered",
                38,
                question="select neighbourhood, count(*) from council_tax group by 1",
                subjects="4,120 households",
                shown=31,
                withheld=4,
            ),
            PublicReceipt("refusal-1b", "2 December 2026, 09:20", "analyst", "Refused", 39),
        ),
        "releases": (
            PublicRelease(
                "release-5d1f",
                "Households in arrears and in cold homes",
                "18 December 2026",
                "releases/release-5d1f/index.html",
                "Head of Information Governance",
                41,
            ),
        ),
        "timeline": (
            PublicEvent("12 November 2026", "The board advised", 12),
            PublicEvent("16 November 2026", "The Director of Resources decided: yes", 13),
        ),
        "measures": (PublicMeasure("Households helped by 31 March", "400", "371", "No"),),
        "triage": PublicTriage(
            "Full review, with the data ethics board",
            ("Privacy: are data used about people? Yes.",),
            ("Is a system built or bought for it?",),
        ),
        "design_reviews": (
            PublicDesignReview(
                "10 November 2026",
                "Design authority",
                "approved with conditions",
                (("Exit", "not met", "There is no export."),),
                ("Agree an export, Supplier, 31 January 2027",),
            ),
        ),
        "dpia_advice": (
            PublicDpiaAdvice(
                "11 November 2026",
                "Data-protection officer",
                "Go ahead with measures",
                "low",
                "The measures are enough.",
            ),
        ),
    }
    return PublicUse(**{**stated, **other})
