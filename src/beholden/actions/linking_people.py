"""Linking people: the rows of datasets get the person they are about, as keys beside the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import BadInput, Progress, Refusal, Refused, Terms, new_id, silent
from ..linkage import reviewing
from .acting import require
from .columns_read import as_lists, groups_of, person_columns, read_people, uprn_key
from .datasets import latest_version
from .decided_before import (
    Told,
    calibration_of_people,
    not_heeded,
    people_labels,
    told_of_people,
)
from .home import Home
from .keys_kept import Made, Matched, keep_keys, refuse_stranger
from .linked_by import PERSON, withheld_by_name
from .looking_again import terms_to_seal
from .named_use import use_named
from .persons_kept import Kept, keep_persons, kept_persons
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa


def link(
    home: Home,
    *,
    by: str,
    datasets: Sequence[str],
    use: str = "",
    threshold: float | None = None,
    error_rate: float | None = None,
    kind: str = "many-to-many",
    row_ids: Mapping[str, str] | None = None,
    groups: Sequence[str] = (),
    anew: bool = False,
    progress: Progress = silent,
) -> tuple[Matched, ...]:
    """Give the rows of one dataset, or of several under a use, the person they are about.

    Rows of one dataset are linked so that people and not rows are counted. Several datasets are
    linked only where a use's agreement joins them on the person; raises Refused otherwise, and
    BadInput for a use beside one dataset. Only the columns that tell a person are read, and none
    that the use's agreement names as withheld. What people decided about these very versions
    calibrates the scores and stands above them, but for what ``by`` decided themselves.

    Persons keep their keys from one load to the next, and where nothing was asked otherwise than
    the last time only new rows are compared, unless ``anew``. ``row_ids`` names by dataset the
    column by which a row is known again (else that of the last time); ``groups`` are columns of the
    steward's own datasets to tell fairness by. For the rest see ``linkage.link_people``.
    """
    begun = _begun(home, by=by, datasets=datasets, use=use, groups=groups)
    calibration = calibration_of_people(begun.told)
    asked = _asked(calibration, threshold, error_rate)
    known_by = dict(row_ids or begun.kept.row_ids)
    columns = _columns(home, begun, known_by)
    settings = {**asked, "kind": kind, "row_ids": known_by, "columns": _as_lists(columns)}
    links = linkage.link_people(
        _tables(home, begun.versions, columns, begun.uprns, known_by), columns=columns, **asked,
        kind=kind, known=begun.kept.keys, row_ids=known_by,
        anew=anew or settings != begun.kept.settings,
        decided=_decisions(people_labels(begun.told)), groups=begun.by_group, progress=progress,
    )  # fmt: skip
    return _kept(home, by, begun, links, settings=settings, calibration=calibration)


@dataclass(frozen=True, slots=True)
class _Begun:
    """What a linkage begins with: what is linked and for whom, and what is known of it."""

    use: str
    versions: Mapping[str, Any]
    told: Mapping[str, tuple[Told, ...]]
    uprns: Mapping[str, Path | None]
    kept: Kept
    by_group: pa.Table | None
    withheld: Mapping[str, frozenset[str]]


def _begun(
    home: Home, *, by: str, datasets: Sequence[str], use: str, groups: Sequence[str]
) -> _Begun:
    """Return what a linkage begins with; raises Refused and BadInput where it may not."""
    with home.at_work():
        require(home, by=by, right=Right.PEOPLE_LINK)
        versions = {name: latest_version(name) for name in datasets}
        terms = None
        if len(versions) == 1:
            _refuse_use(use, datasets[0])
        else:
            terms = _refuse_unless_agreed(use, tuple(versions))
        withheld = withheld_by_name(terms, use_named(use)) if terms else {}
        own = refuse_stranger(by, versions.values())
        _refuse_groups_withheld(groups, withheld)
        return _Begun(
            use,
            versions,
            told_of_people(home, by=by, versions=versions, use=use),
            {
                name: None if "uprn" in withheld.get(name, ()) else uprn_key(home, version)
                for name, version in versions.items()
            },
            kept_persons(home, datasets=tuple(versions), use=use),
            groups_of(home, versions, groups, own=own),
            withheld,
        )


def _kept(
    home: Home,
    by: str,
    begun: _Begun,
    links: linkage.PeopleLinks,
    *,
    settings: Mapping[str, Any],
    calibration: reviewing.Calibration,
) -> tuple[Matched, ...]:
    """Keep the persons of a linkage, then the keys of each dataset's rows."""
    if links.keys is not None:
        keep_persons(home, begun.kept, links.keys)
    versions, place = begun.versions, begun.kept.place
    method = {"use": begun.use, "versions": _numbers(versions), "kept": place, "settings": settings}
    made = _made(links, method, calibration)
    return tuple(
        keep_keys(
            home,
            by=by,
            right=Right.PEOPLE_LINK,
            version=version,
            made=_of_dataset(
                made, name, begun.told[name], pairs=_pairs(links, calibration, of=name)
            ),
        )
        for name, version in versions.items()
    )


