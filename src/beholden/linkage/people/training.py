"""Learning what agreement is worth, from the rows themselves, without labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from .households import Kinds

if TYPE_CHECKING:
    import duckdb

    from .comparisons import Compared

SEED = 1
PAIRS_FOR_U = 1_000_001
# Never all of these pairs in memory at once; what is counted is the same.
SHARES_FOR_U = 3
FEWEST_MATCHES = 50
MOST_PAIRS_TO_LEARN_FROM = 1_000_000
STRICT_RECALL = 0.7
MOST_PRIOR = 0.005
PSEUDO_MATCHES = 20
PSEUDO_OTHERS = 10
LEAST_RATIO = 1.2

# Two rows that agree on one of these are taken for one person when the prior is first guessed.
_STRICT = (("nhs",), ("nino",), ("first_key", "surname", "birth"), ("email", "birth"))
# Each session learns from pairs that share these; together they reach every comparison.
_SESSIONS = (("birth",), ("first_key", "surname"), ("email",))


@dataclass(frozen=True, slots=True)
class Trained:
    """A Splink linker over the table ``people`` and where its parameters come from.

    ``learnt`` is False for the built-in parameters. ``total`` is the number of all pairs of rows,
    ``prior`` the first guess of the share that is one person. ``kinds`` is set where the
    model is an earlier run's.
    """

    linker: Any
    settings: Mapping[str, Any]
    compared: tuple[Compared, ...]
    learnt: bool
    prior: float
    total: float
    kinds: Kinds | None = None
    warnings: tuple[str, ...] = ()

    def to_keep(self, kinds: Kinds) -> dict[str, Any]:
        """Return the model for a later run, as plain values for JSON."""
        return {
            "splink": dict(self.settings),
            "compared": [comparison.name for comparison in self.compared],
            "person": float(kinds.person),
            "home": float(kinds.home),
        }


def train(
    connection: duckdb.DuckDBPyConnection,
    compared: tuple[Compared, ...],
    *,
    filled: frozenset[str],
) -> Trained:
    """Return a model that learnt from the table ``people``, or the built-in one and why."""
    strict = max(_pairs_of(connection, columns) for columns in _STRICT)
    total = _all_pairs(connection)
    prior = min(max(strict / STRICT_RECALL, 1.0) / total, MOST_PRIOR)
    if strict < FEWEST_MATCHES:
        few = "There were too few plain matches to learn from; the built-in parameters were used."
        return _built_in(connection, compared, prior, warnings=(few,))
    linker = _linker(connection, _settings(compared, prior, frequencies=True))
    warnings = _learn(connection, linker, filled)
    settings = _tempered(linker.misc.save_model_to_json(), compared, strict)
    linker.table_management.delete_tables_created_by_splink_from_db()
    if not all(map(_is_sound, settings["comparisons"])):
        senseless = (
            "What was learnt from these rows made no sense; the built-in parameters were used."
        )
        return _built_in(connection, compared, prior, warnings=(*warnings, senseless))
    linker = _linker(connection, settings)
    return Trained(linker, settings, compared, True, prior, total, None, warnings)


def trained_before(
    connection: duckdb.DuckDBPyConnection, compared: tuple[Compared, ...], model: Mapping[str, Any]
) -> Trained | None:
    """Return an earlier run's model over these rows, or None where other columns are compared."""
    if model["compared"] != [comparison.name for comparison in compared]:
        return None
    kinds = Kinds(model["person"], model["home"])
    settings = model["splink"]
    prior = float(settings["probability_two_random_records_match"])
    linker = _linker(connection, settings)
    return Trained(linker, settings, compared, True, prior, _all_pairs(connection), kinds)


def _built_in(
    connection: duckdb.DuckDBPyConnection,
    compared: tuple[Compared, ...],
    prior: float,
    *,
    warnings: tuple[str, ...],
) -> Trained:
    linker = _linker(connection, _settings(compared, prior, frequencies=False))
    settings = linker.misc.save_model_to_json()
    total = _all_pairs(connection)
    return Trained(linker, settings, compared, False, prior, total, None, warnings)


