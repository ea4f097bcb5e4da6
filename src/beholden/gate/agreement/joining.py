"""An agreement whose parties join severally: what holds while some of them have not signed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from beholden.kernel import AggregateOutput, DatasetTerms, JoinTerms, Terms

# One party alone agrees with nobody.
FEWEST = 2


def is_agreed(terms: Terms, signed: Collection[str]) -> bool:
    """Return whether those who have signed are enough for an agreement to come into force.

    They are all its parties; where parties join severally, two of them, of whom one at least gives
    data that can be asked by themselves.
    """
    standing = set(signed) & set(terms.between)
    if not terms.severally:
        return standing == set(terms.between)
    return len(standing) >= FEWEST and bool(as_signed(terms, standing).datasets)


def as_signed(terms: Terms, signed: Collection[str]) -> Terms:
    """Return what an agreement allows while only these parties have signed it.

    Where parties join severally, the data of a party that has not signed are left out, with
    whatever rests on them, and nothing is given to it. Self-service and rows wait for everybody's
    data. Otherwise the terms are as they are.
    """
    if not terms.severally or set(terms.between) <= set(signed):
        return terms
    missing = set(terms.between) - set(signed)
    datasets = _given(terms, missing)
    names = {dataset.name for dataset in datasets}
    whole = len(datasets) == len(terms.datasets)
    return replace(
        terms,
        datasets=datasets,
        joins=_joins(terms, names),
        aggregate=_to_signed(terms.aggregate, missing),
        self_service=terms.self_service if whole else None,
        records=terms.records if whole else None,
        quality=tuple(floor for floor in terms.quality if floor.dataset in names),
        recorded_quality=tuple(f for f in terms.recorded_quality if f.dataset in names),
    )


def _given(terms: Terms, missing: Collection[str]) -> tuple[DatasetTerms, ...]:
    """Return the datasets that are given now; each has subjects, as the rules ask."""
    given = [dataset for dataset in terms.datasets if not _givers(dataset) & set(missing)]
    names = {dataset.name for dataset in given}
    joins = _joins(terms, names)
    reached = {d.name for d in given if terms.subject_columns(d)}
    for _ in joins:
        reached |= {n for join in joins if reached & set(join.among) for n in join.among}
    return tuple(d for d in given if d.name in reached or (d.reference and reached))


def _givers(dataset: DatasetTerms) -> set[str]:
    looked_up = {column.look_up.steward for column in dataset.columns if column.look_up}
    return {dataset.steward, *looked_up}


def _joins(terms: Terms, names: Collection[str]) -> tuple[JoinTerms, ...]:
    """Return the joins among the datasets that are given."""
    kept = []
    for join in terms.joins:
        places = [n for n, name in enumerate(join.among) if name in names]
        if places:
            among = tuple(join.among[n] for n in places)
            columns = tuple(join.columns[n] for n in places) if join.columns else ()
            kept.append(replace(join, among=among, columns=columns))
    return tuple(kept)


def _to_signed(output: AggregateOutput | None, missing: Collection[str]) -> AggregateOutput | None:
    if output is None:
        return None
    return replace(output, to=tuple(name for name in output.to if name not in missing))
