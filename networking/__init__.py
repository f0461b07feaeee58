"""Svyazi: the roof of the house, everything that looks across the floors."""
