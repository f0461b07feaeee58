"""How a typed query finds people: the same way on every database, without extensions of theirs."""