def _settings(compared: Sequence[Compared], prior: float, *, frequencies: bool) -> dict[str, Any]:
    return {
        "link_type": "dedupe_only",
        "comparisons": [c.settings(frequencies=frequencies) for c in compared],
        "blocking_rules_to_generate_predictions": [],
        "probability_two_random_records_match": prior,
        "retain_matching_columns": True,
        "retain_intermediate_calculation_columns": True,
        "linker_uid": "people",
    }


def _linker(connection: duckdb.DuckDBPyConnection, settings: Mapping[str, Any]) -> Any:
    from splink import DuckDBAPI, Linker

    source = DuckDBAPI(connection=connection).register("people")
    # Splink's validation parses every expression anew, to look for columns that a person mistyped.
    return Linker(source, dict(settings), log_level=None, validate_settings=False)


def _all_pairs(connection: duckdb.DuckDBPyConnection) -> float:
    rows = int(connection.sql("SELECT count(*) FROM people").fetchall()[0][0])
    return max(rows * (rows - 1) / 2, 1.0)


def _pairs_of(connection: duckdb.DuckDBPyConnection, columns: Sequence[str]) -> int:
    """Return how many pairs of rows agree on all these columns."""
    keys = ", ".join(columns)
    known = " AND ".join(f"{column} IS NOT NULL" for column in columns)
    sql = (
        "SELECT coalesce(sum(n * (n - 1) // 2), 0) FROM "  # noqa: S608 - names of this room
        f"(SELECT count(*) AS n FROM people WHERE {known} GROUP BY {keys})"
    )
    return int(connection.sql(sql).fetchall()[0][0])


def _learn(
    connection: duckdb.DuckDBPyConnection, linker: Any, filled: frozenset[str]
) -> tuple[str, ...]:
    """Train the linker; return which sessions failed, in words."""
    from splink.internals.exceptions import EMTrainingException

    linker.training.estimate_u_using_random_sampling(
        max_pairs=PAIRS_FOR_U, seed=SEED, min_count_per_level=None, num_chunks=SHARES_FOR_U
    )
    failed = []
    for columns in _SESSIONS:
        if not filled.issuperset(columns) or _pairs_of(connection, columns) < FEWEST_MATCHES:
            continue
        rule = " AND ".join(f"l.{column} = r.{column}" for column in columns)
        try:
            linker.training.estimate_parameters_using_expectation_maximisation(
                rule,
                max_pairs=MOST_PAIRS_TO_LEARN_FROM,
                estimate_without_term_frequencies=True,
            )
        except EMTrainingException:
            failed.append(f"Nothing could be learnt from pairs that share {columns[0]}.")
    return tuple(failed)


def _tempered(model: dict[str, Any], compared: Sequence[Compared], matches: int) -> dict[str, Any]:
    """Return a model whose shares are drawn a little towards the built-in ones.

    As if PSEUDO_MATCHES pairs of one person and PSEUDO_OTHERS of two had been seen besides the
    ``matches`` and the sample, so that a level that training met rarely or never is neither
    proof nor ruled out.
    """
    blends = (
        ("m_probability", PSEUDO_MATCHES / (matches + PSEUDO_MATCHES)),
        ("u_probability", PSEUDO_OTHERS / (PAIRS_FOR_U + PSEUDO_OTHERS)),
    )
    for learnt, comparison in zip(model["comparisons"], compared, strict=True):
        if not comparison.learnt:
            continue
        levels = [x for x in learnt["comparison_levels"] if not x.get("is_null_level")]
        for level, before in zip(levels, comparison.levels, strict=True):
            for share, weight in blends if before.learnt else ():
                stated = getattr(before, share[0])
                level[share] = (1 - weight) * float(level[share]) + weight * stated
    return model


def _is_sound(comparison: Mapping[str, Any]) -> bool:
    """Return whether full agreement is commoner among matches than among others."""
    strongest = next(x for x in comparison["comparison_levels"] if not x.get("is_null_level"))
    return float(strongest["m_probability"]) > LEAST_RATIO * float(strongest["u_probability"])
