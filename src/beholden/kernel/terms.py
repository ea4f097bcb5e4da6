"""Terms: the frozen, hashed snapshot of what one agreement allows. The gate obeys nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from datetime import date
from enum import StrEnum
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from .canonical import fingerprint
from .closed_outputs import ClosedOutput
from .kept_apart import KeptApart
from .treatments import LookUp, Treatment, TreatmentKind

if TYPE_CHECKING:
    from _typeshed import DataclassInstance


class ColumnRole(StrEnum):
    """What a column may be used for under an agreement."""

    IDENTITY = "identity"
    JOIN = "join"
    DIMENSION = "dimension"
    MEASURE = "measure"
    WITHHELD = "withheld"


@dataclass(frozen=True, slots=True)
class ColumnTerms:
    """One column that the agreement gives, and how it may be used.

    ``functions`` are the aggregates that a measure, or a dimension that is a number, allows;
    ``bands`` turn a dimension's values into labels at sealing (label, then the values it stands
    for); values outside every band become null.
    ``of`` names the dataset's own column where the given one is made from it by ``treatment``.
    """

    name: str
    role: ColumnRole
    functions: tuple[str, ...] = ()
    bands: tuple[tuple[str, tuple[str, ...]], ...] = ()
    of: str | None = None
    treatment: Treatment | None = None

    @property
    def source(self) -> str:
        """Return the name of the dataset's own column."""
        return self.of or self.name

    @property
    def names(self) -> frozenset[str]:
        """Return, in small letters, what the column is called and what it is made from."""
        looked_up = (self.look_up.value,) if self.look_up else ()
        return frozenset(name.lower() for name in (self.name, self.source, *looked_up))

    @property
    def is_pseudonym(self) -> bool:
        """Return whether only a pseudonym of the value is sealed."""
        hidden = self.treatment is not None and self.treatment.kind is TreatmentKind.PSEUDONYMISED
        return hidden or self.role in (ColumnRole.JOIN, ColumnRole.IDENTITY)

    @property
    def look_up(self) -> LookUp | None:
        """Return the look-up by which the column is made, or None."""
        return self.treatment.look_up if self.treatment else None


@dataclass(frozen=True)
class DatasetTerms:
    """The part of one dataset that is given; ``rows`` is a condition applied at sealing.

    ``reference`` says that nobody is in it: it is a table of days, places or things, whose
    dimensions may be listed.
    """

    name: str
    steward: str
    columns: tuple[ColumnTerms, ...]
    rows: str | None = None
    reference: bool = False

    def column(self, name: str) -> ColumnTerms | None:
        """Return the terms of a column, or None where the agreement does not give it."""
        return self._by_name.get(name.lower())

    @cached_property
    def _by_name(self) -> dict[str, ColumnTerms]:
        return {column.name.lower(): column for column in reversed(self.columns)}


@dataclass(frozen=True, slots=True)
class JoinTerms:
    """The key on which the named datasets may be joined.

    ``columns`` are the columns that the key has in each of ``among``; empty where every dataset has
    it in one column of its own name.
    """

    key: str
    among: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...] = ()

    def columns_of(self, dataset: str) -> tuple[str, ...]:
        """Return the columns that the key has in a dataset; none where it is not joined."""
        if dataset not in self.among:
            return ()
        return self.columns[self.among.index(dataset)] if self.columns else (self.key,)


@dataclass(frozen=True, slots=True)
class GroupRule:
    """The smallest group that may be shown; ``when`` names dimensions (empty: always).

    Where several rules apply, the largest size holds. ``because`` is the clause, in words.
    """

    size: int
    because: str
    when: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AggregateOutput:
    """Exact aggregates for named parties: who may ask, the rounding, the dominance rule."""

    to: tuple[str, ...]
    round_to: int = 1
    largest_share: float = 0.5


@dataclass(frozen=True, slots=True)
class SelfServiceOutput:
    """Sealed fitted tables for a wide audience: which measures, by what, and the bound on guessing.

    ``guess_bound`` is the most often in a hundred that anybody may guess a subject's value right,
    even who knows all the others. ``by`` and ``tables`` are in the order of importance. ``known``
    are the dimensions that are taken as known of everybody; ``caps`` the amounts at which measures
    are cut. ``seals_a_year`` is how often it may be sealed, ``share`` how much of its
    subjects' allowance for a year the agreement may use, in 100. ``of`` is the dataset whose
    subjects are counted (empty: the first that gives the first dimension).
    """

    to: tuple[str, ...]
    measures: tuple[str, ...]
    by: tuple[str, ...]
    guess_bound: int
    known: tuple[str, ...] = ()
    caps: tuple[tuple[str, float], ...] = ()
    tables: tuple[tuple[str, ...], ...] = ()
    seals_a_year: int = 1
    share: int = 100
    of: str = ""


