"""A question read, decided by the terms, and the text that runs."""
