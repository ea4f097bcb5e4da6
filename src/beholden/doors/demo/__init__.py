"""The demonstration: the main job on open data and on a made-up borough, with a report."""

from .running import Shown, run
from .screen import show

__all__ = ["Shown", "run", "show"]
