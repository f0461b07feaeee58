"""Events of a calendar on their way in: kept as rows, compared, carried out, undone."""
