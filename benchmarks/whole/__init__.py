"""Every bar, part by part, in one command: ``python -m benchmarks.whole``, or ``make bench``."""
