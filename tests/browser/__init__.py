"""The pages in a real browser: what a visitor sees, by which keys, and what the browser says."""
