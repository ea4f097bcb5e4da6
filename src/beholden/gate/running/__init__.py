"""The engine in a jailed process of its own."""
