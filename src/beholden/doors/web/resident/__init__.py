"""What a resident does on the pages for themselves: a one-time code, and a request."""
