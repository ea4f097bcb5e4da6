"""The forms that the accounts have had."""