def _columns(
    home: Home, begun: _Begun, row_ids: Mapping[str, str]
) -> dict[str, linkage.PersonColumns]:
    """Return by dataset the columns that tell a person; raise Refused for a row id withheld."""
    _refuse_withheld(row_ids, begun.withheld)
    return {
        name: person_columns(
            home, version, begun.uprns[name], withheld=begun.withheld.get(name, ())
        )
        for name, version in begun.versions.items()
    }


def _as_lists(
    columns: Mapping[str, linkage.PersonColumns],
) -> dict[str, dict[str, list[str]]]:
    return {name: as_lists(found) for name, found in columns.items()}


def _tables(
    home: Home,
    versions: Mapping[str, Any],
    columns: Mapping[str, linkage.PersonColumns],
    uprns: Mapping[str, Path | None],
    row_ids: Mapping[str, str],
) -> dict[str, pa.Table]:
    """Return of each version the columns that linking needs."""
    return {
        name: read_people(home, version, columns[name], uprns[name], row_ids.get(name))
        for name, version in versions.items()
    }


def _asked(
    calibration: reviewing.Calibration, threshold: float | None, error_rate: float | None
) -> dict[str, Any]:
    """Return what chooses the links: an error rate, or a threshold of the matcher's own score.

    The default one is a probability, and goes with what was decided; one that is stated means the
    same whatever was decided since.
    """
    from ..linkage.people import DEFAULT_THRESHOLD

    if error_rate is not None:
        stated = {} if threshold is None else {"threshold": threshold}
        return {"error_rate": error_rate, **stated}
    return {"threshold": calibration.score(DEFAULT_THRESHOLD) if threshold is None else threshold}


def _made(
    links: linkage.PeopleLinks,
    method: Mapping[str, Any],
    calibration: reviewing.Calibration,
) -> Made:
    """Return the keys of a linkage with what is recorded and told of it."""
    return Made(
        "person",
        reviewing.calibrated_scores(links.clusters, calibration),
        # Where no keys were known, persons of two runs may be named alike without being the same.
        {"kind": "people", "run": new_id("run"), **method},
        method["settings"]["columns"],
        # As the scores are told: so a pair's nearness to it is seen.
        float(calibration.probability(links.report["threshold"])),
        calibration=calibration,
        changes=_changes(links.changes),
        warnings=tuple(links.report["warnings"]),
        fairness=links.report["fairness"],
        error_rate=_error_rate(links, method["settings"].get("error_rate")),
    )


def _error_rate(links: linkage.PeopleLinks, asked: float | None) -> dict[str, Any]:
    """Return what came of the error rate that was asked for; nothing where none was."""
    if asked is None:
        return {}
    expected = links.report["expected_false"]
    return {
        "asked": asked,
        "threshold": float(links.report["threshold"]),
        "expected_false": expected,
        "met": expected is not None and expected <= asked,
    }


def _decisions(labels: Sequence[tuple[str, reviewing.Label]]) -> pa.Table | None:
    """Return the latest word on each pair; null, where nobody can tell, takes earlier ones back.

    Kept persons remember decisions, so one that changed to "cannot tell" must be told of too.
    """
    import pyarrow as pa

    asked = [(name, replace(one, answer=reviewing.Answer.DIFFERENT)) for name, one in labels]
    pairs = reviewing.people_decisions(asked)
    sure = reviewing.people_decisions(labels)
    if pairs is None:
        return None
    pairs = pairs.drop_columns(["same"])
    if sure is None:
        return pairs.append_column("same", pa.nulls(pairs.num_rows, pa.bool_()))
    ends = pairs.column_names
    return pairs.join(sure, keys=ends, join_type="left outer").sort_by(
        [(end, "ascending") for end in ends]
    )


def _changes(changes: pa.Table | None) -> dict[str, int]:
    told = Counter(changes["change"].to_pylist()) if changes is not None else Counter()
    return {change: told.get(change, 0) for change in ("new", "kept", "joined", "split")}


def _numbers(versions: Mapping[str, Any]) -> dict[str, int]:
    return {name: version.number for name, version in versions.items()}


