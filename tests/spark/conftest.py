"""A Spark on this machine for the tests; on a machine without Java they are left out, visibly."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from beholden.kernel import Unavailable
from beholden.linkage import Gazetteer
from beholden.linkage.spark import local_spark

DATA = Path(__file__).parent.parent / "linkage" / "data"


@pytest.fixture(scope="session")
def spark() -> Iterator[Any]:
    """Give a Spark of two cores; where it cannot be had, skip, or fail where CI is set."""
    try:
        session = local_spark(cores=2, memory="1g")
    except Unavailable as error:
        if os.environ.get("CI"):
            raise
        pytest.skip(f"needs Spark: {error.what} {error.why}")
    session.conf.set("spark.sql.execution.arrow.maxRecordsPerBatch", "64")
    yield session
    session.stop()


@pytest.fixture(scope="session")
def gazetteer() -> Gazetteer:
    """Give the gazetteer of the real, open test data."""
    return Gazetteer.build(pq.read_table(DATA / "gazetteer.parquet"))


@pytest.fixture(scope="session")
def index(gazetteer: Gazetteer, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give its index file."""
    path = tmp_path_factory.mktemp("index") / "libraries-and-places.index"
    gazetteer.save(path)
    return path


@pytest.fixture(scope="session")
def addresses() -> pa.Table:
    """Give addresses to be matched, under an id of text, some without a postcode."""
    labelled = pq.read_table(DATA / "labelled.parquet").slice(0, 300)
    codes = [None if at % 7 == 0 else c for at, c in enumerate(labelled["postcode"].to_pylist())]
    return pa.table(
        {
            "unique_id": [f"row {at}" for at in range(labelled.num_rows)],
            "address_concat": labelled["address_concat"],
            "postcode": pa.array(codes, pa.string()),
        }
    )
