"""A person's memberships in the history of that person: begun, mended, ended, taken away and back again."""

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
from communities.models.membership import TOLD_AS, said_of
from communities.models.participation import Role
from contacts.actions.changed_since import ChangedSince, seal
from contacts.history_beside import Beside
from contacts.models import Change, Contact

Said = dict[str, Any]
# What a membership says of itself; the numbers and the name are how it is found again.
_VALUES = ("role", "since", "until")


def tell_of_joining(owner_id: int, people: Iterable[int], said: Said) -> None:
    """Write down that people came into a community; for what writes memberships in bulk, in its transaction."""
    Change.tell_of_many(owner_id, people, {TOLD_AS: [None, said]})


def tell_of_leaving(owner_id: int, people: Iterable[int], said: Said) -> None:
    """Write down that their membership was taken away again."""
    Change.tell_of_many(owner_id, people, {TOLD_AS: [said, None]})


def in_words(before: Said | None, after: Said | None) -> str:
    if before and after:
        return _("“%(community)s”: %(what)s") % {"community": after["name"], "what": "; ".join(_mended(before, after))}
    said = after or before or {}
    words = {"community": said["name"], "as": _as_what(said)}
    if after:
        return _("added to “%(community)s”: %(as)s") % words
    return _("taken out of “%(community)s”: %(as)s") % words


def _mended(before: Said, after: Said) -> list[str]:
    """What has become of a membership, a part for each of its values."""
    said = []
    if before["role"] != after["role"]:
        said.append(f"{_role(before)} → {_role(after)}")
    if before["since"] != after["since"]:
        said.append(
            _("beginning: %(before)s → %(after)s") % {"before": _day(before["since"]), "after": _day(after["since"])}
        )
    ended, ends = before.get("until"), after.get("until")
    if ends and not ended:
        said.append(_("the membership ended on %(day)s") % {"day": _day(ends)})
    elif ended and not ends:
        said.append(_("the membership goes on"))
    elif ended != ends:
        said.append(_("end: %(before)s → %(after)s") % {"before": _day(ended), "after": _day(ends)})
    return said


def _as_what(said: Said) -> str:
    words = {"role": _role(said), "day": _day(said["since"]), "end": _day(said.get("until"))}
    if said["since"] and said.get("until"):
        return _("%(role)s from %(day)s to %(end)s") % words
    if said.get("until"):
        return _("%(role)s until %(end)s") % words
    return _("%(role)s since %(day)s") % words if said["since"] else words["role"]


def _role(said: Said) -> str:
    return str(dict(Role.choices).get(said["role"], said["role"]))


def _day(said: str | None) -> str:
    return date_format(date.fromisoformat(said), "j E Y") if said else "—"


@transaction.atomic
def put_back(person: Contact, before: Said | None, after: Said | None, over: str) -> bool:
    """Take the membership away that came, make again the one that went, or give it back what it had."""
    if before is None:
        return _take_away(person, after or {}, over)
    if after is None:
        return _bring_again(person, before)
    return _mend_back(person, before, after, over)


def _take_away(person: Contact, after: Said, over: str) -> bool:
    found = _row(person, after) or _here(person, after).first()
    if found is None:
        return False
    _ask_if_changed(found, after, over)
    found.throw_away(f"{person}: {found.community}")
    return True


def _bring_again(person: Contact, before: Said) -> bool:
    if _row(person, before, alike=True):
        return False
    thrown = Membership.objects.filter(owner=person.owner_id, contact=person, pk=before.get("membership") or 0)
    if (row := thrown.select_related("trash").first()) and row.trash:
        row.trash.put_back()
        return True
    community = Community.objects.filter(owner=person.owner_id, trash=None, pk=before["id"]).first()
    if community is None:
        raise ValidationError(_("This community is no longer there."))
    _write(Membership(owner_id=person.owner_id, contact=person, community=community), before)
    return True


def _mend_back(person: Contact, before: Said, after: Said, over: str) -> bool:
    row = _row(person, after)
    if row is None:
        raise ValidationError(_("This membership is no longer there."))
    if _same(row.told(), before):
        return False
    _ask_if_changed(row, after, over)
    row.claim_version(row.version)
    _write(row, before)
    return True


def _write(row: Membership, said: Said) -> None:
    row.role = said["role"]
    row.since = date.fromisoformat(said["since"]) if said["since"] else None
    row.until = date.fromisoformat(said["until"]) if said.get("until") else None
    row.full_clean()
    if row.siblings().touching(row.since, row.until).exists():
        raise ValidationError(_("Another period stands on these days."))
    row.save()


def _ask_if_changed(row: Membership, after: Said, over: str) -> None:
    now = row.told()
    if not _same(now, after) and over != seal(now):
        raise ChangedSince(now)


def _here(person: Contact, said: Said) -> Any:
    rows = Membership.objects.filter(owner=person.owner_id, contact=person, community=said["id"])
    return rows.filter(community__trash=None, trash=None).select_related("community")


def _row(person: Contact, said: Said, *, alike: bool = False) -> Membership | None:
    """The very membership that is spoken of, or one that says the same."""
    rows = _here(person, said)
    same = rows.filter(**{name: said.get(name) for name in _VALUES})
    found: Membership | None = None if alike else rows.filter(pk=said.get("membership") or 0).first()
    return found or same.first()


def _same(one: Said | None, other: Said | None) -> bool:
    return bool(one and other) and all((one or {}).get(name) == (other or {}).get(name) for name in _VALUES)


TOLD = Beside(TOLD_AS, gettext_lazy("communities"), in_words, put_back)
__all__ = ["TOLD", "said_of", "tell_of_joining", "tell_of_leaving"]
