"""What an agreement gives to ask about, table by table and column by column, with its clauses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from ... import gate, selfservice
from ...kernel import Clause, ColumnRole, ColumnTerms, DatasetTerms, Terms, TreatmentKind
from ..self_service import Way
from .kinds import CHOICE, DAY, NUMBER, TEXT, YES_NO

_NUMBERS = ("int", "uint", "float", "double", "decimal", "halffloat")

# The type of each column that a dataset has, by dataset and by column.
Types = Mapping[str, Mapping[str, str]]


@dataclass(frozen=True, slots=True)
class GivenColumn:
    """One column that may be used, for what, and by which clause.

    ``kind`` says what its values are; ``values`` are those that the agreement itself names.
    """

    name: str
    role: str
    says: str
    clause: str
    functions: tuple[str, ...] = ()
    kind: str = TEXT
    values: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GivenTable:
    """One table that may be asked about, and with what it may be joined."""

    name: str
    steward: str
    says: str
    clause: str
    columns: tuple[GivenColumn, ...]
    joins: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody may ask about under one use, and what holds of every answer.

    ``stopped`` says why nothing is answered now, where the agreement is suspended or over.
    """

    use: str
    title: str
    purpose: str
    agreement: str
    until: date
    way: Way
    subject: str
    tables: tuple[GivenTable, ...]
    limits: tuple[Clause, ...]
    stopped: str


def tables_given(terms: Terms, way: Way, types: Types) -> tuple[GivenTable, ...]:
    """Return the tables that may be asked about, with the columns that may be used."""
    if way is Way.FITTED:
        return tuple(_fitted_table(terms, types))
    return tuple(
        GivenTable(
            name=dataset.name,
            steward=dataset.steward,
            says=_says(dataset),
            clause=f"datasets › {dataset.name}",
            columns=tuple(_columns(dataset, types)),
            joins=tuple(_joins(terms, dataset.name)),
        )
        for dataset in terms.datasets
    )


def limits_given(terms: Terms, way: Way) -> tuple[Clause, ...]:
    """Return what holds of every answer: its smallest groups, its rounding, its error."""
    found = [*_group_rules(terms), *_kept_apart(terms)]
    if way is Way.FITTED:
        return (*_bands(terms), *found)
    if terms.aggregate and terms.aggregate.round_to > 1:
        clause = "outputs › aggregate › round_to"
        found.append(
            Clause(clause, f"Counts are rounded to the nearest {terms.aggregate.round_to}.")
        )
    return tuple(found)


def _says(dataset: DatasetTerms) -> str:
    told = f"Given by {dataset.steward}"
    if dataset.reference:
        return f"{told}. Nobody is in it, so it may be listed."
    return f"{told}, in part: only the rows that the agreement names." if dataset.rows else told


def _columns(dataset: DatasetTerms, types: Types) -> Iterator[GivenColumn]:
    for column in dataset.columns:
        if column.role is not ColumnRole.WITHHELD:
            yield column_given(dataset, column, types)


def column_given(dataset: DatasetTerms, column: ColumnTerms, types: Types) -> GivenColumn:
    """Return what one column of a dataset may be used for."""
    values = values_named(column)
    kind = CHOICE if values else _kind(column, types.get(dataset.name, {}))
    return GivenColumn(
        name=column.name,
        role=column.role.value,
        says=gate.column_in_words(column) + _made_from(column),
        clause=f"datasets › {dataset.name} › {column.name}",
        functions=column.functions,
        kind=kind,
        values=values,
    )


def values_named(column: ColumnTerms) -> tuple[str, ...]:
    """Return the values that the agreement itself names, so that they may be known to anybody."""
    if column.bands:
        return tuple(label for label, _ in column.bands)
    return tuple(label for label, _ in column.treatment.steps) if column.treatment else ()


def _kind(column: ColumnTerms, types: Mapping[str, str]) -> str:
    """Return what a column's sealed values are; a treatment leaves texts, a key is nobody's."""
    if column.is_pseudonym or column.treatment is not None:
        return TEXT
    said = types.get(column.source, "")
    if said == "bool":
        return YES_NO
    if said.startswith(("date", "timestamp")):
        return DAY
    return NUMBER if said.startswith(_NUMBERS) else TEXT


def _made_from(column: ColumnTerms) -> str:
    if column.treatment and column.treatment.kind is not TreatmentKind.LOOK_UP:
        return f"; sealed as {column.treatment.in_words()}"
    return ""


def _joins(terms: Terms, name: str) -> Iterator[str]:
    for join in terms.joins:
        others = [other for other in join.among if other != name]
        if name in join.among and others:
            yield f"{', '.join(others)} on {' and '.join(join.columns_of(name))}"


def _group_rules(terms: Terms) -> Iterator[Clause]:
    for rule in terms.group_rules:
        of = f" where {' or '.join(rule.when)} is used" if rule.when else ""
        says = f"Groups of fewer than {rule.size} are withheld{of} ({rule.because})."
        yield Clause("outputs › smallest_group", says)


def _kept_apart(terms: Terms) -> Iterator[Clause]:
    for rule in terms.kept_apart:
        says = f"No answer uses {rule.together} ({rule.because})."
        yield Clause("conditions › never_together", says)


def _bands(terms: Terms) -> Iterator[Clause]:
    output = terms.self_service
    if output is None:
        return
    yield Clause(
        "outputs › self_service",
        "Each number comes with how far it may be off: 19 times in 20 the true number is no "
        "further away.",
    )
    yield Clause(
        "outputs › self_service › guess_bound",
        f"The error is as large as it must be for nobody to guess a {terms.subject}'s value right "
        f"more than {output.guess_bound} times in 100.",
    )


def _fitted_table(terms: Terms, types: Types) -> Iterator[GivenTable]:
    output, name = terms.self_service, selfservice.counted_dataset(terms)
    if output is None or not name:
        return
    held = {c.name: (d, c) for d in reversed(terms.datasets) for c in d.columns}
    columns = [_dimension(*held[one], types) for one in output.by if one in held]
    columns += [_measure(one, dict(output.caps).get(one)) for one in output.measures]
    dataset = terms.dataset(name)
    yield GivenTable(
        name=name,
        steward=dataset.steward if dataset else "",
        says="A fitted table: it holds no exact number of anything that is protected",
        clause="outputs › self_service",
        columns=tuple(columns),
    )


def _dimension(dataset: DatasetTerms, column: ColumnTerms, types: Types) -> GivenColumn:
    given = column_given(dataset, column, types)
    return GivenColumn(
        name=given.name,
        role=ColumnRole.DIMENSION.value,
        says=f"{column.name} may choose and group",
        clause="outputs › self_service › by",
        kind=given.kind,
        values=given.values,
    )


def _measure(name: str, cap: float | None) -> GivenColumn:
    cut = f"; what one has above {cap:g} is not counted" if cap is not None else ""
    return GivenColumn(
        name=name,
        role=ColumnRole.MEASURE.value,
        says=f"{name} may be summed and averaged, each number with its band{cut}",
        clause="outputs › self_service › measures",
        functions=("sum", "avg"),
    )
