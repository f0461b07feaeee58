"""vCard 2.1, 3.0 and 4.0: a lenient reader in linear time, and a writer that keeps what it does not know."""

from __future__ import annotations

from networking.exchange.formats.vcard.files import read
from networking.exchange.formats.vcard.mapping import person_of
from networking.exchange.formats.vcard.reading import Card, Property, cards, parse
from networking.exchange.formats.vcard.writing import card_text, with_person, write

__all__ = ["Card", "Property", "card_text", "cards", "parse", "person_of", "read", "with_person", "write"]
