"""The command line: ``beholden``."""

from .app import beholden, main

__all__ = ["beholden", "main"]
