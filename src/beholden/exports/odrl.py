"""An agreement as an ODRL 2.2 policy with DPV 2.3 terms, in JSON-LD. An export; nothing obeys it.

Sources: ODRL Information Model 2.2 (W3C Recommendation, 15 February 2018); Data Privacy Vocabulary
2.3 (W3C Community Group). What neither has (the smallest group, rounding) is said in a profile of
our own, as the information model asks (section 2.9).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from beholden.kernel import DatasetTerms, Terms

from .described import TakenOut, Undertaken

PROFILE = "https://beholden.invalid/odrl#"
CONTEXT = {
    "odrl": "http://www.w3.org/ns/odrl/2/",
    "dpv": "https://w3id.org/dpv#",
    "eu-gdpr": "https://w3id.org/dpv/legal/eu/gdpr#",
    "dcterms": "http://purl.org/dc/terms/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "beholden": PROFILE,
}
# DPV has no United Kingdom bases; those of the EU's regulation have the same letters. Article
# 6(1)(ea), recognised legitimate interest, is the United Kingdom's alone.
_BASES = {
    "consent": "eu-gdpr:A6-1-a",
    "contract": "eu-gdpr:A6-1-b",
    "legal-obligation": "eu-gdpr:A6-1-c",
    "vital-interests": "eu-gdpr:A6-1-d",
    "public-task": "eu-gdpr:A6-1-e",
    "legitimate-interests": "eu-gdpr:A6-1-f",
    "recognised-legitimate-interest": "dpv:LegitimateInterest",
}
Node = dict[str, Any]


def as_odrl(
    terms: Terms,
    *,
    lawful_basis: Mapping[str, str] | None = None,
    taken_out: Sequence[TakenOut] = (),
    undertaken: Sequence[Undertaken] = (),
) -> Node:
    """Return the agreement as one JSON-LD document, its context within it.

    ``lawful_basis`` is the agreement's own entry. What the board had taken out is a prohibition,
    and what an office undertook its duty. Parties and datasets are named by URNs of this
    agreement alone.
    """
    policy: Node = {
        "@context": dict(CONTEXT),
        "@id": _urn("agreement", terms.agreement, terms.hash.removeprefix("sha256:")),
        "@type": ["odrl:Agreement", "dpv:LegalAgreement"],
        "odrl:uid": {"@id": _urn("agreement", terms.agreement, terms.hash.removeprefix("sha256:"))},
        "odrl:profile": {"@id": PROFILE},
        "dcterms:title": terms.agreement,
        "dcterms:description": terms.purpose,
        "odrl:assigner": [_party(name) for name in dict.fromkeys(_stewards(terms))],
        "odrl:assignee": [_party(name) for name in dict.fromkeys(_audiences(terms))]
        or [_party(name) for name in terms.between],
        "odrl:permission": list(_permissions(terms)),
        "odrl:prohibition": [
            _prohibition(terms),
            *_kept_apart(terms),
            *(_taken_out(terms, one) for one in taken_out),
        ],
        "odrl:obligation": [*_obligations(terms), *map(_undertaken, undertaken)],
        "dcterms:subject": _process(terms, lawful_basis or {}),
    }
    return {key: value for key, value in policy.items() if value != []}


def _urn(*parts: str) -> str:
    """Return a name of ours (RFC 8141): whatever a part is called, it stays apart from others."""
    return "urn:beholden:" + ":".join(quote(part, safe="") for part in parts)


def _party(name: str) -> Node:
    return {"@id": _urn("party", name), "@type": "odrl:Party", "dcterms:title": name}


def _stewards(terms: Terms) -> Iterator[str]:
    yield from (dataset.steward for dataset in terms.datasets)
    yield from (look_up.steward for look_up in terms.look_ups)


def _audiences(terms: Terms) -> Iterator[str]:
    for output in (terms.aggregate, terms.self_service, terms.records):
        yield from output.to if output else ()


def _asset(dataset: DatasetTerms) -> Node:
    return {
        "@id": _urn("dataset", dataset.name),
        "@type": "odrl:Asset",
        "dcterms:title": dataset.name,
        "dcterms:hasPart": [
            {
                "@id": _urn("column", dataset.name, column.name),
                "dcterms:title": column.name,
                "beholden:role": str(column.role),
            }
            for column in dataset.columns
            if column.role != "withheld"
        ],
    }


def _permissions(terms: Terms) -> Iterator[Node]:
    if terms.aggregate:
        limits = [
            _constraint("beholden:smallestGroup", "odrl:gteq", rule.size, _note(rule.when))
            for rule in terms.group_rules
        ]
        limits.append(_constraint("beholden:roundTo", "odrl:eq", terms.aggregate.round_to))
        share = {"@value": repr(terms.aggregate.largest_share), "@type": "xsd:decimal"}
        limits.append(_constraint("beholden:largestShare", "odrl:lteq", share))
        yield _permission(terms, terms.aggregate.to, "dpv:Aggregate", limits)
    if terms.self_service:
        bound = _constraint("beholden:guessBound", "odrl:lteq", terms.self_service.guess_bound)
        yield _permission(terms, terms.self_service.to, "dpv:Query", [bound])
    if terms.records:
        act = _constraint("beholden:act", "odrl:eq", terms.records.act)
        yield _permission(terms, terms.records.to, "dpv:Disclose", [act])


def _permission(terms: Terms, to: tuple[str, ...], how: str, limits: list[Node]) -> Node:
    return {
        "@type": "odrl:Permission",
        "odrl:target": [_asset(dataset) for dataset in terms.datasets],
        "odrl:action": {"@id": "odrl:use"},
        "odrl:assignee": [_party(name) for name in to],
        "dpv:hasProcessing": {"@id": how},
        "odrl:constraint": [
            _constraint("odrl:purpose", "odrl:eq", {"@id": _urn("use", terms.use)}),
            _constraint("odrl:dateTime", "odrl:gteq", _day(terms.starts)),
            _constraint("odrl:dateTime", "odrl:lteq", _day(terms.ends)),
            *limits,
        ],
    }


def _prohibition(terms: Terms) -> Node:
    """Return that nothing is passed on: what leaves is a release, which is another act."""
    return {
        "@type": "odrl:Prohibition",
        "odrl:target": [_asset(dataset) for dataset in terms.datasets],
        "odrl:action": {"@id": "odrl:distribute"},
    }


def _kept_apart(terms: Terms) -> Iterator[Node]:
    """Yield that no two columns of a set are used in one question."""
    for apart in terms.kept_apart:
        together = _constraint("beholden:usedTogether", "odrl:isAnyOf", list(apart.columns))
        yield {**_no_use(terms, apart.because), "odrl:constraint": [together]}


def _taken_out(terms: Terms, one: TakenOut) -> Node:
    left = {"withhold": "beholden:column", "no_output": "beholden:output"}[one.kind]
    named = _constraint(left, "odrl:isAnyOf", list(one.names))
    return {**_no_use(terms, f"{one.says} ({one.because})"), "odrl:constraint": [named]}


def _no_use(terms: Terms, because: str) -> Node:
    return {
        "@type": "odrl:Prohibition",
        "odrl:target": [_asset(dataset) for dataset in terms.datasets],
        "odrl:action": {"@id": "odrl:use"},
        "dcterms:description": because,
    }


def _undertaken(one: Undertaken) -> Node:
    """Return what an office undertook as its duty; an action of our profile, with its words."""
    return {
        "@id": _urn("undertaking", one.name.replace("/", ":")),
        "@type": "odrl:Duty",
        "odrl:action": {"@id": "beholden:undertake"},
        "odrl:assignee": _party(one.owner),
        "odrl:constraint": [_constraint("odrl:dateTime", "odrl:lteq", _day(one.by))],
        "dcterms:description": one.text,
        "beholden:state": one.state,
        "beholden:otherwise": "stop" if one.stops else "tell",
    }


def _obligations(terms: Terms) -> Iterator[Node]:
    targets = [_asset(dataset) for dataset in terms.datasets]
    after = _constraint("odrl:dateTime", "odrl:gt", _day(terms.ends))
    yield _duty("odrl:delete", targets, after)
    if terms.review_by:
        before = _constraint("odrl:dateTime", "odrl:lt", _day(terms.review_by))
        yield _duty("odrl:reviewPolicy", targets, before)


def _duty(action: str, targets: list[Node], constraint: Node) -> Node:
    return {
        "@type": "odrl:Duty",
        "odrl:target": targets,
        "odrl:action": {"@id": action},
        "odrl:constraint": [constraint],
    }


def _constraint(left: str, operator: str, right: Any, note: str = "") -> Node:
    said = {
        "@type": "odrl:Constraint",
        "odrl:leftOperand": {"@id": left},
        "odrl:operator": {"@id": operator},
        "odrl:rightOperand": right,
    }
    return said | ({"dcterms:description": note} if note else {})


def _note(when: tuple[str, ...]) -> str:
    return f"where {' or '.join(when)} is used" if when else ""


def _day(day: Any) -> Node:
    return {"@value": day.isoformat(), "@type": "xsd:date"}


def _process(terms: Terms, basis: Mapping[str, str]) -> Node:
    said: Node = {
        "@id": _urn("use", terms.use),
        "@type": "dpv:Process",
        "dcterms:description": "; ".join(f"{k.replace('_', ' ')}: {v}" for k, v in basis.items()),
        "dpv:hasPurpose": {
            "@id": _urn("purpose", terms.use),
            "@type": "dpv:Purpose",
            "dcterms:description": terms.purpose,
        },
        "dpv:hasDataController": [_party(name) for name in terms.between],
        "dpv:hasRecipient": [_party(name) for name in dict.fromkeys(_audiences(terms))],
        "dpv:hasProcessing": [{"@id": concept} for concept in _processing(terms)],
        "dpv:hasTechnicalMeasure": [
            {"@id": "dpv:EncryptionAtRest"},
            {"@id": "dpv:DeterministicPseudonymisation"},
            {"@id": "dpv:CryptographicKeyManagement"},
            {"@id": "dpv:AccessControlMethod"},
        ],
    }
    if basis.get("article_6") in _BASES:
        said["dpv:hasLegalBasis"] = {"@id": _BASES[basis["article_6"]]}
    if terms.review_by:
        said["dpv:hasOrganisationalMeasure"] = {"@id": "dpv:ReviewProcedure"}
    return {key: value for key, value in said.items() if value not in ([], "")}


def _processing(terms: Terms) -> Iterator[str]:
    yield "dpv:Pseudonymise"
    if terms.joins:
        yield "dpv:Match"
    if terms.aggregate:
        yield "dpv:Aggregate"
    if terms.self_service:
        yield "dpv:Query"
    if terms.records:
        yield "dpv:Disclose"
    yield "dpv:Erase"
