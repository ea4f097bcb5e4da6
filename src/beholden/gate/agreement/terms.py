"""From an agreement, with the board's conditions, to the terms that the gate obeys."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Any

from beholden.kernel import (
    AggregateOutput,
    BadInput,
    ColumnRole,
    ColumnTerms,
    DatasetTerms,
    GroupRule,
    JoinTerms,
    QualityFloor,
    RecordedFloor,
    RecordsOutput,
    SelfServiceOutput,
    Terms,
)

from .conditions import (
    bound_by,
    condition_faults,
    kept_apart,
    review_day,
    tighter_rules,
    with_dimensions,
    withheld_by_name,
)
from .form import (
    band_value,
    form_faults,
    joins_of,
    key_columns,
    outputs_of,
    place,
    plain_agreement,
    subject_of,
    unsound_places,
    value_faults,
)
from .row_conditions import checked_condition
from .rules import Setting, rule_faults
from .treatments import treatment_of


def compile_terms(
    agreement: Mapping[str, Any],
    *,
    purpose: str,
    stewards: Mapping[str, str],
    columns: Mapping[str, Collection[str]] | None,
    conditions: Sequence[Mapping[str, Any]] = (),
) -> Terms:
    """Return the terms of one agreement with the conditions that the board put.

    ``stewards`` names the steward of every dataset; ``columns`` the columns that each has, with
    the key columns that linkage adds (None: existence is not checked). A condition is
    one of ``CONDITIONS``, perhaps with ``because``, and can only tighten. Raises BadInput that
    lists every fault, each with its place in the agreement.
    """
    faults = agreement_faults(
        agreement, purpose=purpose, stewards=stewards, columns=columns, conditions=conditions
    )
    if faults:
        raise _unusable(faults)
    stated = plain_agreement(agreement)
    board = with_dimensions([plain_agreement(condition) for condition in conditions], stated)
    plain = {**bound_by(board, stated), "datasets": withheld_by_name(board, stated)}
    return _terms(plain, purpose=purpose, stewards=stewards, columns=columns, board=board)


def agreement_faults(
    agreement: Mapping[str, Any],
    *,
    purpose: str,
    stewards: Mapping[str, str],
    columns: Mapping[str, Collection[str]] | None,
    conditions: Sequence[Mapping[str, Any]] = (),
) -> tuple[str, ...]:
    """Return every fault for which ``compile_terms`` would refuse an agreement, with its place."""
    plain = plain_agreement(agreement)
    board = [plain_agreement(condition) for condition in conditions]
    said = {"purpose": purpose, "stewards": dict(stewards), "conditions": board}
    unwritable = value_faults(plain) + value_faults(said)
    if unwritable:
        return unwritable
    unsound = unsound_places(plain)
    counted = ("", "") if ("subject",) in unsound else subject_of(plain)
    setting = Setting(stewards=stewards, columns=columns, subject=counted)
    if unsound:
        return form_faults(plain) + rule_faults(plain, setting, unsound=unsound)
    faults = rule_faults(plain, setting) + condition_faults(board, plain, columns=columns)
    if faults:
        return faults
    left = rule_faults(bound_by(board, plain), setting)
    return tuple(f"conditions: what is left, {fault}" for fault in left)


def _unusable(faults: Sequence[str]) -> BadInput:
    many = "a fault" if len(faults) == 1 else f"{len(faults)} faults"
    return BadInput(
        f"This agreement cannot be used: it has {many}.",
        why="\n  ".join(faults),
        next_step="Change the agreement at these places and state it again.",
    )


def _terms(
    plain: Mapping[str, Any],
    *,
    purpose: str,
    stewards: Mapping[str, str],
    columns: Mapping[str, Collection[str]] | None,
    board: Sequence[Mapping[str, Any]],
) -> Terms:
    subject, subject_column = subject_of(plain)
    outputs, quality = outputs_of(plain), plain.get("quality", {})
    of_columns, of_datasets = _floors(quality), _recorded_floors(quality)
    return Terms(
        agreement=plain["agreement"],
        use=plain["use"],
        purpose=purpose,
        between=tuple(plain["between"]),
        starts=date.fromisoformat(plain["from"]),
        ends=date.fromisoformat(plain["until"]),
        subject=subject,
        subject_column=subject_column,
        datasets=tuple(
            _dataset(name, given, stewards=stewards, columns=(columns or {}).get(name))
            for name, given in plain["datasets"].items()
        ),
        group_rules=(*_base_rule(outputs), *tighter_rules(board)),
        joins=tuple(_join(j) for j in joins_of(plain)),
        aggregate=_aggregate(outputs.get("aggregate")),
        self_service=_self_service(outputs.get("self_service")),
        records=_records(outputs.get("records")),
        quality=of_columns,
        recorded_quality=of_datasets,
        review_by=review_day(board),
        kept_apart=kept_apart(board),
        objections_left_out=plain.get("objections", "left out") == "left out",
        training=tuple(plain.get("training", ())),
        severally=plain.get("severally", False),
    )


def _floors(quality: Mapping[str, Mapping[str, Any]]) -> tuple[QualityFloor, ...]:
    """Return the least quality of columns, which are named with their dataset and a dot."""
    return tuple(_floor(at, said) for at, said in quality.items() if "." in at)


def _recorded_floors(quality: Mapping[str, Mapping[str, Any]]) -> tuple[RecordedFloor, ...]:
    """Return the least quality of whole datasets, by dimension."""
    return tuple(
        RecordedFloor(dataset, dimension, float(score))
        for dataset, said in quality.items()
        if "." not in dataset
        for dimension, score in said.items()
    )


def _dataset(
    name: str,
    given: Mapping[str, Any],
    *,
    stewards: Mapping[str, str],
    columns: Collection[str] | None,
) -> DatasetTerms:
    rows = given.get("rows")
    return DatasetTerms(
        name=name,
        steward=stewards[name],
        columns=tuple(
            _column(column, said, stewards=stewards) for column, said in given["columns"].items()
        ),
        rows=checked_condition(rows, columns=columns) if rows else None,
        reference=given.get("reference", False),
    )


def _column(name: str, said: Mapping[str, Any], *, stewards: Mapping[str, str]) -> ColumnTerms:
    bands = said.get("bands", {})
    return ColumnTerms(
        name=name,
        role=ColumnRole(said["role"]),
        functions=tuple(said.get("functions", ())),
        bands=tuple((label, tuple(map(band_value, values))) for label, values in bands.items()),
        of=said.get("of"),
        treatment=treatment_of(said, stewards=stewards),
    )


def _base_rule(outputs: Mapping[str, Any]) -> tuple[GroupRule, ...]:
    aggregate = outputs.get("aggregate")
    if not aggregate:
        return ()
    because = f"the agreement, {place('outputs', 'aggregate', 'smallest_group')}"
    return (GroupRule(size=aggregate["smallest_group"], because=because),)


def _join(said: Mapping[str, Any]) -> JoinTerms:
    columns = key_columns(said)
    plain = all(own == (said["key"],) for own in columns.values())
    return JoinTerms(
        key=said["key"], among=tuple(columns), columns=() if plain else tuple(columns.values())
    )


def _audience(to: str | list[str]) -> tuple[str, ...]:
    return (to,) if isinstance(to, str) else tuple(to)


def _aggregate(said: Mapping[str, Any] | None) -> AggregateOutput | None:
    if not said:
        return None
    return AggregateOutput(
        to=_audience(said["to"]),
        round_to=said.get("round_to", 1),
        largest_share=float(said.get("largest_share", 0.5)),
    )


def _self_service(said: Mapping[str, Any] | None) -> SelfServiceOutput | None:
    if not said:
        return None
    return SelfServiceOutput(
        to=_audience(said["to"]),
        measures=tuple(said["measures"]),
        by=tuple(said["by"]),
        guess_bound=int(said["guess_bound"].split()[0]),
        known=tuple(said.get("known", ())),
        caps=tuple((name, float(cap)) for name, cap in said.get("caps", {}).items()),
        tables=tuple(map(tuple, said.get("tables", ()))),
        seals_a_year=said.get("seals_a_year", 1),
        share=int(said.get("share", "100 in 100").split()[0]),
        of=said.get("of", ""),
    )


def _records(said: Mapping[str, Any] | None) -> RecordsOutput | None:
    if not said:
        return None
    return RecordsOutput(to=_audience(said["to"]), act=said["for"], columns=tuple(said["columns"]))


def _floor(at: str, said: Mapping[str, Any]) -> QualityFloor:
    dataset, _, column = at.partition(".")
    return QualityFloor(
        dataset=dataset,
        column=column,
        complete=float(said.get("complete", 0.0)),
        unique=float(said.get("unique", 0.0)),
    )
