"""What anybody may read: uses, the board, releases, courses, the register, the ledger."""
