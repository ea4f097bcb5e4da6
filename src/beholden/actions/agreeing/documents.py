"""An agreement as the document that its parties read and sign, and as a data share request."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ... import ethics, gate
from ...kernel import Terms
from ...records import reading
from ..board.bound import terms_held
from ..considering.known import known_agreement, known_of
from ..home import Home
from ..pages import agreement_in_words
from .contracts import contract_lines

request_answers = ethics.request_answers


def agreement_document(
    home: Home, *, agreement: str, version: int | None = None
) -> ethics.Document:
    """Return a version of an agreement as a document, the newest where none is named.

    Raises NotFound.
    """
    use, view = _read(home, agreement, version)
    return ethics.agreement_document(known_of(home, use), known_sharing(view, use))


def share_request(home: Home, *, agreement: str, version: int | None = None) -> ethics.Document:
    """Return the 21 questions of a data share request, answered for a version; raises NotFound."""
    use, view = _read(home, agreement, version)
    return ethics.share_request(known_of(home, use), known_sharing(view, use))


def known_sharing(view: reading.AgreementView, use: reading.UseView) -> ethics.KnownSharing:
    """Return what is known of one version of an agreement, in words."""
    terms, words = terms_held(use, view), agreement_in_words(view, use)
    basis = gate.basis_of(view.document)
    said = view.document.get("sharing")
    return ethics.KnownSharing(
        agreement=known_agreement(words),
        title=str(view.document.get("title", "")),
        version=view.version,
        state=view.state.replace("_", " "),
        subject=terms.subject,
        basis={entry: gate.entry_in_words(basis, entry) for entry in gate.LEGAL_ENTRIES},
        public_interest=gate.public_interest(basis),
        findings=gate.legal_findings(view.document),
        contracts=contract_lines(view.contracts),
        columns=tuple(
            (dataset.name, dataset.steward, column.name, column.may)
            for dataset in words.datasets
            for column in dataset.columns
        ),
        rows=tuple(f"{d.name}: {d.rows}" for d in words.datasets if d.rows),
        quality=tuple(_quality(terms)),
        standing=tuple(map(_standing, view.standing)),
        training=terms.training,
        objections="left out" if terms.objections_left_out else "not left out",
        sharing=said if isinstance(said, Mapping) else {},
        terms_hash=view.terms_hash,
        document_hash=view.document_hash or "",
    )


def _read(
    home: Home, agreement: str, version: int | None
) -> tuple[reading.UseView, reading.AgreementView]:
    """Return the use of an agreement, and its version, of which the use is read with all."""
    with home.at_work():
        use = reading.use_to_document(reading.use_of_agreement(agreement))
        versions = [one for one in use.agreements if one.name == agreement]
        found = [one for one in versions if version in (None, one.version)]
        return use, found[-1] if found else reading.agreement(agreement, version)


def _quality(terms: Terms) -> list[str]:
    floors = [
        f"{floor.dataset} › {floor.column}: {share:.0%} of its rows at least are {what}."
        for floor in terms.quality
        for share, what in ((floor.complete, "filled"), (floor.unique, "filled once only"))
        if share
    ]
    recorded = terms.recorded_quality
    return floors + [f"{r.dataset}: {r.dimension} at least {r.score:.0%}." for r in recorded]


def _standing(party: Any) -> tuple[str, str, str, str]:
    since = party.since.date().isoformat() if party.since else ""
    return (party.party, party.state, party.office, since)
