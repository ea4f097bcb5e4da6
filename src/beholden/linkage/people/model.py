"""The linkage model: Splink on DuckDB, which learns what agreement is worth and scores pairs.

The model is that of Fellegi and Sunter (1969), its parameters estimated by Splink's random sampling
and expectation maximisation. Sampling in Splink 5 is a function of the row and the seed, so a run
on the same rows gives the same scores.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from beholden.kernel import Progress

from .comparisons import ALL, BLOCKS, IDENTIFIERS, SWAPPED_BLOCKS, Compared

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SEED = 1
PAIRS_FOR_U = 1_000_001
FEWEST_MATCHES = 50
FEW_PAIRS = 1_000_000
MOST_PAIRS_PER_ROW = 4
MOST_PAIRS_TO_LEARN_FROM = 1_000_000
STRICT_RECALL = 0.7
LEAST_KEPT = 0.01

# Two rows that agree on one of these are taken for one person when the prior is estimated.
_STRICT = (("nhs",), ("nino",), ("first_key", "surname", "birth"), ("email", "birth"))
_TRAINING = (("birth",), ("first_key", "surname"), ("email",))


@dataclass(slots=True)
class Learnt:
    """What the model was given and what it learnt, in plain facts for the report."""

    compared: tuple[Compared, ...] = ()
    blocks: list[str] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)
    prior: float = 0.0
    trained: bool = False
    pairs: int = 0
    warnings: list[str] = field(default_factory=list)


def score_pairs(
    connection: duckdb.DuckDBPyConnection, people: pa.Table, *, progress: Progress
) -> tuple[pa.Table, Learnt]:
    """Return the pairs worth judging, with their scores, and what was learnt.

    The table has ``unique_id_l``, ``unique_id_r``, ``match_probability`` and one ``gamma_NAME`` per
    comparison (the level that holds; -1 where nothing can be compared).
    """
    connection.register("people", people)
    facts = Learnt(compared=tuple(c for c in ALL if _has_any(connection, c.needs)))
    rules = _blocking_rules(connection, facts)
    facts.prior = _prior(connection, facts)
    if not rules or not facts.compared:
        return _no_pairs(facts.compared), facts
    with _silenced():
        progress("learning what agreement is worth", 0, 0)
        linker = _trained(connection, people, facts, rules)
        progress("comparing people", 0, 0)
        pairs = _kept(connection, linker.inference.predict().physical_name, facts)
    return pairs, facts


def _kept(connection: duckdb.DuckDBPyConnection, scored: str, facts: Learnt) -> pa.Table:
    """Return pairs that are not plainly different, or share an identifier, in columns of need."""
    levels = [f"gamma_{c.name}" for c in facts.compared]
    shared = [f"gamma_{c.name} = 1" for c in IDENTIFIERS if c in facts.compared]
    facts.pairs = int(connection.sql(f"SELECT count(*) FROM {scored}").fetchall()[0][0])  # noqa: S608
    kept = " OR ".join([f"match_probability >= {LEAST_KEPT}", *shared])
    columns = ", ".join(["unique_id_l", "unique_id_r", "match_probability", *levels])
    sql = f"SELECT {columns} FROM {scored} WHERE {kept}"  # noqa: S608 - names of this room
    return connection.sql(sql).to_arrow_table()


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


def _has_any(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> bool:
    counts = ", ".join(f"count({column})" for column in columns)
    return any(connection.sql(f"SELECT {counts} FROM people").fetchall()[0])  # noqa: S608


def _count(connection: duckdb.DuckDBPyConnection) -> int:
    return int(connection.sql("SELECT count(*) FROM people").fetchall()[0][0])


def _pairs_of(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> int:
    """Return how many pairs of rows agree on all these columns."""
    keys = ", ".join(columns)
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    sql = (
        "SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM "  # noqa: S608 - names of this room
        f"(SELECT count(*) AS n FROM people WHERE {known} GROUP BY {keys})"
    )
    return int(connection.sql(sql).fetchall()[0][0])


def _blocking_rules(connection: duckdb.DuckDBPyConnection, facts: Learnt) -> list[str]:
    """Return the rules whose pairs are looked at; those that bring too many are left out."""
    rules = []
    rows = _count(connection)
    for columns in BLOCKS:
        pairs = _pairs_of(connection, columns)
        told = " and ".join(columns)
        if pairs > max(FEW_PAIRS, MOST_PAIRS_PER_ROW * rows):
            facts.left_out.append(told)
        elif pairs:
            rules.append(" AND ".join(f"l.{column} = r.{column}" for column in columns))
            facts.blocks.append(told)
    swapped = [
        rule for rule, *needs in SWAPPED_BLOCKS if all(_has_any(connection, [n]) for n in needs)
    ]
    return rules + swapped


def _prior(connection: duckdb.DuckDBPyConnection, facts: Learnt) -> float:
    """Return the share of all pairs that are one person, from pairs that agree strictly."""
    rows = _count(connection)
    total = max(rows * (rows - 1) / 2, 1.0)
    strict = max(_pairs_of(connection, columns) for columns in _STRICT)
    if strict < FEWEST_MATCHES:
        facts.warnings.append(
            "There were too few plain matches to learn from; the built-in parameters were used."
        )
    facts.trained = strict >= FEWEST_MATCHES
    return min(max(strict / STRICT_RECALL, 1.0) / total, 0.1)


def _trained(
    connection: duckdb.DuckDBPyConnection, people: pa.Table, facts: Learnt, rules: list[str]
) -> Any:
    """Return a model that learnt from these rows, or the built-in one where that cannot be."""
    linker = _linker(connection, people, facts, rules)
    if not facts.trained or _learn(connection, linker, facts):
        return linker
    facts.trained = False
    facts.warnings.append(
        "What was learnt from these rows made no sense; the built-in parameters were used."
    )
    return _linker(connection, people, facts, rules)


def _linker(
    connection: duckdb.DuckDBPyConnection, people: pa.Table, facts: Learnt, rules: list[str]
) -> Any:
    from splink import DuckDBAPI, Linker, SettingsCreator

    settings = SettingsCreator(
        link_type="dedupe_only",
        comparisons=[compared.settings() for compared in facts.compared],
        blocking_rules_to_generate_predictions=[{"blocking_rule": rule} for rule in rules],
        probability_two_random_records_match=facts.prior,
        retain_matching_columns=True,
        linker_uid="people",
    )
    source = DuckDBAPI(connection=connection).register(people)
    return Linker(source, settings, log_level=None)


def _learn(connection: duckdb.DuckDBPyConnection, linker: Any, facts: Learnt) -> bool:
    """Train the model and return whether what it learnt can be used."""
    from splink.internals.exceptions import EMTrainingException

    linker.training.estimate_u_using_random_sampling(
        max_pairs=PAIRS_FOR_U, seed=SEED, min_count_per_level=None, num_chunks=1
    )
    for columns in _TRAINING:
        if _pairs_of(connection, columns) < FEWEST_MATCHES:
            continue
        rule = " AND ".join(f"l.{column} = r.{column}" for column in columns)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule,
                max_pairs=MOST_PAIRS_TO_LEARN_FROM,
                populate_probability_two_random_records_match_from_trained_values=True,
            )
        except EMTrainingException:
            facts.warnings.append(f"Nothing could be learnt from pairs that share {columns[0]}.")
    model = linker.misc.save_model_to_json()
    prior = model["probability_two_random_records_match"]
    if not (0 < prior < 1 and all(map(_is_sound, model["comparisons"]))):
        return False
    facts.prior = prior
    return True


def _is_sound(comparison: Mapping[str, Any]) -> bool:
    """Return whether full agreement is commoner among matches than among others."""
    strongest = next(x for x in comparison["comparison_levels"] if not x.get("is_null_level"))
    return float(strongest["m_probability"]) > 2 * float(strongest["u_probability"])


def _no_pairs(compared: Sequence[Compared]) -> pa.Table:
    import pyarrow as pa

    fields = [("unique_id_l", pa.int64()), ("unique_id_r", pa.int64())]
    fields += [("match_probability", pa.float64())]
    fields += [(f"gamma_{c.name}", pa.int32()) for c in compared]
    return pa.schema(fields).empty_table()
