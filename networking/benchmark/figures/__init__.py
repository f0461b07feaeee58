"""The figures of a large account beside the same numbers by hand-written SQL, turn about."""
