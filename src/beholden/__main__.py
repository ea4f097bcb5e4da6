"""``python -m beholden`` is the command ``beholden``."""

from .doors.cli import main

main()
