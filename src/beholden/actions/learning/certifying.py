"""Certificates: shown to who holds them, checked by anybody, against the ledger."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from ... import learning, ledger
from ...kernel import BadInput, BeholdenError, Damaged, NotFound, Refusal, Refused
from ..acting import require
from ..home import Home
from ..rights import Right, role_that_may
from .needed import rule_on, untrained

FORMS = ("text", "html", "json")


@dataclass(frozen=True, slots=True)
class CertificateChecked:
    """What a certificate is worth today; it does not name who holds it."""

    id: str
    course: str
    version: int
    issued: date
    expires: date
    entry: int
    counts: bool
    why: str

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain data."""
        return {
            "certificate": self.id,
            "course": self.course,
            "version": self.version,
            "issued": self.issued.isoformat(),
            "expires": self.expires.isoformat(),
            "entry": self.entry,
            "counts": self.counts,
            "why": self.why,
        }


def check_certificate(home: Home, certificate: str) -> CertificateChecked:
    """Check a certificate of this council against its ledger; it is told of no person.

    Raises NotFound where there is none, Damaged where the ledger does not hold what it says.
    """
    with home.at_work():
        record = _record_named(certificate)
        held, person = certificate_of(record), record.result.attempt.person
        today = home.clock.today()
        outdated = untrained(person, [held.course], rule=rule_on(today), today=today)
    _refuse_other_entry(home.log, held, record.entry)
    expired = today > held.expires
    why = (
        "It has expired."
        if expired
        else "A newer version of the course has come out since."
        if outdated
        else "It is in the ledger as it was issued."
    )
    return _checked(held, record.entry, counts=not (expired or outdated), why=why)


def check_certificate_file(file: Path, *, directory: Path, today: date) -> CertificateChecked:
    """Check a certificate's file against a ledger's public files alone.

    Raises BadInput for what is no certificate, Damaged where the ledger is not whole or does not
    hold it, NotFound where there is no ledger.
    """
    certificate, entry = _read(file)
    if not ledger.verify(directory).ok:
        raise Damaged(
            "The ledger is not as it was written, so nothing can be checked against it.",
            next_step="See what is wrong: beholden ledger verify.",
            ask="the data-protection officer",
        )
    _refuse_other_entry(ledger.TileLog(directory), certificate, entry)
    expired = today > certificate.expires
    why = "It has expired." if expired else "It is in the ledger as it was issued."
    return _checked(certificate, entry, counts=not expired, why=why)


def show_certificate(home: Home, *, by: str, certificate: str, form: str = "text") -> str:
    """Return a certificate as text, as a page or as a file that others can check.

    It is shown to who holds it, and to who may see what training people have had.
    """
    with home.at_work():
        person, _ = require(home, by=by, right=Right.COURSE_TAKE)
        record = _record_named(certificate)
        roles = frozenset(person.roles.values_list("role", flat=True))
        own = record.result.attempt.person_id == person.pk
        if not own and role_that_may(roles, Right.TRAINING_READ) is None:
            raise Refused(
                Refusal(
                    what="a certificate is shown to who holds it.",
                    why="What somebody passed is their own affair.",
                    clause=f"rights › {Right.TRAINING_READ}",
                    next_step=f"beholden course check {certificate} tells whether it counts.",
                )
            )
        held, title = certificate_of(record), record.result.attempt.course.title
    if form == "json":
        return json.dumps({**held.to_dict(), "entry": record.entry}, indent=2)
    write = learning.certificate_html if form == "html" else learning.certificate_text
    return write(held, title=title, council=home.name, entry=record.entry)


def _checked(
    held: learning.Certificate, entry: int, *, counts: bool, why: str
) -> CertificateChecked:
    return CertificateChecked(
        id=held.id,
        course=held.course,
        version=held.version,
        issued=held.issued,
        expires=held.expires,
        entry=entry,
        counts=counts,
        why=why,
    )


def _refuse_other_entry(log: ledger.TileLog, held: learning.Certificate, entry: int) -> None:
    try:
        said = json.loads(log.entry(entry))
    except NotFound:
        said = {}
    known = said.get("act") == "course-taken" and said.get("facts", {})
    if not known or known.get("record") != held.fingerprint:
        raise Damaged(
            "The ledger holds no such certificate.",
            why=f"Entry {entry} of the ledger does not hold the fingerprint of what it says.",
            next_step="Take it as no certificate, and ask who gave it to you.",
            ask="the data-protection officer",
        )


def _record_named(certificate: str) -> Any:
    from ...records.models import Certificate

    records = Certificate.objects.select_related(
        "result__attempt__course", "result__attempt__person"
    )
    found = records.filter(pk=certificate).first()
    if found is None:
        raise no_certificate()
    return found


def no_certificate() -> NotFound:
    """Return that there is no certificate of a name."""
    return NotFound(
        "There is no certificate of that name.",
        why="A certificate's name reads certificate-, then sixteen letters and digits.",
        next_step="Check the name on the certificate.",
    )


def certificate_of(record: Any) -> learning.Certificate:
    """Return the certificate that a record stands for."""
    attempt = record.result.attempt
    return learning.Certificate(
        id=record.pk,
        course=attempt.course.code,
        version=attempt.course.version,
        issued=record.issued,
        expires=record.expires,
        holder=attempt.person.code,
        salt=record.salt,
    )


def _read(file: Path) -> tuple[learning.Certificate, int]:
    try:
        said = json.loads(file.read_text(encoding="utf-8"))
        entry = said.pop("entry")
        days = {name: date.fromisoformat(said[name]) for name in ("issued", "expires")}
        certificate = learning.Certificate(**{**said, **days})
        if type(entry) is not int or type(certificate.version) is not int or entry < 0:
            raise ValueError
        _ = certificate.fingerprint  # what cannot be written in one way is no certificate
        return certificate, entry
    except (
        OSError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        BeholdenError,
    ):
        raise BadInput(
            f"The file {file.name} is no certificate.",
            next_step="Ask for it as `beholden course certificate ID --format json` writes it.",
        ) from None
