"""What a row of a file would change about a known person, field by field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from contacts.mentions.tokens import plain
from contacts.text import fold
from networking.exchange.actions.standing import FIELDS, Standing
from networking.exchange.actions.tidying import channel_values
from networking.exchange.formats.rows import Person

Change = dict[str, Any]


def changes_of(person: Person, standing: Standing) -> list[Change]:
    """Each change as field, before, after; `adds` when nothing of the owner's own is lost by it."""
    found = [*_plain(person, standing)]
    for one, known in zip(person.channels, channel_values(person), strict=True):
        if known not in standing.channels:
            found.append(_change("channel", "", one.value))
    found += _days(person, standing)
    found += [_change("tag", "", tag) for tag in person.tags if fold(tag) not in standing.tags]
    if person.photo and not standing.values["photo"]:
        found.append(_change("photo", "", "+"))
    if person.note and person.note not in plain(standing.values["about"]):
        found.append(_change("about", "", person.note))
    if talks := {*person.talks} - standing.talked:
        found.append(_change("talks", "", str(len(talks))))
    return found


def _plain(person: Person, standing: Standing) -> Iterable[Change]:
    for name in FIELDS:
        mine, theirs = standing.values[name] or "", getattr(person, name) or ""
        if not theirs or mine == theirs or fold(str(mine)) == fold(str(theirs)):
            continue
        if name == "nickname" and person.nickname in [one.value for one in person.channels]:
            continue
        yield _change(name, str(mine), str(theirs), adds=not mine)


def _days(person: Person, standing: Standing) -> list[Change]:
    born = any(kind == "birthday" for kind, _month, _day in standing.dates)
    found = []
    for one in person.dates:
        if (one.kind, one.month, one.day) in standing.dates or (one.kind == "birthday" and born):
            continue
        field = "birthday" if one.kind == "birthday" else "date"
        found.append(_change(field, "", f"{one.day:02d}.{one.month:02d}{f'.{one.year}' if one.year else ''}"))
    return found


def _change(field: str, before: str, after: str, *, adds: bool = True) -> Change:
    return {"field": field, "before": before[:500], "after": after[:500], "adds": adds}
