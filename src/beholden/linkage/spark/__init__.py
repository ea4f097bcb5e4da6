"""Linkage on Apache Spark, for when one machine is outgrown; the answers are one machine's.

Addresses: the gazetteer's index file goes to every worker once, and each worker runs the matcher
of one machine on its part of the rows. People: the driver chooses the pairs and learns the model as
one machine does, Spark spreads the pairs, and DuckDB inside each worker compares them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...kernel import loaded_when_used

if TYPE_CHECKING:
    from .addresses import match_addresses_on_spark
    from .errors_of_workers import worker_errors
    from .pairs import score_pairs_on_spark
    from .people import link_people_on_spark
    from .session import local_spark

__all__ = [
    "link_people_on_spark",
    "local_spark",
    "match_addresses_on_spark",
    "score_pairs_on_spark",
    "worker_errors",
]

# Fetched when first asked for: a worker imports this package for one of its parts alone.
_HOMES = {
    "link_people_on_spark": "people",
    "local_spark": "session",
    "match_addresses_on_spark": "addresses",
    "score_pairs_on_spark": "pairs",
    "worker_errors": "errors_of_workers",
}

__getattr__, __dir__ = loaded_when_used(__name__, _HOMES)
