"""Pages for reviewers of links: doubtful pairs side by side, decided by keyboard."""
