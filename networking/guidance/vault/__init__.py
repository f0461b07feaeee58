"""A vault of notes comes in, as a folder or a zip, and goes out again as it was."""
