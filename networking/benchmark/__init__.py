"""Measures every page beside a floor: the least that the same server can answer with the same rows."""
