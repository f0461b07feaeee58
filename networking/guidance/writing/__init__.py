"""Notes that are made, changed and moved here."""
