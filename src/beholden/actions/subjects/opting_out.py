"""Opt-outs: a subject is left out of a kind of use, at the next seal of each use that it reaches.

Only a keyed mark of the identifier is kept, under a secret that is no use's, and the ledger has
neither whom nor how many (properties S7 and S8): one who is known to have opted out on a day would
be seen in a count.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ... import gate
from ...kernel import BadInput, Refusal, Refused, Terms
from ..acting import acting
from ..home import Home
from ..looking_again import terms_to_seal
from ..objecting import key_names, read_identifiers
from ..rights import Right
from .choosing import OptOutKind, Reach, reach_of
from .concealing import concealed_uses
from .identifiers import in_one_form

_SECRET = "opt-outs"  # noqa: S105 (its name)
OUTCOME = "choices"


@dataclass(frozen=True, slots=True)
class OptOutsKept:
    """What came of a file of opt-outs: how many changed, and how many stand altogether."""

    kind: str
    column: str
    changed: int
    standing: int


@dataclass(frozen=True, slots=True)
class UseReached:
    """Whether a kind of opt-out reaches one use, and why not where it does not."""

    use: str
    title: str
    kind: str
    reached: bool
    because: str


def add_opt_outs(
    home: Home, *, by: str, kind: str, subjects: str | Path, column: str = "uprn"
) -> OptOutsKept:
    """Record that subjects opt out of a kind of use; they are left out of each at its next seal.

    ``subjects`` is a file with one identifier on each line; ``column`` is what the identifiers
    name, as agreements call their key. Who opted out already is passed over. Raises BadInput for a
    kind that there is not or a file that cannot be read.
    """
    from ...records.models import OptOut

    chosen = _kind(kind)
    identifiers = in_one_form(read_identifiers(Path(subjects)), column=column)
    with acting(home, by=by, right=Right.OBJECTION_RECORD, name="opt-outs-recorded") as act:
        name = column.lower()
        secret = home.keys.council_secret(_SECRET)
        standing = _standing(chosen, name)
        marks = gate.objection_marks(identifiers, column=name, secret=secret)
        new = sorted(marks - set(standing.values_list("mark", flat=True)))
        named = gate.secret_name(secret)
        OptOut.objects.bulk_create(
            OptOut(
                kind=chosen.value,
                column=name,
                mark=mark,
                secret=named,
                recorded_by=act.person,
                recorded_at=act.at,
            )
            for mark in new
        )
        act.moot = not new
        act.facts.update(kind=chosen.value, column=name)
        return OptOutsKept(chosen.value, name, len(new), standing.count())


def withdraw_opt_outs(
    home: Home, *, by: str, kind: str, subjects: str | Path, column: str = "uprn"
) -> OptOutsKept:
    """Record that subjects no longer opt out of a kind of use; the next seals hold them again."""
    chosen = _kind(kind)
    identifiers = in_one_form(read_identifiers(Path(subjects)), column=column)
    with acting(home, by=by, right=Right.OBJECTION_RECORD, name="opt-outs-withdrawn") as act:
        name = column.lower()
        secret = home.keys.council_secret(_SECRET)
        marks = gate.objection_marks(identifiers, column=name, secret=secret)
        standing = _standing(chosen, name)
        gone = [one.pk for one in standing.only("pk", "mark") if one.mark in marks]
        for start in range(0, len(gone), 500):  # a database takes only so many numbers at once
            standing.filter(pk__in=gone[start : start + 500]).update(withdrawn_at=act.at)
        act.moot = not gone
        act.facts.update(kind=chosen.value, column=name)
        return OptOutsKept(chosen.value, name, len(gone), standing.count())


def opt_outs_of(home: Home, agreement: Any, terms: Terms) -> gate.LeftOut:
    """Return the marks of those who opted out of a kind of use that this one is of.

    An opt-out by what this agreement tells nobody apart by cannot be heeded, and is passed over.
    Raises Refused where the secret of the opt-outs is gone: then none could be heeded.
    """
    secret = home.keys.council_secret(_SECRET)
    named, keys = gate.secret_name(secret), set(key_names(terms).values())
    found: dict[str, set[int]] = {}
    for column, mark, under in _concerning(agreement, terms).values_list(
        "column", "mark", "secret"
    ):
        if under != named:
            raise _cannot_be_heeded()
        if column in keys:
            found.setdefault(column, set()).add(mark)
    return gate.LeftOut({column: frozenset(marks) for column, marks in found.items()}, secret)


def opt_out_events(agreement: Any, terms: Terms) -> dict[str, int]:
    """Return how often opt-outs of a use's kinds were recorded and withdrawn."""
    from ...records.models import OptOut

    ever = OptOut.objects.filter(kind__in=kinds_reaching(agreement, terms))
    return {
        "opt_outs": ever.count(),
        "opt_outs_withdrawn": ever.filter(withdrawn_at__isnull=False).count(),
    }


