"""Linkage: addresses become UPRNs and people become persons, as keys beside the data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from .. import linkage
from ..kernel import Progress, Refusal, Refused, Terms, new_id, silent
from ..linkage import reviewing
from .acting import person_named, require
from .columns_read import (
    as_lists,
    empty_table,
    known_places,
    named_in,
    person_columns,
    read_columns,
    read_people,
    uprn_key,
)
from .datasets import latest_version
from .decided_before import (
    Told,
    calibration_of_people,
    people_labels,
    place_labels,
    told_of_people,
    told_of_places,
)
from .home import Home
from .indexes import kept_gazetteer
from .keys_kept import Made, Matched, keep_keys
from .matched_tables import match_as_decided
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa


def match(
    home: Home,
    *,
    by: str,
    dataset: str,
    gazetteer: str,
    threshold: float | None = None,
    threads: int | None = None,
    address_columns: linkage.AddressColumns | None = None,
    progress: Progress = silent,
) -> Matched:
    """Give a registered dataset's rows their UPRN from a registered gazetteer.

    Only the columns of the address are read. What people decided about earlier matches of this
    dataset with this gazetteer calibrates the scores and stands above them. The gazetteer's index
    is kept beside its version and used again.
    """
    with home.at_work():
        require(by=by, right=Right.ADDRESSES_MATCH)
        version, against = latest_version(dataset), latest_version(gazetteer)
        _refuse_stranger(by, [version])
        told = told_of_places(home, dataset=dataset, gazetteer=gazetteer)
    columns = address_columns or linkage.find_columns(empty_table(home, version))
    columns = replace(columns, id=None, uprn=None)
    of_places = linkage.find_columns(empty_table(home, against))
    threshold = linkage.DEFAULT_THRESHOLD if threshold is None else threshold
    places = kept_gazetteer(
        home,
        against,
        read=lambda: (read_columns(home, against, named_in(of_places)), of_places),
        progress=progress,
    )
    found = match_as_decided(
        read_columns(home, version, named_in(columns)),
        places,
        labels=place_labels(told),
        known=lambda: known_places(home, against, of_places),
        columns=columns,
        threshold=threshold,
        threads=threads,
        progress=progress,
    )
    made = Made(
        "uprn",
        _with_rows(found.matches.drop_columns(["unique_id"])),
        {"kind": "addresses", "against": f"{gazetteer} v{against.number}", "threshold": threshold},
        {dataset: as_lists(columns), gazetteer: as_lists(of_places)},
        threshold,
        against,
        found.decided,
        found.calibration,
    )
    return keep_keys(home, by=by, right=Right.ADDRESSES_MATCH, version=version, made=made)


def link(
    home: Home,
    *,
    by: str,
    datasets: Sequence[str],
    use: str = "",
    threshold: float | None = None,
    progress: Progress = silent,
) -> tuple[Matched, ...]:
    """Give the rows of one dataset, or of several under a use, the person they are about.

    Rows of one dataset are linked so that people and not rows are counted. Several datasets are
    linked only where a use's agreement joins them on the person; raises Refused otherwise. Only
    the columns that tell a person are read. What people decided about these very versions
    calibrates the scores and stands above them.
    """
    from ..linkage.people import DEFAULT_THRESHOLD

    with home.at_work():
        require(by=by, right=Right.PEOPLE_LINK)
        versions = {name: latest_version(name) for name in datasets}
        if len(versions) > 1:
            _refuse_unless_agreed(use, tuple(versions))
        _refuse_stranger(by, versions.values())
        told = told_of_people(home, versions=versions)
        uprns = {name: uprn_key(home, version) for name, version in versions.items()}
    columns = {n: person_columns(home, v, uprns[n]) for n, v in versions.items()}
    tables = {n: read_people(home, v, columns[n], uprns[n]) for n, v in versions.items()}
    threshold = DEFAULT_THRESHOLD if threshold is None else threshold
    calibration = calibration_of_people(told)
    clusters = linkage.link_people(
        tables,
        columns=columns,
        threshold=calibration.score(threshold),
        decided=reviewing.people_decisions(people_labels(told)),
        progress=progress,
    ).clusters
    made = Made(
        "person",
        reviewing.calibrated_scores(clusters, calibration),
        # Persons are named alike by different runs; keys of one run alone may be joined.
        {"kind": "people", "use": use, "run": new_id("run"), "versions": _numbers(versions)},
        {name: as_lists(found) for name, found in columns.items()},
        threshold,
        calibration=calibration,
    )
    right = Right.PEOPLE_LINK
    return tuple(
        keep_keys(home, by=by, right=right, version=v, made=_of_dataset(made, n, told[n]))
        for n, v in versions.items()
    )


def _numbers(versions: Mapping[str, Any]) -> dict[str, int]:
    return {name: version.number for name, version in versions.items()}


def _refuse_stranger(by: str, versions: Iterable[Any]) -> None:
    """Refuse whoever acts for none of the departments that answer for these datasets."""
    stewards = {version.dataset.steward for version in versions}
    if person_named(by).organisation not in stewards:
        raise Refused(
            Refusal(
                what="a dataset's rows are matched and linked by its own steward.",
                why="Who answers for a dataset says what its rows are about, and nobody else.",
                clause="datasets › steward",
                ask=f"a steward of {' or '.join(sorted(stewards))}.",
            )
        )


def _refuse_unless_agreed(use: str, datasets: tuple[str, ...]) -> None:
    from ..records.models import Agreement

    agreement = Agreement.objects.filter(use__name=use, state="in_force").first()
    joins = Terms.from_dict(agreement.terms).joins if agreement else ()
    if any(join.key == "person" and set(datasets) <= set(join.among) for join in joins):
        return
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


def _of_dataset(made: Made, name: str, told: Iterable[Told]) -> Made:
    """Return of the keys that one linkage made those of one dataset's rows."""
    import pyarrow.compute as pc

    own = made.keys.filter(pc.equal(made.keys["dataset"], name))
    keys = own.drop_columns(["dataset"]).sort_by("row")
    return replace(made, keys=keys, decided=sum(len(one.rows) for one in told))


def _with_rows(table: pa.Table) -> pa.Table:
    import pyarrow as pa

    return table.add_column(0, "row", pa.array(range(table.num_rows), pa.int64()))
