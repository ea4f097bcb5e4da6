"""``python -m beholden`` is the command ``beholden``."""

from .doors.cli import command

command()
