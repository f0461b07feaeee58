"""Narrowing and sorting the list of people. An upper floor adds filters of its own when it starts, see `registry`."""
