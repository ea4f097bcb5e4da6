"""The council whose pages are behind nginx."""

from actions.councils import told  # noqa: F401 (a fixture)
