"""The benchmark of address matching: made-up gazetteers, real pairs, scores, peers."""

from .making import VERSION, Bench, make, write

__all__ = ["VERSION", "Bench", "make", "write"]
