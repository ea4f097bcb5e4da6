"""Splink with the settings that its documentation publishes, for ``benchmarks.people``.

The settings are those of the examples "Deduplicate 50k rows historical persons", "Linking febrl4"
(the detailed and the refined model, without soc_sec_id, which the sets here do not have) and
"Evaluation from ground truth column" (fake_1000), in Splink's repository at e22dacd, August 2026
(MIT). The made-up people in volume have the columns of the historical set and so its settings.
"""

from __future__ import annotations

import logging
from typing import Any

import pyarrow as pa

THRESHOLD = 0.95
PUBLISHED = {
    "historical": ("historical",),
    "million": ("historical",),
    "febrl4": ("febrl4 detailed", "febrl4 refined"),
    "fake_1000": ("fake_1000",),
}
_WHOLE = {
    "historical": "first_name || ' ' || surname AS first_name_surname_concat",
    "febrl4 refined": "given_name || '_' || surname AS full_name",
}


def run(settings: str, tables: list[pa.Table]) -> tuple[pa.Table, list[str], int]:
    """Return pairs with probabilities (rows numbered over all tables), clusters, pairs compared."""
    import duckdb
    from splink import DuckDBAPI, Linker

    logging.getLogger("splink").setLevel(logging.CRITICAL)
    connection = duckdb.connect()
    api = DuckDBAPI(connection=connection)
    given = [api.register(table) for table in _numbered(connection, settings, tables)]
    linker = Linker(given if len(given) > 1 else given[0], _settings(settings), log_level=None)
    _train(linker, settings)
    predicted = linker.inference.predict()
    clusters = linker.clustering.cluster_pairwise_predictions_at_threshold(
        predicted, threshold_match_probability=THRESHOLD
    )
    pairs = connection.sql(
        "SELECT least(row_l, row_r) AS unique_id_l, greatest(row_l, row_r) AS unique_id_r, "
        f"match_probability FROM {predicted.physical_name}"
    ).to_arrow_table()
    found = connection.sql(
        f"SELECT cluster_id FROM {clusters.physical_name} ORDER BY row"
    ).to_arrow_table()
    return pairs, found["cluster_id"].to_pylist(), pairs.num_rows


def _numbered(connection: Any, settings: str, tables: list[pa.Table]) -> list[pa.Table]:
    """Return the tables with a number for each row, and the whole name where settings use it."""
    out, start = [], 0
    for table in tables:
        numbered = table.append_column("row", pa.array(range(start, start + table.num_rows)))
        start += table.num_rows
        if settings.startswith("febrl4"):
            numbered = _trimmed(numbered)
        whole = f", {_WHOLE[settings]}" if settings in _WHOLE else ""
        connection.register("numbered", numbered)
        out.append(connection.sql(f"SELECT *{whole} FROM numbered").to_arrow_table())
    return out


def _trimmed(table: pa.Table) -> pa.Table:
    import pyarrow.compute as pc

    columns = {
        name: pc.utf8_trim_whitespace(values) if pa.types.is_string(values.type) else values
        for name, values in zip(table.column_names, table.columns, strict=True)
    }
    # Splink's own reading of the file makes a value of spaces null.
    emptied = {
        name: pc.if_else(pc.equal(values, ""), None, values)
        if pa.types.is_string(values.type)
        else values
        for name, values in columns.items()
    }
    return pa.table(emptied)


def _settings(settings: str) -> Any:
    from splink import SettingsCreator, block_on

    made = {
        "historical": _historical,
        "febrl4 detailed": _febrl4_detailed,
        "febrl4 refined": _febrl4_refined,
        "fake_1000": _fake_1000,
    }[settings]
    comparisons, blocks = made()
    rules: list[Any] = [block if isinstance(block, str) else block_on(*block) for block in blocks]
    return SettingsCreator(
        link_type="link_only" if settings.startswith("febrl4") else "dedupe_only",
        unique_id_column_name="row",
        comparisons=comparisons,
        blocking_rules_to_generate_predictions=rules,
    )


def _historical() -> tuple[list[Any], list[Any]]:
    import splink.comparison_library as cl

    comparisons = [
        cl.ForenameSurnameComparison(
            "first_name", "surname", forename_surname_concat_col_name="first_name_surname_concat"
        ),
        cl.DateOfBirthComparison("dob", input_is_string=True),
        cl.PostcodeComparison("postcode_fake"),
        cl.ExactMatch("birth_place").configure(term_frequency_adjustments=True),
        cl.ExactMatch("occupation").configure(term_frequency_adjustments=True),
    ]
    blocks = [
        ("substr(first_name,1,3)", "substr(surname,1,4)"),
        ("surname", "dob"),
        ("first_name", "dob"),
        ("postcode_fake", "first_name"),
        ("postcode_fake", "surname"),
        ("dob", "birth_place"),
        ("substr(postcode_fake,1,3)", "dob"),
        ("substr(postcode_fake,1,3)", "first_name"),
        ("substr(postcode_fake,1,3)", "surname"),
        ("substr(first_name,1,2)", "substr(surname,1,2)", "substr(dob,1,4)"),
    ]
    return comparisons, blocks


