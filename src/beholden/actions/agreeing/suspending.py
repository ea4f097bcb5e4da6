"""Stopping an agreement at once, and letting it go on: two people (property S9)."""

from __future__ import annotations

from typing import Any

from ...gate import AgreementAct
from ...kernel import BadInput, Refusal, Refused
from ..acting import acting
from ..home import Home
from ..rights import Right
from .standing import move, not_now


def suspend_agreement(home: Home, *, by: str, agreement: str, because: str) -> None:
    """Suspend an agreement in force: from this moment nothing is asked, sealed or told under it.

    The extract is kept, so that asking can go on once a second person finds that it may; a feed is
    closed, and asked for anew. The reason is public. Raises BadInput where no version is in force.
    """
    from ...records.models import Suspension

    with acting(home, by=by, right=Right.AGREEMENT_SUSPEND, name="agreement-suspended") as act:
        running = _version(agreement, "in_force", AgreementAct.SUSPEND)
        act.use = running.use.name
        Suspension.objects.create(
            agreement=running,
            because=_reason(because),
            suspended_by=act.person,
            suspended_at=act.at,
        )
        move(running, AgreementAct.SUSPEND)
        running.save(update_fields=["state"])
        act.facts.update(agreement=agreement, version=running.version, because=because.strip())
    from ..feeding.keeping import keep_feeds  # which knows of agreements

    keep_feeds(home)


def resume_agreement(home: Home, *, by: str, agreement: str, because: str) -> None:
    """Let a suspended agreement go on; raises Refused for whoever suspended it (S9)."""
    with acting(home, by=by, right=Right.AGREEMENT_RESUME, name="agreement-resumed") as act:
        stopped = _version(agreement, "suspended", AgreementAct.RESUME)
        act.use = stopped.use.name
        standing = stopped.suspensions.get(resumed_at__isnull=True)
        _refuse_own_suspension(standing, act.person)
        standing.resumed_by = act.person
        standing.resumed_at = act.at
        standing.resumed_because = _reason(because)
        standing.save(update_fields=["resumed_by", "resumed_at", "resumed_because"])
        move(stopped, AgreementAct.RESUME)
        stopped.save(update_fields=["state"])
        act.facts.update(agreement=agreement, version=stopped.version, because=because.strip())


def _version(name: str, state: str, how: AgreementAct) -> Any:
    """Return the version of an agreement that is in a state; raise where none is."""
    from ...records.models import Agreement
    from ..agreements import agreement_named

    newest = agreement_named(name)
    versions = Agreement.objects.select_related("use").filter(name=name, state=state)
    found = versions.first()
    if found is None:
        raise not_now(newest, how)
    return found


def _reason(because: str) -> str:
    if not because.strip():
        raise BadInput("This needs its reason, which is public.", next_step="Say because.")
    return because.strip()


def _refuse_own_suspension(standing: Any, person: Any) -> None:
    if standing.suspended_by_id == person.pk:
        raise Refused(
            Refusal(
                what="nobody lifts a suspension that they ordered.",
                why="It takes two people: one who stops and one who finds that it may go on.",
                clause="S9 two people",
                ask="the data-protection officer or the accountable officer.",
            )
        )
