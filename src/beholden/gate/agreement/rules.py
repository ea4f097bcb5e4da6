"""The rules of an agreement that a form cannot say: each fault with its place, none left out."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .fitted_faults import self_service_faults
from .form import band_value, joins_of, key_columns, outputs_of, place
from .row_conditions import RowConditionFault, checked_condition
from .treatments import treatment_faults

# Two people who know themselves could otherwise tell the third (UK LLC and ONS ask for more).
SMALLEST_FOR_PERSONAL_DATA = 3
# DuckDB's own name for the position of a row; the gate counts a row once by it.
RESERVED_COLUMNS = frozenset({"rowid"})
FUNCTIONS = ("sum", "avg", "count", "stddev", "variance")
_ONE_VALUE = frozenset({"min", "max", "median", "mode", "first", "last", "any_value", "quantile"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What the council holds: stewards and columns by dataset, and what one subject is."""

    stewards: Mapping[str, str]
    columns: Mapping[str, Collection[str]] | None
    subject: tuple[str, str]


def rule_faults(
    agreement: Mapping[str, Any],
    setting: Setting,
    *,
    unsound: Collection[tuple[str, ...]] = (),
) -> tuple[str, ...]:
    """Return every fault in an agreement, in the order of its entries.

    ``unsound`` are the places whose form is not sound (``unsound_places``): no rule that reads
    there is asked, and all others are, so that as many faults as can be told are told at once.
    """
    entries = {place[0] for place in unsound if len(place) == 1}
    broken = {place[1] for place in unsound if len(place) > 1}
    somewhere = entries | ({"datasets"} if broken else set())
    found: list[str] = []
    for rule, reads in RULES:
        if not reads & somewhere:
            found += rule(agreement, setting)
        elif rule is _dataset_faults and not reads & entries:
            given = {n: said for n, said in agreement["datasets"].items() if n not in broken}
            found += rule({"datasets": given}, setting)
    return tuple(found)


def _party_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    """Tell of a group that nobody has written out: an agreement binds parties, not a name."""
    to = {f"outputs › {n} › to": o["to"] for n, o in outputs_of(agreement).items()}
    for at, said in {"between": agreement["between"], **to}.items():
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, Mapping):
                yield f"{at}: the group {one['group']} is not known here."


def _date_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    days: dict[str, date] = {}
    for key in ("from", "until"):
        try:
            days[key] = date.fromisoformat(agreement[key])
        except ValueError:
            yield f"{key}: there is no such day."
    if len(days) == 2 and days["until"] < days["from"]:
        yield "until: the agreement would end before it starts."


def _basis_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    if agreement.get("personal_data", True) and "lawful_basis" not in agreement:
        yield "lawful_basis: this is owed where the data are personal."


def _dataset_faults(agreement: Mapping[str, Any], setting: Setting) -> Iterator[str]:
    for name, given in agreement["datasets"].items():
        at = place("datasets", name)
        unknown = setting.columns is not None and name not in setting.columns
        if unknown:
            yield f"{at}: there is no such dataset."
        elif not setting.stewards.get(name):
            yield f"{at}: it has no steward."
        known = None if setting.columns is None else setting.columns.get(name)
        if not unknown:
            yield from _column_faults(at, given["columns"], known)
            yield from _treatment_faults(at, given["columns"], setting)
            yield from _row_faults(at, given.get("rows"), known)


def _column_faults(
    at: str, columns: Mapping[str, Any], known: Collection[str] | None
) -> Iterator[str]:
    seen: set[str] = set()
    for name, said in columns.items():
        where = place(at, name)
        if known is not None and said.get("of", name) not in known:
            yield f"{where}: there is no such column."
        if known is not None and "of" in said and name in known:
            yield f"{where}: the dataset has a column of this name; give this one another."
        if name.lower() in seen:
            yield f"{where}: two columns differ only in capital letters."
        if name.lower() in RESERVED_COLUMNS:
            yield f"{where}: this name is kept for the gate; rename the column."
        seen.add(name.lower())
        yield from _role_faults(where, said)
        yield from _band_faults(where, said.get("bands", {}))


