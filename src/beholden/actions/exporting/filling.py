"""The register's views as the values that exports are made of.

Public is what the public pages tell: a dataset that an agreement names, and of its columns those
that the agreement gives. What is for within the council has every dataset and every column.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from ... import exports, gate, intake
from ...kernel import UndertakingState, day_of
from ...records import reading
from ..agreeing.contracts import stored_contract
from ..board.bound import taken_out, terms_held
from ..considering.outcomes import compared
from ..home import Home
from ..status import status_of
from ..subjects.concealing import concealed_keys
from ..uses import answer_to


class Contracts(Mapping[str, Mapping[str, Any]]):
    """The stored contracts of datasets, each read from its file when it is asked for."""

    def __init__(self, home: Home, held: Iterable[exports.HeldDataset]) -> None:
        """Know which version of each dataset is meant, and read none of them yet."""
        self._home = home
        self._versions = {one.name: one.version for one in held}

    def __getitem__(self, name: str) -> Mapping[str, Any]:
        """Return the contract of a dataset as it is stored; raise KeyError where it has none."""
        return stored_contract(self._home, name, self._versions[name])

    def __iter__(self) -> Iterator[str]:
        """Give the names of the datasets."""
        return iter(self._versions)

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self._versions)


def record_of(
    home: Home,
    *,
    whole: bool = False,
    files: bool = True,
    uses_only: Collection[str] | None = None,
) -> exports.Record:
    """Return the record as exports need it; ``whole`` is for within the council alone.

    A use that is concealed from the public pages is in no other. Without ``files`` what was
    published is told of without its files, which are not read then. ``uses_only`` names the uses
    that are wanted, where not all of them are: then datasets tell of these alone.
    """
    with home.at_work():
        hidden = () if whole else concealed_keys(home)
        answers = reading.answers_by_use()
        views = reading.uses_to_export(uses_only, without=hidden)
        tables = _tables(home, {view.name: view for view in views}, files=files)
        uses = tuple(
            _use(view, today=home.clock.today(), answers=answers.get(view.name, 0), tables=tables)
            for view in views
        )
        held = tuple(_datasets(reading.datasets(), uses, whole=whole))
    return exports.Record(
        holder=exports.Holder(
            name=home.name,
            site=home.public.site,
            email=home.public.email,
            organisation=home.public.organisation,
        ),
        today=home.clock.today(),
        datasets=held,
        uses=uses,
        contracts=Contracts(home, held),
    )


def _use(
    view: reading.UseView,
    *,
    today: date,
    answers: int,
    tables: Mapping[str, exports.PublishedTable],
) -> exports.RecordedUse:
    yes = [decision for decision in view.decisions if decision.yes]
    return exports.RecordedUse(
        name=view.name,
        title=view.title,
        purpose=view.purpose,
        owner=view.owner,
        accountable_officer=view.accountable_officer,
        state=status_of(view, today),
        stated_on=day_of(view.stated_at),
        why_data=view.why_data,
        people_affected=view.people_affected,
        personal=view.personal_data,
        special=view.special_category,
        made_up=view.made_up,
        approved_on=yes[-1].on if yes else None,
        because=yes[-1].because if yes else "",
        canvas=dict(view.canvas),
        foreseen=tuple(_foreseen(view, today)),
        advised=tuple(_advised(view)),
        agreements=tuple(_agreed(a, view, today) for a in view.agreements if _is_public(a)),
        tables=tuple(tables[one.id] for one in view.releases if one.id in tables),
        questions=answers,
        assessments=tuple(_assessments(view)),
    )


def _assessments(view: reading.UseView) -> Iterator[tuple[str, date | None, str]]:
    """Yield what was thought through before the use was decided: what, when, and what was said."""
    if view.canvas:
        filled = max((one.filled_at for one in view.canvas_versions), default=view.stated_at)
        yield "Data ethics canvas", day_of(filled), f"{len(view.canvas)} areas filled in"
    for advice in view.dpia_advice:
        yield "Data protection impact assessment", advice.on, f"{advice.office}: {advice.says}"
    for review in view.design_reviews:
        yield "Design review", review.on, review.verdict


def _foreseen(view: reading.UseView, today: date) -> Iterator[exports.Foreseen]:
    # What nobody had foreseen stands after what was, and is left out.
    for stated, came in zip(view.consequences, compared(view, today), strict=False):
        yield exports.Foreseen(
            what=stated.what,
            positive=stated.kind == "positive",
            intended=stated.intended,
            done=stated.response,
            who=stated.who,
            likelihood=stated.likelihood,
            severity=stated.severity,
            actual=came.actual,
        )


def _advised(view: reading.UseView) -> Iterator[exports.Advised]:
    for advice in view.advice:
        for point in advice.points:
            followed = answer_to(view.decision, meeting=advice.meeting, point=point.point)
            yield exports.Advised(advice.meeting, point.text, followed)


def _is_public(view: reading.AgreementView) -> bool:
    """Return whether the public pages tell an agreement: one that never began and went is not."""
    return view.state != "withdrawn" or view.began_at is not None


def _agreed(view: reading.AgreementView, use: reading.UseView, today: date) -> exports.Agreed:
    said = view.document.get("lawful_basis")
    basis: Mapping[str, Any] = said if isinstance(said, Mapping) else {}
    terms = terms_held(use, view)
    return exports.Agreed(
        name=view.name,
        version=view.version,
        use=view.use,
        state=view.state,
        terms=terms,
        stated_on=day_of(view.stated_at),
        title=str(view.document.get("title", "")),
        article_6=_text(basis.get("article_6")),
        article_9=_text(basis.get("article_9")),
        power="; ".join(gate.powers_of(basis)),
        review_by=view.review_by,
        training=tuple(map(str, view.document.get("training", ()))),
        taken_out=tuple(
            exports.TakenOut(one.kind, one.names, one.says, one.because)
            for one in taken_out(use, terms)
        ),
        undertaken=tuple(_undertaken(use, today)),
        **_sharing(view.document.get("sharing")),
    )


def _undertaken(use: reading.UseView, today: date) -> Iterator[exports.Undertaken]:
    """Yield what is owed for a use or was done; what was withdrawn is nobody's duty."""
    for one in use.undertakings:
        state = one.state_on(today)
        if state is not UndertakingState.WITHDRAWN:
            yield exports.Undertaken(
                name=one.name,
                text=one.text,
                owner=one.owner,
                by=one.due,
                stops=one.stops,
                state=state.value,
            )