@dataclass(frozen=True, slots=True)
class RecordsOutput:
    """Rows for named people and one named act, approved by two people."""

    to: tuple[str, ...]
    act: str
    columns: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityFloor:
    """The least share (0–1) of a column's permitted rows that are filled, and filled once only."""

    dataset: str
    column: str
    complete: float = 0.0
    unique: float = 0.0


@dataclass(frozen=True, slots=True)
class RecordedFloor:
    """The least score (0–1) that a dataset's quality record must have in one dimension."""

    dataset: str
    dimension: str
    score: float


@dataclass(frozen=True)
class Terms:
    """What one agreement, with its conditions and dates, allows at one moment.

    ``starts`` and ``ends`` are inclusive. From ``review_by`` on nothing may be asked unless a
    review was recorded (then the terms are compiled anew without it). ``subject`` is the word that
    people use (household, person); ``subject_column`` is what is counted. ``training`` are the
    courses that a named analyst has passed before they ask. ``severally`` says that the agreement
    holds for each party that has signed it, while others have not. ``closed`` are the outputs that
    it gave and that the board's conditions closed since.
    """

    agreement: str
    use: str
    purpose: str
    between: tuple[str, ...]
    starts: date
    ends: date
    subject: str
    subject_column: str
    datasets: tuple[DatasetTerms, ...]
    group_rules: tuple[GroupRule, ...]
    joins: tuple[JoinTerms, ...] = ()
    aggregate: AggregateOutput | None = None
    self_service: SelfServiceOutput | None = None
    records: RecordsOutput | None = None
    quality: tuple[QualityFloor, ...] = ()
    recorded_quality: tuple[RecordedFloor, ...] = ()
    review_by: date | None = None
    objections_left_out: bool = True
    kept_apart: tuple[KeptApart, ...] = ()
    training: tuple[str, ...] = ()
    severally: bool = False
    closed: tuple[ClosedOutput, ...] = ()

    def dataset(self, name: str) -> DatasetTerms | None:
        """Return the terms of a dataset, or None where the agreement does not give it."""
        return self._by_name.get(name.lower())

    @cached_property
    def _by_name(self) -> dict[str, DatasetTerms]:
        return {dataset.name.lower(): dataset for dataset in reversed(self.datasets)}

    def subject_columns(self, dataset: DatasetTerms) -> tuple[str, ...]:
        """Return the columns that tell the subjects of a dataset apart; none where nothing does.

        They are its own column of that name, or what a join says that the key of that name is.
        """
        if dataset.name not in self._subjects:
            self._subjects[dataset.name] = self._told_apart_by(dataset)
        return self._subjects[dataset.name]

    @cached_property
    def _subjects(self) -> dict[str, tuple[str, ...]]:
        return {}

    def _told_apart_by(self, dataset: DatasetTerms) -> tuple[str, ...]:
        wanted = self.subject_column.lower()
        own = dataset.column(wanted)
        if own is not None and own.role in (ColumnRole.JOIN, ColumnRole.IDENTITY):
            return (own.name,)
        said = (j.columns_of(dataset.name) for j in self.joins if j.key.lower() == wanted)
        return next((columns for columns in said if columns), ())

    def things(self) -> dict[tuple[str, str], str]:
        """Return of what each given column holds the name, by dataset and column in small letters.

        Columns of one name, and those that a join sets side by side, name the same things, so they
        are sealed with the same pseudonyms. Things are called by the key of a join on one column,
        or else by the first of their columns.
        """
        return things_of(self.datasets, self.joins, subject=self.subject_column)

    @property
    def look_ups(self) -> tuple[LookUp, ...]:
        """Return every look-up by which a column is made, each once."""
        found = [c.look_up for d in self.datasets for c in d.columns if c.look_up]
        return tuple(dict.fromkeys(found))

    def smallest_group(self, dimensions: frozenset[str]) -> GroupRule:
        """Return the strictest rule on group size for a question that uses these dimensions."""
        holding = [r for r in self.group_rules if not r.when or dimensions & set(r.when)]
        return max(holding, key=lambda rule: rule.size)

    def closed_by(self, output: str) -> str:
        """Return the clause by which the board closed an output; empty where it did not."""
        return next((one.because for one in self.closed if one.output == output), "")

    def crossed(self, used: Iterable[ColumnTerms]) -> tuple[KeptApart, tuple[str, ...]] | None:
        """Return the first rule of which two columns are among those used, and which they are."""
        names = [column.names for column in used]
        held = ((rule, rule.among(names)) for rule in self.kept_apart)
        return next(((rule, found) for rule, found in held if len(found) > 1), None)

    def to_dict(self) -> dict[str, Any]:
        """Return the terms as plain data, dates in ISO 8601."""
        plain: dict[str, Any] = _plain(asdict(self))
        # What an agreement does not say is not in its fingerprint, so older ones keep theirs.
        for dataset in plain["datasets"]:
            if not dataset["reference"]:
                del dataset["reference"]
        for join in plain["joins"]:
            if not join["columns"]:
                del join["columns"]
        for name in ("kept_apart", "training", "severally", "closed"):
            if not plain[name]:
                del plain[name]
        return plain

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Terms:
        """Return the terms that ``to_dict`` wrote."""
        return _terms(data)

    @property
    def hash(self) -> str:
        """Return the fingerprint by which receipts and the ledger name these terms."""
        return fingerprint(self.to_dict())


