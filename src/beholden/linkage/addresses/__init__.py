"""Addresses to UPRNs: columns → texts → kernel (read, candidates, features) → card → reasons."""
