"""The command line: ``beholden``."""

from .app import beholden, command, main

__all__ = ["beholden", "command", "main"]
