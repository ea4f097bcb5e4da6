"""The way in a crisis: one officer and the data-protection officer open a use for some days."""
