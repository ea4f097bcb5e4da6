"""What a feed is made of: tables with their columns, and who may read them until when."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa


@dataclass(frozen=True, slots=True)
class FeedColumn:
    """One column as people see it; ``means`` is its comment, with the clause that gives it."""

    name: str
    means: str


@dataclass(frozen=True, slots=True)
class FeedTable:
    """One view of a feed: its rows, and its columns in the order of the rows' own."""

    name: str
    means: str
    columns: tuple[FeedColumn, ...]
    rows: pa.Table


@dataclass(frozen=True, slots=True)
class Access:
    """Who reads a schema: a login, and the moment from which it sees nothing."""

    login: str
    until: datetime


@dataclass(frozen=True, slots=True)
class Filled:
    """What one table was filled with: how many rows, and the fingerprint of their text."""

    rows: int
    fingerprint: str


@dataclass(frozen=True, slots=True)
class Login:
    """What somebody connects with; the password is shown once and kept nowhere."""

    login: str
    password: str = field(repr=False)
    database: str
    schema: str
    address: str
    until: datetime


FilledTables = Mapping[str, Filled]
