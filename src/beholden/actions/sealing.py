"""Sealing: the extract that holds only what an agreement in force allows."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import asdict, dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from .. import gate
from ..kernel import (
    ColumnRole,
    Damaged,
    DatasetVersion,
    NotFound,
    Progress,
    Refusal,
    Refused,
    Terms,
    Unavailable,
    silent,
)
from .acting import Act, acting, acting_by_calendar, require
from .agreeing.contracts import notes_on_contracts, refuse_other_contracts
from .agreeing.standing import suspended, why_none_holds
from .agreements import HOLDING, keep_dates
from .datasets import fingerprint_of, keys_for_use, latest_version
from .ending import destroy_dead_keys
from .fitted_tables import (
    FittedOutcome,
    events_of,
    keep_fitted_table,
    make_fitted_table,
    notes_on,
)
from .home import Home
from .linked_by import PERSON, refuse_linked_by_withheld, withheld_by_name
from .looking_again import terms_to_seal
from .named_use import use_named
from .objecting import marks_of
from .rights import Right
from .subjects.members_kept import keep_members, staged_members
from .subjects.opting_out import OUTCOME, opt_outs_of
from .undertakings import refuse_stopped


def seal(home: Home, *, by: str, use: str, progress: Progress = silent) -> gate.Extract:
    """Seal the newest datasets under the agreement in force; the earlier extract is destroyed.

    Where the agreement gives self-service, its fitted table is made and counted on the register.
    Where the register has no allowance left, the extract is sealed without one, self-service stops,
    and ``notes`` tell from which day there is room. An interrupted seal leaves the earlier extract
    as it was. Raises Refused where no agreement is in force today or a dataset is not good enough,
    NotFound where a dataset has no key to join by, Unavailable where keys or objections changed
    while a fitted table was made.
    """
    keep_dates(home)
    with home.at_work():
        require(home, by=by, right=Right.EXTRACT_SEAL)
    doing = partial(acting, home, by=by, right=Right.EXTRACT_SEAL, name="extract-sealed", use=use)
    return _sealed(home, use, doing, progress)


def seal_by_calendar(home: Home, *, use: str) -> gate.Extract:
    """Seal a use's datasets again, which nobody does: what it was sealed from has changed."""
    keep_dates(home)
    doing = partial(acting_by_calendar, home, name="extract-sealed", use=use)
    return _sealed(home, use, doing, silent)


_Doing = Callable[[], AbstractContextManager[Act]]


def _sealed(home: Home, use: str, doing: _Doing, progress: Progress) -> gate.Extract:
    with home.at_work():
        ready = _ready(home, use)
    with home.staging() as folder:
        extract = ready.seal(home, folder, progress)
        try:
            made = ready.with_fitted_table(home, extract, folder, progress)
            return _record(home, doing, made=made)
        except BaseException:
            _forget_unrecorded(home, extract.id)
            raise


def _ready(home: Home, use: str) -> _Ready:
    """Return what is sealed under the agreement in force, or raise why nothing can be."""
    agreement = _in_force(home, use)
    terms = terms_to_seal(agreement)
    closed = gate.nothing_to_seal(terms)
    if closed:
        raise Refused(closed)
    names = [d.name for d in terms.datasets] + [x.dataset for x in terms.look_ups]
    versions = {name: latest_version(name) for name in names}
    refuse_other_contracts(home, agreement, versions)
    _refuse_poor_quality(terms, versions)
    _refuse_other_linkage(home, terms, versions, agreement.use)
    # Read before the objections and again at the end: what is told must rest on these alone.
    events = events_of(home, agreement, versions)
    return _Ready(
        agreement=agreement,
        terms=terms,
        versions=versions,
        events=events,
        sources={name: _source(home, v, terms, use) for name, v in versions.items()},
        number=agreement.use.extracts.count() + 1,
        marks=marks_of(home, agreement.use, terms),
        opted_out=opt_outs_of(home, agreement, terms),
    )


@dataclass(frozen=True, slots=True)
class _Ready:
    """What is to be sealed, as it is on record: sources, objections, and what they rest on."""

    agreement: Any
    terms: Terms
    versions: dict[str, Any]
    events: dict[str, Any]
    sources: dict[str, gate.Source]
    number: int
    marks: dict[str, frozenset[int]]
    opted_out: gate.LeftOut

    def seal(self, home: Home, folder: Path, progress: Progress) -> gate.Extract:
        """Seal it into a folder of work."""
        return gate.seal(
            self.terms,
            self.sources,
            to=folder / "extract.sealed",
            keys=home.keys,
            use_secret=home.keys.use_secret(self.terms.use),
            version=self.number,
            marks=self.marks,
            opted_out=self.opted_out,
            members_to=staged_members(folder) if self.agreement.use.personal_data else None,
            progress=progress,
        )

    def with_fitted_table(
        self, home: Home, extract: gate.Extract, folder: Path, progress: Progress
    ) -> _Made:
        """Return the extract with the fitted table that the agreement gives, if it gives one."""
        progress("fit", 0, 1)
        fitted = make_fitted_table(
            home, terms=self.terms, extract=extract, folder=folder, events=self.events
        )
        progress("fit", 1, 1)
        choices = self.opted_out.commitment(extract.id)
        notes = tuple(notes_on_contracts(home, self.agreement, self.versions))
        return _Made(self.agreement, extract, self.versions, self.events, fitted, choices, notes)


