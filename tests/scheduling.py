"""Which tests go to one worker together: those of a file, and of some folders.

What the tests of a file share is then made once, and not by each worker. (The marks by which
pytest-xdist would group tests have no effect under pytest 9.2.)
"""

from __future__ import annotations

from pathlib import PurePosixPath

from xdist.scheduler import LoadScopeScheduling

# One Spark is enough, and the demonstration's tests ask of one home.
WHOLE_FOLDERS = frozenset({"tests/demo", "tests/spark"})


class ByFile(LoadScopeScheduling):
    """Gives a worker a file's tests at a time, those of the longest files first."""

    def _split_scope(self, nodeid: str) -> str:
        file = PurePosixPath(nodeid.split("::")[0])
        return str(file.parent if str(file.parent) in WHOLE_FOLDERS else file)
