"""What goes out: people as cards and tables, everything as an archive or as notes."""
