"""The linkage model: from people in one form to pairs with the probability that they are one.

Splink on DuckDB learns what agreement is worth and weighs pairs, by the model of Fellegi and Sunter
(1969). What that model's assumption of independence gets wrong, two people of one home, is put
right by ``households``; what a row's other links say is added by ``company``. Sampling in Splink 5
is a function of the row and the seed, so a run on the same rows gives the same scores.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from beholden.kernel import Progress

from .blocking import Candidates, choose_pairs
from .company import weights_of_company
from .comparisons import ALL, IDENTIFIERS, Compared
from .households import Kinds, estimate_kinds, posterior, weights_at_home
from .training import Trained, train, trained_before
from .trust import doubts, share_found

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_Reals: TypeAlias = NDArray[np.float64]
# Another engine that weighs pairs: people, candidates, model; by keyword, columns and what to keep.
Weigh: TypeAlias = "Callable[..., pa.Table]"

LEAST_KEPT = 0.01
LEAST_BITS = -17.0
# A share has its own cost of half a second, whatever its size.
PAIRS_AT_ONCE, MOST_SHARES = 500_000, 4


@dataclass(slots=True)
class Learnt:
    """What the model was given and what it learnt, in plain facts for the report.

    ``prior`` is the share of all pairs that are one person, ``at_home`` that are two people of one
    home; ``found`` the estimated share of the pairs of one person that were compared at all (None
    where it cannot be told). ``model`` can be kept as JSON and given to a later run.
    """

    compared: tuple[Compared, ...] = ()
    blocks: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    prior: float = 0.0
    at_home: float = 0.0
    found: float | None = None
    trained: bool = False
    pairs: int = 0
    model: dict[str, Any] | None = None
    warnings: list[str] = field(default_factory=list)


def score_pairs(
    connection: duckdb.DuckDBPyConnection,
    people: pa.Table,
    *,
    progress: Progress,
    model: Mapping[str, Any] | None = None,
    weigh: Weigh | None = None,
) -> tuple[pa.Table, Learnt]:
    """Return the pairs worth judging, with their scores, and what was learnt.

    The table has ``unique_id_l``, ``unique_id_r``, ``match_probability`` and one ``gamma_NAME`` per
    comparison (the level that holds; -1 where nothing can be compared). ``model`` is what an
    earlier run learnt, used again. A boolean column ``fresh`` of ``people`` restricts pairs to
    those with a fresh row. ``weigh`` is the engine that weighs the pairs (default: DuckDB).
    """
    filled = frozenset(
        name for name in people.column_names if people[name].is_valid().to_numpy().any()
    )
    facts = Learnt(compared=tuple(c for c in ALL if filled.intersection(c.needs)))
    connection.register("people_given", people)
    connection.execute("CREATE OR REPLACE TEMP TABLE people AS SELECT * FROM people_given")
    chosen = choose_pairs(connection, rows=people.num_rows, filled=filled)
    _note(facts, chosen)
    if not chosen.pairs or not facts.compared:
        return _no_pairs(facts.compared), facts
    with _silenced():
        progress("learning what agreement is worth", 0, 0)
        trained = _trained(connection, facts.compared, filled, model)
        facts.trained, facts.warnings = trained.learnt, list(trained.warnings)
        progress("comparing people", 0, 0)
        if weigh is None:
            weighed = _weighed(connection, trained.linker, facts.compared)
        else:
            model = trained.linker.misc.save_model_to_json()
            wanted = _wanted(model, facts.compared)
            weighed = _weighed_by(weigh, connection, people, model=model, columns=wanted)
    pairs, kinds = _scored(connection, weighed, trained, facts)
    facts.warnings += doubts(people, trained, kinds, found=facts.found)
    return pairs, facts


def _note(facts: Learnt, chosen: Candidates) -> None:
    facts.blocks, facts.left_out = list(chosen.used), list(chosen.passed_over)
    facts.pairs = chosen.pairs


def _trained(
    connection: duckdb.DuckDBPyConnection,
    compared: tuple[Compared, ...],
    filled: frozenset[str],
    model: Mapping[str, Any] | None,
) -> Trained:
    if model is not None:
        before = trained_before(connection, compared, model)
        if before is not None:
            return before
    return train(connection, compared, filled=filled)


def _weighed(
    connection: duckdb.DuckDBPyConnection, linker: Any, compared: Sequence[Compared]
) -> pa.Table:
    """Return Splink's weights of the pairs, without those that are beyond doubt strangers.

    Splink writes all that it compared beside each pair, and the engine keeps its tables in memory:
    so pairs are weighed a share at a time, and what was written for a share is dropped.
    """
    import pyarrow as pa

    columns = _wanted(linker.misc.save_model_to_json(), compared)
    shares = [
        _share_weighed(connection, linker, columns, rows=rows)
        for rows in _shares_of_rows(connection)
    ]
    return pa.concat_tables(shares)


def _shares_of_rows(connection: duckdb.DuckDBPyConnection) -> list[tuple[int, int]]:
    """Return from which first row of a pair to which each share goes."""
    counted = connection.sql(
        "SELECT join_key_l AS row, count(*) AS n FROM candidates GROUP BY row ORDER BY row"
    ).fetchnumpy()
    rows, before = counted["row"], np.cumsum(counted["n"]) - counted["n"]
    shares = max(min(int(counted["n"].sum()) // PAIRS_AT_ONCE, MOST_SHARES), 1)
    targets = np.linspace(0, before[-1] + 1, shares, endpoint=False)
    # A last row of many pairs is a share of its own, however many targets lie within it.
    begins = np.unique(np.minimum(np.searchsorted(before, targets), len(rows) - 1))
    ends = [*(begins[1:] - 1), len(rows) - 1]
    return [(int(rows[one]), int(rows[last])) for one, last in zip(begins, ends, strict=True)]


def _share_weighed(
    connection: duckdb.DuckDBPyConnection,
    linker: Any,
    columns: Sequence[str],
    *,
    rows: tuple[int, int],
) -> pa.Table:
    """Return the weights of the pairs whose first row is one of ``rows``, in order."""
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE share AS SELECT * FROM candidates "  # noqa: S608 - numbers
        f"WHERE join_key_l BETWEEN {rows[0]} AND {rows[1]}"
    )
    linker.table_management.register_blocked_pairs_for_predict(linker._db_api.register("share"))
    scored = linker.inference.predict(threshold_match_weight=LEAST_BITS)
    sql = (
        f"SELECT {', '.join(columns)} FROM {scored.physical_name} "  # noqa: S608 - Splink's name
        "ORDER BY unique_id_l, unique_id_r"
    )
    weighed = connection.sql(sql).to_arrow_table()
    scored.drop_table_from_database_and_remove_from_cache()
    return weighed


def _wanted(model: Mapping[str, Any], compared: Sequence[Compared]) -> list[str]:
    """Return the columns of Splink's weights that are needed, as SQL that every engine reads."""
    by_frequency = [
        f"mw_tf_adj_{comparison['output_column_name']}"
        for comparison in model["comparisons"]
        if any("tf_adjustment_column" in level for level in comparison["comparison_levels"])
    ]
    found = "CAST(match_key AS BIGINT) AS found_by"
    levels = [f"gamma_{c.name}" for c in compared]
    return ["unique_id_l", "unique_id_r", "match_weight", found, *levels, *by_frequency]


