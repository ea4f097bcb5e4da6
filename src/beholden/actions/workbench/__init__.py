"""What somebody may ask about: the uses, what each gives, a question built without SQL."""
