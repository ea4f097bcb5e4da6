"""The workbench: whoever an agreement gives answers asks for them here, in SQL or without it."""
