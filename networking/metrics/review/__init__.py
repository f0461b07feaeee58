"""The review of a month: what was not written down, what it was worth, what the next shall bring, and its end."""
