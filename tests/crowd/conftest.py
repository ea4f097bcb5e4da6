"""The councils that the crowds act on."""

from actions.councils import told  # noqa: F401 (a fixture)
