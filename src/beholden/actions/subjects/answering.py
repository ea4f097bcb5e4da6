"""Was my household in it? Answered for a resident by an officer who has verified them.

Nothing is kept of who asked or of the answer. How many were given on a day is counted, and the
ledger is told that number, in tens, once the day is over.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from ... import gate
from ...kernel import BadInput, Terms, day_in_words, day_of
from ..acting import require
from ..feeding.telling import fed_from
from ..fitted_tables import extract_of
from ..home import Home
from ..pages import outputs_in_words
from ..rights import Right
from .concealing import Concealed, concealed_today
from .household import household_columns
from .identifiers import in_one_form
from .members_kept import members_file
from .telling import Asker, Sealed, SpeaksFor, Told, told_of, why_not_certain

ALWAYS_SAID = (
    "A use may be left out of this answer where the law lets the council conceal it. This is said "
    "whether or not one is."
)


@dataclass(frozen=True, slots=True)
class UseOfSubject:
    """What is told of one extract: the use in plain words, whether it held the subject, what left.

    ``through`` are the datasets that certainly held the subject; ``because`` says, by dataset, why
    another is not told of. ``receivers`` are those who could be given something; ``published`` are
    the tables that were made of it, with their days.
    """

    use: str
    title: str
    purpose: str
    agreement: str
    version: int
    sealed_on: date
    until: date | None
    told: Told
    through: tuple[str, ...]
    because: Mapping[str, str]
    outputs: tuple[str, ...]
    receivers: tuple[str, ...]
    published: tuple[str, ...]
    rows: str
    sealed_at: str


@dataclass(frozen=True, slots=True)
class SubjectAnswer:
    """The answer to one resident; ``said`` is said to everybody."""

    speaks_for: str
    since: date
    until: date
    uses: tuple[UseOfSubject, ...]
    said: str = ALWAYS_SAID


def uses_of_subject(
    home: Home,
    *,
    by: str,
    identifier: str,
    since: date | None = None,
    until: date | None = None,
    speaks_for: str = "household",
    column: str = "uprn",
) -> SubjectAnswer:
    """Return which uses held a subject, as far as this tells of nobody else.

    ``since`` and ``until`` are the days between which the asker lived there, as an officer has
    verified them; whoever speaks for one person need not say them. Nothing of it is recorded.
    Raises BadInput where something is not said or does not fit, and never repeats the identifier.
    """
    asker = _asker(home, speaks_for, column, since=since, until=until)
    if not identifier.strip():
        raise BadInput("This names nobody.", next_step="Give one identifier, such as a UPRN.")
    (identifier,) = in_one_form([identifier], column=asker.column)
    with home.at_work():
        require(home, by=by, right=Right.SUBJECT_ANSWER)
        today, household = home.clock.today(), household_columns()
        concealed = concealed_today(today)
        uses = tuple(
            _told(home, record, identifier, asker=asker, household=household, concealed=concealed)
            for record in _extracts_within(asker, today=today)
            if record.use.name not in concealed.uses
        )
        _count(today)
    return SubjectAnswer(asker.speaks_for.value, asker.since, asker.until, uses)


def _asker(
    home: Home, speaks_for: str, column: str, *, since: date | None, until: date | None
) -> Asker:
    if speaks_for not in set(SpeaksFor):
        raise BadInput("Somebody speaks for a household or for one person.")
    kind, last = SpeaksFor(speaks_for), until or home.clock.today()
    if kind is SpeaksFor.HOUSEHOLD and since is None:
        raise BadInput(
            "From when the household has lived there is not said.",
            why="What was before is the business of those who lived there then.",
            next_step="Verify the day, and give it with --since.",
        )
    if kind is SpeaksFor.PERSON and column.lower() == "uprn":
        raise BadInput(
            "A UPRN names a place, and who speaks for one person names that person.",
            next_step="Give what names the person, and say which it is with --column.",
        )
    if since and since > last:
        raise BadInput("The first day is after the last one.")
    return Asker(kind, column.lower(), since or date.min, last)


def _extracts_within(asker: Asker, *, today: date) -> Iterable[Any]:
    """Give the extracts of personal data that could be asked at some time within the asker's."""
    from ...records.models import Extract

    found = Extract.objects.filter(use__personal_data=True)
    for record in found.select_related("use", "agreement", "members").order_by(
        "use__name", "version"
    ):
        ended = day_of(record.destroyed_at) if record.destroyed_at else today
        if day_of(record.sealed_at) <= asker.until and ended >= asker.since:
            yield record


