"""The whole installation as a folder that was checked, and back."""
