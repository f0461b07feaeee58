"""Who is likely the same person, and why."""
