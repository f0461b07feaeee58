"""That somebody came into a community, or left it again, in the history of the person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from communities.models import Community, Membership
from communities.models.participation import Role
from contacts.actions.put_back import ChangedSince, seal
from contacts.history_beside import Beside
from contacts.models import Change, Contact

NAME = "community"


def said_of(community: Community, role: str, since: date | None) -> dict[str, Any]:
    """A membership as the history keeps it."""
    return {"id": community.pk, "name": community.name, "role": role, "since": since.isoformat() if since else None}


def tell_of_joining(owner_id: int, people: Iterable[int], said: dict[str, Any]) -> None:
    """Write down that people came into a community; call it in the transaction in which they do."""
    Change.tell_of_many(owner_id, people, {NAME: [None, said]})


def tell_of_leaving(owner_id: int, people: Iterable[int], said: dict[str, Any]) -> None:
    """Write down that their membership was taken away again."""
    Change.tell_of_many(owner_id, people, {NAME: [said, None]})


def in_words(before: dict[str, Any] | None, after: dict[str, Any] | None) -> str:
    said = after or before or {}
    words = {"community": said["name"], "as": _as_what(said)}
    if after:
        return _("added to “%(community)s”: %(as)s") % words
    return _("taken out of “%(community)s”: %(as)s") % words


def _as_what(said: dict[str, Any]) -> str:
    role = str(dict(Role.choices).get(said["role"], said["role"]))
    if not said["since"]:
        return role
    return _("%(role)s since %(day)s") % {"role": role, "day": date_format(date.fromisoformat(said["since"]), "j E Y")}


@transaction.atomic
def put_back(person: Contact, before: dict[str, Any] | None, after: dict[str, Any] | None, over: str) -> bool:
    """Take the membership away that came, or make again the one that went."""
    said: dict[str, Any] = after or before or {}
    here = Membership.objects.filter(
        owner=person.owner_id, contact=person, community=said["id"], community__trash=None, trash=None
    ).select_related("community")
    same = here.filter(role=said["role"], since=said["since"], until=None).first()
    if after is None:
        return False if same else _make_again(person, said)
    if found := same or here.first():
        now = said_of(found.community, found.role, found.since)
        if now != after and over != seal(now):
            raise ChangedSince(now)
        found.throw_away(f"{person}: {found.community}")
        tell_of_leaving(person.owner_id, [person.pk], now)
    return found is not None


def _make_again(person: Contact, said: dict[str, Any]) -> bool:
    community = Community.objects.filter(owner=person.owner_id, trash=None, pk=said["id"]).first()
    if community is None:
        raise ValidationError(_("This community is no longer there."))
    since = date.fromisoformat(said["since"]) if said["since"] else None
    made = Membership(owner_id=person.owner_id, contact=person, community=community, role=said["role"], since=since)
    made.full_clean()
    made.save()
    tell_of_joining(person.owner_id, [person.pk], said)
    return True


TOLD = Beside(NAME, gettext_lazy("communities"), in_words, put_back)
