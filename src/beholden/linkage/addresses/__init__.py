"""Addresses to UPRNs: columns → texts → kernel (read, candidates, features) → scorecard → reasons."""
