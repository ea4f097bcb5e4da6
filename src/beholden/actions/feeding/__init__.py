"""Feeds: rows that an agreement gives to named people, for the tools that they have already."""
