"""What the feed cannot answer, in OData's own shape of an error."""

from __future__ import annotations

from collections.abc import Mapping


class CannotAnswer(Exception):
    """A request of the feed that has no answer: the status, a code, and what the reader can do.

    ``whole`` is an error of the family as every door tells it.
    """

    def __init__(
        self, status: int, code: str, message: str, *, whole: Mapping[str, object] | None = None
    ) -> None:
        super().__init__(message)
        self.status = status
        self.code = code
        self.message = message
        self.whole = whole

    def to_dict(self) -> dict[str, object]:
        """Return OData's shape of an error (OData JSON Format 4.0, section 19)."""
        error: dict[str, object] = {"code": self.code, "message": self.message}
        return {"error": {**error, "innererror": self.whole} if self.whole else error}


def wrong(message: str) -> CannotAnswer:
    """Return that a request is not well formed."""
    return CannotAnswer(400, "bad-request", message)


def not_there(message: str) -> CannotAnswer:
    """Return that the feed has no such thing."""
    return CannotAnswer(404, "not-found", message)


def gone(message: str) -> CannotAnswer:
    """Return that what was there is no more, so that the reader has to begin again."""
    return CannotAnswer(410, "gone", message)


def not_offered(what: str) -> CannotAnswer:
    """Return that OData has this and the feed does not."""
    return CannotAnswer(501, "not-implemented", f"This feed does not offer {what}.")
