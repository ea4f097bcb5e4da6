"""Backups: a home copied while others act, and brought back so that it proves itself."""
