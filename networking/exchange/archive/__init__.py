"""Everything of one account as one file, and back into an empty account."""