def _weighed_by(
    weigh: Weigh,
    connection: duckdb.DuckDBPyConnection,
    people: pa.Table,
    *,
    model: Mapping[str, Any],
    columns: Sequence[str],
) -> pa.Table:
    """Return the weights of the pairs as another engine gives them, in the same form and order."""
    pairs = connection.sql("SELECT match_key, join_key_l, join_key_r FROM candidates")
    keep = f"match_weight >= {LEAST_BITS}"
    weighed = weigh(people, pairs.to_arrow_table(), model, columns=columns, keep=keep)
    return weighed.sort_by([("unique_id_l", "ascending"), ("unique_id_r", "ascending")])


def _scored(
    connection: duckdb.DuckDBPyConnection, pairs: pa.Table, trained: Trained, facts: Learnt
) -> tuple[pa.Table, Kinds]:
    """Return pairs with their probabilities, and how common each kind of pair is; note both."""
    person = pairs.column("match_weight").to_numpy() - np.log2(trained.prior / (1 - trained.prior))
    home = weights_at_home(pairs, facts.compared, trained.settings)
    kinds = trained.kinds or Kinds(trained.prior, trained.prior)
    anew = trained.learnt and trained.kinds is None
    if anew:
        kinds = estimate_kinds(person, home, total=trained.total, start=kinds)
        facts.model = trained.to_keep(kinds)
    score, _ = posterior(person, home, kinds)
    if anew:
        left, right = (pairs.column(f"unique_id_{side}").to_numpy() for side in "lr")
        more = weights_of_company(connection, left, right, score)
        score, _ = posterior(person + more, home, kinds)
    facts.prior, facts.at_home = kinds.person, kinds.home
    facts.found = share_found(score, pairs.column("found_by").to_numpy()) if anew else None
    return _kept(pairs, score, facts.compared), kinds


def _kept(pairs: pa.Table, score: _Reals, compared: Sequence[Compared]) -> pa.Table:
    """Return pairs that are not plainly different, or share an identifier, in columns of need."""
    import pyarrow as pa

    kept = score >= LEAST_KEPT
    for identifier in IDENTIFIERS:
        if identifier in compared:
            kept |= pairs.column(f"gamma_{identifier.name}").to_numpy() == 1
    columns = ["unique_id_l", "unique_id_r", *(f"gamma_{c.name}" for c in compared)]
    whole = pairs.select(columns).add_column(2, "match_probability", pa.array(score))
    return whole.filter(pa.array(kept))


@contextmanager
def _silenced() -> Iterator[None]:
    """Keep Splink's messages from the screen; the report says what matters."""
    logger = logging.getLogger("splink")
    before = (logger.level, logger.propagate, logger.disabled)
    quiet = logging.NullHandler()
    logger.addHandler(quiet)
    logger.propagate = False
    logger.setLevel(logging.CRITICAL)
    try:
        yield
    finally:
        logger.removeHandler(quiet)
        logger.setLevel(before[0])
        logger.propagate, logger.disabled = before[1], before[2]


def _no_pairs(compared: Sequence[Compared]) -> pa.Table:
    import pyarrow as pa

    fields = [("unique_id_l", pa.int64()), ("unique_id_r", pa.int64())]
    fields += [("match_probability", pa.float64())]
    fields += [(f"gamma_{c.name}", pa.int32()) for c in compared]
    return pa.schema(fields).empty_table()
