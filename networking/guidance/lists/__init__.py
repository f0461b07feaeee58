"""The checklists of notes, put to work."""
