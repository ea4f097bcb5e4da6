"""That the first match on a machine waits for its compiler, told in the step that waits."""

from __future__ import annotations

from ...actions.reporting import first_use_of_matcher
from ...kernel import Progress


def tell_matching(step: str, progress: Progress, *, done: int = 0, total: int = 0) -> None:
    """Tell of a step that matches addresses, and what it waits for where the matcher is new here.

    The step is told first: to load what knows the rest takes seconds.
    """
    progress(step, done, total)
    if waits := first_use_of_matcher():
        progress(f"{step} ({waits})", done, total)
