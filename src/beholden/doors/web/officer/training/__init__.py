"""Training along its pages: courses taken and passed; published, and asked for before a right."""
