"""The page on matching on Spark does what it says."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from beholden.borough import make

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "match-on-spark.md"
FILES = re.compile(r'"([a-z]+\.(?:parquet|index)|matched)"')


def test_the_examples_of_the_page_run_from_top_to_bottom(
    spark: Any, index: Path, addresses: pa.Table, tmp_path: Path
) -> None:
    shutil.copyfile(index, tmp_path / "gazetteer.index")
    pq.write_table(addresses, tmp_path / "addresses.parquet")
    tenants = make(households=200, seed=4).tables["housing_tenancies"]  # made up, like all here
    pq.write_table(tenants, tmp_path / "tenants.parquet")
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    said: dict[str, Any] = {}
    # The Java of a session that runs already reads relative names from where it was started.
    exec(FILES.sub(rf'"{tmp_path}/\1"', "\n".join(blocks)), said)
    assert len(blocks) == 2
    assert pq.read_table(tmp_path / "matched").num_rows == addresses.num_rows
    assert (tmp_path / "matched" / "_SUCCESS").exists()
    assert said["links"].clusters.num_rows == tenants.num_rows
