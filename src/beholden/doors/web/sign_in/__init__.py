"""Signing in: staff by the council's own identities or by password and a second factor."""
