"""The worker: in this process, as real processes, and beside the pages."""
