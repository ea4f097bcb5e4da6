"""How much is tried: a small share in the suite, all of it under ``make attack``."""

from hypothesis import settings

FULL = settings.get_current_profile_name() == "attack"


def sized(*, suite: int, full: int) -> int:
    """Return how many to try: ``full`` under the Hypothesis profile ``attack``."""
    return full if FULL else suite
