"""What changes several rows at once, each in one transaction."""
