"""Auditing: what is on record is checked against the log, and the receipts are read."""
