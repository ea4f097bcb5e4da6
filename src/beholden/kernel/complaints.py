"""The clock of a complaint (Data Protection Act 2018, section 164A).

It was put in by the Data (Use and Access) Act 2025, section 103: a complaint is acknowledged within
30 days, which the Information Commissioner counts from the day after it came.
"""

from __future__ import annotations

from datetime import date, timedelta

DAYS_TO_ACKNOWLEDGE = 30


def acknowledge_by(received: date) -> date:
    """Return the last day on which a complaint may be acknowledged in time."""
    return received + timedelta(days=DAYS_TO_ACKNOWLEDGE)
