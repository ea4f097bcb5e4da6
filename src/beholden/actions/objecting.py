"""Objections: a subject is left out of a use from the next seal on (Article 21 of the UK GDPR).

Only a keyed mark of the identifier is kept, and the ledger has only how many (S8).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import gate
from ..kernel import BadInput, Refusal, Refused, Terms
from .acting import acting
from .home import Home
from .named_use import use_named
from .rights import Right
from .subjects.identifiers import in_one_form

_LARGEST_FILE = 64 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class ObjectionsKept:
    """What came of a file of objections: how many changed, and how many stand altogether."""

    column: str
    changed: int
    standing: int


def add_objections(
    home: Home, *, by: str, use: str, subjects: str | Path, column: str | None = None
) -> ObjectionsKept:
    """Record that subjects object to a use; they are left out of the next extract.

    ``subjects`` is a file with one identifier on each line; ``column`` is the key column that they
    stand in, the agreement's subject unless it is said. Who objected already is passed over. Raises
    BadInput for a file that cannot be read or a column that the agreement does not join by.
    """
    from ..records.models import Objection

    identifiers = read_identifiers(Path(subjects))
    with acting(
        home, by=by, right=Right.OBJECTION_RECORD, name="objections-recorded", use=use
    ) as act:
        of = use_named(use)
        name = _key_column(of, column)
        secret = home.keys.use_secret(use)
        standing = _standing(of, name)
        given = in_one_form(identifiers, column=name)
        marks = gate.objection_marks(given, column=name, secret=secret)
        new = sorted(marks - set(standing.values_list("mark", flat=True)))
        made_under = gate.secret_name(secret)
        Objection.objects.bulk_create(
            Objection(
                use=of,
                column=name,
                mark=mark,
                secret=made_under,
                recorded_by=act.person,
                recorded_at=act.at,
            )
            for mark in new
        )
        act.moot = not new
        act.clauses = ("objections",)
        act.facts.update(column=name, recorded=len(new))
        return ObjectionsKept(name, len(new), standing.count())


def withdraw_objections(
    home: Home, *, by: str, use: str, subjects: str | Path, column: str | None = None
) -> ObjectionsKept:
    """Record that subjects no longer object to a use; they are in the next extract again."""
    identifiers = read_identifiers(Path(subjects))
    with acting(
        home, by=by, right=Right.OBJECTION_RECORD, name="objections-withdrawn", use=use
    ) as act:
        of = use_named(use)
        name = _key_column(of, column)
        given = in_one_form(identifiers, column=name)
        marks = gate.objection_marks(given, column=name, secret=home.keys.use_secret(use))
        standing = _standing(of, name)
        gone = [o.pk for o in standing.only("pk", "mark") if o.mark in marks]
        for start in range(0, len(gone), 500):  # a database takes only so many numbers at once
            standing.filter(pk__in=gone[start : start + 500]).update(withdrawn_at=act.at)
        act.moot = not gone
        act.clauses = ("objections",)
        act.facts.update(column=name, withdrawn=len(gone))
        return ObjectionsKept(name, len(gone), standing.count())


def marks_of(home: Home, use: Any, terms: Terms) -> dict[str, frozenset[int]]:
    """Return the marks of the standing objections to a use, by key column.

    Raises Refused where one of them could not be heeded: it is of a column that the agreement has
    not as a key, or its secret is gone.
    """
    if not terms.objections_left_out:
        return {}
    standing = use.objections.filter(withdrawn_at__isnull=True)
    found: dict[str, set[int]] = {}
    named = gate.secret_name(home.keys.use_secret(use.name))
    for column, mark, secret in standing.values_list("column", "mark", "secret"):
        if secret != named or column not in key_names(terms).values():
            raise _cannot_be_heeded(column)
        found.setdefault(column, set()).add(mark)
    return {column: frozenset(marks) for column, marks in found.items()}


def _cannot_be_heeded(column: str) -> Refused:
    return Refused(
        Refusal(
            what="there are objections to this use that could not be heeded.",
            why=f"They name subjects by {column}, which is no key of this agreement, or the secret "
            "of the use that they were kept under is gone.",
            clause="objections",
            next_step="record them anew by a key of the agreement, and withdraw the old ones.",
            ask="the data-protection officer.",
        )
    )


def _standing(use: Any, column: str) -> Any:
    return use.objections.filter(column=column, withdrawn_at__isnull=True)


def _key_column(use: Any, column: str | None) -> str:
    newest = use.agreements.order_by("-id").first()
    if newest is None:
        raise BadInput(
            "This use has no agreement yet, so nobody's data are used under it.",
            next_step="Record the objection once an agreement is stated.",
        )
    terms = Terms.from_dict(newest.terms)
    name = (column or terms.subject_column).lower()
    keys = key_names(terms)
    if name not in keys:
        raise BadInput(
            "The agreement does not tell subjects apart by this column.",
            why=f"It does by {', '.join(sorted(keys))}.",
            next_step="Name one of these with --column.",
        )
    return keys[name]


def key_names(terms: Terms) -> dict[str, str]:
    """Return what each key column names, by the column and by the name of the key itself."""
    things = terms.things()
    keys = {
        column.name.lower(): things[dataset.name, column.name.lower()]
        for dataset in terms.datasets
        for column in dataset.columns
        if column.role in ("join", "identity")
    }
    return keys | {thing: thing for thing in keys.values()}


def read_identifiers(path: Path) -> list[str]:
    """Return the identifiers of a file, one on each line; no message repeats one."""
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise BadInput("This file of subjects is too large.", why="It is over 64 MiB.")
        lines = path.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise BadInput(
            "The file of subjects cannot be read.",
            why="It must be UTF-8 text with one identifier on each line.",
        ) from None
    found = [line.strip() for line in lines if line.strip()]
    if not found:
        raise BadInput("The file of subjects names nobody.", next_step="Put one on each line.")
    return found
