"""iCalendar (RFC 5545): the events of calendars, with their turns and whom they name."""

from networking.exchange.formats.ics.files import read

__all__ = ["read"]