def _fake_1000() -> tuple[list[Any], list[Any]]:
    import splink.comparison_library as cl

    comparisons = [
        cl.ForenameSurnameComparison("first_name", "surname"),
        cl.DateOfBirthComparison("dob", input_is_string=False),
        cl.ExactMatch("city").configure(term_frequency_adjustments=True),
        cl.EmailComparison("email"),
    ]
    return comparisons, [("first_name",), ("surname",), ("dob",), ("email",)]


_FEBRL4_BLOCKS = [
    ("given_name", "surname"),
    "l.given_name = r.surname and l.surname = r.given_name",
    ("date_of_birth",),
    ("state", "address_1"),
    ("street_number", "address_1"),
    ("postcode",),
]


def _febrl4_birth() -> Any:
    import splink.comparison_library as cl

    return cl.DateOfBirthComparison(
        "date_of_birth", input_is_string=True, datetime_format="%Y%m%d", invalid_dates_as_null=True
    )


def _febrl4_detailed() -> tuple[list[Any], list[Any]]:
    import splink.comparison_library as cl

    comparisons = [
        cl.NameComparison("given_name").configure(term_frequency_adjustments=True),
        cl.NameComparison("surname").configure(term_frequency_adjustments=True),
        _febrl4_birth(),
        cl.ExactMatch("street_number").configure(term_frequency_adjustments=True),
        cl.DamerauLevenshteinAtThresholds("postcode", [1, 2]).configure(
            term_frequency_adjustments=True
        ),
    ]
    return comparisons, _FEBRL4_BLOCKS


def _febrl4_refined() -> tuple[list[Any], list[Any]]:
    import splink.comparison_level_library as cll
    import splink.comparison_library as cl

    def levels(column: str, *distances: int) -> list[Any]:
        return [
            cll.NullLevel(column),
            cll.ExactMatchLevel(column, term_frequency_adjustments=True),
            *(cll.DamerauLevenshteinLevel(column, distance) for distance in distances),
            cll.ElseLevel(),
        ]

    comparisons = [
        cl.CustomComparison(_febrl4_names(), output_column_name="full_name"),
        _febrl4_birth(),
        cl.CustomComparison(levels("street_number", 1), output_column_name="street_number"),
        cl.CustomComparison(levels("postcode", 1, 2), output_column_name="postcode"),
    ]
    return comparisons, _FEBRL4_BLOCKS


def _febrl4_names() -> list[Any]:
    import splink.comparison_level_library as cll

    def exchanged(least: float) -> dict[str, str]:
        return {
            "sql_condition": "jaro_winkler_similarity(given_name_l, surname_r) + "
            f"jaro_winkler_similarity(surname_l, given_name_r) >= {least}",
            "label_for_charts": f"exchanged, similarity {least}",
        }

    return [
        {
            "sql_condition": "(given_name_l IS NULL OR given_name_r IS NULL) "
            "and (surname_l IS NULL OR surname_r IS NULL)",
            "label_for_charts": "Null",
            "is_null_level": True,
        },
        cll.ExactMatchLevel("full_name", term_frequency_adjustments=True),
        cll.JaroWinklerLevel("full_name", 0.9),
        cll.JaroWinklerLevel("full_name", 0.7),
        cll.ColumnsReversedLevel("given_name", "surname"),
        exchanged(1.8),
        exchanged(1.4),
        cll.ExactMatchLevel("given_name", term_frequency_adjustments=True),
        cll.ExactMatchLevel("surname", term_frequency_adjustments=True),
        {
            "sql_condition": "given_name_l = surname_r OR surname_l = given_name_r",
            "label_for_charts": "single name cross-matches",
        },
        cll.JaroWinklerLevel("given_name", 0.9),
        cll.JaroWinklerLevel("surname", 0.9),
        cll.ElseLevel(),
    ]


# Rules for the prior with their recall, pairs for u, and what each session of training blocks on.
_TRAINING: dict[str, tuple[list[Any], float, float, list[tuple[str, ...]]]] = {
    "historical": (
        [
            ("first_name", "surname", "dob"),
            ("substr(first_name,1,2)", "surname", "substr(postcode_fake,1,2)"),
            ("dob", "postcode_fake"),
        ],
        0.6, 1e7, [("first_name", "surname"), ("dob",)],
    ),
    "febrl4 detailed": (
        [("given_name", "surname", "date_of_birth")], 0.8, 1e6, [("date_of_birth",), ("postcode",)],
    ),
    "febrl4 refined": (
        [("given_name", "surname", "date_of_birth")], 0.8, 1e7, [("date_of_birth",), ("postcode",)],
    ),
    "fake_1000": (
        [
            "l.first_name = r.first_name and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
            "l.surname = r.surname and levenshtein(r.dob::VARCHAR, l.dob::VARCHAR) <= 1",
            "l.first_name = r.first_name and levenshtein(r.surname, l.surname) <= 2",
            "l.email = r.email",
        ],
        0.7, 1e6, [("dob",), ("email",), ("first_name", "surname")],
    ),
}  # fmt: skip


def _train(linker: Any, settings: str) -> None:
    from splink import block_on

    rules, recall, pairs, sessions = _TRAINING[settings]
    linker.training.estimate_probability_two_random_records_match(
        [rule if isinstance(rule, str) else block_on(*rule) for rule in rules], recall=recall
    )
    linker.training.estimate_u_using_random_sampling(max_pairs=pairs)
    for columns in sessions:
        linker.training.estimate_parameters_using_expectation_maximisation(
            block_on(*columns), estimate_without_term_frequencies=True
        )
