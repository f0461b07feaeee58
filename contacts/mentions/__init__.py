"""People mentioned in texts: how a mention is written, kept beside its text, and read on the page of who is meant."""
