"""Rhythm: when is somebody due. On a page it is worked out from the facts; of a whole network the database keeps it."""

from networking.home.rhythm.due import Due, due_people
from networking.home.rhythm.people import Rhythm, Source, rhythm_of

__all__ = ["Due", "Rhythm", "Source", "due_people", "rhythm_of"]
