"""Pages of the data ethics board: its members read, its secretary writes down."""
