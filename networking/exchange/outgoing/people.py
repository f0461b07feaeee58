"""People of the network as the rows that every format writes, with what their source knew beside our fields."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from django.db.models import Prefetch

from contacts.bulk import chunks
from contacts.mentions.tokens import plain
from contacts.models import Contact, ContactQuerySet, ImportantDate
from contacts.models.channel import normalise
from contacts.text import fold
from networking.exchange.actions.tidying import channel_values, tidy
from networking.exchange.formats.rows import Address, Day, Person
from networking.exchange.formats.vcard import parse, person_of
from networking.exchange.models import ContactSource

CHUNK = 200
_PLAIN = ("given_name", "patronymic", "family_name", "nickname", "company", "position", "department", "city",
          "how_met")  # fmt: skip


def in_chunks(people: ContactQuerySet) -> Iterator[list[Contact]]:
    """The people in their order, some at a time, with what hangs on them."""
    beside = (
        "channels", "tags", Prefetch("dates", ImportantDate._base_manager.filter(trash=None).order_by("pk")),
        Prefetch("sources", ContactSource._base_manager.filter(format="vcard").order_by("pk")),
    )  # fmt: skip
    ids = [*people.values_list("pk", flat=True)]
    for some in chunks(ids, CHUNK):
        rows = Contact._base_manager.filter(pk__in=some).select_related("introduced_by").prefetch_related(*beside)
        found = {one.pk: one for one in rows}
        yield [found[pk] for pk in some if pk in found]


def as_rows(people: ContactQuerySet) -> Iterator[Person]:
    """The people one after the other, each ready to be written as a card."""
    for some in in_chunks(people):
        for contact in some:
            yield person_row(contact)


def person_row(contact: Contact) -> Person:
    """A person as a row. Where the card that they came with still says the same, it is left as it was."""
    person = _own(contact)
    source = next(reversed([one for one in contact.sources.all() if one.raw]), None)
    was = person_of(parse(source.raw), []) if source else None
    if source is None or was is None:
        return person
    # The card as it was kept when it came in: what we hold can only equal that.
    kept = tidy(replace(was), [])
    person.raw, person.source_id = source.raw, was.source_id
    for name in (*_PLAIN, "note"):
        if getattr(person, name) == getattr(kept, name):
            setattr(person, name, getattr(was, name))
    if person.photo == kept.photo:
        person.photo = was.photo
    if {*channel_values(person)} == {*channel_values(kept)}:
        person.channels = was.channels
    else:
        said = dict(zip(channel_values(kept), kept.channels, strict=True))
        person.channels = [said.get((one.kind, normalise(one.kind, one.value)), one) for one in person.channels]
    if {fold(one) for one in person.tags} == {fold(one) for one in kept.tags}:
        person.tags = was.tags
    if _days(person) == _days(kept):
        person.dates = was.dates
    return person


def _days(person: Person) -> set[tuple[str, int, int, int | None]]:
    return {(one.kind, one.month, one.day, one.year) for one in person.dates}


def _own(contact: Contact) -> Person:
    return Person(
        **{name: getattr(contact, name) for name in _PLAIN},
        note=plain(contact.about),
        met_on=contact.met_on,
        channels=[Address(one.kind, one.value, one.label, one.preferred) for one in contact.channels.all()],
        dates=[Day(one.kind, one.month, one.day, one.year, one.label) for one in contact.dates.all()],
        tags=[one.name for one in contact.tags.all()],
        photo=photo_of(contact),
    )


def photo_of(contact: Contact) -> bytes:
    """The bytes of a person's photo; none when there is none, or its file is gone."""
    if not contact.photo:
        return b""
    try:
        with contact.photo.open("rb") as file:
            return bytes(file.read())
    except OSError:
        return b""
