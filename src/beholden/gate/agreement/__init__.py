"""The agreement read, checked and compiled into terms."""
