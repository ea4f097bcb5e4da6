"""The tables of a feed: what was decided on, fetched from the extract, with what it means."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from ... import feeds, gate
from ...kernel import ColumnTerms, Terms
from ..agreeing.contracts import described_columns, stored_contract
from ..fitted_tables import extract_of
from ..home import Home


def tables_of(
    home: Home, decision: gate.RowsDecision, record: Any, terms: Terms
) -> tuple[feeds.FeedTable, ...]:
    """Return the tables of a feed with their rows, from the extract of a record.

    Raises what fetching raises: Refused where the key is gone, Unavailable, OutOfLimits.
    """
    extract = extract_of(home, record)
    return tuple(
        feeds.FeedTable(
            name=feeds.plain_name(table.dataset),
            means=_means(table.dataset, terms),
            columns=tuple(_columns(home, table, record)),
            rows=gate.fetch_rows(extract, table, keys=home.keys, isolation=home.isolation()),
        )
        for table in decision.tables
    )


def means_of(terms: Terms) -> str:
    """Return what a feed is, in words that stand beside it on the server."""
    act = terms.records.act if terms.records else ""
    return (
        f"Rows under the agreement {terms.agreement}, for {act} only (outputs › records). "
        "Identifiers are pseudonyms of this use."
    )


def _means(dataset: str, terms: Terms) -> str:
    given = terms.dataset(dataset)
    rows = f" where {given.rows}" if given and given.rows else ""
    return f"{dataset}{rows}: rows under {terms.agreement} (datasets › {dataset})."


def _columns(home: Home, table: gate.RowsTable, record: Any) -> Iterator[feeds.FeedColumn]:
    described = _described(home, table.dataset, record)
    for column in table.columns:
        clause = f"(datasets › {table.dataset} › {column.name})"
        words = [described.get(column.source, ""), _made(column), clause]
        yield feeds.FeedColumn(feeds.plain_name(column.name), " ".join(filter(None, words)))


def _described(home: Home, dataset: str, record: Any) -> dict[str, str]:
    """Return what the contract of the version that was sealed says of its columns."""
    number = next(facts["version"] for facts in record.datasets if facts["name"] == dataset)
    return described_columns(stored_contract(home, dataset, number))


def _made(column: ColumnTerms) -> str:
    """Return how a column was made, where it is not as the dataset has it."""
    if column.is_pseudonym:
        return "A pseudonym of this use: it joins rows here and tells nobody apart elsewhere."
    if column.bands:
        return f"One of {', '.join(label for label, _ in column.bands)}."
    if column.treatment:
        return f"Given as {column.treatment.in_words()} only."
    return ""
