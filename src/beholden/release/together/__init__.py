"""Solving tables together: what a reader of all that was ever released could work out."""

from .leaks import Exact, Leaks, leaks

__all__ = ["Exact", "Leaks", "leaks"]
