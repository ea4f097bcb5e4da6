"""What a stranger may send to the pages, and what then happens."""