def _refuse_use(use: str, dataset: str) -> None:
    """Raise BadInput for a use beside one dataset, so that nobody takes it to be heeded."""
    if use:
        raise BadInput(
            "A use is named only where several datasets are linked.",
            why="The rows of one dataset are linked among themselves, for every use alike.",
            next_step=f"beholden link {dataset}; or name the other datasets of the use.",
        )


def _refuse_withheld(row_ids: Mapping[str, str], withheld: Mapping[str, frozenset[str]]) -> None:
    """Raise Refused where the rows of a dataset would be known again by a column withheld."""
    for dataset, column in row_ids.items():
        if column.lower() in withheld.get(dataset, ()):
            raise _would_read(column, dataset, to="know rows again by it", option="--row-id")


def _refuse_groups_withheld(groups: Sequence[str], withheld: Mapping[str, frozenset[str]]) -> None:
    """Raise Refused where fairness would be told by a column that is withheld."""
    for column in groups:
        for dataset in sorted(withheld):
            if column.lower() in withheld[dataset]:
                raise _would_read(
                    column, dataset, to="tell by it how it falls on groups", option="--groups"
                )


def _would_read(column: str, dataset: str, *, to: str, option: str) -> Refused:
    return Refused(
        Refusal(
            what=f"this would read the column {column} of {dataset}, which is withheld.",
            why=f"The agreement of the use names it as withheld, so that linking may not {to}.",
            clause="datasets › columns › role",
            next_step=f"beholden link {option} with another column, or with none.",
            ask="the data-protection officer to agree the column.",
        )
    )


def _refuse_unless_agreed(use: str, datasets: tuple[str, ...]) -> Terms:
    """Return the terms by which these datasets are joined on the person; raise Refused without."""
    from ..records.models import Agreement

    agreement = Agreement.objects.filter(use__name=use, state="in_force").first()
    terms = terms_to_seal(agreement) if agreement else None
    if terms and any(
        join.key == PERSON and set(datasets) <= set(join.among) for join in terms.joins
    ):
        return terms
    raise Refused(
        Refusal(
            what="this would link people across datasets without an agreement to do so.",
            why="People are linked across datasets only for a use whose agreement joins these "
            "datasets on the person.",
            clause="joins › key",
            next_step="beholden link DATASET, to link the rows of one dataset among themselves.",
            ask="the data-protection officer to agree the join.",
        )
    )


def _pairs(links: linkage.PeopleLinks, calibration: reviewing.Calibration, *, of: str) -> pa.Table:
    """Return the pairs of one dataset's rows that a reviewer may judge, those asked again first."""
    import pyarrow as pa

    told = [_flagged(reviewing.pairs_of_people(links.pairs, dataset=of), again=False)]
    if links.asked_again is not None:
        parted = reviewing.parted_pairs(links.asked_again, dataset=of)
        told.insert(0, _flagged(parted, again=True))
    return reviewing.calibrated_scores(pa.concat_tables(told), calibration, name="probability")


def _flagged(pairs: pa.Table, *, again: bool) -> pa.Table:
    import pyarrow as pa

    return pairs.append_column("again", pa.array([again] * pairs.num_rows, pa.bool_()))


def _of_dataset(made: Made, name: str, told: Sequence[Told], *, pairs: pa.Table) -> Made:
    """Return of the keys that one linkage made those of one dataset's rows."""
    import pyarrow.compute as pc

    own = made.keys.filter(pc.equal(made.keys["dataset"], name))
    keys = own.drop_columns(["dataset"]).sort_by("row")
    decided = sum(one.heeded for one in told)
    return replace(
        made,
        keys=keys,
        decided=decided,
        warnings=(*made.warnings, *not_heeded(told), *_where_to_look(name, pairs)),
        linked=_linked(made.keys, keys),
        pairs=pairs,
    )


def _where_to_look(name: str, pairs: pa.Table) -> tuple[str, ...]:
    told = f"Pairs to be looked at again: beholden review list {name} --key person."
    return (told,) if any(pairs["again"].to_pylist()) else ()


def _linked(every: pa.Table, own: pa.Table) -> dict[str, int]:
    """Return how many persons a dataset's rows are about, and how many rows have another row."""
    import pyarrow as pa
    import pyarrow.compute as pc

    counted = pc.value_counts(every["person"].combine_chunks())
    several = counted.field("values").filter(pc.greater(counted.field("counts"), 1))
    mine = own["person"].drop_null()
    rows = pc.sum(pc.cast(pc.is_in(mine, value_set=several), pa.int64())).as_py()
    return {"persons": len(mine.unique()), "rows": rows or 0}
