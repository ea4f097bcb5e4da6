"""Who may sign in, and as which person of the council's list."""
