"""TPC-H's 22 and TPC-DS's 99 questions: which may be asked, and whether the answers are right."""
