"""uk_address_matcher in the benchmark, with the thresholds that its documentation starts from.

PYTHON benchmarks/peers/uk_address_matcher_peer.py FOLDER

Needs an environment of its own: pip install uk_address_matcher==1.5.3 "splink<5" "duckdb<2" pyarrow
Claimed are exact matches, and matches of weight 10 or more that stand at least 1 above the next
candidate (or have none). The score is the match weight; it is no probability.
"""

from __future__ import annotations

import json
import sys
import time
from importlib.metadata import version
from pathlib import Path

import duckdb
import pyarrow.parquet as pq
from uk_address_matcher import AddressMatcher, ExactMatchStage, SplinkStage

WEIGHT, DISTINGUISHABILITY = 10, 1
EXACT_SCORE = 1_000


def main() -> None:
    folder = Path(sys.argv[1])
    began = time.perf_counter()
    con = duckdb.connect()
    canonical = con.sql(
        "select uprn::varchar as unique_id, address_concat, coalesce(postcode, '') as postcode "
        f"from read_parquet('{folder / 'gazetteer.parquet'}')"
    )
    messy = con.sql(
        "select unique_id, address_concat, coalesce(postcode, '') as postcode "
        f"from read_parquet('{folder / 'addresses.parquet'}')"
    )
    stage = SplinkStage(final_match_weight_threshold=-20, final_distinguishability_threshold=None)
    matcher = AddressMatcher(
        canonical_addresses=canonical,
        addresses_to_match=messy,
        con=con,
        stages=[ExactMatchStage(), stage],
        show_progress="off",
    )
    con.register("found", matcher.match().matches().to_arrow_table())
    matches = con.sql(
        f"""
        select unique_id, resolved_canonical_id::bigint as uprn,
          coalesce(match_weight, {EXACT_SCORE})::double as score,
          resolved_canonical_id is not null and (match_weight is null or match_weight >= {WEIGHT}
            and coalesce(distinguishability, {DISTINGUISHABILITY}) >= {DISTINGUISHABILITY})
            as claimed
        from read_parquet('{folder / "addresses.parquet"}')
          left join (from found qualify row_number() over (
            partition by unique_id order by match_weight desc nulls first) = 1) using (unique_id)
        """
    ).to_arrow_table()
    pq.write_table(matches, folder / "matches.parquet")
    # Preparing and matching are one call there.
    told = {
        "match_seconds": time.perf_counter() - began,
        "version": version("uk_address_matcher"),
    }
    (folder / "timings.json").write_text(json.dumps(told), encoding="utf-8")


if __name__ == "__main__":
    main()