def kinds_reaching(agreement: Any, terms: Terms) -> list[str]:
    """Return the kinds of opt-out that reach the use of an agreement."""
    return [kind.value for kind in OptOutKind if _reach(kind, agreement, terms).reached]


def uses_reached(home: Home) -> tuple[UseReached, ...]:
    """Return, for each use with an agreement in force or on offer, which opt-outs reach it.

    What it says rests on agreements alone, so anybody may know it; a use that is concealed from
    the public pages is not told of.
    """
    from ...records.models import Agreement

    hidden = concealed_uses(home)
    with home.at_work():
        found = Agreement.objects.select_related("use").filter(state__in=("offered", "in_force"))
        found = found.exclude(use__name__in=hidden)
        newest = {one.use.name: one for one in found.order_by("use__name", "id")}
        return tuple(told for one in newest.values() for told in _reached(one))


def choices_hold(home: Home, *, use: str) -> bool:
    """Return whether the extract of a use left out exactly those whose opt-outs stand now.

    Raises BadInput where nothing is sealed that tells it.
    """
    from ...records.models import Extract

    with home.at_work():
        extract = Extract.objects.select_related("agreement__use").filter(
            use__name=use, state="current"
        )
        record = extract.first()
        if record is None or OUTCOME not in record.facts:
            raise BadInput(
                "There is no extract of this use that says which opt-outs it heeded.",
                next_step=f"Seal it: beholden seal {use}",
            )
        # Under the terms that a seal of today has: the board may have withheld a key since.
        standing = opt_outs_of(home, record.agreement, terms_to_seal(record.agreement))
        return bool(standing.commitment(record.pk) == record.facts[OUTCOME])


def _reached(agreement: Any) -> Iterable[UseReached]:
    terms = Terms.from_dict(agreement.terms)
    for kind in OptOutKind:
        told = _reach(kind, agreement, terms)
        use = agreement.use
        yield UseReached(use.name, use.title, kind.value, told.reached, told.because)


def _concerning(agreement: Any, terms: Terms) -> Any:
    from ...records.models import OptOut

    kinds = kinds_reaching(agreement, terms)
    return OptOut.objects.filter(kind__in=kinds, withdrawn_at__isnull=True)


def _reach(kind: OptOutKind, agreement: Any, terms: Terms) -> Reach:
    stated = agreement.document.get("lawful_basis")
    basis = str(stated.get("article_6", "")) if isinstance(stated, Mapping) else ""
    return reach_of(kind, terms, basis=basis)


def _standing(kind: OptOutKind, column: str) -> Any:
    from ...records.models import OptOut

    return OptOut.objects.filter(kind=kind.value, column=column, withdrawn_at__isnull=True)


def _kind(code: str) -> OptOutKind:
    if code not in set(OptOutKind):
        raise BadInput(
            "There is no such kind of opt-out.",
            why=f"There are {', '.join(OptOutKind)}.",
            next_step="Name one of them with --kind.",
        )
    return OptOutKind(code)


def _cannot_be_heeded() -> Refused:
    return Refused(
        Refusal(
            what="there are opt-outs that could not be heeded.",
            why="The secret that they were kept under is gone.",
            clause="objections",
            next_step="bring back opt-outs.council from the backup of the keys; or record the "
            "opt-outs anew, and withdraw the old ones.",
            ask="the data-protection officer.",
        )
    )
