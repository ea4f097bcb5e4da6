"""How quickly the pages answer in a council that has been at work for years."""
