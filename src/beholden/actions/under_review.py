"""The linkage that is under review: who may look at it, its pairs, what was decided and drawn."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..kernel import BadInput, NotFound, Refusal, Refused
from ..linkage import reviewing
from .acting import require
from .datasets import latest_version
from .ending import still_kept
from .home import Home
from .persons_kept import pairs_beside
from .rights import Right

if TYPE_CHECKING:
    import pyarrow as pa

MATCHED, UNMATCHED = "matched", "unmatched"
SEES_ALL = "data_protection_officer"


@dataclass(frozen=True, slots=True)
class Reviewed:
    """The newest linkage of a dataset's newest version: where its files are, who made it.

    ``makers`` had it made, or had the very same keys of the version made; ``names`` are what lists
    of these linkages bear, the newest first. ``methods`` tells how each linkage of that kind was
    made, by its key.
    """

    dataset: str
    steward: str
    version: int
    version_id: int
    key_id: int
    column: str
    rows: int
    threshold: float
    fingerprint: str
    makers: frozenset[str]
    names: tuple[str, ...]
    columns: Mapping[str, Mapping[str, Sequence[str]]]
    keys: Mapping[str, Path]
    data: Mapping[str, Path]
    stewards: Mapping[str, str]
    gazetteer: str = ""
    use: str = ""
    methods: Mapping[int, Mapping[str, Any]] = field(default_factory=dict)

    def visible(self, pairs: pa.Table, *, everything: bool) -> pa.Array:
        """Return whether whoever looks may see each pair: both rows are their department's."""
        import pyarrow as pa

        if everything or self.column == "uprn":
            return pa.array([True] * pairs.num_rows, pa.bool_())
        own = {name for name, steward in self.stewards.items() if steward == self.steward}
        others = (reviewing.row_of(one)[0] for one in pairs["candidate"].to_pylist())
        return pa.array([other in own for other in others], pa.bool_())


def reviewed_key(home: Home, *, dataset: str, column: str) -> Reviewed:
    """Return the newest linkage of a dataset; raise NotFound where there is none to review."""
    if column not in ("uprn", "person"):
        raise BadInput(
            "There is no linkage of that kind.", next_step="Say --key uprn or --key person."
        )
    version = latest_version(dataset)
    made = _made(version, column)
    key = next(reversed(still_kept(home, made)), None)
    if key is None or getattr(key, "run", None) is None:
        match, link = f"beholden match {dataset}", f"beholden link {dataset}"
        raise NotFound(
            f"The dataset {dataset} has no linkage to review.",
            why="Nobody had it made yet, it is not known who did, or it went with the use that it "
            "was made for.",
            next_step=f"{match if column == 'uprn' else link}, by its steward.",
        )
    run, together, alike = key.run, _together(key), _alike(made, key)
    return Reviewed(
        dataset=dataset,
        steward=version.dataset.steward,
        version=version.number,
        version_id=version.pk,
        key_id=key.pk,
        column=column,
        rows=version.rows,
        threshold=run.threshold,
        fingerprint=key.fingerprint,
        makers=frozenset(one.run.made_by.code for one in alike),
        names=tuple(_name(version, one) for one in alike),
        columns=run.columns,
        keys={one.version.dataset.name: home.path(one.path) for one in together},
        data={one.version.dataset.name: home.path(one.version.path) for one in together}
        | ({run.against.dataset.name: home.path(run.against.path)} if run.against else {}),
        stewards={one.version.dataset.name: one.version.dataset.steward for one in together},
        gazetteer=run.against.dataset.name if run.against else "",
        use=_use(key),
        methods={one.pk: one.method for one in made},
    )


def _made(version: Any, column: str) -> list[Any]:
    """Return a version's keys of a kind with who had them made, the oldest first."""
    keys = version.keys.filter(column=column).order_by("number")
    return list(keys.select_related("run__made_by", "run__against__dataset"))


def _alike(made: Iterable[Any], key: Any) -> list[Any]:
    """Return those of a version's keys that came out the same as these, the newest first."""
    same = [one for one in made if one.fingerprint == key.fingerprint]
    return [one for one in reversed(same) if getattr(one, "run", None) is not None]


def _name(version: Any, key: Any) -> str:
    short = key.fingerprint.rpartition(":")[2][:8]
    return f"{version.dataset.name} v{version.number} {key.column}-{key.number} {short}"


def _together(key: Any) -> list[Any]:
    """Return the keys that one run made: several, where several datasets were linked."""
    from ..records.models import KeyColumn

    run = key.method.get("run")
    if run is None:
        return [key]
    found = KeyColumn.objects.select_related("version__dataset")
    return list(found.filter(column=key.column, method__run=run))


