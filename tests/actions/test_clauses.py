"""Which point of which advice demanded an act is in its entry: places alone, and nothing typed."""

from __future__ import annotations

import json
from datetime import timedelta

from .ashmere import CODES, DAY, DPO, Case
from .councils import entries_of, opened
from .test_board_conditions import DUE, OFFICER, UNDERTAKE, advise, decide

POINT = "advice of 8 December 2026, point 1"
ITSELF = "undertakings › warm-homes/1"
FIRST = [f"advice of 12 November 2026, point {n}" for n in (1, 2, 3)]


def newest(council, act: str) -> dict:
    return next(entry for entry in reversed(entries_of(council)) if entry["act"] == act)


def test_the_acts_of_the_board_and_of_what_it_asked_for_name_its_points(on_each_database, tmp_path):
    council, case = on_each_database, Case(tmp_path / "stated")
    assert newest(council, "advice-recorded")["clauses"] == FIRST
    assert newest(council, "use-decided")["clauses"] == FIRST
    terms = newest(council, "agreement-offered")["clauses"]
    assert terms
    assert set(terms) <= set(FIRST), "the points whose conditions became terms"
    advise(council, case, UNDERTAKE)
    assert newest(council, "advice-recorded")["clauses"] == [POINT]
    decide(council, case, "accepted")
    assert newest(council, "use-decided")["clauses"] == sorted([POINT, ITSELF, *FIRST])
    why = {"undertaking": "warm-homes/1", "because": "zqx: half-term (made up)."}
    council.ask_more_time(by=OFFICER, until=DUE + timedelta(days=9), **why)
    council.agree_undertaking(by=DPO, **why)
    for act in ("undertaking-time-asked", "undertaking-agreed"):
        assert newest(council, act)["clauses"] == [POINT, ITSELF]
    told = [clause for entry in entries_of(council) for clause in entry["clauses"]]
    assert "zqx" not in json.dumps(told)
    home = council.directory
    council.close()
    late = opened(home, DUE + timedelta(days=10))
    late.keep_dates()
    assert newest(late, "undertaking-lapsed")["clauses"] == [POINT, ITSELF]
    late.close_undertaking(by=OFFICER, **why)
    assert newest(late, "undertaking-done")["clauses"] == [POINT, ITSELF]
    late.close()


def test_a_review_names_the_point_that_asked_for_it_and_a_new_undertaking_itself(sealed, tmp_path):
    case = Case(tmp_path / "stated")
    asked = {"use": "warm-homes", "text": "Read it.", "owner": "Warm Homes", "by": case.on(9)}
    sealed.state_undertaking(by=CODES["owner"], statement=asked)
    assert newest(sealed, "undertaking-stated")["clauses"] == [ITSELF]
    said = {**case.review, "on": DAY.isoformat()}
    sealed.review_use(by=OFFICER, statement=said)
    (point,) = newest(sealed, "use-reviewed")["clauses"]
    assert point in FIRST
