"""Acts through the register: each in a transaction of its own with its entry, then published.

python -m benchmarks.ledger.in_records FOLDER ACTS BACKLOG [DATABASE]
"""

from __future__ import annotations

import json
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from beholden.actions import Council, init
from beholden.actions.acting import Act, recording
from beholden.actions.log_keeping import publish_entries

from .made_up import entry


def acts_a_second(council: Council, number: int) -> float:
    """Return how many acts of one office after the other are recorded and published a second."""
    at = time.perf_counter()
    for one in range(number):
        with council.at_work():
            act = Act("question-answered", "Analyst", None, use=f"use-{one % 40}")
            with recording(council, act):
                act.facts.update(receipt=f"answer-{one:016x}", shown=one % 24)
        publish_entries(council)
    return number / (time.perf_counter() - at)


def in_one_transaction(council: Council, number: int) -> tuple[float, float]:
    """Return how many entries a second are recorded in one transaction, and then published."""
    from django.db import transaction

    from beholden.records.models import LedgerHead

    made = [entry(one).decode() for one in range(number)]
    at = time.perf_counter()
    with council.at_work(), transaction.atomic(using=council.alias):
        head = LedgerHead.objects.select_for_update().get(id=1)
        for body in made:
            _record(head, body)
    recorded = time.perf_counter()
    publish_entries(council)
    return number / (recorded - at), number / (time.perf_counter() - recorded)


def _record(head: Any, body: str) -> None:
    from beholden.records.models import LedgerEntry

    # The database itself has each entry take the next place, so they go in one by one.
    LedgerEntry.objects.create(
        index=head.size,
        act="question-answered",
        use="use-1",
        body=body,
        written_at=datetime.now(UTC),
    )
    head.size += 1
    head.save(update_fields=["size"])


def main() -> None:
    """Measure a new council's register and print its rates as JSON."""
    folder, acts, backlog = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    database = sys.argv[4] if len(sys.argv) > 4 else ""
    council = init(folder / "home", name="Ashmere (made up)", administrator="a", database=database)
    one_by_one = acts_a_second(council, acts)
    together, published = in_one_transaction(council, backlog)
    if not council.verify_ledger().ok:
        raise SystemExit("What was measured is not right.")
    print(json.dumps({"acts": one_by_one, "together": together, "published": published}))


if __name__ == "__main__":
    main()
