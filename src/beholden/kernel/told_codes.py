"""Codes that are told to people: each with one sentence beside it."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class ToldCode(StrEnum):
    """A code with one sentence for people; a list of codes states ``NAME = code, sentence``."""

    sentence: str

    def __new__(cls, code: str, sentence: str = "") -> Self:
        """Return the member of this code; its sentence goes beside it."""
        told = str.__new__(cls, code)
        told._value_ = code
        told.sentence = sentence
        return told