def _told(
    home: Home,
    record: Any,
    identifier: str,
    *,
    asker: Asker,
    household: Mapping[str, frozenset[str]],
    concealed: Concealed,
) -> UseOfSubject:
    terms = Terms.from_dict(record.agreement.terms)
    sealed = _sealed(record, terms, concealed)
    why = {
        dataset.name: why_not_certain(dataset, sealed, asker=asker, household=household)
        for dataset in terms.datasets
        # Where parties join severally, the data of one that had not signed were not sealed.
        if not dataset.reference and dataset.name in sealed.delivered
    }
    certain = [name for name, because in why.items() if because is None]
    held = _held(home, record, identifier, certain)
    return UseOfSubject(
        use=record.use.name,
        title=record.use.title,
        purpose=record.use.purpose,
        agreement=f"{record.agreement.name}, version {record.agreement.version}",
        version=record.version,
        sealed_on=day_of(record.sealed_at),
        until=day_of(record.destroyed_at) if record.destroyed_at else None,
        told=told_of(held, all_certain=len(certain) == len(why)),
        through=tuple(name for name, is_in in held.items() if is_in),
        because={name: str(because) for name, because in why.items() if because},
        outputs=tuple(outputs_in_words(terms)),
        receivers=_receivers(terms),
        published=tuple(_published(record)),
        rows=_rows(record, terms),
        sealed_at=record.sealed_at.isoformat(timespec="seconds"),
    )


def _sealed(record: Any, terms: Terms, concealed: Concealed) -> Sealed:
    members = getattr(record, "members", None)
    is_kept = members is not None and members.destroyed_at is None
    with_subject = {
        dataset.name
        for dataset in terms.datasets
        if len(terms.subject_columns(dataset)) == 1
        and not concealed.conceals(record.use.name, dataset.name)
    }
    return Sealed(
        terms=terms,
        special=record.use.special_category,
        kept=frozenset(with_subject if is_kept else ()),
        delivered=_delivered(record),
    )


def _delivered(record: Any) -> dict[str, date]:
    """Return the day on which the version of each dataset of an extract came to the council."""
    from ...records.models import DatasetVersion

    numbers = {fact["name"]: fact["version"] for fact in record.datasets}
    found = DatasetVersion.objects.filter(dataset__name__in=numbers).values_list(
        "dataset__name", "number", "registered_at"
    )
    return {name: day_of(at) for name, number, at in found if numbers[name] == number}


def _held(home: Home, record: Any, identifier: str, certain: list[str]) -> dict[str, bool]:
    """Return which of the datasets whose members may be told held the subject."""
    if not certain:
        return {}
    members = gate.open_members(
        record.pk,
        binding=extract_of(home, record).bound_to,
        keys=home.keys,
        at=members_file(home, record.pk),
    )
    return {name: members.holds(name, identifier) for name in certain}


def _receivers(terms: Terms) -> tuple[str, ...]:
    outputs = (terms.aggregate, terms.self_service, terms.records)
    return tuple(dict.fromkeys(to for output in outputs if output for to in output.to))


def _published(record: Any) -> Iterable[str]:
    from ...records.models import Release

    found = Release.objects.filter(receipt__extract=record, state="published")
    for release in found.order_by("published_at", "id"):
        if release.published_at is not None:  # as every published one has
            yield f"{release.title} ({day_in_words(day_of(release.published_at))})"


def _rows(record: Any, terms: Terms) -> str:
    if terms.records is None:
        return "No list of households or people could leave under this agreement."
    to = ", ".join(terms.records.to)
    if since := fed_from(record):
        return (
            f"Rows were given to {to}, for {terms.records.act} only, through a feed, from {since} "
            "on. Identifiers in it are pseudonyms."
        )
    return (
        f"A list could go to {to}, for {terms.records.act}. Beholden itself has not made one: ask "
        "the owner of the use whether one was made."
    )


def _count(day: date) -> None:
    """Count one more answer of a day, whoever it was about.

    Where the day is over meanwhile and the ledger was told of it, it is counted with the next.
    """
    from django.db import transaction

    from ...records.models import AnswersOfDay

    with transaction.atomic(using=AnswersOfDay.objects.db):
        while not _counted(day):
            day += timedelta(days=1)


def _counted(day: date) -> bool:
    from django.db.models import F

    from ...records.models import AnswersOfDay

    AnswersOfDay.objects.get_or_create(day=day, defaults={"answers": 0})
    untold = AnswersOfDay.objects.filter(day=day, told=False)
    return bool(untold.update(answers=F("answers") + 1))
