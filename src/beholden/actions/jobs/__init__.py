"""What a worker does: which jobs are due, who does each, what becomes of one that fails."""
