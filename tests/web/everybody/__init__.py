"""Every address of the pages, for everybody, of every object, by every method."""
