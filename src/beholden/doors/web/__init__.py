"""The pages. For now the public ones: uses, releases and the ledger."""