def _forget_unrecorded(home: Home, extract_id: str) -> None:
    """Destroy the key of an extract that was not recorded: nobody may read it."""
    from ..records.models import Extract

    with home.at_work():
        # What failed may have come after the record; then the extract stands.
        if not Extract.objects.filter(pk=extract_id).exists():
            home.keys.destroy(extract_id)
            home.keys.destroy(gate.members_key(extract_id))


def current_extract(use: Any) -> Any:
    """Return the record of the extract of a use that can be asked, or None."""
    current = use.extracts.select_related("use", "agreement").filter(state="current")
    return current.first()


@dataclass(frozen=True, slots=True)
class _Made:
    """What was sealed and is not on record yet, and the events that it rests on."""

    agreement: Any
    extract: gate.Extract
    versions: dict[str, Any]
    events: dict[str, Any]
    fitted: FittedOutcome | None
    choices: str
    notes: tuple[str, ...] = ()

    def refuse_overtaken(self, home: Home) -> None:
        """Raise Unavailable where what it rests on changed meanwhile.

        A fitted table is counted by these changes, and whoever objected while an extract was sealed
        would be in it, without anything that says that it is to be sealed again.
        """
        if events_of(home, self.agreement, self.versions) != self.events:
            raise Unavailable(
                "Keys or objections changed while this was sealed.",
                why="An extract rests on what was there when it was begun, and is told to.",
                next_step="Seal again.",
            )

    def keep_fitted(self, home: Home, act: Act) -> dict[str, Any]:
        """Keep the fitted table, where there is one."""
        if self.fitted is None:
            return {}
        return keep_fitted_table(home, act, self.fitted, self.extract.id)


def _record(home: Home, doing: _Doing, *, made: _Made) -> gate.Extract:
    from ..records.models import Agreement, Extract

    extract = made.extract
    relative = f"extracts/{extract.id}.sealed"
    placed = replace(extract, path=Path(relative))
    with home.moving(), doing() as act:
        current = Agreement.objects.select_related("use").get(pk=made.agreement.pk)
        _refuse_changed(home, current, extract.terms_hash)
        made.refuse_overtaken(home)
        told = made.keep_fitted(home, act)
        current.use.extracts.filter(state="current").update(state="destroyed", destroyed_at=act.at)
        facts = [asdict(_version_facts(name, version)) for name, version in made.versions.items()]
        record = Extract.objects.create(
            id=extract.id,
            use=current.use,
            agreement=current,
            version=extract.version,
            facts={**placed.to_dict(), **told, OUTCOME: made.choices},
            datasets=facts,
            sealed_at=act.at,
        )
        act.facts.update(
            agreement=current.name,
            terms=extract.terms_hash,
            extract=extract.id,
            version=extract.version,
            fingerprint=extract.fingerprint,
            choices=made.choices,
            datasets={f["name"]: f["version"] for f in facts},
        )
        act.place(Path(extract.path), home.path(relative))
        keep_members(home, act, extract, record)
    destroy_dead_keys(home)
    notes = (*notes_on(told, made.fitted), *made.notes)
    return replace(placed, notes=notes)


def _version_facts(name: str, version: Any) -> DatasetVersion:
    return DatasetVersion(
        name=name,
        version=version.number,
        fingerprint=version.fingerprint,
        rows=version.rows,
        quality=version.quality["scores"],
    )


def _source(home: Home, version: Any, terms: Terms, use: str) -> gate.Source:
    keys = keys_for_use(home, version, use)
    name = version.dataset.name
    dataset = terms.dataset(name)
    given = dataset.columns if dataset else ()
    wanted = {column.source for column in given if column.role is not ColumnRole.WITHHELD}
    wanted |= {c for x in terms.look_ups if x.dataset == name for c in (x.key, x.value)}
    own = {column["name"] for column in version.columns}
    missing = sorted((wanted - own) - set(keys))
    if missing:
        linked = set(missing) <= {"uprn", "person"}
        raise NotFound(
            f"Version {version.number} of {name} has no column {', '.join(missing)}.",
            why="The agreement gives it, and linkage has not made it, or only for another use."
            if linked
            else "The agreement gives it, and what was registered last does not hold it.",
            next_step=_linkage_command(version.dataset.name, missing),
            ask=f"the steward of {version.dataset.name} ({version.dataset.steward})",
        )
    return gate.Source(
        data=_as_recorded(home, version),
        keys=tuple(_as_recorded(home, key) for name, key in keys.items() if name in wanted),
    )


