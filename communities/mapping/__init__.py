"""The map of people and communities: what stands on it, what is thin, and who holds it together."""
