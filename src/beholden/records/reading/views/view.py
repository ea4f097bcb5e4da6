"""What every view is: a frozen value that holds no record of the database, and plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any


def plain(value: Any) -> Any:
    """Return a view, or whatever is in one, as plain JSON data; days and moments in ISO 8601."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    return value


class View:
    """A value that can be shown as plain data."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the view as plain JSON data."""
        data: dict[str, Any] = plain(self)
        return data