def _as_recorded(home: Home, record: Any) -> Path:
    """Return the path of a stored file that is still what was recorded; raise Damaged otherwise."""
    path: Path = home.path(record.path)
    if not path.is_file() or fingerprint_of(path) != record.fingerprint:
        raise Damaged(
            "A stored file is not as it was registered.",
            why=f"The fingerprint of {record.path} is not the one on record.",
            next_step="Bring the file back from a copy, or register the dataset again.",
            ask="the administrator",
        )
    return path


def _refuse_poor_quality(terms: Terms, versions: dict[str, Any]) -> None:
    """Refuse to seal a dataset whose quality record is under what was agreed, or says nothing."""
    for floor in terms.recorded_quality:
        version = versions[floor.dataset]
        score = version.quality["scores"].get(floor.dimension)
        if score is None or score < floor.score:
            told = "none is on record" if score is None else f"it is {score:.3g}"
            raise Refused(
                Refusal(
                    what=f"{floor.dataset} is not good enough to be sealed.",
                    why=f"The agreement {terms.agreement} asks for a score of {floor.score:g} for "
                    f"{floor.dimension}; {told}.",
                    clause=f"quality › {floor.dataset} › {floor.dimension}",
                    next_step=f"repair {floor.dataset} and register it again, then seal.",
                    ask=f"the steward of {floor.dataset} ({version.dataset.steward}).",
                )
            )


def _refuse_other_linkage(home: Home, terms: Terms, versions: dict[str, Any], use: Any) -> None:
    """Refuse to join people by keys of different runs, of another use, or of columns withheld."""
    joined = {name for join in terms.joins if join.key == PERSON for name in join.among}
    among = sorted(joined & set(versions))
    if len(among) < 2:
        return
    found = {name: keys_for_use(home, versions[name], use.name).get(PERSON) for name in among}
    keys = {name: key for name, key in found.items() if key is not None}
    runs = {(key.method.get("run"), key.method.get("use")) for key in keys.values()}
    if len(runs) > 1 or {made_for for _, made_for in runs} - {use.name}:
        raise NotFound(
            "These datasets' people were not linked with each other for this use.",
            why="Keys of different linkages name different people alike.",
            next_step=f"beholden link {' '.join(sorted(joined))} --use {use.name}",
        )
    refuse_linked_by_withheld(keys, withheld_by_name(terms, use), use=use.name)


def _linkage_command(dataset: str, missing: list[str]) -> str:
    if missing == ["person"]:
        return f"beholden link {dataset}"
    if set(missing) <= {"uprn", "person"}:
        return f"beholden match {dataset} --gazetteer GAZETTEER"
    return f"beholden register FILE --name {dataset}, with the columns that the agreement gives"


def _in_force(home: Home, use: str) -> Any:
    found = use_named(use).agreements.select_related("use").filter(state__in=HOLDING).first()
    stopped = suspended(found) if found is not None else None
    if stopped:
        raise Refused(stopped)
    if found is None or found.use.state == "declined":
        raise _no_agreement(use)
    if found.starts > home.clock.today():
        raise Refused(
            Refusal(
                what="the agreement has not begun.",
                why=f"It begins on {found.starts.isoformat()}.",
                clause="from",
            )
        )
    refuse_stopped(found.use, today=home.clock.today())
    return found


def _refuse_changed(home: Home, agreement: Any, sealed_under: str) -> None:
    """Refuse what was sealed while its agreement, its use or its parties changed."""
    if agreement.state != "in_force":
        raise _no_agreement(agreement.use.name)
    refuse_stopped(agreement.use, today=home.clock.today())
    _refuse_other_signatures(agreement, sealed_under)


def _refuse_other_signatures(agreement: Any, sealed_under: str) -> None:
    """Refuse an extract that lacks a party's data, or has those of one that has withdrawn."""
    if terms_to_seal(agreement).hash != sealed_under:
        raise Unavailable(
            "What may be sealed changed while this was sealed.",
            why="A party signed or withdrew, or a condition of the board was accepted: an extract "
            "holds the data of those who have signed, and nothing that is withheld.",
            next_step="Seal again.",
        )


def _no_agreement(use: str) -> Refused:
    why, next_step = why_none_holds(use_named(use))
    return Refused(
        Refusal(
            what="there is no agreement in force to seal under.",
            why=f"An extract holds what an agreement allows, and ends with it. {why}",
            clause="agreements › state",
            next_step=next_step,
            ask="the data-protection officer.",
        )
    )
