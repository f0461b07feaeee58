"""A file of cards as people."""

from __future__ import annotations

from networking.exchange.formats.encodings import decode
from networking.exchange.formats.problems import Problem, Trouble
from networking.exchange.formats.rows import Person, Reading
from networking.exchange.formats.vcard.mapping import members_of, person_of
from networking.exchange.formats.vcard.reading import CHARSET, cards

MOST_CARDS = 100_000


def read(data: bytes) -> Reading:
    """Every person of a file of cards; groups become tags of their members."""
    reading = Reading("vcard", encoding=_encoding(data))
    groups: list[tuple[str, list[str]]] = []
    for number, card in enumerate(cards(data)):
        if number >= MOST_CARDS:
            reading.problems.append(Problem(Trouble.TOO_MANY, card.line, str(MOST_CARDS)))
            break
        if card.problems:
            reading.problems += card.problems
            if any(one.error for one in card.problems):
                continue
        if group := members_of(card):
            groups.append(group)
            continue
        person = person_of(card, reading.problems)
        if person is None:
            reading.problems.append(Problem(Trouble.NO_NAME, card.line))
        else:
            reading.people.append(person)
    _tag(reading.people, groups)
    return reading


def _tag(people: list[Person], groups: list[tuple[str, list[str]]]) -> None:
    known = {one.source_id: one for one in people if one.source_id} if groups else {}
    for name, members in groups:
        for member in members:
            if (person := known.get(member)) and name not in person.tags:
                person.tags.append(name)


def _encoding(data: bytes) -> str:
    if named := CHARSET.search(data):
        return named[1].decode("ascii", "replace")
    return decode(data)[1]
