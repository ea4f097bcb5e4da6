"""How people and programs meet Beholden: the command line, the pages."""
