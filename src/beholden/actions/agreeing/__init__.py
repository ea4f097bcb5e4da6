"""What is done with an agreement: drafted, signed, answered, suspended, left, compared, written."""
