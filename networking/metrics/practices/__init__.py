"""The twelve practices of the notes: what counts for each in a month, and what to do about it."""
