"""Which tests go to one worker together: those of a file, and of some folders.

What the tests of a file share is then made once, and not by each worker. (The marks by which
pytest-xdist would group tests have no effect under pytest 9.2.)
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

# One Spark is enough, and the demonstration's tests ask of one home.
WHOLE_FOLDERS = frozenset({"tests/demo", "tests/spark"})


# What takes longest, longest first; `pytest --durations=0` says what belongs here. They come before
# the rest, so that no worker is left with one of them when the other is done.
LONGEST = (
    "tests/demo",
    "tests/browser/test_every_officer_page.py",
    # After what compiled the matcher on a fresh machine: two who begin at once compile it twice.
    "tests/spark",
    "tests/browser/test_every_page.py",
    "tests/docs/test_examples.py",
    "tests/browser/test_journey_from_idea_to_release.py",
    "tests/browser/test_journey_of_a_crisis.py",
    "tests/browser/test_journey_of_signing_in.py",
    "tests/browser/test_journey_of_a_resident.py",
    "tests/browser/test_journey_of_match_review.py",
    "tests/browser/test_every_route.py",
    "tests/cli/test_cli_answers.py",
    "tests/reviewing/test_review_of_people.py",
    "tests/linkage/test_addresses_numbers.py",
    "tests/web/everybody/test_everybody.py",
    "tests/records/test_databases.py",
    "tests/records/test_migrations_with_data.py",
    "tests/web/test_effort_of_pages.py",
    "tests/web/test_every_form.py",
    "tests/linkage_people/test_people_linking.py",
    "tests/backups/test_backups.py",
    "tests/browser/test_workbench.py",
    "tests/worker/test_processes.py",
    "tests/actions/subjects/test_answering.py",
    "tests/cli/test_cli_apply.py",
    "tests/linkage_people/test_accuracy.py",
    "tests/actions/test_killed.py",
    "tests/linkage_people/test_identity.py",
    "tests/actions/feeding/test_feeds_end.py",
    "tests/gazetteers/test_bad_input.py",
    "tests/release/test_listed.py",
    "tests/web/officer/test_every_page.py",
    "tests/browser/test_harness.py",
    "tests/gate_sealing/test_running.py",
    "tests/release/test_recovery.py",
    "tests/actions/test_acts_commit_whole.py",
    "tests/actions/test_undertakings.py",
    "tests/actions/subjects/test_your_say.py",
    "tests/actions/test_ledger_of_acts.py",
    "tests/attacks/test_exhaustion.py",
    "tests/gazetteers/test_updates.py",
    "tests/gazetteers/test_kept_whole.py",
    "tests/actions/test_self_service.py",
    "tests/reviewing/test_review_acts.py",
    "tests/reviewing/test_review_commands.py",
    "tests/bench/test_running.py",
    "tests/faults/test_every_act.py",
    "tests/crowd/test_crowds.py",
    "tests/proving/test_acts_at_once.py",
)


def scope(nodeid: str) -> str:
    """Return what a test goes to a worker with: its file, or its folder."""
    file = PurePosixPath(nodeid.split("::")[0])
    return str(file.parent if str(file.parent) in WHOLE_FOLDERS else file)


def longest_first(items: list[pytest.Item]) -> None:
    """Put what takes longest before the rest, which stays in its order."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(scope(item.nodeid), len(places)))


class ByFile(LoadScopeScheduling):
    """Gives a worker a file's tests at a time, in the order in which they were collected."""

    def __init__(self, config: pytest.Config, log: Any = None) -> None:
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return scope(nodeid)