def pairs_of(reviewed: Reviewed) -> pa.Table:
    """Return the pairs of a linkage; see ``linkage.reviewing.pairs``.

    Of people, ``again`` says which were told apart before one of their rows was changed, and are
    likely one person now. Raises BadInput where an earlier version of Beholden kept no pairs.
    """
    import pyarrow.parquet as pq

    keys = reviewed.keys[reviewed.dataset]
    if reviewed.column == "uprn":
        return reviewing.pairs_of_places(pq.read_table(keys))
    if not pairs_beside(keys).is_file():
        raise BadInput(
            f"The pairs of the linkage of {reviewed.dataset} are not known.",
            why="It was made by an earlier version of Beholden, which did not keep them.",
            next_step=f"beholden link {reviewed.dataset}, by its steward.",
        )
    return pq.read_table(pairs_beside(keys))


def looked_up(
    home: Home, *, by: str, right: Right, dataset: str, key: str
) -> tuple[Reviewed, bool]:
    """Return a dataset's newest linkage, and whether whoever looks may see every department's."""
    with home.at_work():
        person, role = require(home, by=by, right=right)
        reviewed = reviewed_key(home, dataset=dataset, column=key)
    everything = role.code == SEES_ALL
    if not everything and person.organisation != reviewed.steward:
        raise Refused(
            Refusal(
                what="pairs of a dataset are seen by the department that answers for it.",
                why="They show what the dataset holds about people and places.",
                clause="datasets › steward",
                ask=f"a reviewer of links of {reviewed.steward}, or the data-protection officer.",
            )
        )
    return reviewed, everything


def newest_sample(reviewed: Reviewed, of: str) -> Any:
    """Return the newest sample of a linkage, or None."""
    from ..records.models import ReviewSample

    samples = ReviewSample.objects.filter(key_id=reviewed.key_id, of=of)
    return samples.order_by("-drawn_at", "-id").first()


def earlier_sample(reviewed: Reviewed) -> Any:
    """Return the newest sample of an earlier linkage of the dataset, or None."""
    from ..records.models import ReviewSample

    samples = ReviewSample.objects.exclude(key_id=reviewed.key_id).filter(
        key__version__dataset__name=reviewed.dataset,
        key__column=reviewed.column,
        key__run__isnull=False,
        of=MATCHED,
    )
    if reviewed.column == "person":
        samples = samples.filter(key__method__use=reviewed.use)
    found = samples.select_related("key__version__dataset", "key__run__made_by")
    return found.order_by("-drawn_at", "-id").first()


def no_sample(reviewed: Reviewed, *, gave: str = "") -> NotFound:
    """Return the error for a linkage of which no sample was drawn.

    ``gave`` says in words what the sample of an earlier linkage gave, where there is one.
    """
    why = "How often it is right is told from pairs that were drawn at random."
    earlier = earlier_sample(reviewed)
    if earlier is not None:
        of, day = _name(earlier.key.version, earlier.key), f"{earlier.drawn_at:%Y-%m-%d}"
        why += f" A sample of an earlier one, {of}, was drawn on {day}{gave}."
    key = "" if reviewed.column == "uprn" else f" --key {reviewed.column}"
    return NotFound(
        "No sample of this linkage was drawn yet.",
        why=why,
        next_step=f"beholden review sample {reviewed.dataset} 400{key}",
    )


def answers_of(reviewed: Reviewed) -> dict[tuple[int, str], reviewing.Answer]:
    """Return the newest answer to each decided pair of the linkage's own version.

    What its own makers said of an earlier one is left out: nobody judges a link they had made.
    """
    now = reviewed.methods[reviewed.key_id]
    return _answers(reviewed.column, now, reviewed.methods, but_of=reviewed.makers)


def answers_on(key: Any, *, but_of: Collection[str]) -> dict[tuple[int, str], reviewing.Answer]:
    """Return the newest answer to each decided pair of a linkage's rows, but some people's.

    The newest of them comes first.
    Of people, what was said for another use (S7) or of other rows of another dataset is left out.
    """
    keys = type(key).objects.filter(version=key.version_id, column=key.column)
    methods = {one.pk: one.method for one in keys}
    return _answers(key.column, key.method, methods, but_of=but_of)


def _answers(
    column: str,
    now: Mapping[str, Any],
    methods: Mapping[int, Mapping[str, Any]],
    *,
    but_of: Collection[str],
) -> dict[tuple[int, str], reviewing.Answer]:
    from ..records.models import PairLabel

    of = {pk: then for pk, then in methods.items() if then.get("use", "") == now.get("use", "")}
    labels = PairLabel.objects.filter(key__in=of).exclude(decided_by__code__in=but_of)
    found = labels.order_by("-id").values_list("key_id", "row", "candidate", "says")
    newest: dict[tuple[int, str], reviewing.Answer] = {}
    for key_id, row, candidate, says in found:
        if column == "uprn" or _still(candidate, of[key_id], now):
            newest.setdefault((row, candidate), reviewing.Answer(says))
    return newest


def _use(key: Any) -> str:
    return str(key.method.get("use", ""))


def _still(candidate: str, then: Mapping[str, Any], now: Mapping[str, Any]) -> bool:
    """Return whether the other row of a pair is of the same version in two linkages."""
    other, _ = reviewing.row_of(candidate)
    before, after = (method.get("versions", {}).get(other) for method in (then, now))
    return bool(before == after)