def _treatment_faults(at: str, columns: Mapping[str, Any], setting: Setting) -> Iterator[str]:
    stewards, held = setting.stewards, setting.columns
    for name, said in columns.items():
        yield from treatment_faults(place(at, name), name, said, stewards=stewards, columns=held)


def _role_faults(where: str, said: Mapping[str, Any]) -> Iterator[str]:
    role = said["role"]
    if role == "measure" and "functions" not in said:
        yield f"{where}: a measure must say its functions, such as [sum, avg]."
    if role not in ("measure", "dimension") and "functions" in said:
        yield f"{where}: only a measure has functions, or a dimension that is a number."
    yield from _function_faults(where, said.get("functions", ()))
    if role != "dimension" and "bands" in said:
        yield f"{where}: only a dimension has bands."


def _function_faults(where: str, functions: Collection[str]) -> Iterator[str]:
    for name in functions:
        if name in FUNCTIONS:
            continue
        why = " It would show the value of one subject." if name in _ONE_VALUE else ""
        yield f"{where} › functions › {name}: This must be one of: {', '.join(FUNCTIONS)}.{why}"


def _band_faults(where: str, bands: Mapping[str, Any]) -> Iterator[str]:
    first: dict[str, str] = {}
    for label, values in bands.items():
        for value in map(band_value, values):
            if first.setdefault(value, label) != label:
                yield f"{where} › bands: {value} is in both {first[value]} and {label}."


def _row_faults(at: str, rows: str | None, known: Collection[str] | None) -> Iterator[str]:
    if rows is None:
        return
    try:
        checked_condition(rows, columns=known)
    except RowConditionFault as fault:
        yield f"{at} › rows: {fault}"


def _join_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    for join in joins_of(agreement):
        columns = key_columns(join)
        if len({len(own) for own in columns.values()}) > 1:
            yield f"{place('joins', join['key'])}: the key has as many columns in every dataset."
            continue
        for name in columns:
            if name not in agreement["datasets"]:
                at = place("joins", join["key"], name)
                yield f"{at}: the agreement does not give this dataset."
        for sides in zip(*columns.values(), strict=True):
            yield from _side_faults(agreement, join["key"], dict(zip(columns, sides, strict=True)))


def _side_faults(agreement: Mapping[str, Any], key: str, sides: Mapping[str, str]) -> Iterator[str]:
    """Tell of columns that are set side by side and are not keys, or not sealed alike."""
    held = {n: c for n, c in sides.items() if n in agreement["datasets"]}
    clear = all(_role(agreement, name, column) == "dimension" for name, column in held.items())
    for name, column in held.items():
        if not clear and _role(agreement, name, column) != "join":
            yield f"{place('joins', key, name)}: {column} is not a join column of it."


def _role(agreement: Mapping[str, Any], dataset: str, column: str) -> str | None:
    said = agreement["datasets"][dataset]["columns"].get(column)
    return said["role"] if said else None


def _subject_faults(agreement: Mapping[str, Any], setting: Setting) -> Iterator[str]:
    what, column = setting.subject
    if not column:
        yield "subject: say which column it is: {what: " + what + ", column: …}."
        return
    joins = [(join["key"], key_columns(join)) for join in joins_of(agreement)]
    holding = {
        name
        for name in agreement["datasets"]
        if _role(agreement, name, column) in ("join", "identity")
    } | {name for key, columns in joins if key == column for name in columns}
    reached = set(holding)
    for _ in joins:
        reached |= {n for _, columns in joins if reached & set(columns) for n in columns}
    for name, given in agreement["datasets"].items():
        if given.get("reference"):
            held = setting.columns.get(name, ()) if setting.columns is not None else ()
            yield from _reference_faults(name, given["columns"], holding)
            yield from _people_faults(agreement, name, held, column)
        elif name not in reached:
            yield (
                f"{place('datasets', name)}: {column}, by which each {what} is counted,"
                " is neither a join nor an identity column of it nor of a dataset that it joins."
            )


