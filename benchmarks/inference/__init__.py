"""How well one person's flag can be guessed: ``python -m benchmarks.inference``."""
