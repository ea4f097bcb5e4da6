"""What is wrong, or wants a second look, in the lawful basis of an agreement.

Faults are told before an agreement is offered; an agreement that stands already keeps its terms.
Sources: UK GDPR, Articles 6, 9 and 10, with Annex 1; Data Protection Act 2018, section 10.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from .differing import listed
from .form import place
from .legal_codes import LEGAL_ENTRIES, LegalCode, basis_of, code_for, looks_like_code, stated
from .legal_codes import nearest as nearest_codes

_AT = "lawful_basis"
# Words in a column's name that speak of a special category (UK GDPR, Article 9(1)).
_SPECIAL = {
    "ethnicity": "racial or ethnic origin",
    "ethnic": "racial or ethnic origin",
    "race": "racial or ethnic origin",
    "religion": "religious belief",
    "faith": "religious belief",
    "union": "trade-union membership",
    "genetic": "genetic data",
    "biometric": "biometric data",
    "health": "health",
    "diagnosis": "health",
    "disability": "health",
    "disabled": "health",
    "vaccinated": "health",
    "sexuality": "sexual orientation",
}


def legal_faults(document: Mapping[str, Any], *, special: bool = False) -> tuple[str, ...]:
    """Return every fault of a document's lawful basis, each with its place.

    ``special`` says that its use states data of a special category. The document is of the form.
    """
    basis = basis_of(document)
    return (
        *_unknown_codes(basis),
        *_no_article_9(basis, special=special),
        *_no_schedule_1(basis),
        *_no_annex_1(basis),
    )


def legal_findings(document: Mapping[str, Any]) -> tuple[str, ...]:
    """Return what a person should look at in the lawful basis; nothing of it stops an agreement."""
    basis = basis_of(document)
    if document.get("personal_data") is False:
        return ()
    return (
        *_not_for_public_authorities(document, basis),
        *_consent_that_is_none(document, basis),
        *_no_power(basis),
        *_not_in_england(basis),
        *_in_words_only(basis),
        *_special_columns(document, basis),
    )


def _codes(basis: Mapping[str, Any], entry: str) -> Iterator[LegalCode]:
    yield from (found for text in stated(basis, entry) if (found := code_for(entry, text)))


def _unknown_codes(basis: Mapping[str, Any]) -> Iterator[str]:
    for entry in LEGAL_ENTRIES:
        for text in stated(basis, entry):
            if looks_like_code(text) and code_for(entry, text) is None:
                near = nearest_codes(entry, text)
                meant = f" Perhaps {' or '.join(near)} is meant." if near else ""
                yield f"{place(_AT, entry, text)}: there is no such code.{meant}"


def _no_article_9(basis: Mapping[str, Any], *, special: bool) -> Iterator[str]:
    if special and not stated(basis, "article_9"):
        yield (
            f"{place(_AT, 'article_9')}: the use says that data are of a special category, and"
            " Article 9 of the UK GDPR forbids it without a condition."
        )


def _no_schedule_1(basis: Mapping[str, Any]) -> Iterator[str]:
    """Tell of a condition that rests on one of Schedule 1 that is not named, or of another Part."""
    conditions = stated(basis, "schedule_1")
    known = [code_for("schedule_1", text) for text in conditions]
    for entry in ("article_9", "article_10"):
        for code in _codes(basis, entry):
            if code.needs and not any(_meets(code.needs, one) for one in known):
                part = "Part 1, 2 or 3" if code.needs == "any" else f"Part {code.needs}"
                yield (
                    f"{place(_AT, 'schedule_1')}: {code.code} needs a condition of Schedule 1,"
                    f" {part}, of the Data Protection Act 2018."
                )


def _meets(needs: str, condition: LegalCode | None) -> bool:
    """Return whether a condition is of the Part that is needed; words are taken at their word."""
    return condition is None or needs in ("any", condition.part)


def _no_annex_1(basis: Mapping[str, Any]) -> Iterator[str]:
    recognised = "recognised-legitimate-interest" in stated(basis, "article_6")
    if recognised and not stated(basis, "annex_1"):
        yield (
            f"{place(_AT, 'annex_1')}: a recognised legitimate interest meets a condition of"
            " Annex 1 of the UK GDPR (Article 6(5)); name it."
        )


def _not_for_public_authorities(
    document: Mapping[str, Any], basis: Mapping[str, Any]
) -> Iterator[str]:
    public = [name for name in document.get("between", ()) if name not in _private(document)]
    for code in _codes(basis, "article_6"):
        if code.not_public and public:
            yield (
                f"{place(_AT, 'article_6')}: a public authority cannot rest its tasks on"
                f" {code.code} (UK GDPR, Article 6(1)), and {listed(map(str, public))} may be one;"
                " public-task is the basis of a public authority's tasks."
            )


def _private(document: Mapping[str, Any]) -> frozenset[str]:
    sharing = document.get("sharing")
    said = sharing.get("not_public_authorities", ()) if isinstance(sharing, Mapping) else ()
    return frozenset(map(str, said))


def _consent_that_is_none(document: Mapping[str, Any], basis: Mapping[str, Any]) -> Iterator[str]:
    if "consent" not in stated(basis, "article_6"):
        return
    if document.get("objections") == "not left out":
        yield (
            "objections: whoever consented may withdraw it, and those who objected are not left"
            " out; a use that nobody can leave does not rest on consent (UK GDPR, Article 7)."
        )
    if stated(basis, "power"):
        yield (
            f"{place(_AT, 'article_6')}: consent stands beside a power by which the data would be"
            " used anyway; then the choice is none, and the basis is the power's (public-task or"
            " legal-obligation)."
        )


def _no_power(basis: Mapping[str, Any]) -> Iterator[str]:
    of_law = {"public-task", "legal-obligation"} & set(stated(basis, "article_6"))
    if of_law and not stated(basis, "power"):
        yield (
            f"{place(_AT, 'power')}: {' and '.join(sorted(of_law))} has its basis in law"
            " (UK GDPR, Article 6(3)); name the Act and its section."
        )


def _not_in_england(basis: Mapping[str, Any]) -> Iterator[str]:
    for text in stated(basis, "power"):
        code = code_for("power", text)
        if code is not None and code.code == "lga-2000-s2":
            yield f"{place(_AT, 'power')}: {code.source}. {code.note}"


def _in_words_only(basis: Mapping[str, Any]) -> Iterator[str]:
    for entry in ("annex_1", "article_9", "schedule_1", "article_10"):
        for text in stated(basis, entry):
            if code_for(entry, text) is None and not looks_like_code(text):
                yield (
                    f"{place(_AT, entry)}: it is stated in words and not by a code, so nothing"
                    " checks it."
                )


def _special_columns(document: Mapping[str, Any], basis: Mapping[str, Any]) -> Iterator[str]:
    if stated(basis, "article_9"):
        return
    datasets = document.get("datasets")
    for dataset, given in (datasets if isinstance(datasets, Mapping) else {}).items():
        for column in given.get("columns", {}) if isinstance(given, Mapping) else ():
            words = re.split(r"[^a-z]+", str(column).lower())
            kind = next((_SPECIAL[word] for word in words if word in _SPECIAL), "")
            if kind:
                yield (
                    f"{place('datasets', dataset, column)}: by its name it tells of {kind}; where"
                    " it does, say special_category in the use, and article_9 here."
                )
