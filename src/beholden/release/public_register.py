"""The public register of exports as a page tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class PublicExports:
    """The files of one kind: what they are, by which standard, each a name and its address."""

    what: str
    standard: str
    files: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PublicRegister:
    """Every file that a council gives to other registers."""

    council: str
    made_up: bool
    parts: tuple[PublicExports, ...]
