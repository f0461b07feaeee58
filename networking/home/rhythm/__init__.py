"""Rhythm: when is somebody due. Worked out from the facts whenever it is asked; nothing is kept."""

from networking.home.rhythm.due import Due, due_people
from networking.home.rhythm.people import Rhythm, Source, rhythm_of

__all__ = ["Due", "Rhythm", "Source", "due_people", "rhythm_of"]
