"""What a community gave back over a year for the hours and the money that it took."""
