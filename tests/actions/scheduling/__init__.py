"""Schedules: their days, what they ask, and how they end."""