def _sharing(said: Any) -> dict[str, Any]:
    """Return what the sharing block of an agreement says for registers, if it has one."""
    block = said if isinstance(said, Mapping) else {}
    return {
        **{name: str(block.get(name, "")) for name in ("contact", "method", "retention")},
        "processors": tuple(map(str, block.get("processors", ()))),
        "roles": dict(block.get("roles", {})),
    }


def _text(said: Any) -> str:
    return "; ".join(map(str, said)) if isinstance(said, list) else str(said or "")


def _datasets(
    views: Iterable[reading.DatasetView], uses: Sequence[exports.RecordedUse], *, whole: bool
) -> Iterator[exports.HeldDataset]:
    for view in views:
        named = [use for use in uses if view.name in _named(use)]
        if view.latest and (named or whole):
            yield _dataset(view, view.latest, named, whole=whole)


def _named(use: exports.RecordedUse) -> set[str]:
    return {dataset.name for agreed in use.agreements for dataset in agreed.terms.datasets}


def _dataset(
    view: reading.DatasetView,
    latest: reading.DatasetVersionView,
    named: Sequence[exports.RecordedUse],
    *,
    whole: bool,
) -> exports.HeldDataset:
    roles = _roles(view.name, named)
    columns = [one for one in latest.columns if whole or one["name"] in roles]
    complete: Mapping[str, float] = latest.quality.get("complete", {})
    agreed = [agreed for use in named for agreed in use.agreements]
    return exports.HeldDataset(
        name=view.name,
        title=view.title,
        steward=view.steward,
        registered_on=day_of(view.registered_at),
        modified_on=day_of(latest.registered_at),
        version=latest.number,
        rows=latest.rows,
        columns=tuple(_column(one, roles.get(one["name"], ())) for one in columns),
        source=view.source,
        retention=view.retention,
        made_up=view.made_up,
        scores={name: round(score, 3) for name, score in latest.quality.get("scores", {}).items()},
        complete={
            one["name"]: round(complete[one["name"]], 3)
            for one in columns
            if one["name"] in complete
        },
        findings=latest.quality.get("findings", 0),
        keys=tuple(_key(key) for key in _newest(latest.keys)),
        uses=tuple(use.name for use in named),
        agreements=tuple(
            dict.fromkeys(a.name for a in agreed if view.name in {d.name for d in a.terms.datasets})
        ),
        purposes=tuple(use.purpose for use in named),
    )


def _roles(name: str, named: Sequence[exports.RecordedUse]) -> dict[str, tuple[str, ...]]:
    """Return each column that an agreement gives, with the roles that it has in them."""
    roles: dict[str, dict[str, None]] = {}
    for use in named:
        for agreed in use.agreements:
            for dataset in agreed.terms.datasets:
                for column in dataset.columns if dataset.name == name else ():
                    if column.role != "withheld":
                        roles.setdefault(column.of or column.name, {})[str(column.role)] = None
    return {column: tuple(held) for column, held in roles.items()}


def _column(column: Mapping[str, Any], roles: tuple[str, ...]) -> exports.HeldColumn:
    kind = str(column.get("kind", ""))
    about_people = {personal.value for personal in intake.PERSONAL_KINDS}
    return exports.HeldColumn(
        name=column["name"],
        type=str(column.get("type", "string")),
        kind=kind,
        personal=kind in about_people,
        roles=roles,
    )


def _newest(keys: Sequence[reading.KeyView]) -> list[reading.KeyView]:
    return list({key.column: key for key in sorted(keys, key=lambda key: key.number)}.values())


def _key(key: reading.KeyView) -> str:
    made = {"uprn": "Addresses were matched to UPRNs", "person": "Rows were linked to people"}
    how = made.get(key.column, f"Rows were given the key {key.column}")
    return f"{how} on {day_of(key.made_at).isoformat()}: {key.matched:,} of {key.rows:,} rows."


def _tables(
    home: Home, uses: Mapping[str, reading.UseView], *, files: bool
) -> dict[str, exports.PublishedTable]:
    datasets = reading.datasets_of_releases()
    return {
        one.id: exports.PublishedTable(
            id=one.id,
            use=one.use,
            title=one.title,
            purpose=uses[one.use].purpose,
            published_on=day_of(one.published_at),
            made_up=uses[one.use].made_up,
            datasets=datasets.get(one.id, ()),
            files=tuple(_files(home.path("releases", one.id))) if files else (),
        )
        for use in uses.values()
        for one in use.releases
        if one.state == "published" and one.published_at
    }


def _files(folder: Path) -> Iterator[exports.PublishedFile]:
    for file in sorted(folder.glob("*")):
        if file.is_file() and not file.name.startswith("."):
            content = file.read_bytes()
            digest = hashlib.sha256(content).hexdigest()
            yield exports.PublishedFile(file.name, len(content), digest)
