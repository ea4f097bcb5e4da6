"""What came out, treated before it is shown."""
