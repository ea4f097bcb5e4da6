"""The acts of review on PostgreSQL do what they do on SQLite."""

from __future__ import annotations

from actions import ashmere
from actions.councils import entries_of

from .doubtful import LOOKER, STEWARD, keys_of, matched, registered


def test_a_review_from_start_to_end(postgres, tmp_path):
    with postgres.fresh() as url:
        council = registered(ashmere.begin(tmp_path / "home", database=url), tmp_path)
        matched(council)
        pair = council.review_queue(by=LOOKER, dataset="accounts", limit=1).pairs[0]
        council.decide_pair(
            by=LOOKER, dataset="accounts", row=pair["row"], candidate=pair["uprn"],
            answer="different",
        )  # fmt: skip
        matched(council)
        assert keys_of(council)[pair["row"] - 1]["uprn"] != pair["uprn"]
        council.link(by=STEWARD, datasets=["accounts"])
        council.draw_review_sample(by=LOOKER, dataset="accounts", number=4)
        acts = [entry["act"] for entry in entries_of(council)]
        assert {"pairs-listed", "pairs-decided", "pairs-sampled", "person-keys-made"} <= set(acts)
        # The keys that one run made are found by the run that is written in their method.
        assert council.review_queue(by=LOOKER, dataset="accounts", key="person").left == 0
        council.close()
