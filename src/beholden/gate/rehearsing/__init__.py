"""Made-up data of the shape of an extract, from the terms alone."""