def things_of(
    datasets: tuple[DatasetTerms, ...], joins: tuple[JoinTerms, ...], *, subject: str
) -> dict[tuple[str, str], str]:
    """Return the name of the thing that each column holds, as ``Terms.things`` says."""
    names = {(d.name, c.name.lower()): c.name.lower() for d in datasets for c in d.columns}
    called: dict[str, str] = {}
    for join in joins:
        sides = [join.columns_of(name) for name in join.among]
        for place in range(min(map(len, sides), default=0)):
            held = [(d, s[place].lower()) for d, s in zip(join.among, sides, strict=True)]
            same = {names[column] for column in held if column in names}
            first = min(same, default="")
            names = {c: first if n in same else n for c, n in names.items()}
            keys = {called.pop(n) for n in same if n in called}
            keys |= {join.key.lower()} if len(sides[0]) == 1 else set()
            if keys:
                called[first] = min(keys, key=lambda key: (key != subject.lower(), key))
    return {column: called.get(name, name) for column, name in names.items()}


_Kind = TypeVar("_Kind", bound="DataclassInstance")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    return value


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list | tuple) else value


def _value(kind: type[_Kind], data: Mapping[str, Any]) -> _Kind:
    known = {field.name for field in fields(kind)}
    return kind(**{key: _tuples(item) for key, item in data.items() if key in known})


def _column(data: Mapping[str, Any]) -> ColumnTerms:
    said = {"role": ColumnRole(data["role"]), "treatment": _treatment(data.get("treatment"))}
    return _value(ColumnTerms, {**data, **said})


def _treatment(data: Mapping[str, Any] | None) -> Treatment | None:
    if not data:
        return None
    as_of = data["as_of"]
    said = {
        "kind": TreatmentKind(data["kind"]),
        "as_of": date.fromisoformat(as_of) if as_of else None,
        "look_up": _optional(LookUp, data["look_up"]),
    }
    return _value(Treatment, {**data, **said})


def _dataset(data: Mapping[str, Any]) -> DatasetTerms:
    return _value(DatasetTerms, {**data, "columns": tuple(map(_column, data["columns"]))})


def _optional(kind: type[_Kind], data: Mapping[str, Any] | None) -> _Kind | None:
    return _value(kind, data) if data else None


def _terms(data: Mapping[str, Any]) -> Terms:
    review_by = data["review_by"]
    return _value(
        Terms,
        {
            **data,
            "starts": date.fromisoformat(data["starts"]),
            "ends": date.fromisoformat(data["ends"]),
            "review_by": date.fromisoformat(review_by) if review_by else None,
            "datasets": tuple(map(_dataset, data["datasets"])),
            "group_rules": tuple(_value(GroupRule, r) for r in data["group_rules"]),
            "joins": tuple(_value(JoinTerms, j) for j in data["joins"]),
            "aggregate": _optional(AggregateOutput, data["aggregate"]),
            "self_service": _optional(SelfServiceOutput, data["self_service"]),
            "records": _optional(RecordsOutput, data["records"]),
            "kept_apart": tuple(_value(KeptApart, k) for k in data.get("kept_apart", ())),
            "closed": tuple(_value(ClosedOutput, c) for c in data.get("closed", ())),
            "quality": tuple(_value(QualityFloor, q) for q in data["quality"]),
            "recorded_quality": tuple(
                _value(RecordedFloor, q) for q in data.get("recorded_quality", ())
            ),
        },
    )
