"""What changes several rows of the first floor at once."""
