"""What the public page of a use says of objecting, opting out, asking and complaining."""

from __future__ import annotations

COMPLAIN_TO = (
    "Complain to the data-protection officer in any way you like. You are told within 30 days that "
    "it came, and what comes of it without undue delay. You may also complain to the Information "
    "Commissioner (ico.org.uk)."
)


def object_to(council: str) -> str:
    """Return how somebody objects, opts out, or asks what their household was in."""
    return (
        f"You may object to this use, or opt out of every use that no law requires, or of all "
        f"research and planning: write to the data-protection officer of {council}. You are left "
        "out from the next time that the data are put together. You may also ask whether your "
        "household was in it; nothing is kept of who asked."
    )
