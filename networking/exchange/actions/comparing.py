"""What a row of a file would change about a known person, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contacts.mentions.tokens import plain
from contacts.models import Contact
from contacts.text import fold
from networking.exchange.actions.tidying import channel_values
from networking.exchange.formats.rows import Person

NAMES = ("given_name", "patronymic", "family_name")
FIELDS = (*NAMES, "nickname", "company", "position", "department", "city", "how_met", "met_on")
Change = dict[str, Any]


def changes_of(person: Person, contact: Contact, talked_on: Iterable[Any]) -> list[Change]:
    """Each change as field, before, after; `adds` when nothing of the owner's own is lost by it.

    Needs the contact's channels, dates and tags prefetched.
    """
    found = [*_plain(person, contact)]
    have = {(one.kind, one.value_folded) for one in contact.channels.all()}
    for one, known in zip(person.channels, channel_values(person), strict=True):
        if known not in have:
            found.append(_change("channel", "", one.value))
    found += _days(person, contact)
    tags = {one.folded for one in contact.tags.all()}
    found += [_change("tag", "", tag) for tag in person.tags if fold(tag) not in tags]
    if person.photo and not contact.photo:
        found.append(_change("photo", "", "+"))
    if person.note and person.note not in plain(contact.about):
        found.append(_change("about", "", person.note))
    talks = {*person.talks} - {*talked_on}
    if talks:
        found.append(_change("talks", "", str(len(talks))))
    return found


def _plain(person: Person, contact: Contact) -> Iterable[Change]:
    for name in FIELDS:
        mine, theirs = getattr(contact, name) or "", getattr(person, name) or ""
        if not theirs or mine == theirs or fold(str(mine)) == fold(str(theirs)):
            continue
        if name == "nickname" and person.nickname in [one.value for one in person.channels]:
            continue
        yield _change(name, str(mine), str(theirs), adds=not mine)


def _days(person: Person, contact: Contact) -> list[Change]:
    dates = [one for one in contact.dates.all() if one.trash_id is None]
    have = {(one.kind, one.month, one.day) for one in dates}
    born = any(one.kind == "birthday" for one in dates)
    found = []
    for one in person.dates:
        if (one.kind, one.month, one.day) in have:
            continue
        if one.kind == "birthday" and born:
            continue
        field = "birthday" if one.kind == "birthday" else "date"
        found.append(_change(field, "", f"{one.day:02d}.{one.month:02d}{f'.{one.year}' if one.year else ''}"))
    return found


def _change(field: str, before: str, after: str, *, adds: bool = True) -> Change:
    return {"field": field, "before": before[:500], "after": after[:500], "adds": adds}
