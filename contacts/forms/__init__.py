"""Forms of the ground floor; `owned` and `people` are the ones that every floor builds on."""