def _reference_faults(
    name: str, columns: Mapping[str, Any], holding: Collection[str]
) -> Iterator[str]:
    """Tell of what a table in which nobody is cannot have."""
    at = place("datasets", name)
    if name in holding:
        yield f"{at} › reference: it tells subjects apart, so they are in it."
    for column, said in columns.items():
        if said["role"] not in ("dimension", "withheld"):
            yield f"{place(at, column)}: a reference dataset has dimensions only."


def _people_faults(
    agreement: Mapping[str, Any], name: str, held: Collection[str], subject: str
) -> Iterator[str]:
    """Tell of columns by which subjects are in a table all the same, and would be listed.

    What tells a subject apart may not be in the dataset at all, given or not; no other key of
    another dataset may be given, or be behind what is given.
    """
    at, subjects, keys = place("datasets", name), {subject.lower()}, set()
    for join in joins_of(agreement):
        if join["key"].lower() in subjects:
            subjects |= {c.lower() for own in key_columns(join).values() for c in own}
    for other, given in agreement["datasets"].items():
        roles = given["columns"].items() if other != name else ()
        keys |= {c.lower() for c, said in roles if said["role"] in ("join", "identity")}
    given = agreement["datasets"][name]["columns"]
    for column, said in given.items():
        if {column.lower(), said.get("of", column).lower()} & (subjects | keys):
            yield f"{place(at, column)}: it tells subjects apart elsewhere, so they are in it."
    for column in sorted(set(held) - set(given)):
        if column.lower() in subjects:
            yield f"{at} › reference: it has {column}, which tells subjects apart."


def _output_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    outputs = outputs_of(agreement)
    aggregate = outputs.get("aggregate")
    personal = agreement.get("personal_data", True)
    if aggregate:
        least = SMALLEST_FOR_PERSONAL_DATA if personal else 1
        if aggregate["smallest_group"] < least:
            of_whom = " where the data are personal" if personal else ""
            yield f"outputs › aggregate › smallest_group: at least {least}{of_whom}."
    given = {c for d in agreement["datasets"].values() for c in d["columns"]}
    for output, key in (
        ("self_service", "measures"),
        ("self_service", "by"),
        ("records", "columns"),
    ):
        for name in outputs.get(output, {}).get(key, ()):
            if name not in given:
                yield f"{place('outputs', output, key, name)}: the agreement does not give it."


def _self_service(agreement: Mapping[str, Any], setting: Setting) -> Iterator[str]:
    said = outputs_of(agreement).get("self_service")
    if said:
        yield from self_service_faults(agreement, said, subject=setting.subject[1])


def _quality_faults(agreement: Mapping[str, Any], _setting: Setting) -> Iterator[str]:
    for at in agreement.get("quality", {}):
        dataset, dot, column = at.partition(".")
        if dataset not in agreement["datasets"]:
            what = "column" if dot else "dataset"
            yield f"{place('quality', at)}: the agreement does not give this {what}."
        elif dot and _role(agreement, dataset, column) in (None, "withheld"):
            yield f"{place('quality', at)}: the agreement does not give this column."


# Each rule, in the order of the entries, with the entries that it reads and nothing besides.
RULES: tuple[tuple[Callable[[Mapping[str, Any], Setting], Iterator[str]], frozenset[str]], ...] = (
    (_party_faults, frozenset({"between", "outputs"})),
    (_date_faults, frozenset({"from", "until"})),
    (_basis_faults, frozenset({"personal_data", "lawful_basis"})),
    (_dataset_faults, frozenset({"datasets"})),
    (_join_faults, frozenset({"joins", "datasets"})),
    (_subject_faults, frozenset({"subject", "joins", "datasets"})),
    (_output_faults, frozenset({"outputs", "personal_data", "datasets"})),
    (_self_service, frozenset({"outputs", "subject", "datasets"})),
    (_quality_faults, frozenset({"quality", "datasets"})),
)
