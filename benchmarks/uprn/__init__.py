"""Addresses to UPRNs, measured beside uk_address_matcher: ``python -m benchmarks.uprn --help``."""
