"""The sealed, encrypted copy of what the terms give, and its key."""
