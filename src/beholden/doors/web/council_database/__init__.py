"""The ENGINE of the database called default, which is the one of the council at work."""
