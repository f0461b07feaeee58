"""Tables of the catalogue as CSV files: bytes in, rows and problems out, and back; no database."""
