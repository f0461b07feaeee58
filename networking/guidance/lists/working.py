"""Checklists put to work: where they can stand, and what makes and changes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils.formats import date_format

from communities.models import Community, Event
from networking.guidance.lists.checklists import Checklist
from networking.guidance.models import Note
from networking.guidance.models.own_list import OwnItem, OwnList

_WRITTEN = re.compile(r"(event|community):([0-9]{1,18})|month:([0-9]{4})-([0-9]{2})")
EARLIEST, LATEST = 1920, 2179


@dataclass(frozen=True)
class Place:
    """Where a list stands: one event, community or month of its owner's."""

    key: str
    title: str
    # The page of it, where its lists are shown, and the page of its lists alone.
    address: str
    lists: str
    # What the columns of a list say of it.
    columns: dict[str, Any]
    # The places of the product whose notes fit here.
    asks: tuple[str, ...]

    def at(self, pk: int) -> str:
        """Where one of its lists is on the page of them."""
        return f"{self.lists}#list-{pk}"


def place_of(owner: AbstractBaseUser, key: str, today: date) -> Place | None:
    """The place that a word such as `event:12` or `month:2026-11` names, if it is the owner's; else None."""
    found = _WRITTEN.fullmatch(key)
    if found is None:
        return None
    if found[3]:
        year, month = int(found[3]), int(found[4])
        return month_place(date(year, month, 1), today) if EARLIEST <= year <= LATEST and 1 <= month <= 12 else None
    if found[1] == "event":
        event = Event.objects.for_owner(owner).filter(pk=int(found[2])).first()
        return event_place(event) if event else None
    community = Community.objects.for_owner(owner).filter(pk=int(found[2])).first()
    return community_place(community) if community else None


def event_place(event: Event) -> Place:
    lists = reverse("guidance:lists_of_event", args=[event.pk])
    asks = ("event", "debrief", f"role:{event.my_role}")
    return Place(f"event:{event.pk}", event.name, event.get_absolute_url(), lists, {"event": event}, asks)


def community_place(community: Community) -> Place:
    lists = reverse("guidance:lists_of_community", args=[community.pk])
    asks = (f"kind:{community.kind}", f"family:{community.family}")
    columns = {"community": community}
    return Place(f"community:{community.pk}", community.name, community.get_absolute_url(), lists, columns, asks)


def month_place(first: date, today: date) -> Place:
    """A month ahead has no page of figures yet: its lists stand on theirs."""
    key = f"{first:%Y-%m}"
    lists = reverse("guidance:lists_of_month", args=[key])
    address = lists if first > today else reverse("metrics:month", args=[key])
    return Place(f"month:{key}", date_format(first, "F Y"), address, lists, {"month": first}, ("month", "review"))


def months(today: date) -> list[date]:
    """The running month and the next one."""
    first = today.replace(day=1)
    return [first, (first + timedelta(days=32)).replace(day=1)]


@transaction.atomic
def put_to_work(*, owner: AbstractBaseUser, note: Note, checklist: Checklist, place: Place) -> tuple[OwnList, bool]:
    """Take a checklist of a note to a place of the owner's; says whether it is new there, or stood there already."""
    same = OwnList.objects.for_owner(owner).filter(note=note, section=checklist.anchor, **place.columns)
    if stands := same.first():
        return stands, False
    made = OwnList(owner_id=owner.pk, note=note, section=checklist.anchor, title=checklist.title, **place.columns)
    made.full_clean(exclude=["owner", "note"])
    made.save()
    OwnItem.objects.bulk_create(
        OwnItem(owner_id=owner.pk, own_list=made, text=text, rank=rank) for rank, text in enumerate(checklist.items)
    )
    return made, True


def standing_in(owner: AbstractBaseUser, place: Place) -> dict[tuple[int | None, str], str]:
    """Where each checklist is that stands in a place already, by its note and the mark of its heading."""
    rows = OwnList.objects.for_owner(owner).filter(note__isnull=False, **place.columns).order_by("-created_at", "-pk")
    return {(note, section): place.at(pk) for note, section, pk in rows.values_list("note", "section", "pk")}


def add_item(*, own_list: OwnList, text: str) -> OwnItem:
    """One more item at the end of a list. Raises ValidationError for a text that cannot be one."""
    last = own_list.items.aggregate(last=Max("rank"))["last"] or 0
    item = OwnItem(owner_id=own_list.owner_id, own_list=own_list, text=text, rank=min(last + 1, 32_767))
    item.clean_fields(exclude=["owner", "own_list"])
    item.save()
    return item
