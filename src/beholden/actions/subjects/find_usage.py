"""The answer to a resident in the form of Estonia's Data Tracker (e-gov/AJ, OpenAPI 2.1.0).

``findUsage`` lists what certainly happened; what is told by kind only is no usage of a named
subject, so it is not in it. ``usagePeriod`` tells for which time there are answers.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from ..home import Home
from .answering import SubjectAnswer, UseOfSubject, uses_of_subject
from .telling import Told


def find_usage(
    home: Home,
    *,
    by: str,
    identifier: str,
    since: date | None = None,
    until: date | None = None,
    speaks_for: str = "household",
    column: str = "uprn",
) -> dict[str, Any]:
    """Return what ``uses_of_subject`` tells, as ``findUsage`` and ``usagePeriod`` would.

    It needs the same right and raises the same; nothing of it is recorded.
    """
    answer = uses_of_subject(
        home,
        by=by,
        identifier=identifier,
        since=since,
        until=until,
        speaks_for=speaks_for,
        column=column,
    )
    return {"findUsage": usages_in(answer, system=home.name), "usagePeriod": _period(home)}


def usages_in(answer: SubjectAnswer, *, system: str) -> dict[str, Any]:
    """Return the usages of an answer, one for each who could be given something."""
    usages = [
        {
            "logtime": use.sealed_at,
            "action": _action(use),
            "receiverCode": _code(receiver),
            "receiverName": receiver,
            "receiverSystem": system,
        }
        for use in answer.uses
        if use.told is Told.IN
        for receiver in use.receivers
    ]
    return {"totalUsages": len(usages), "usages": usages}


def _action(use: UseOfSubject) -> str:
    return f"{use.title}. {use.purpose}"


def _code(receiver: str) -> str:
    """Return a code for a department: it has no number in a register of bodies."""
    return "-".join(re.findall(r"[a-z0-9]+", receiver.lower()))


def _period(home: Home) -> dict[str, str]:
    """Return from which moment there are answers, and until when: the form asks for moments."""
    from ...records.models import MembersKept

    now = home.clock.now()
    with home.at_work():
        kept = MembersKept.objects.filter(destroyed_at__isnull=True).order_by("kept_at")
        moments: Iterable[datetime] = kept.values_list("kept_at", flat=True)[:1]
        first = next(iter(moments), now)
    return {"periodStart": _moment(first), "periodEnd": _moment(now)}


def _moment(at: datetime) -> str:
    return at.isoformat(timespec="seconds")
