"""Forms of communities, events and people in them."""
