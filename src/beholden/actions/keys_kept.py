"""Keys that linkage made, kept beside the version of the dataset whose rows they are of."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..kernel import Refusal, Refused
from ..linkage import reviewing
from .acting import acting, person_named
from .datasets import fingerprint_of
from .home import Home
from .persons_kept import pairs_beside
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Matched:
    """How a dataset's rows were matched: counts, never values.

    ``exact_to`` counts the matches by how far they reach (flat, building, street), where the
    matcher tells; ``decided`` counts the rows that people had decided; ``calibration`` says in
    words what their decisions did to the scores. ``changes`` counts the persons that a linkage
    kept, made, joined or split; ``warnings`` are its worries in words; ``fairness`` tells how it
    fell on groups as plain data (see ``linkage.FairnessReport``), where that was asked.

    ``columns`` tells, by file or dataset and by what it tells, the columns that were read.

    Of people, ``linked`` tells the ``persons`` that the rows are about and the ``rows`` that are
    linked to another; ``error_rate`` tells, where one was asked for, the rate ``asked``, the
    ``threshold`` chosen, the links ``expected_false`` (a share; None where none was made) and
    whether the rate could be ``met``.
    """

    dataset: str
    column: str
    rows: int
    matched: int
    exact_to: Mapping[str, int] = field(default_factory=dict)
    decided: int = 0
    calibration: str = ""
    changes: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fairness: Mapping[str, Any] | None = None
    linked: Mapping[str, int] = field(default_factory=dict)
    error_rate: Mapping[str, Any] = field(default_factory=dict)
    columns: Mapping[str, Mapping[str, Sequence[str]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Made:
    """Keys that a linkage made, with what is recorded beside them.

    ``pairs`` are those of people that a reviewer may judge, near misses among them (as
    ``linkage.reviewing.pairs``, with ``again`` for those to be looked at again); they are kept with
    the keys and not recorded.
    """

    column: str
    keys: pa.Table
    method: dict[str, Any]
    columns: dict[str, Any]
    threshold: float
    against: Any = None
    decided: int = 0
    calibration: reviewing.Calibration = field(default_factory=lambda: reviewing.Calibration())
    changes: Mapping[str, int] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    fairness: Mapping[str, Any] | None = None
    linked: Mapping[str, int] = field(default_factory=dict)
    error_rate: Mapping[str, Any] = field(default_factory=dict)
    pairs: pa.Table | None = None

    @property
    def matched(self) -> int:
        """Return how many rows have a key."""
        return int(self.keys.num_rows - self.keys[self.column].null_count)


def refuse_stranger(by: str, versions: Iterable[Any]) -> str:
    """Return the organisation that a person acts for.

    Raises Refused where it answers for none of these datasets.
    """
    stewards = {version.dataset.steward for version in versions}
    organisation = str(person_named(by).organisation)
    if organisation in stewards:
        return organisation
    raise Refused(
        Refusal(
            what="a dataset's rows are matched and linked by its own steward.",
            why="Who answers for a dataset says what its rows are about, and nobody else.",
            clause="datasets › steward",
            ask=f"a steward of {' or '.join(sorted(stewards))}.",
        )
    )


def exact_levels(keys: pa.Table) -> dict[str, int]:
    """Return how many matches are exact to what, where the matcher tells it."""
    import pyarrow.compute as pc

    if "exact_to" not in keys.column_names:
        return {}
    told = keys["exact_to"].filter(pc.is_valid(keys["uprn"]))
    counted = pc.value_counts(told.drop_null()).to_pylist()
    return {one["values"]: one["counts"] for one in sorted(counted, key=lambda c: c["values"])}


def keep_keys(home: Home, *, by: str, right: Right, version: Any, made: Made) -> Matched:
    """Put the keys of a version in place and record them with who had them made, as one act."""
    keys, column = made.keys, made.column
    with home.staging() as folder:
        _write(made, folder / "keys.parquet")
        with (
            home.moving(),
            acting(home, by=by, right=right, name=f"{column}-keys-made") as act,
        ):
            path = _record(act, version, made, folder / "keys.parquet")
            act.place(folder / "keys.parquet", home.path(path))
            if made.pairs is not None:
                act.place(pairs_beside(folder / "keys.parquet"), pairs_beside(home.path(path)))
    return Matched(
        version.dataset.name,
        column,
        keys.num_rows,
        made.matched,
        exact_levels(keys),
        made.decided,
        made.calibration.because if made.calibration.labels else "",
        made.changes,
        made.warnings,
        made.fairness,
        made.linked,
        made.error_rate,
        made.columns,
    )


def _write(made: Made, file: Path) -> None:
    """Write the keys into a file and, of people, the pairs that may be judged beside it."""
    import pyarrow.parquet as pq

    pq.write_table(made.keys, file, compression="zstd")
    if made.pairs is not None:
        pq.write_table(made.pairs, pairs_beside(file), compression="zstd")


def _fell(fairness: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return of fairness what is kept on record: the figures of groups, and what to look into.

    In numbers, not in words: whoever is shown it reads it in their own language.
    """
    return {name: list(fairness[name]) for name in ("figures", "told")} if fairness else {}


def _record(act: Any, version: Any, made: Made, file: Path) -> str:
    """Record the keys in a file as the version's newest; return where in the home they go."""
    from ..records.models import KeyColumn, LinkageRun

    number = version.keys.filter(column=made.column).count() + 1
    path = f"{Path(version.path).parent}/{made.column}-{number}.parquet"
    key = KeyColumn.objects.create(
        version=version,
        column=made.column,
        number=number,
        path=path,
        fingerprint=fingerprint_of(file),
        rows=made.keys.num_rows,
        matched=made.matched,
        method={
            **made.method,
            "decided": made.decided,
            "calibration": made.calibration.to_dict(),
            "fairness": _fell(made.fairness),
        },
        made_at=act.at,
    )
    LinkageRun.objects.create(
        key=key,
        against=made.against,
        columns=made.columns,
        threshold=made.threshold,
        made_by=act.person,
    )
    act.facts.update(
        dataset=version.dataset.name,
        version=version.number,
        key=made.column,
        rows=made.keys.num_rows,
        matched=made.matched,
        **({"persons": dict(made.changes)} if made.changes else {}),
    )
    return path
