"""Which parts of a view make a row of a printed table."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from ...actions import AccountKept, UseOfSubject, calibration_told, status_in_list
from ...kernel import Undertaking, day_of
from ...records import reading


def dataset_row(view: reading.DatasetView) -> dict[str, Any]:
    """Return a dataset as a row: whose it is, how large, which keys linkage has made."""
    latest = view.latest
    return {
        "name": view.name,
        "steward": view.steward,
        "version": latest.number if latest else None,
        "rows": latest.rows if latest else None,
        "keys": sorted({key.column for key in latest.keys}) if latest else [],
        "findings": latest.quality.get("findings") if latest else None,
        "made_up": view.made_up,
    }


def account_row(view: AccountKept) -> dict[str, Any]:
    """Return an account as a row that a screen has room for: by what and when it signs in."""
    return {
        "person": view.person,
        "office": view.office,
        "email": view.email,
        "signs_in_by": _signs_in_by(view),
        "last_sign_in": day_of(view.last_sign_in).isoformat() if view.last_sign_in else "never",
    }


def _signs_in_by(view: AccountKept) -> str:
    if not view.may_act:
        return "nothing: may not act"
    if view.to_be_given:
        return "nothing until it is given again"
    if view.identity:
        return "identity"
    if not view.password:
        return "nothing yet"
    return "password and second factor" if view.second_factor else "password alone"


def use_row(view: reading.UseSummary, today: date) -> dict[str, Any]:
    """Return a use as a row: where it is today, its agreement, what was asked and published."""
    return {
        "name": view.name,
        "title": view.title,
        "state": status_in_list(view, today),
        "agreement": view.agreement,
        "until": view.ends.isoformat() if view.ends else None,
        "answers": view.answers,
        "refusals": view.refusals,
        "published": view.releases_published,
        "made_up": view.made_up,
    }


def use_facts(view: reading.UseView) -> dict[str, Any]:
    """Return a use as facts, each a line."""
    decision = view.decision
    return {
        "use": view.name,
        "title": view.title,
        "purpose": view.purpose,
        "owner": view.owner,
        "accountable_officer": view.accountable_officer,
        "review": view.review,
        "advice": {
            f"{advice.meeting.isoformat()}, {point.point}": point.text
            for advice in view.advice
            for point in advice.points
        },
        "decision": f"{'yes' if decision.yes else 'no'}: {decision.because}" if decision else None,
        "agreement": view.in_force.name if view.in_force else None,
        "questions": len(view.receipts),
        "published": sum(one.published_at is not None for one in view.releases),
        "made_up": view.made_up,
    }


def opening_row(view: reading.OpeningView) -> dict[str, Any]:
    """Return a use that was asked for in a crisis as a row: where it is, and what is owed."""
    return {
        "use": view.use,
        "title": view.title,
        "state": view.state,
        "asked_by": view.office,
        "asked": day_of(view.asked_at).isoformat(),
        "until": view.until.isoformat() if view.until else None,
        "review_by": view.review_by.isoformat() if view.review_by else None,
        "reviewed": day_of(view.reviewed_at).isoformat() if view.reviewed_at else None,
    }


def agreement_row(view: reading.AgreementView) -> dict[str, Any]:
    """Return an agreement as a row: its state, its dates, who has still to sign."""
    signed = {party.party for party in view.standing if party.state == "signed"}
    return {
        "name": view.name,
        "version": view.version,
        "use": view.use,
        "state": view.state.replace("_", " "),
        "from": view.starts.isoformat(),
        "until": view.ends.isoformat(),
        "review_by": view.review_by.isoformat() if view.review_by else None,
        "signed": sorted(signed),
        "to_sign": [party for party in view.parties if party not in signed],
    }


def undertaking_row(view: Undertaking, today: date) -> dict[str, Any]:
    """Return an undertaking as a row: who does what by when, and what became of it."""
    last = view.ended or view.asked
    return {
        "undertaking": view.name,
        "text": view.text,
        "owner": view.owner,
        "by": view.due.isoformat(),
        "else": "stop" if view.stops else "tell",
        "from": view.comes_from,
        "state": view.state_on(today).value,
        "asked": view.asked.step.value if view.asked else "",
        "because": last.because if last else "",
    }


def draft_row(view: reading.DraftView) -> dict[str, Any]:
    """Return a draft as a row beside the agreements."""
    return {
        "name": view.name,
        "version": None,
        "use": view.use,
        "state": "draft",
        "from": None,
        "until": None,
        "review_by": None,
        "signed": [],
        "to_sign": [],
    }


def party_row(view: reading.PartyView) -> dict[str, Any]:
    """Return a party as a row: where it is, since when, by which office, what it asks for."""
    return {
        "party": view.party,
        "state": view.state,
        "since": day_of(view.since).isoformat() if view.since else None,
        "by_office": view.office,
        "says": view.text,
    }


def objections_row(view: reading.ObjectionsView) -> dict[str, Any]:
    """Return the objections to a use by one key column as a row of counts."""
    return {
        "use": view.use,
        "column": view.column,
        "standing": view.standing,
        "withdrawn": view.withdrawn,
        "newest": day_of(view.newest).isoformat(),
    }


def told_row(use: UseOfSubject) -> dict[str, Any]:
    """Return what a resident is told of one extract as a row."""
    return {
        "use": use.use,
        "seal": use.version,
        "from": use.sealed_on.isoformat(),
        "until": use.until.isoformat() if use.until else None,
        "told": use.told.value,
        "through": list(use.through),
        "because": [f"{name}: {why}" for name, why in use.because.items()],
        "purpose": use.purpose,
        "could_come_out": list(use.outputs),
        "published": list(use.published),
        "lists": use.rows,
    }


def told_in_words(use: UseOfSubject) -> dict[str, Any]:
    """Return the same as facts for somebody to read out, without those that there are not."""
    reasons = dict.fromkeys(use.because.values())
    by_kind = (
        f"{', '.join(name for name, said in use.because.items() if said == why)}: {why}"
        for why in reasons
    )
    facts = told_row(use) | {
        "use": f"{use.use}, seal {use.version}",
        "because": "; ".join(by_kind),
        "could_come_out": " ".join(use.outputs),
    }
    del facts["seal"]
    return {name: fact for name, fact in facts.items() if fact}


def release_row(view: reading.ReleaseSummary) -> dict[str, Any]:
    """Return a release as a row: where it is on its way out."""
    return {
        "release": view.id,
        "name": view.name,
        "use": view.use,
        "title": view.title,
        "state": view.state,
        "requested_by": view.requested_by_office,
        "reviewed_by": view.reviewed_by_office,
        "published": day_of(view.published_at).isoformat() if view.published_at else None,
    }


def review_row(view: reading.ReviewView) -> dict[str, Any]:
    """Return how far a review has come as a row: what was decided, drawn, made of it."""
    return {
        "key": view.key,
        "version": view.version,
        "rows": view.rows,
        # Every row is about a person; how many are linked to another, `beholden link` tells.
        "matched": None if view.key == "person" else view.matched,
        **{say: view.decided.get(say, 0) for say in ("same", "different", "cannot tell")},
        "samples": len(view.samples),
        "sampled": sum(sample.drawn for sample in view.samples),
        "sampled_decided": sum(sample.decided for sample in view.samples),
        "calibration": calibration_told(view),
    }


def entry_row(view: reading.LedgerEntryView) -> dict[str, Any]:
    """Return a ledger entry as a row."""
    told = json.loads(view.body)
    return {
        "entry": view.index,
        "act": view.act,
        "use": view.use,
        "by": told.get("by", ""),
        "clauses": told.get("clauses", []),
        "when": view.written_at.isoformat(timespec="seconds"),
    }


def witness_row(key: str, name: str, vouched: Any) -> dict[str, Any]:
    """Return a witness as a row: how many entries it vouches for, and when it saw them."""
    return {
        "name": name,
        "vouches_for": vouched.size if vouched else None,
        "seen": vouched.at.isoformat(timespec="seconds") if vouched else "",
        "key": key,
    }


def checked_rows(checked: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield the cells of a checked table as a reviewer reads them."""
    for row in checked["rows"]:
        yield {
            **dict(zip(checked["dimensions"], row["at"], strict=True)),
            **dict(zip(checked["measures"], row["values"], strict=True)),
            "risk": row["reason"],
            "withheld": row["says"] if row["reason"] else "",
            "change": row["change"],
        }
