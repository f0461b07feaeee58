"""Where a checklist of a note can go, and what the page of the note asks about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import connection
from django.db.models import BigIntegerField, CharField, DateTimeField, QuerySet, Value
from django.utils.formats import date_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from communities.as_kept import Moment, as_kept, moment_of
from communities.models import Community, Event
from contacts.prepared import prepared
from networking.guidance.lists.checklists import Tasks
from networking.guidance.lists.working import months
from networking.guidance.models import Note, address_of

# So many events of a short while ago and of what comes, and so many communities, stand in the choice.
AHEAD, BEHIND, COMMUNITIES = 12, 4, 40
RECENT = timedelta(days=14)
EventRow = tuple[int, str, datetime, int | None]
# An event, or a community: that has no time, and a key by which it stands among the others.
Choice = tuple[int, str, Moment | None, int | None, str]
Group = tuple[str, list[tuple[str, str]]]
_CHOSEN, _OPEN = SafeString(" selected"), SafeString("")


@dataclass(frozen=True)
class Offer:
    """What the page of a note asks; the answer goes to the address, where `TakeForm` reads it.

    A form would say the same, and take a fifth of the time of the whole page for it.
    """

    address: str
    # The mark of the first checklist; of several the marks and names, to choose from.
    section: str
    sections: list[tuple[str, str]]
    # By groups the value, whether it is chosen, and what it says.
    places: list[tuple[str, list[tuple[str, SafeString, str]]]]
    soon: tuple[str, str] | None


def offer(note: Note, tasks: list[Tasks], *, owner: AbstractBaseUser, moment: datetime, where: str) -> Offer:
    """Where the checklists of a note can go; `where` is chosen already, if it is among that."""
    groups, soon = places_for(owner, moment, where)
    return Offer(
        address=address_of(note.slug, "guidance:list_take"),
        section=tasks[0].anchor,
        sections=sections_of(tasks) if len(tasks) > 1 else [],
        places=[
            (group, [(one, _CHOSEN if one == where else _OPEN, said) for one, said in rows]) for group, rows in groups
        ],
        soon=soon,
    )


def places_for(owner: AbstractBaseUser, moment: datetime, where: str) -> tuple[list[Group], tuple[str, str] | None]:
    """The places in groups, each with the word by which it is chosen, and the next event of the community `where`."""
    events, communities = _found(owner, moment - RECENT)
    return list(_places(events, communities, moment)), _soon(events, where, moment)


def sections_of(tasks: Iterable[Tasks]) -> list[tuple[str, str]]:
    """The marks of checklists, and how one chooses among them."""
    return [(one.anchor, f"{one.title} ({one.number})") for one in tasks]


def _places(events: list[EventRow], communities: list[tuple[int, str]], moment: datetime) -> Iterator[Group]:
    """Where a list may stand, in groups: months, what comes and what was lately, communities."""
    today, language = moment.date(), get_language()
    ahead = [(f"month:{first:%Y-%m}", _written(first, "F Y", language)) for first in months(today)]
    yield (gettext("Months"), ahead)
    if events:
        yield (gettext("Events"), [_choice(one, moment, language) for one in events])
    if communities:
        yield (gettext("Communities"), [(f"community:{pk}", name) for pk, name in communities])


def _soon(events: list[EventRow], where: str, moment: datetime) -> tuple[str, str] | None:
    """The next event of the community that is chosen: a checklist is as often for it."""
    ahead = (one for one in events if where == f"community:{one[3]}" and one[2] >= moment)
    return next((_choice(one, moment, get_language()) for one in ahead), None)


def _choice(event: EventRow, moment: datetime, language: str | None) -> tuple[str, str]:
    pk, name, starts, _community = event
    return f"event:{pk}", f"{name}, {_day(starts, moment, language)}"


def _found(owner: AbstractBaseUser, since: datetime) -> tuple[list[EventRow], list[tuple[int, str]]]:
    """The events of a short while ago and of what comes by their time, and the communities by name."""
    rows = _choices(owner, since)
    events = sorted((moment_of(starts), pk, name, beside) for pk, name, starts, beside, _key in rows if starts)
    communities = sorted((key, pk, name) for pk, name, starts, _beside, key in rows if not starts)
    return [(pk, name, starts, beside) for starts, pk, name, beside in events], [row[1:] for row in communities]


@prepared
def _choices(owner: AbstractBaseUser, since: datetime) -> QuerySet[Any, Choice]:
    """Both in one query, in no order."""
    events = Event.objects.for_owner(owner).filter(starts__gte=since).order_by("starts", "pk")[: AHEAD + BEHIND]
    communities = Community.objects.for_owner(owner).order_by("name_key", "pk")[:COMMUNITIES]
    # A list with an end cannot stand in a union itself, only what it finds.
    first: QuerySet[Any] = Event.objects.for_owner(owner).filter(pk__in=events.values("pk")).order_by()
    second: QuerySet[Any] = Community.objects.for_owner(owner).filter(pk__in=communities.values("pk")).order_by()
    kept = CharField() if connection.vendor == "sqlite" else DateTimeField()
    no_day, no_community = Value(None, output_field=kept), Value(None, output_field=BigIntegerField())
    ahead = first.values_list("pk", "name", as_kept("starts"), "community_id", Value("", output_field=CharField()))
    return ahead.union(second.values_list("pk", "name", no_day, no_community, "name_key"), all=True)


def _day(starts: datetime, moment: datetime, language: str | None) -> str:
    day: date = starts.astimezone(moment.tzinfo).date()
    return _written(day, "j E" if day.year == moment.year else "j E Y", language)


@lru_cache(maxsize=512)
def _written(day: date, how: str, _language: str | None) -> str:
    return date_format(day, how)
