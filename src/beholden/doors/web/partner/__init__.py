"""Pages of a partner organisation: its agreements, and what came to it; nothing of anybody else."""
