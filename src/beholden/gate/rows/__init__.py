"""Rows for one named act: whether, to whom, and which, by the output of records."""
