"""Foreign formats: bytes in, typed rows and typed problems out; no database."""
